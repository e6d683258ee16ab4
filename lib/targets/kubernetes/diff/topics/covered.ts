import { type Gained, gained } from '../../../../diff/meaning';

/** Something that somebody may do or reach. */
export interface Allowed {
  /** What it is a part of. One never covers another that is a part of something else. */
  readonly of: string;
}

/**
 * What is allowed that was not, and what no longer is. A part of something wider that was allowed is not new, and what a wider one allows as
 * well is not gone.
 *
 * @param textsOf words several of the same kind
 */
export function allowedBetween<T extends Allowed>(
  before: readonly T[],
  after: readonly T[],
  covers: (wide: T, narrow: T) => boolean,
  textsOf: (all: readonly T[]) => readonly string[],
): Gained {
  const beyond = (all: readonly T[], others: readonly T[]): readonly string[] => {
    const known = new Map<string, T[]>();
    for (const other of others) known.set(other.of, [...(known.get(other.of) ?? []), other]);
    return textsOf(all.filter((one) => !known.get(one.of)?.some((other) => covers(other, one))));
  };
  return gained(beyond(before, after), beyond(after, before));
}
