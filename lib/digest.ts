import { createHash } from 'node:crypto';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Of a value's JSON with its keys in order: the same values give the same digest, however they were written. */
export const digestOf = (value: unknown): string => sha256(JSON.stringify(value, (_, inner: unknown) => withKeysInOrder(inner)));

function withKeysInOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
