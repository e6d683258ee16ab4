import type { DiffCode } from './codes';
import type { Manifest, Ref } from './manifest';

/** An object that was added, removed or changed, and what applying that does. */
export interface ObjectChange {
  readonly ref: Ref;
  readonly change: 'added' | 'removed' | 'changed';
  /** Undefined if it was added. */
  readonly before?: Manifest;
  /** Undefined if it was removed. */
  readonly after?: Manifest;
  /**
   * What happens, the worst first. Empty if nothing does: the texts differ, and mean the same. If there is one of kind `refused`, the API
   * server takes no part of the object, and all are of this kind or `destroys`.
   */
  readonly effects: readonly Effect[];
}

/** What applying a changed object does. */
export type Effect =
  /** It is made. Its pods start, if it has any. */
  | { readonly kind: 'created'; readonly pods?: PodsOf }
  /** An apply leaves it alone. It goes, with its pods, when somebody deletes it or a tool prunes it. */
  | { readonly kind: 'deleted'; readonly pods?: PodsOf }
  /** It changes, and no pod restarts. Pods may be added or removed. */
  | { readonly kind: 'in-place'; readonly why: readonly Reason[] }
  /** Its pods are replaced by new ones. */
  | { readonly kind: 'restart'; readonly pods: PodsOf; readonly how: Restart; readonly why: readonly Reason[] }
  /** The API server says no, or keeps what there is. `field` is a path: `spec.selector`. */
  | ({ readonly kind: 'refused'; readonly field: string } & Warned)
  /** Data is lost, or left where nothing uses it, or replicas are lost at once. */
  | ({ readonly kind: 'destroys' } & Warned);

/** What somebody has to know before an apply. */
export interface Warned {
  readonly code: DiffCode;
  /** What changes, without the name of the object: `the size of its disks goes from 100Gi to 50Gi`. */
  readonly what: string;
  /** How it is done nevertheless, or without loss. Commands, in a line. */
  readonly way: string;
}

/**
 * How pods are replaced. `rolling`: new ones start before old ones end. `recreate`: all old ones end before a new one starts.
 * `one by one`: each ends before its successor starts.
 */
export type Restart = 'rolling' | 'recreate' | 'one by one';

/** The pods of a workload. */
export interface PodsOf extends Ref {
  /** The first ordinal that is meant, of a StatefulSet. @default - all pods */
  readonly from?: number;
}

/** A field that changed. */
export interface Reason {
  /** The field in words, or its path where there are none: `agent: memory limit`, `variable LOG_LEVEL`, `spec.minReadySeconds`. */
  readonly what: string;
  /** Whether there was no such field, or is none any more. @default - there is one before and after */
  readonly change?: 'added' | 'removed';
  /** @default - it was not there, or is not shown */
  readonly from?: string;
  /** @default - it is gone, or is not shown */
  readonly to?: string;
}
