import { closest, distance } from 'fastest-levenshtein';

/** The known name that a mistyped one most likely means; none if all are too far away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const guess = closest(name, [...known]);
  return distance(name.toLowerCase(), guess.toLowerCase()) <= Math.max(2, Math.floor(name.length / 3)) ? guess : undefined;
}
