import { isDefault, isQuantity } from './defaults';
import { amountOf } from './quantity';

/** A field that two objects have differently. */
export interface Difference {
  /** Keys from the top. An element of a list is `[name]` if its name tells it apart, otherwise `[index]`. */
  readonly path: readonly string[];
  /** Undefined if it was not there. */
  readonly from?: unknown;
  /** Undefined if it is gone. */
  readonly to?: unknown;
}

export type Tree = Readonly<Record<string, unknown>>;

/** A map, or an empty one in place of anything else. */
export const treeOf = (value: unknown): Tree => (isTree(value) ? value : {});

export const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The list, or an empty one in place of anything else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value at a path of keys, or undefined. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inner, key) => (isTree(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);

/**
 * Every field that differs in what it means: not those that only one object has, with the value that the API server gives them by default,
 * and not quantities that are the same in other words.
 *
 * @param root where both stand in their object, for what depends on that
 */
export function differences(before: unknown, after: unknown, root: readonly string[] = []): readonly Difference[] {
  if (isTree(before) && isTree(after)) return inTrees(before, after, root);
  if (Array.isArray(before) && Array.isArray(after)) return inLists(before, after, root);
  const [from, to] = [present(before), present(after)];
  if (from === to || isDefault(root, from, to) || (isQuantity(root) && sameAmount(from, to))) return [];
  // A section that only one has is taken apart, because it may hold nothing but defaults, and so is a list of what has names. An element of
  // a list is a whole.
  const one = from ?? to;
  const alone = from === undefined || to === undefined;
  if (alone && isTree(one) && Object.keys(one).length > 0 && !isElement(root.at(-1))) return inTrees(treeOf(from), treeOf(to), root);
  if (alone && Array.isArray(one) && one.every((item) => typeof at(item, 'name') === 'string'))
    return inLists(listOf(from), listOf(to), root);
  return [{ path: root, from, to }];
}

/** Null, and a list of nothing, are what is not there. */
const present = (value: unknown): unknown => (value === null || (Array.isArray(value) && value.length === 0) ? undefined : value);

/** Whether a key names an element of a list. */
export const isElement = (key: string | undefined): boolean => key?.startsWith('[') ?? false;

const sameAmount = (one: unknown, other: unknown): boolean => amountOf(String(one)) === amountOf(String(other));

const inTrees = (before: Tree, after: Tree, root: readonly string[]): readonly Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(at(before, key), at(after, key), [...root, key]),
  );

function inLists(before: readonly unknown[], after: readonly unknown[], root: readonly string[]): readonly Difference[] {
  const [earlier, later] = keyed(before, after);
  const found = [...new Set([...earlier.keys(), ...later.keys()])].flatMap((name) =>
    differences(earlier.get(name), later.get(name), [...root, `[${name}]`]),
  );
  const kept = (one: Keyed, other: Keyed): readonly string[] => [...one.keys()].filter((name) => other.has(name));
  const [then, now] = [kept(earlier, later), kept(later, earlier)];
  return then.some((name, index) => name !== now[index])
    ? [...found, { path: [...root, ORDER], from: then.join(', '), to: now.join(', ') }]
    : found;
}

type Keyed = ReadonlyMap<string, unknown>;

/** In place of a key: that the elements are the same, and in another order. */
export const ORDER = '(order)';

/** What tells the elements of a list apart: themselves, or their fields. First come, first served. */
const KEYS: readonly (readonly string[])[] = [
  [],
  ['name'],
  ['mountPath'],
  ['containerPort', 'protocol'],
  ['port', 'protocol'],
  ['kind', 'name'],
];

/** Names the elements of two lists by the first key that all have and that tells all apart. @default - see `matched` */
function keyed(before: readonly unknown[], after: readonly unknown[]): readonly [Keyed, Keyed] {
  const fits = (keys: readonly string[], list: readonly unknown[]): boolean =>
    list.every((item) => isScalar(at(item, ...keys.slice(0, 1)))) && new Set(list.map((item) => nameBy(keys, item))).size === list.length;
  const keys = KEYS.find((candidate) => fits(candidate, before) && fits(candidate, after));
  if (keys === undefined) return matched(before, after);
  const byKey = (list: readonly unknown[]): Keyed => new Map(list.map((item) => [nameBy(keys, item), item]));
  return [byKey(before), byKey(after)];
}

/**
 * Names the elements of two lists by their places before. Those that are the same have the same name wherever they stand. Of the others, one
 * takes the place of another if both stand behind the same one.
 */
function matched(before: readonly unknown[], after: readonly unknown[]): readonly [Keyed, Keyed] {
  const places = new Map<string, number[]>();
  const put = <K>(map: Map<K, number[]>, key: K, place: number): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [place]);
    else known.push(place);
  };
  for (const [place, item] of before.entries()) put(places, textOf(item), place);
  const same = after.map((item) => places.get(textOf(item))?.shift());
  const kept = new Set(same);
  const open = new Map<number | undefined, number[]>();
  let last: number | undefined;
  for (const place of before.keys()) {
    if (kept.has(place)) last = place;
    else put(open, last, place);
  }
  last = undefined;
  let added = before.length;
  const later = new Map<string, unknown>();
  for (const [index, item] of after.entries()) {
    const place = same[index];
    last = place ?? last;
    later.set(String(place ?? open.get(last)?.shift() ?? added++), item);
  }
  return [new Map(before.map((item, place) => [String(place), item])), later];
}

/** The same for trees of which the keys stand in another order. */
const textOf = (item: unknown): string =>
  JSON.stringify(item, (_, value: unknown) => (isTree(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value)) ?? '';

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);

const nameBy = (keys: readonly string[], item: unknown): string =>
  keys.length === 0 ? String(item) : keys.flatMap((key) => at(item, key) ?? []).join(' ');

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
