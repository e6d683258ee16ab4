import { type ObjectName, objectName } from '../units/name';
import type { Server } from './server';

/** A reference to one value in a Secret of the cluster. The operator creates the value; it is never in a generated file. */
export interface SecretKey {
  readonly kind: 'secret';
  readonly secret: ObjectName;
  readonly key: string;
  /** What the value is, in words for the operator. */
  readonly holds: string;
  /** How to replace it without an outage. */
  readonly rotation: Rotation;
  /** How it is made. @default - whoever operates the cluster knows that */
  readonly made?: Made;
}

/** Commands that make values, and the file in which they leave one. */
export interface Made {
  /**
   * For a POSIX shell in an empty folder. `$namespace` is the one of the service below, and `$domain` that of the names in the cluster.
   * Values that belong together have the same commands.
   */
  readonly by: string;
  readonly file: string;
  /** What is done with the files afterwards, in words for the operator. @default - nothing */
  readonly afterwards?: string;
  /** The service that they are made for. */
  readonly of: Pick<Server, 'compartment'>;
}

/** How a value in a Secret is replaced: in words that hold for any target, or by a new value and new pods. */
export type Rotation = string | Restart;

/** Who reads the value reads it at its start. */
export interface Restart {
  readonly restart: 'consumers';
  /** What their restart means for users. @default - nothing: they have replicas, and store elsewhere */
  readonly means?: string;
}

/** @throws UnitError if it is no name of a Secret */
export const secretKey = (secret: string, key: string, about: Pick<SecretKey, 'holds' | 'rotation' | 'made'>): SecretKey => ({
  kind: 'secret',
  secret: objectName(secret),
  key,
  ...about,
});

/** How most credentials are rotated: a new value in the Secret, then new pods. */
export const RESTART_CONSUMERS: Restart = { restart: 'consumers' };
