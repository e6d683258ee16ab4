type Json = { readonly [key: string]: unknown };

/** Shorter ones are read more easily where they stand. */
const SHORTEST = 160;

/** The same JSON Schema with what stands in it more than once said once, under `definitions`. */
export function shared(schema: Json): Json {
  const counts = new Map<string, number>();
  visit(schema, (node) => {
    const text = JSON.stringify(node);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    // What is in a repeated one is repeated with it.
    return counts.get(text) === 1;
  });
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const withRefs = (node: unknown, key: string, top = false): unknown => {
    if (Array.isArray(node)) return node.map((item) => withRefs(item, key));
    if (typeof node !== 'object' || node === null) return node;
    const text = JSON.stringify(node);
    const body = (): Json => Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, withRefs(inner, nameFor(name, key))]));
    if (top || !isSchema(node) || text.length < SHORTEST || (counts.get(text) ?? 0) < 2) return body();
    const known = names.get(text);
    if (known !== undefined) return { $ref: `#/definitions/${known}` };
    const name = unused(key, definitions);
    names.set(text, name);
    definitions[name] = undefined;
    definitions[name] = body();
    return { $ref: `#/definitions/${name}` };
  };
  const body = withRefs(schema, 'profile', true) as Json;
  return { ...body, definitions };
}

/** Keywords say nothing of what a schema is for: what it is called, the property says that it is of. */
const KEYWORDS = new Set(['properties', 'additionalProperties', 'items', 'anyOf', 'if', 'then', 'else', 'propertyNames']);

const nameFor = (name: string, around: string): string => (KEYWORDS.has(name) ? around : name);

function unused(name: string, taken: Readonly<Record<string, unknown>>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!Object.hasOwn(taken, candidate)) return candidate;
  }
}

/** A map of properties is none. */
const isSchema = (node: object): boolean => ('type' in node ? typeof node.type === 'string' : 'anyOf' in node && Array.isArray(node.anyOf));

/** Visits every schema in a schema, as long as `enter` says so. */
function visit(node: unknown, enter: (node: object) => boolean): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && isSchema(node) && !enter(node)) return;
  for (const inner of Object.values(node)) visit(inner, enter);
}
