import type { Source } from '../problem';

/** A value as it was written, with the place that supplied it. Maps keep the order of the file. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly source: Source;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** Where the key stands. */
  readonly source: Source;
  readonly value: Tree;
  /** An explicit null that took the value of a base away. @default false */
  readonly removed?: boolean;
}

export interface ListTree {
  readonly kind: 'list';
  readonly source: Source;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly source: Source;
  readonly value: string | number | boolean | null;
  /** The text between the quotes, if there are any: `1e3` is text, not 1000. */
  readonly text: string;
}

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

const NOTHING: Tree = { kind: 'map', source: { kind: 'flag', flag: '' }, entries: new Map() };

/** `null` or `~`. A value that was forgotten is no null. */
const isExplicitNull = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null && tree.text !== '';

/** The value at a path. */
export function valueAt(tree: Tree, path: readonly string[]): Tree | undefined {
  return entryAt(tree, path)?.value ?? (path.length === 0 ? tree : undefined);
}

/** The place of the value at a path, or of the nearest thing around it: for what is missing, the map that lacks it. */
export function sourceAt(tree: Tree, path: readonly string[]): Source {
  for (let length = path.length; length > 0; length -= 1) {
    const value = valueAt(tree, path.slice(0, length));
    if (value !== undefined) return value.source;
  }
  return tree.source;
}

/** The key at the end of a path together with its value. */
export function entryAt(tree: Tree, path: readonly string[]): Entry | undefined {
  const [first, ...rest] = path;
  if (first === undefined || tree.kind !== 'map') return undefined;
  const entry = tree.entries.get(first);
  return entry === undefined || rest.length === 0 ? entry : entryAt(entry.value, rest);
}
