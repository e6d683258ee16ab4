import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import type { Sizeable } from './decode';
import { clusterProfile } from './schema/cluster';
import { composeProfile } from './schema/compose';

type Json = { readonly [key: string]: unknown };

/**
 * The JSON Schema of a profile, in the draft that YAML editors read. A profile that extends another may leave out whatever
 * that one says, and may remove any of it with null.
 */
export function profileJsonSchema({ compose, kubernetes }: Sizeable): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A profile of faultmaven-infra',
    if: { properties: { target: { const: 'kubernetes' } }, required: ['target'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: orPartial(jsonSchemaOf(clusterProfile(kubernetes))),
    else: orPartial(jsonSchemaOf(composeProfile(compose))),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const jsonSchemaOf = (schema: v.GenericSchema): Json =>
  toJsonSchema(schema, { target: 'draft-07', typeMode: 'input', ignoreActions: ['raw_transform', 'raw_check'] }) as unknown as Json;

/** The whole shape, or what may be left of it where a profile extends another. */
const orPartial = (whole: Json): Json => ({
  if: { required: ['extends'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: partial(whole),
  else: whole,
});

/** The same shape with nothing required, and null allowed for every value below the top. */
function partial(schema: Json): Json {
  const { required: _, properties, ...rest } = schema;
  if (properties === undefined) return rest;
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties as Readonly<Record<string, Json>>).map(([key, value]) => [key, orNull(partial(value))]),
    ),
  };
}

const orNull = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] });
