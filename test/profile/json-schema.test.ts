import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileJsonSchema } from '../../lib/profile/json-schema';
import { loadProfile } from '../../lib/profile/load';
import { profilesIn } from '../../lib/profile/shipped';
import { ROOT } from '../support/cli';
import { editorSays, SCHEMA } from '../support/json-schema';
import { HEAD, services, shapes, sizes } from '../support/plans';
import { DOCUMENTS } from '../support/reader';
import { scratch } from '../support/scratch';

const PROFILES = join(ROOT, 'profiles');
const { definitions } = SCHEMA as { readonly definitions: Readonly<Record<string, object>> };
/** What says how values look, and not only which there have to be. */
const parts = Object.fromEntries(Object.entries(definitions).filter(([name]) => !/^no-null$|-whole(-|$)/.test(name)));
const text = JSON.stringify(parts);

it('is in the draft that editors of YAML read', () => {
  expect(SCHEMA).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  expect(JSON.stringify(SCHEMA)).not.toContain('$defs');
});

it('ends with a line break and is the same every time', () => {
  expect(profileJsonSchema(shapes)).toBe(profileJsonSchema(shapes));
  expect(profileJsonSchema(shapes).endsWith('}\n')).toBe(true);
});

it('says once what it says of many services, and of a profile that extends another', () => {
  const seen = new Map<string, number>();
  const count = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    // Maps of properties are none: a role has those that another one has.
    if ('type' in node && typeof node.type !== 'object') {
      const said = JSON.stringify(node);
      seen.set(said, (seen.get(said) ?? 0) + 1);
    }
    Object.values(node).forEach(count);
  };
  count(SCHEMA);
  expect([...seen].filter(([said, times]) => times > 1 && said.length >= 100)).toEqual([]);
});

it.each(profilesIn(PROFILES))('takes the shipped profile %s', (name) => {
  expect(editorSays(readFileSync(join(PROFILES, `${name}.yaml`), 'utf8'))).toEqual([]);
});

/** The profiles among the YAML examples of a document, as they would be pasted. */
const examplesOf = (document: string): readonly string[] =>
  [...readFileSync(join(ROOT, document), 'utf8').matchAll(/```ya?ml\n([\s\S]*?)```/g)]
    .map(([, example = '']) => example)
    .filter((example) => /^(extends|target): /m.test(example) && !/^(kind|apiVersion|services:\n {2}[\w-]+:\n {4}image):/m.test(example))
    .map((example) => example.replaceAll('sha256:…', `sha256:${'0'.repeat(64)}`));

const EXAMPLES = DOCUMENTS.flatMap((document) =>
  examplesOf(document).map((example, number) => [`${document} ${number + 1}`, example] as const),
);

it('finds examples', () => expect(EXAMPLES.length).toBeGreaterThanOrEqual(2));

it.each(EXAMPLES)('takes the example %s, as the program does', (_, example) => {
  expect(editorSays(example)).toEqual([]);
  const own = example.replaceAll(/extends: \S*?([\w-]+)\.yaml/g, 'extends: $1');
  const cwd = scratch({ 'mine.yaml': own });
  expect(() => loadProfile({ file: 'mine.yaml', cwd, shapes })).not.toThrow();
});

it('asks for target, machine and services, unless the profile extends another', () => {
  expect(editorSays('restart: always\n').join()).toMatch(/target.*machine.*services/);
  expect(editorSays('extends: laptop\n')).toEqual([]);
  expect(editorSays('extends: laptop\nrestart: always\n')).toEqual([]);
  expect(editorSays('extends: cluster\nnamespace: fm\n')).toEqual([]);
  expect(editorSays('extends: cluster\nnamespce: fm\n')).not.toEqual([]);
});

it.each([
  'extends: cluster\ntarget: kubernetes\naccept: { placeholder: null }\n',
  'extends: cluster\ntarget: kubernetes\ningress: { auth: null, annotations: { a.b/c: null } }\n',
  'extends: cluster\ntarget: kubernetes\nservices: { agent: { replicas: { max: 8 }, scaling: null }, redis: { export: { bucket: { networks: null } } } }\n',
  'extends: cluster\ntarget: kubernetes\nservices: { evidence: { files: { bucket: { endpoint: null } } }, knowledge: { model: null } }\n',
  'extends: laptop\nswitches: null\nservices: { case: null, redis: { cpu: null, memory: { request: null } } }\n',
])('takes null wherever it can remove something: %s', (profile) => {
  expect(editorSays(profile)).toEqual([]);
});

it.each([
  'extends: cluster\ntarget: kubernetes\napiServer: { cidrs: [null] }\n',
  'extends: cluster\ntarget: kubernetes\nplacement: { tolerations: [{ key: a, value: null }] }\n',
  `${HEAD}services: { redis: null }\n`,
])('refuses null where it removes nothing: %s', (profile) => {
  expect(editorSays(profile)).not.toEqual([]);
});

it('knows exactly the services of a laptop', () => {
  const each = services.map(({ kind }) => `  ${kind}: { memory: { limit: 64Gi } }`).join('\n');
  expect(editorSays(sizes(each))).toEqual([]);
  expect(editorSays(sizes('  postgres: { memory: { limit: 64Gi } }'))).not.toEqual([]);
});

it('says of every number how small and how large it may be', () => {
  const unbounded: unknown[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, minimum, maximum, enum: listed } = node as Record<string, unknown>;
    // A list of values is bounded by itself.
    if (listed !== undefined) return;
    if (
      ['number', 'integer'].some((number) => [type].flat().includes(number)) &&
      (typeof minimum !== 'number' || typeof maximum !== 'number')
    )
      unbounded.push(node);
    for (const inner of Object.values(node)) walk(inner);
  };
  walk(shapes);
  expect(unbounded).toEqual([]);
  expect(text.match(/"maximum"/g)?.length).toBeGreaterThan(15);
});

it('says of every list that it holds something, and how much at most', () => {
  const lists = [...text.matchAll(/"type":\[?"array"/g)];
  expect(text.match(/"minItems":1/g)).toHaveLength(lists.length);
  expect(text.match(/"maxItems":\d/g)).toHaveLength(lists.length);
  expect(lists.length).toBeGreaterThan(3);
});

it('gives for every switch that is on or off the reason why it is off, and for others what they are by default', () => {
  const { switches } = (
    definitions.compose as {
      readonly properties: Record<string, { readonly properties: Readonly<Record<string, { readonly type?: string }>> }>;
    }
  ).properties;
  for (const one of Object.values(switches?.properties ?? {}))
    expect(one).toMatchObject(
      one.type === 'boolean'
        ? { default: false, description: expect.stringMatching(/Off because /) }
        : { default: expect.anything(), description: expect.anything() },
    );
  expect(text.match(/Off because /g)?.length).toBeGreaterThanOrEqual(5);
});

it('describes a size by what it becomes', () => {
  expect(text).toContain('Becomes mem_limit and memswap_limit.');
});

it.each([
  ...[1, 2, 4, 8, 10].map((replicas) => `services: { redis: { replicas: ${replicas} } }`),
  ...[1, 2, 10].map((replicas) => `services: { postgres: { replicas: ${replicas} } }`),
  ...['kube-system', 'default'].map((name) => `namespace: ${name}`),
])('refuses what the program refuses: %s', (line) => {
  expect(editorSays(`extends: cluster\ntarget: kubernetes\n${line}\n`)).not.toEqual([]);
});
