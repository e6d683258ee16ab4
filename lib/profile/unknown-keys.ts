import { nearest } from '../nearest';
import type { Problem } from '../problem';
import type { Tree } from './tree';

/** What this needs of a schema: its map entries, and what it wraps. Holds for every schema that `schema.ts` builds. */
interface SchemaLike {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaLike>>;
  readonly wrapped?: SchemaLike;
  readonly options?: unknown;
  readonly item?: SchemaLike;
  readonly pipe?: readonly unknown[];
}

/** What only a cluster has. On a laptop every service is one container, so there is no place to write these down. */
const CLUSTER_ONLY = new Set([
  'autoscaling',
  'backing',
  'copies',
  'disruptionBudget',
  'hpa',
  'images',
  'ingress',
  'minAvailable',
  'namespace',
  'nodes',
  'registry',
  'replicas',
  'scaling',
  'storage',
  'version',
  'volume',
]);

/** What somebody writes a secret under. */
const SECRET = /passw|token|secret|credential|api_?key|private_?key/i;

/** What only a laptop has. */
const LAPTOP_ONLY = new Set(['machine', 'restart', 'switches']);

/**
 * Every key that the schema does not know, with the nearest one that it does. (The schema library stops at the first of a map.)
 */
export function unknownKeys(tree: Tree, schema: SchemaLike, path: readonly string[] = []): readonly Problem[] {
  if (tree.kind === 'scalar') return [];
  if (tree.kind === 'list') {
    const { item } = unwrapped(schema);
    return item === undefined ? [] : tree.items.flatMap((value, index) => unknownKeys(value, item, [...path, String(index)]));
  }
  const entries = entriesOf(schema);
  if (entries === undefined) return [];
  return [...tree.entries].flatMap(([key, entry]) => {
    const here = [...path, key];
    const known = entries[key];
    if (Object.hasOwn(entries, key) && known !== undefined) return unknownKeys(entry.value, known, here);
    return [{ source: entry.source, path: here.join('.'), message: complain(key, Object.keys(entries), path) }];
  });
}

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

function complain(key: string, known: readonly string[], path: readonly string[]): string {
  if (CLUSTER_ONLY.has(key)) return 'belongs to a cluster profile: on a laptop every service is one container';
  if (SECRET.test(key)) return 'a profile holds no secrets: list secrets tells which ones the cluster needs, and under which names';
  if (LAPTOP_ONLY.has(key)) return 'belongs to a laptop profile: a cluster has nodes, and restarts whatever stops';
  const service = path.at(-1) === 'services';
  const what = service ? 'unknown service' : 'unknown key';
  const guess = (service ? shortName(key, known) : undefined) ?? nearest(key, known);
  return guess === undefined ? `${what}, expected one of ${known.join(', ')}` : `${what}, did you mean ${guess}?`;
}

/** The short name in a name of Compose's, such as `fm-agent-service`, or the one that `gateway` is a part of. */
function shortName(name: string, known: readonly string[]): string | undefined {
  const byLength = [...known].sort((a, b) => a.length - b.length);
  const within = byLength.findLast((short) => name.includes(short));
  return within ?? (name.length >= SHORTEST ? byLength.find((short) => short.includes(name)) : undefined);
}

/** Fewer letters are part of too many names. */
const SHORTEST = 4;
