import { at, listOf, type Tree, treeOf } from './effects/differences';

/** Fields of objects that somebody may have edited: whatever has another type than expected is as if it were missing. */
export type Fields = Tree;

export const fields = (value: unknown, ...path: readonly string[]): Fields => treeOf(at(value, ...path));

export const list = (value: unknown): readonly Fields[] => listOf(value).map(treeOf);

export const texts = (value: unknown): readonly string[] => listOf(value).map(String);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** More pods than any cluster has. */
const MOST = 1_000_000;

export const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST ? value : undefined;
