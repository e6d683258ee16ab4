/** How many replicas run: always as many, or as many as the load needs. */
export type Copies = number | { readonly min: number; readonly max: number; readonly cpu: number };

/** The fewest that run. */
export const fewestCopies = (copies: Copies): number => (typeof copies === 'number' ? copies : copies.min);

/** The most that run. */
export const mostCopies = (copies: Copies): number => (typeof copies === 'number' ? copies : copies.max);
