import type { Port } from '../units/port';

/** Something outside the catalogue that a service connects to. Calls of other services are no destinations but objects. */
export type Destination =
  /** The API of the cluster that it runs in. */
  | { readonly kind: 'cluster-api' }
  /** Public addresses, for what has no fixed ones. @default port - that of HTTPS */
  | { readonly kind: 'internet'; readonly port?: Port; readonly why: string }
  /** Whoever says who a user is. */
  | { readonly kind: 'authentication' }
  /** Pods of another namespace, at whatever port theirs is: a policy sees the pod's, a URL names the Service's. */
  | { readonly kind: 'namespace'; readonly name: string; readonly why: string }
  /** Fixed networks, such as a storage appliance in the same building. */
  | { readonly kind: 'networks'; readonly cidrs: readonly string[]; readonly port: Port; readonly why: string };
