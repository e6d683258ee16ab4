import type { ObjectName } from '../units/name';
import type { Store } from './store';

/** A model that a service loads when it starts. Replicas that download it themselves cannot start while its hub is away. */
export interface LoadedModel extends Store {
  /** What sentences call it: `the embedding model`. */
  readonly what: string;
  /** A hub by its host, a claim of the operator's, or the service's own image. */
  readonly from: { readonly hub: string } | 'volume' | 'image';
  /** A claim of the operator's with the model in it, where it is mounted, read-only, and where the profile names it, from the service on. @default - there is none */
  readonly claim?: { readonly name: ObjectName; readonly path: string; readonly named: readonly string[] };
}
