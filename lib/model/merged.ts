import { isDeepStrictEqual } from 'node:util';

/** What somebody says of one object. */
export interface Part<Value> {
  /** Who says it, for the middle of a sentence: `the service`, `services.agent.settings`. */
  readonly by: string;
  readonly says: Readonly<Record<string, Value>>;
}

/** Two that say different things of one key. */
export interface Clash<One extends Part<unknown>> {
  readonly key: string;
  readonly first: One;
  readonly second: One;
}

/** Every key of which two parts say different things, in the order of the second ones. */
export function clashesBetween<One extends Part<unknown>>(parts: readonly One[]): readonly Clash<One>[] {
  const firsts = new Map<string, One>();
  return parts.flatMap((second) =>
    Object.entries(second.says).flatMap(([key, value]) => {
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, second);
      return first === undefined || isDeepStrictEqual(first.says[key], value) ? [] : [{ key, first, second }];
    }),
  );
}

/**
 * One object from what several say of it. Two may say the same of a key.
 *
 * @throws RangeError if two say different things of a key: both are named
 */
export function merged<Value>(parts: readonly Part<Value>[]): Readonly<Record<string, Value>> {
  const [clash] = clashesBetween(parts);
  if (clash !== undefined) throw new RangeError(`${clash.first.by} and ${clash.second.by} both set ${clash.key}, to different values`);
  return Object.assign({}, ...parts.map(({ says }) => says));
}
