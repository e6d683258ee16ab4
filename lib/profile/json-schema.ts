import { toJsonSchema } from '@valibot/to-json-schema';
import { composeProfile, type SizedService } from './schema';

type Json = { readonly [key: string]: unknown };

/**
 * The JSON Schema of a profile, in the draft that YAML editors read. A profile that extends another may leave out whatever
 * that one says, and may remove any of it with null.
 */
export function profileJsonSchema(services: readonly SizedService[]): string {
  const whole = toJsonSchema(composeProfile(services), {
    target: 'draft-07',
    typeMode: 'input',
    ignoreActions: ['raw_transform', 'raw_check'],
  }) as unknown as Json;
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A profile of faultmaven-infra',
    if: { required: ['extends'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: partial(whole),
    else: whole,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

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
