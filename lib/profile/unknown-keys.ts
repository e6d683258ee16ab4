import { nearest } from '../nearest';
import type { Problem } from '../problem';
import type { Tree } from './tree';

/** What this needs of a schema: its map entries, and what it wraps. Holds for every schema that `schema.ts` builds. */
interface SchemaLike {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaLike>>;
  readonly wrapped?: SchemaLike;
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
  'namespace',
  'replicas',
  'scaling',
  'storage',
  'version',
]);

/**
 * Every key that the schema does not know, with the nearest one that it does. (The schema library stops at the first of a map.)
 */
export function unknownKeys(tree: Tree, schema: SchemaLike, path: readonly string[] = []): readonly Problem[] {
  const entries = entriesOf(schema);
  if (entries === undefined || tree.kind !== 'map') return [];
  return [...tree.entries].flatMap(([key, entry]) => {
    const here = [...path, key];
    const known = entries[key];
    if (Object.hasOwn(entries, key) && known !== undefined) return unknownKeys(entry.value, known, here);
    return [{ source: entry.source, path: here.join('.'), message: complain(key, Object.keys(entries), path) }];
  });
}

function entriesOf(schema: SchemaLike): Readonly<Record<string, SchemaLike>> | undefined {
  return schema.entries ?? (schema.wrapped === undefined ? undefined : entriesOf(schema.wrapped));
}

function complain(key: string, known: readonly string[], path: readonly string[]): string {
  if (CLUSTER_ONLY.has(key)) return 'belongs to a cluster profile: on a laptop every service is one container';
  const what = path.at(-1) === 'services' ? 'unknown service' : 'unknown key';
  const guess = nearest(key, known);
  return guess === undefined ? `${what}, expected one of ${known.join(', ')}` : `${what}, did you mean ${guess}?`;
}
