/**
 * A value as it was written, with its place. Maps keep the order of the file.
 *
 * @typeParam Place where a value stands
 * @typeParam Key where a key stands, and what else is known of it
 */
export type ValueOf<Place, Key = Place> = MapOf<Place, Key> | ListOf<Place, Key> | ScalarOf<Place>;

export type MapOf<Place, Key = Place> = Place & {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, EntryOf<Place, Key>>;
};

/** A key with its value. */
export type EntryOf<Place, Key = Place> = Key & { readonly value: ValueOf<Place, Key> };

export type ListOf<Place, Key = Place> = Place & {
  readonly kind: 'list';
  readonly items: readonly ValueOf<Place, Key>[];
};

export type ScalarOf<Place> = Place & {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it is written, without its quotes: `1e3` may be a text, not 1000. */
  readonly text: string;
};

/** The key at the end of a path together with its value. */
export function entryAt<Place, Key>(value: ValueOf<Place, Key>, path: readonly string[]): EntryOf<Place, Key> | undefined {
  const [first, ...rest] = path;
  if (first === undefined || value.kind !== 'map') return undefined;
  const entry = value.entries.get(first);
  return entry === undefined || rest.length === 0 ? entry : entryAt(entry.value, rest);
}

/** The value at a path. */
export function valueAt<Place, Key>(value: ValueOf<Place, Key>, path: readonly string[]): ValueOf<Place, Key> | undefined {
  return entryAt(value, path)?.value ?? (path.length === 0 ? value : undefined);
}
