import type { Port } from '../units/port';

/** Something that a service connects to and that is no service of the application: those are objects, in `calls`. */
export type Destination =
  /** The API of the cluster that it runs in. */
  | { readonly kind: 'cluster-api' }
  /** The agent on each node that runs the pods there, where the deployment owns the cluster. */
  | { readonly kind: 'nodes' }
  /** Any public address. @default port - that of HTTPS */
  | { readonly kind: 'internet'; readonly port?: Port; readonly why: string }
  /** The server of forward authentication, which says who a user is. */
  | { readonly kind: 'authentication' }
  /** Pods of another namespace, at any port: a policy needs the port of the pod, and a URL tells only that of the Service. */
  | { readonly kind: 'namespace'; readonly name: string; readonly why: string }
  /** Fixed networks, such as a storage appliance in the same building. */
  | { readonly kind: 'networks'; readonly cidrs: readonly string[]; readonly port: Port; readonly why: string };
