import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { demandsOf, type Json, loosened } from './loosened';
import { printedJson } from './printed-json';
import type { ProfileShape } from './profile-shape';
import { shared } from './shared-schemas';

/**
 * The JSON Schema of a profile, in the draft that YAML editors read. A profile that extends another may leave out whatever that one says,
 * its target too, and may remove any of it with null. So the shape of each target stands in it once, with nothing required and null
 * allowed; what a profile has to hold that extends none is said beside it.
 *
 * @param shapes of every target; the first is assumed where a profile names none
 */
export function profileJsonSchema(shapes: readonly ProfileShape[]): string {
  const names = shapes.map(({ name }) => name);
  const byTarget = (part: (target: string) => Json): Json =>
    names.slice(1).reduce((otherwise, target) => either(isFor(target), part(target), otherwise), part(names[0] as string));
  const whole = (target: string): string => `${target}-whole`;
  const definitions = shapes.flatMap((shape) => {
    const schema = jsonSchemaOf(shape.schema());
    return [[shape.name, loosened(schema)] as const, [whole(shape.name), demandsOf(schema) ?? {}] as const];
  });
  return printedJson({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A profile of faultmaven-infra',
    ...either(having('extends'), either(having('target'), byTarget(ref), { anyOf: names.map(ref) }), {
      allOf: [byTarget(ref), byTarget((target) => ref(whole(target))), ref(FILLED)],
    }),
    definitions: {
      [FILLED]: either(
        { type: 'object' },
        { type: 'object', additionalProperties: ref(FILLED) },
        { anyOf: ['string', 'number', 'boolean', 'array'].map((type) => ({ type })) },
      ),
      ...shared(Object.fromEntries(definitions)),
    },
  });
}

/** The definition that says that there is no null anywhere: there is nothing that it could remove. */
const FILLED = 'no-null';

const either = (condition: Json, then: Json, otherwise: Json): Json => ({ if: condition, then, else: otherwise });

const ref = (name: string): Json => ({ $ref: `#/definitions/${name}` });

const having = (key: string): Json => ({ type: 'object', properties: { [key]: {} }, required: [key] });

const isFor = (target: string): Json => ({ type: 'object', properties: { target: { const: target } }, required: ['target'] });

const jsonSchemaOf = (schema: v.GenericSchema): Json => {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    target: 'draft-07',
    typeMode: 'input',
    ignoreActions: ['raw_transform', 'raw_check'],
  }) as unknown as Json;
  return rest;
};
