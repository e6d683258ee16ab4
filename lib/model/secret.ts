import { type ObjectName, objectName } from '../units/name';

/** One value in a Secret of the cluster. Only the reference is ever written down; the value is the operator's. */
export interface SecretKey {
  readonly kind: 'secret';
  readonly secret: ObjectName;
  readonly key: string;
  /** What it is, in the operator's words. */
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

/** What most credentials need: a new value in the Secret, then new pods. */
export const RESTART_CONSUMERS = 'write the new value, then kubectl rollout restart its consumers; Jobs read it when they next run';
