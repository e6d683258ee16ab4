import { closest, distance } from 'fastest-levenshtein';

/** No name that is known is longer, and to compare takes time. */
const LONGEST = 64;

/** The known name that a mistyped one most likely means; none if all are too far away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || name.length > LONGEST) return undefined;
  const written = name.toLowerCase();
  const lowered = known.map((one) => one.toLowerCase());
  const guess = closest(written, lowered);
  return distance(written, guess) <= Math.max(2, Math.floor(name.length / 3)) ? known[lowered.indexOf(guess)] : undefined;
}
