import type { Finding } from '../../../checks/finding';
import type { Service } from '../../../model/service';
import type { ComposePlan } from '../plan/plan';
import type { ComposeService } from '../render/compose-service';
import type { BaseNode } from './node';
import type { BaseFile, BaseService } from './parse';
import type { BaseCode } from './rules/codes';

/** A service of the override beside the same one of the base file. */
export interface Pair {
  readonly service: Service;
  /** What the override writes for it. */
  readonly ours: ComposeService;
  readonly base: BaseService;
  readonly file: BaseFile;
  readonly plan: ComposePlan;
}

/** A finding about a pair; or the path of a key that depends on a variable, such as `ports`. */
export type Remark =
  | {
      readonly code: BaseCode;
      /** An error is what Compose or the engine refuses; a warning is a promise of the profile that does not come true. */
      readonly severity: 'error' | 'warning';
      readonly message: string;
      /** @default - nothing is said of several at once but what is the same */
      readonly alike?: Finding['alike'];
      /** Compose refuses it although the service runs only with a profile. @default false */
      readonly always?: boolean;
      /** @default - where the service's name stands */
      readonly at?: BaseNode;
    }
  | { readonly unread: string };

/** A rule about a service in the base file and in the override. */
export type BaseRule = (pair: Pair) => readonly Remark[];

/** Compose, or the engine, refuses it. */
export const refused = (message: string, at?: BaseNode): Remark => ({ code: 'base-refused', severity: 'error', message, at });
