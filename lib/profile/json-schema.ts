import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { composeProfile } from '../targets/compose/schema';
import { clusterProfile } from '../targets/kubernetes/schema/cluster';
import type { Sizeable } from './decode';
import { shared } from './shared-schemas';

export type Json = { readonly [key: string]: unknown };

/**
 * The JSON Schema of a profile, in the draft that YAML editors read. A profile that extends another may leave out whatever
 * that one says, its target too, and may remove any of it with null.
 */
export function profileJsonSchema({ application, compose, kubernetes }: Sizeable): string {
  const [laptop, cluster] = [jsonSchemaOf(composeProfile(compose, application)), jsonSchemaOf(clusterProfile(kubernetes, application))];
  const schema = shared({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A profile of faultmaven-infra',
    ...either(
      having('extends'),
      {
        ...either(having('target'), either(FOR_CLUSTER, partial(cluster), partial(laptop)), {
          anyOf: [partial(laptop), partial(cluster)],
        }),
      },
      either(FOR_CLUSTER, cluster, laptop),
    ),
  });
  return `${JSON.stringify(schema, null, 2).replaceAll(REFERENCE, '{ $1 }')}\n`;
}

/** Nothing but the name of what is said elsewhere: one line is enough for it. */
const REFERENCE = /\{\n +("\$ref": "[^"]+")\n +\}/g;

const having = (key: string): Json => ({ type: 'object', properties: { [key]: {} }, required: [key] });

const FOR_CLUSTER: Json = { type: 'object', properties: { target: { const: 'kubernetes' } }, required: ['target'] };

const either = (condition: Json, then: Json, otherwise: Json): Json => ({ if: condition, then, else: otherwise });

const jsonSchemaOf = (schema: v.GenericSchema): Json => {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    target: 'draft-07',
    typeMode: 'input',
    ignoreActions: ['raw_transform', 'raw_check'],
  }) as unknown as Json;
  return rest;
};

/** The same shape with nothing required, and null allowed for every value below the top: but not in lists, which replace one another. */
function partial(schema: Json): Json {
  const { required: _, ...rest } = schema;
  return Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => {
      switch (keyword) {
        case 'properties':
          return [keyword, Object.fromEntries(Object.entries(value as Json).map(([key, inner]) => [key, orNull(inner as Json)]))];
        case 'additionalProperties':
          return [keyword, typeof value === 'object' ? orNull(value as Json) : value];
        case 'anyOf':
          return [keyword, (value as readonly Json[]).map(partial)];
        default:
          return [keyword, value];
      }
    }),
  );
}

const orNull = (schema: Json): Json => ({ anyOf: [partial(schema), { type: 'null' }] });
