import type { Json } from './loosened';

/** Shorter ones are read more easily where they stand. */
const SHORTEST = 100;

/** The same definitions, with what stands in them more than once as a definition of its own, named after the property that it describes. */
export function shared(definitions: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const found = new Map<string, Path[]>();
  for (const [name, definition] of Object.entries(definitions)) find(definition, [name], found);
  const names = new Map<string, string>();
  const all: Record<string, Json> = { ...definitions };
  const bodyOf = (node: object): Json => Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, withRefs(inner)]));
  const withRefs = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(withRefs);
    if (typeof node !== 'object' || node === null) return node;
    const text = JSON.stringify(node);
    const paths = found.get(text) ?? [];
    if (paths.length < 2 || text.length < SHORTEST) return bodyOf(node);
    if (!names.has(text)) {
      const name = unused(paths, all);
      names.set(text, name);
      // Its place, before that of what is in it.
      all[name] = {};
      all[name] = bodyOf(node);
    }
    return { $ref: `#/definitions/${names.get(text)}` };
  };
  for (const [name, definition] of Object.entries(definitions)) all[name] = bodyOf(definition);
  return all;
}

/** The properties that lead to a schema, from the name of the definition on. */
type Path = readonly string[];

/** Keywords say nothing of what a schema is for: what it is called, the property says that it is of. */
const KEYWORDS = new Set(['properties', 'additionalProperties', 'propertyNames', 'items', 'anyOf']);

/** Where each schema stands that stands in a node. What is in a repeated one is repeated with it, and not looked at again. */
function find(node: unknown, path: Path, found: Map<string, Path[]>): void {
  if (typeof node !== 'object' || node === null) return;
  if (isSchema(node)) {
    const text = JSON.stringify(node);
    const paths = found.get(text) ?? [];
    found.set(text, [...paths, path]);
    if (paths.length > 0) return;
  }
  for (const [key, inner] of Object.entries(node)) find(inner, Array.isArray(node) || KEYWORDS.has(key) ? path : [...path, key], found);
}

/** The property's name, or that of what is around it where several properties are alike; with what is around it where that is taken. */
function unused(paths: readonly Path[], taken: Readonly<Record<string, unknown>>): string {
  const [[root, ...first] = []] = paths;
  const common = (fromEnd: number): string | undefined =>
    paths.every((path) => path.at(fromEnd) === first.at(fromEnd)) ? first.at(fromEnd) : undefined;
  const [key, around] = [common(-1), common(-2)];
  const name = key ?? (around === undefined ? first.at(-1) : `${around}-item`);
  const longer = `${(key !== undefined && around) || root}-${name}`;
  const numbered = Array.from({ length: Object.keys(taken).length }, (_, n) => `${longer}-${n + 2}`);
  return [name, longer, ...numbered].find((candidate) => !Object.hasOwn(taken, `${candidate}`)) as string;
}

/** A map of properties is none. */
const isSchema = (node: object): boolean =>
  ('type' in node && (typeof node.type === 'string' || Array.isArray(node.type))) || ('anyOf' in node && Array.isArray(node.anyOf));
