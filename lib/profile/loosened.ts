export type Json = { readonly [key: string]: unknown };

/** The same shape with nothing required, and null allowed for every value below the top: but not in lists, which replace one another. */
export function loosened({ required: _, ...schema }: Json): Json {
  return {
    ...schema,
    ...(isMap(schema.properties) ? { properties: mapped(schema.properties, (inner) => orNull(loosened(inner))) } : {}),
    ...(isMap(schema.additionalProperties) ? { additionalProperties: orNull(loosened(schema.additionalProperties)) } : {}),
    ...(isSchemas(schema.anyOf) ? { anyOf: schema.anyOf.map(loosened) } : {}),
  };
}

function orNull(schema: Json): Json {
  if (isSchemas(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  return {
    ...schema,
    ...('type' in schema ? { type: [schema.type, 'null'] } : {}),
    ...(Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}),
    ...('const' in schema ? { const: undefined, enum: [schema.const, null] } : {}),
  };
}

/** What a shape requires, with all that is needed to find where, and nothing else of it. @default - nothing */
export function demandsOf({ type, properties = {}, required = [], anyOf }: Json): Json | undefined {
  if (isSchemas(anyOf)) {
    const each = anyOf.map(demandsOf);
    return each.every((demands) => demands === undefined) ? undefined : { anyOf: anyOf.map((option, n) => each[n] ?? kindOf(option)) };
  }
  const names = required as readonly string[];
  const inside = Object.entries(properties as Readonly<Record<string, Json>>).flatMap(([name, inner]) => {
    const demands = demandsOf(inner) ?? (names.includes(name) ? {} : undefined);
    return demands === undefined ? [] : [[name, demands] as const];
  });
  return inside.length === 0
    ? undefined
    : { type, properties: Object.fromEntries(inside), ...(names.length === 0 ? {} : { required: names }) };
}

const kindOf = ({ type, enum: listed, const: only }: Json): Json => ({ type, enum: listed, const: only });

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const isSchemas = (value: unknown): value is readonly Json[] => Array.isArray(value);

const mapped = (of: Json, change: (inner: Json) => Json): Json =>
  Object.fromEntries(Object.entries(of).map(([key, inner]) => [key, change(inner as Json)]));
