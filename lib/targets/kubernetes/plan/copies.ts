import type { Copies } from '../schema/cluster-size';

/** The fewest copies that run. */
export const fewestCopies = (copies: Copies): number => (typeof copies === 'number' ? copies : copies.min);

/** The most copies that run. */
export const mostCopies = (copies: Copies): number => (typeof copies === 'number' ? copies : copies.max);
