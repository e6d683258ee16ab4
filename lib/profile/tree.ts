import type { Source } from '../problem';
import { type EntryOf, type MapOf, type ScalarOf, type ValueOf, valueAt } from '../yaml-value';

interface Place {
  readonly source: Source;
}

interface Key extends Place {
  /** An explicit null that took the value of a base away. @default false */
  readonly removed?: boolean;
}

/** A value of a profile, with the place that supplied it. */
export type Tree = ValueOf<Place, Key>;
export type MapTree = MapOf<Place, Key>;
export type ScalarTree = ScalarOf<Place>;
export type Entry = EntryOf<Place, Key>;

/** A text without quotes. Only short plain decimals are numbers: `1e3`, `0x10` and `.nan` stay text, so that no unit takes them. */
export function plainScalar(text: string, source: Source): ScalarTree {
  return { kind: 'scalar', source, text, value: resolve(text) };
}

function resolve(text: string): string | number | boolean | null {
  if (text === '' || text === '~' || text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text) ? Number(text) : text;
}

/** The same value as plain JavaScript. */
export function toPlain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'map':
      return Object.fromEntries([...tree.entries].filter(([, { removed }]) => !removed).map(([key, { value }]) => [key, toPlain(value)]));
    case 'list':
      return tree.items.map(toPlain);
    case 'scalar':
      return tree.value;
  }
}

/**
 * Lays trees over one another, the last on top: maps merge, scalars and lists replace, an explicit null removes.
 * Every value keeps the place that supplied it.
 */
export function merge(...trees: readonly [Tree, ...Tree[]]): Tree {
  const ours = new Set<Tree>();
  return trees.reduce((base, over) => mergeTwo(base, over, ours));
}

/** @param ours maps that this merge has made itself: those it may change, so that each further tree costs only what it holds */
function mergeTwo(base: Tree, over: Tree, ours: Set<Tree>): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = ours.has(base) ? (base.entries as Map<string, Entry>) : new Map(base.entries);
  for (const [key, { source, value }] of over.entries) {
    const below = entries.get(key);
    const removed = isExplicitNull(value);
    // Kept with its place even so: a name that nobody knows is worth a complaint also where it removes nothing.
    entries.set(key, removed ? { source, value, removed } : { source, value: mergeTwo(below?.value ?? NOTHING, value, ours) });
  }
  const merged: Tree = { kind: 'map', source: over.source, entries };
  ours.add(merged);
  return merged;
}

/** The same without the entry at a path. */
export function without(tree: Tree, [key = '', ...rest]: readonly string[]): Tree {
  const entry = tree.kind === 'map' ? tree.entries.get(key) : undefined;
  if (tree.kind !== 'map' || entry === undefined) return tree;
  const entries = new Map(tree.entries);
  if (rest.length === 0) entries.delete(key);
  else entries.set(key, { ...entry, value: without(entry.value, rest) });
  return { ...tree, entries };
}

const NOTHING: Tree = { kind: 'map', source: { kind: 'flag', flag: '' }, entries: new Map() };

/** `null` or `~`. A value that was forgotten is no null. */
const isExplicitNull = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null && tree.text !== '';

/** The place of the value at a path, or of the nearest thing around it: for what is missing, the map that lacks it. */
export function sourceAt(tree: Tree, path: readonly string[]): Source {
  for (let length = path.length; length > 0; length -= 1) {
    const value = valueAt(tree, path.slice(0, length));
    if (value !== undefined) return value.source;
  }
  return tree.source;
}
