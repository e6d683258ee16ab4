import { nearest } from '../nearest';
import type { Problem } from '../problem';
import { inWords, withoutSecrets } from '../text';
import type { ProfileShape } from './profile-shape';
import type { MapTree, Tree } from './tree';

/** What this needs of a schema: its map entries, and what it wraps. Holds for every schema that `schema.ts` builds. */
interface SchemaLike {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaLike>>;
  readonly wrapped?: SchemaLike;
  readonly options?: unknown;
  readonly item?: SchemaLike;
  readonly pipe?: readonly unknown[];
  /** What it was called before, where it was called otherwise: a path from the top, or a key beside it. */
  readonly formerly?: string;
  /** Why it has no key of some names that maps of its kind have. */
  readonly lacks?: Readonly<Record<string, string>>;
}

/** The shape of the profile, and those of profiles for other targets: only who errs needs them. */
export interface Shapes {
  readonly shape: ProfileShape;
  readonly others: readonly ProfileShape[];
}

/** A part of the shape of a profile for another target. */
interface Elsewhere {
  readonly word: string;
  readonly schema: SchemaLike;
}

/** A key that nobody knows. */
export interface UnknownKey {
  readonly problem: Problem;
  /** The path of the map that it stands in. */
  readonly around: string;
  /** The path of what was meant. @default - nothing near is known */
  readonly meant?: string;
}

/** What others call a thing that has another name here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  autoscaling: 'replicas',
  cpus: 'cpu',
  disk: 'volume',
  disruptionBudget: 'minAvailable',
  hpa: 'replicas',
  instances: 'replicas',
  mem: 'memory',
  pdb: 'minAvailable',
  persistence: 'volume',
  scale: 'replicas',
  storage: 'volume',
  tag: 'images',
};

/** What somebody writes a secret under. */
const SECRET = /passw|token|secret|credential|api_?key|private_?key/i;

/**
 * Every key that the schema does not know, with the nearest one that it does. (The schema library stops at the first of a map.)
 */
export function unknownKeys(tree: Tree, schema: SchemaLike, { shape, others }: Shapes): readonly UnknownKey[] {
  const search = (beside: readonly Elsewhere[], places: Places) => new Search(shape, places).below(tree, schema, beside, []);
  // Places are looked for only where something is unknown, or a map stands where a list belongs.
  const unplaced: Places = {
    here: new Map(),
    get moved() {
      return movedIn(schema);
    },
    there: [],
  };
  if (search([], unplaced).length === 0) return [];
  const elsewhere = others.map((other) => ({ word: other.word, schema: other.schema() as SchemaLike }));
  const there = elsewhere.map((other) => ({ word: other.word, places: placesOf(other.schema), moved: movedIn(other.schema) }));
  return search(elsewhere, { here: placesOf(schema), moved: movedIn(schema), there });
}

/** Where keys belong in this profile, and in one for each other target. */
interface Places {
  readonly here: ReadonlyMap<string, string>;
  /** New places by the old ones. */
  readonly moved: ReadonlyMap<string, string>;
  readonly there: readonly {
    readonly word: string;
    readonly places: ReadonlyMap<string, string>;
    readonly moved: ReadonlyMap<string, string>;
  }[];
}

/** Every place that a value of the schema had before, with the one that it has. */
function movedIn(schema: SchemaLike, path: readonly string[] = []): ReadonlyMap<string, string> {
  const moved = new Map<string, string>();
  for (const [key, inner] of Object.entries(entriesOf(schema) ?? {})) {
    const here = [...path, key];
    const was = formerNameOf(inner);
    if (was !== undefined) moved.set(was.includes('.') ? was : [...path, was].join('.'), here.join('.'));
    for (const [old, place] of [...movedIn(inner, here), ...movedIn(itemOf(inner), [...here, FIRST])]) moved.set(old, place);
  }
  return moved;
}

/** The place of an item in a list, as paths name it: the first stands for all. */
const FIRST = '0';

/** What each item of a list is. @default - it is no list */
const itemOf = (schema: SchemaLike): SchemaLike => unwrapped(schema).item ?? GONE;

const lacksOf = ({ lacks, wrapped }: SchemaLike): Readonly<Record<string, string>> =>
  lacks ?? (wrapped === undefined ? {} : lacksOf(wrapped));

const formerNameOf = ({ formerly, wrapped }: SchemaLike): string | undefined => formerly ?? (wrapped && formerNameOf(wrapped));

/** New places of what was in a map that is gone. */
const movedFrom = (path: readonly string[], moved: ReadonlyMap<string, string>): readonly string[] =>
  [...moved].filter(([old]) => old.startsWith(`${path.join('.')}.`)).map(([, place]) => place);

/** A map that is gone: each of its values is told its new place. */
const GONE: SchemaLike = { type: 'strict_object', entries: {} };

/** Where in a profile each key belongs, but for those of services: many of them have the same. */
function placesOf(schema: SchemaLike, path: readonly string[] = []): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const [key, inner] of Object.entries(entriesOf(schema) ?? {})) {
    const here = [...path, key];
    if (key === 'services') continue;
    for (const [name, place] of placesOf(inner, here)) if (!places.has(name)) places.set(name, place);
    places.set(key, here.join('.'));
  }
  return places;
}

/** A guess compares a key with all that are known: nobody reads more guesses than these. */
const MOST_GUESSES = 100;

class Search {
  private guesses = 0;

  constructor(
    private readonly shape: ProfileShape,
    private readonly places: Places,
  ) {}

  below(tree: Tree, schema: SchemaLike, others: readonly Elsewhere[], path: readonly string[]): readonly UnknownKey[] {
    if (tree.kind === 'scalar') return [];
    if (tree.kind === 'list') {
      const { item } = unwrapped(schema);
      return item === undefined ? [] : tree.items.flatMap((value, index) => this.below(value, item, [], [...path, String(index)]));
    }
    const entries = entriesOf(schema);
    if (entries === undefined) return unwrapped(schema).type === 'record' ? unusable(tree, path) : this.movedOf(tree, path);
    const elsewhere = others.map(({ word, schema: other }) => ({ word, entries: entriesOf(other) ?? {} }));
    const below = (key: string): readonly Elsewhere[] =>
      elsewhere.flatMap(({ word, entries: theirs }) => {
        const inner = Object.hasOwn(theirs, key) ? theirs[key] : undefined;
        return inner === undefined ? [] : [{ word, schema: inner }];
      });
    return [...tree.entries].flatMap(([key, entry]) => {
      const here = [...path, key];
      const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
      if (known !== undefined) return this.below(entry.value, known, below(key), here);
      if (this.isGone(here, elsewhere) && entry.value.kind === 'map' && entry.value.entries.size > 0)
        return this.below(entry.value, GONE, [], here);
      const moved = this.movedAt(here, entry.source);
      if (moved !== undefined) return [moved];
      const { message, guess } = this.complain(key, { entries, lacks: lacksOf(schema) }, elsewhere, path);
      return [
        {
          problem: { source: entry.source, path: here.map(shownKey).join('.'), message },
          around: path.join('.'),
          meant: guess === undefined ? undefined : [...path, guess].join('.'),
        },
      ];
    });
  }

  /** What has another place, of a map that is none any more. */
  private movedOf({ entries }: MapTree, path: readonly string[]): readonly UnknownKey[] {
    return [...entries].flatMap(([key, { source }]) => this.movedAt([...path, key], source) ?? []);
  }

  /** What is said of a key that has another place. @default - it has none */
  private movedAt(path: readonly string[], source: Problem['source']): UnknownKey | undefined {
    const moved = this.places.moved.get(path.join('.'));
    if (moved === undefined) return undefined;
    const [list] = moved.split(`.${FIRST}.`);
    const because = list === moved ? '' : `: ${list} is a list`;
    return {
      problem: { source, path: path.map(shownKey).join('.'), message: `is now ${moved}${because}` },
      around: path.slice(0, -1).join('.'),
      meant: moved,
    };
  }

  /** Whether this was a map of a profile, whose values have other places. One that only the other target has is still there. */
  private isGone(path: readonly string[], others: readonly { readonly entries: object }[]): boolean {
    return !others.some(({ entries }) => Object.hasOwn(entries, path.at(-1) ?? '')) && this.nowOf(path).length > 0;
  }

  /** New places of what was in a map. */
  private nowOf(path: readonly string[]): readonly string[] {
    return [this.places.moved, ...this.places.there.map(({ moved }) => moved)].flatMap((moved) => movedFrom(path, moved));
  }

  private complain(
    key: string,
    { entries, lacks: why }: Required<Pick<SchemaLike, 'entries' | 'lacks'>>,
    others: readonly { readonly word: string; readonly entries: object }[],
    path: readonly string[],
  ): { readonly message: string; readonly guess?: string } {
    if (Object.hasOwn(why, key)) return { message: why[key] as string };
    const known = Object.keys(entries);
    const service = path.at(-1) === 'services';
    const what = service ? 'unknown service' : 'unknown key';
    this.guesses += 1;
    if (this.guesses > MOST_GUESSES) return { message: what };
    const here = [...path, key];
    for (const { word, moved } of this.places.there) {
      const place = moved.get(here.join('.'));
      if (place !== undefined) return { message: `${this.belongsTo([word], key)}, as ${place}` };
    }
    const formerly = this.nearFormer(key, path);
    const [from, gone] = known.length === 0 ? [path, 'unknown key: '] : [here, ''];
    if (known.length === 0 && formerly !== undefined) return { message: `${what}${formerly}` };
    const now = others.some(({ entries: theirs }) => Object.hasOwn(theirs, key)) ? [] : this.nowOf(from);
    if (now.length > 0) return { message: `${gone}what was in ${from.join('.')} is now ${now.join(', ')}` };
    const synonym = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined;
    for (const name of [key, synonym]) {
      if (name === undefined || known.includes(name)) continue;
      const words = others.filter(({ entries: theirs }) => Object.hasOwn(theirs, name)).map(({ word }) => word);
      if (words.length > 0) return { message: this.belongsTo(words, name) };
    }
    const dotted = known.find((name) => name.startsWith(`${key}.`));
    if (dotted !== undefined) {
      const quoted = `${[...path, `"${dotted}"`].join('.')}=…`;
      return { message: `${what}, did you mean ${dotted}? In --set a key with dots stands in double quotes: '${quoted}'`, guess: dotted };
    }
    const guess = known.find((name) => name === synonym) ?? guessOf(key, known, service);
    if (guess !== undefined) return { message: `${what}, did you mean ${guess}?`, guess };
    const lacking = nearest(key, Object.keys(why));
    if (lacking !== undefined) return { message: `${what}, did you mean ${lacking} (${why[lacking]})?` };
    for (const { word, entries: theirs } of others) {
      const other = nearest(key, Object.keys(theirs));
      if (other !== undefined) return { message: `${what}, and ${other} ${this.belongsTo([word], other)}` };
    }
    if (formerly !== undefined) return { message: `${what}${formerly}` };
    const place = path.length === 0 ? placeOf(key, this.places.here) : undefined;
    if (place !== undefined) return { message: `${what}, did you mean ${place}?` };
    const there = path.length === 0 ? this.places.there : [];
    for (const { word, places } of there) {
      const other = placeOf(key, places);
      if (other !== undefined) return { message: `${what}, and ${other} ${this.belongsTo([word], other)}` };
    }
    if (SECRET.test(key)) return { message: `a profile holds no secrets: ${this.shape.secretsAt}` };
    return { message: `${what}, expected one of ${known.join(', ')}` };
  }

  /** What is said of a key that is near a former one of the same map. @default - none is near */
  private nearFormer(key: string, path: readonly string[]): string | undefined {
    const around = [...path, ''].join('.');
    const placeIn = (moved: ReadonlyMap<string, string>): string | undefined => {
      const beside = [...moved.keys()].filter((old) => old.startsWith(around)).map((old) => old.slice(around.length));
      return moved.get(`${around}${nearest(key, beside)}`);
    };
    const here = placeIn(this.places.moved);
    if (here !== undefined) return `, did you mean ${here}?`;
    for (const { word, moved } of this.places.there) {
      const there = placeIn(moved);
      if (there !== undefined) return `, and ${there} ${this.belongsTo([word], key)}`;
    }
    return undefined;
  }

  /** Where a key belongs that only profiles for other targets have. */
  private belongsTo(words: readonly string[], key: string): string {
    const { lacks = {} } = this.shape;
    const because = Object.hasOwn(lacks, key) ? `: ${lacks[key]}` : '';
    return `belongs to a ${inWords(words, 'or')} profile${because}`;
  }
}

const placeOf = (key: string, places: ReadonlyMap<string, string>): string | undefined =>
  places.get(nearest(key, [...places.keys()]) ?? '');

const guessOf = (key: string, known: readonly string[], service: boolean): string | undefined =>
  (service ? shortName(key, known) : undefined) ?? nearest(key, known) ?? begunAlike(key, known);

/** The only name that a key is the beginning of, such as `env` of `environment`, or that is the beginning of it. */
function begunAlike(key: string, known: readonly string[]): string | undefined {
  const [name, ...more] = known.filter(
    (one) => Math.min(key.length, one.length) >= BEGINNING && (one.startsWith(key) || key.startsWith(one)),
  );
  return more.length === 0 ? name : undefined;
}

/** Fewer letters are the beginning of too many names. */
const BEGINNING = 3;

/** Keys that the schema library drops without a word. */
const DROPPED = ['__proto__', 'constructor', 'prototype'];

const unusable = ({ entries }: MapTree, path: readonly string[]): readonly UnknownKey[] =>
  DROPPED.flatMap((key) => {
    const entry = entries.get(key);
    return entry === undefined
      ? []
      : [{ problem: { source: entry.source, path: [...path, key].join('.'), message: 'cannot be a name here' }, around: path.join('.') }];
  });

/** A key as it can be told: it may be a line of another file than was meant. */
export const shownKey = (key: string): string => withoutSecrets(key);

const unwrapped = (schema: SchemaLike): SchemaLike => (schema.wrapped === undefined ? schema : unwrapped(schema.wrapped));

/** The schema of the value at a path. @default - the shape has no such value */
export const schemaAt = (schema: SchemaLike, [key, ...rest]: readonly string[]): SchemaLike | undefined => {
  if (key === undefined) return schema;
  const entries = entriesOf(schema) ?? {};
  const inner = Object.hasOwn(entries, key) ? entries[key] : undefined;
  return inner && schemaAt(inner, rest);
};

/** Of a choice between maps, the entries of all: which of them is meant, their common schema tells. */
export function entriesOf(schema: SchemaLike): Readonly<Record<string, SchemaLike>> | undefined {
  const { entries, options } = unwrapped(schema);
  if (entries !== undefined) return entries;
  // Of a choice between texts the options are the texts.
  const choices = (Array.isArray(options) ? options : []).filter((option): option is SchemaLike => typeof option === 'object');
  const maps = choices.map(entriesOf).filter((map) => map !== undefined);
  return maps.length === 0 ? undefined : Object.assign({}, ...maps);
}

/** The short name in a name of Compose's, such as `shop-cart-service`, or the one that `gateway` is a part of. */
function shortName(name: string, known: readonly string[]): string | undefined {
  const byLength = [...known].sort((a, b) => a.length - b.length);
  const within = byLength.findLast((short) => name.includes(short));
  return within ?? (name.length >= SHORTEST ? byLength.find((short) => short.includes(name)) : undefined);
}

/** Fewer letters are part of too many names. */
const SHORTEST = 4;
