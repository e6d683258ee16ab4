import { nearest } from '../nearest';
import type { Problem } from '../problem';
import { withoutSecrets } from '../text';
import type { MapTree, Tree } from './tree';

/** What this needs of a schema: its map entries, and what it wraps. Holds for every schema that `schema.ts` builds. */
interface SchemaLike {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaLike>>;
  readonly wrapped?: SchemaLike;
  readonly options?: unknown;
  readonly item?: SchemaLike;
  readonly pipe?: readonly unknown[];
}

/** What the profile is for, and how to get the shape of a profile for the other target: only who errs needs it. */
interface Targets {
  readonly target: 'compose' | 'kubernetes';
  readonly other: () => SchemaLike;
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
  autoscaling: 'copies',
  cpus: 'cpu',
  disk: 'volume',
  disruptionBudget: 'minAvailable',
  hpa: 'copies',
  instances: 'copies',
  mem: 'memory',
  pdb: 'minAvailable',
  persistence: 'volume',
  replicas: 'copies',
  scale: 'copies',
  storage: 'volume',
  tag: 'images',
};

/** What somebody writes a secret under. */
const SECRET = /passw|token|secret|credential|api_?key|private_?key/i;

/**
 * Every key that the schema does not know, with the nearest one that it does. (The schema library stops at the first of a map.)
 */
export function unknownKeys(tree: Tree, schema: SchemaLike, { target, other }: Targets): readonly UnknownKey[] {
  const search = (beside: SchemaLike | undefined, elsewhere: Places) => new Search(target, elsewhere).below(tree, schema, beside, []);
  return search(undefined, { here: new Map(), there: new Map() }).length === 0
    ? []
    : search(other(), { here: placesOf(schema), there: placesOf(other()) });
}

/** Where keys belong in this profile, and in one for the other target. */
interface Places {
  readonly here: ReadonlyMap<string, string>;
  readonly there: ReadonlyMap<string, string>;
}

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
    private readonly target: Targets['target'],
    private readonly places: Places,
  ) {}

  below(tree: Tree, schema: SchemaLike, other: SchemaLike | undefined, path: readonly string[]): readonly UnknownKey[] {
    if (tree.kind === 'scalar') return [];
    if (tree.kind === 'list') {
      const { item } = unwrapped(schema);
      return item === undefined ? [] : tree.items.flatMap((value, index) => this.below(value, item, undefined, [...path, String(index)]));
    }
    const entries = entriesOf(schema);
    if (entries === undefined) return unwrapped(schema).type === 'record' ? unusable(tree, path) : [];
    const others = other === undefined ? {} : (entriesOf(other) ?? {});
    return [...tree.entries].flatMap(([key, entry]) => {
      const here = [...path, key];
      const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
      if (known !== undefined) return this.below(entry.value, known, Object.hasOwn(others, key) ? others[key] : undefined, here);
      const { message, guess } = this.complain(key, Object.keys(entries), Object.keys(others), path);
      return [
        {
          problem: { source: entry.source, path: here.map(shownKey).join('.'), message },
          around: path.join('.'),
          meant: guess === undefined ? undefined : [...path, guess].join('.'),
        },
      ];
    });
  }

  private complain(
    key: string,
    known: readonly string[],
    others: readonly string[],
    path: readonly string[],
  ): { readonly message: string; readonly guess?: string } {
    const service = path.at(-1) === 'services';
    const what = service ? 'unknown service' : 'unknown key';
    this.guesses += 1;
    if (this.guesses > MOST_GUESSES) return { message: what };
    const synonym = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined;
    const foreign = [key, synonym].find((name) => name !== undefined && others.includes(name) && !known.includes(name));
    if (foreign !== undefined) return { message: elsewhere(this.target, foreign) };
    const dotted = known.find((name) => name.startsWith(`${key}.`));
    if (dotted !== undefined) {
      const quoted = `${path.join('.')}."${dotted}"=…`;
      return { message: `${what}, did you mean ${dotted}? In --set a key with dots stands in double quotes: '${quoted}'`, guess: dotted };
    }
    const guess = known.find((name) => name === synonym) ?? guessOf(key, known, service);
    if (guess !== undefined) return { message: `${what}, did you mean ${guess}?`, guess };
    const place = path.length === 0 ? placeOf(key, this.places.here) : undefined;
    if (place !== undefined) return { message: `${what}, did you mean ${place}?` };
    const other = path.length === 0 ? placeOf(key, this.places.there) : undefined;
    if (other !== undefined) return { message: `${what}, and ${other} ${elsewhere(this.target, other)}` };
    if (SECRET.test(key)) return { message: `a profile holds no secrets: ${SECRETS[this.target]}` };
    return { message: `${what}, expected one of ${known.join(', ')}` };
  }
}

const placeOf = (key: string, places: ReadonlyMap<string, string>): string | undefined =>
  places.get(nearest(key, [...places.keys()]) ?? '');

/** Where secrets are, for who writes one into a profile. */
const SECRETS: Readonly<Record<Targets['target'], string>> = {
  compose: 'on a laptop the base file has them, in variables or in the .env beside it',
  kubernetes: 'list secrets tells which ones the cluster needs, and under which names',
};

/** Where a key belongs that only a profile for the other target has. */
function elsewhere(target: Targets['target'], key: string): string {
  const because = Object.hasOwn(BECAUSE, key) ? `: ${BECAUSE[key]}` : '';
  return `belongs to a ${target === 'compose' ? 'cluster' : 'laptop'} profile${because}`;
}

const ONE_CONTAINER = 'on a laptop every service is one container';

/** Why the other target alone has a key, where that tells what to do. */
const BECAUSE: Readonly<Record<string, string>> = {
  copies: ONE_CONTAINER,
  minAvailable: ONE_CONTAINER,
  scaling: ONE_CONTAINER,
  quorum: ONE_CONTAINER,
  machine: 'a cluster has nodes',
  restart: 'a cluster restarts whatever stops',
};

const guessOf = (key: string, known: readonly string[], service: boolean): string | undefined =>
  (service ? shortName(key, known) : undefined) ?? nearest(key, known);

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

/** Of a choice between maps, the entries of all: which of them is meant, their common schema tells. */
function entriesOf(schema: SchemaLike): Readonly<Record<string, SchemaLike>> | undefined {
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
