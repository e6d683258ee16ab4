import { type ObjectName, objectName } from '../units/name';

/** A reference to one value in a Secret of the cluster. The operator creates the value; it is never in a generated file. */
export interface SecretKey {
  readonly kind: 'secret';
  readonly secret: ObjectName;
  readonly key: string;
  /** What the value is, in words for the operator. */
  readonly holds: string;
  /** How to replace it without an outage. */
  readonly rotation: string;
}

/** @throws UnitError if it is no name of a Secret */
export const secretKey = (secret: string, key: string, about: { readonly holds: string; readonly rotation: string }): SecretKey => ({
  kind: 'secret',
  secret: objectName(secret),
  key,
  ...about,
});

/** How most credentials are rotated: a new value in the Secret, then new pods. */
export const RESTART_CONSUMERS = 'write the new value, then kubectl rollout restart its consumers; Jobs read it when they next run';
