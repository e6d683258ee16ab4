import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnitError } from '../../lib/units/unit-error';
import { toYaml } from '../../lib/yaml-writer';
import { ROOT } from '../support/cli';
import { clusterPlanOf } from '../support/cluster';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'profiles/profile.schema.json'), 'utf8'));

/** A value for each place of a profile at which a text may stand, each with this text there. */
function placesOf(schema: Schema, text: string, depth = 0): readonly unknown[] {
  if (depth > 12) return [];
  const below = (one: Schema) => placesOf(one, text, depth + 1);
  const named = schema.$ref === undefined ? undefined : SCHEMA.definitions[schema.$ref.replace('#/definitions/', '')];
  const { properties = {}, additionalProperties, items } = schema;
  return [
    ...(named === undefined ? [] : below(named)),
    ...[...(schema.anyOf ?? []), ...(schema.allOf ?? []), ...(schema.oneOf ?? []), schema.then ?? {}, schema.else ?? {}].flatMap(below),
    ...(schema.type === 'string' || schema.pattern !== undefined ? [text] : []),
    ...Object.entries(properties).flatMap(([key, one]) => below(one).map((value) => ({ [key]: value }))),
    ...(typeof additionalProperties === 'object' ? below(additionalProperties).map((value) => ({ own: value })) : []),
    ...(items === undefined ? [] : below(items).map((value) => [value])),
  ];
}

const SECRETS = ['Pr0filePw', 'Qu3ryTok'];

it.each(['https://user:Pr0filePw@x.example.com/p?token=Qu3ryTok', 'postgresql://user:Pr0/file@x:5432/y?password=Qu3ryTok'])(
  'tells nobody what is a password in %s, wherever it stands in a profile',
  (text) => {
    const places = [...new Set(placesOf(SCHEMA.definitions.kubernetes, text).map((value) => toYaml(value as object)))].filter(
      (profile) => !/^(target|extends):/.test(profile),
    );
    expect(places.length).toBeGreaterThan(50);
    let refused = 0;
    for (const profile of places) {
      try {
        clusterPlanOf(profile);
      } catch (error) {
        refused++;
        const { message, problems = [] } = error as Error & { readonly problems?: readonly object[] };
        const told = `${message} ${JSON.stringify(problems)}`;
        expect([profile, SECRETS.filter((secret) => told.includes(secret))]).toEqual([profile, []]);
      }
    }
    expect(refused).toBeGreaterThan(places.length / 2);
  },
);

it('has no password in the message of a unit', () => {
  expect(new UnitError('a URL', 'https://user:Pr0filePw@x.org/?a=Qu3ryTok').message).toBe('expected a URL, got "https://***@x.org/?***"');
});
