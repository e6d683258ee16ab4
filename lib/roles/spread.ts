/** Where the pods of a service run in relation to each other. */
export type Spread =
  /** Anywhere: it does not matter, or there is only one. */
  | { readonly kind: 'anywhere' }
  /** Apart: they share a node or a zone only where there is no other place. */
  | { readonly kind: 'apart if possible' }
  /** One on each node, or on each node of the pool where the pool is required. */
  | { readonly kind: 'every node' }
  /** Never two on one node. Whether they may share a zone, the profile says. */
  | { readonly kind: 'never together'; readonly zones: 'preferred' | 'required'; readonly replicas: number };

/** Beyond three, a majority of the members survives the loss of a zone anyway. */
const ZONES = 3;

/** How many zones there have to be for members that may not share one. Where there are fewer, none takes a second member. */
export const zonesNeeded = (members: number): number => Math.min(members, ZONES);
