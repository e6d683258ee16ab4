import { isDeepStrictEqual } from 'node:util';

/** What one source says of an object. */
export interface Part<Value> {
  /** The source, as it stands in a sentence: `the service`, `services.agent.settings`. */
  readonly by: string;
  readonly says: Readonly<Record<string, Value>>;
}

/** Two sources that give one key different values. */
export interface Clash<One extends Part<unknown>> {
  readonly key: string;
  readonly first: One;
  readonly second: One;
}

/** Every key to which two sources give different values, in the order of the second source. */
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
 * One object from several sources. Two sources may give a key the same value.
 *
 * @throws RangeError if two sources give a key different values: the message names both
 */
export function merged<Value>(parts: readonly Part<Value>[]): Readonly<Record<string, Value>> {
  const [clash] = clashesBetween(parts);
  if (clash !== undefined) throw new RangeError(`${clash.first.by} and ${clash.second.by} both set ${clash.key}, to different values`);
  return Object.assign({}, ...parts.map(({ says }) => says));
}
