import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { servicesIn } from '../../../../lib/model/application';
import { describeSource } from '../../../../lib/problem';
import { parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import { FIXTURE, shop } from '../../../fixture/shop';
import { problemsOf } from '../../../support/problems';

const problems = (text: string) => problemsOf(() => parseBaseFile(text, 'base.yml'));
const parse = (text: string) => parseBaseFile(text, 'base.yml');

it('reads every service of a file, each at its place', () => {
  const base = parse(`${readFileSync(join(FIXTURE, 'docker-compose.yml'), 'utf8')}volumes:\n  index:\n  receipts: {}\n`);
  expect([...base.services.keys()].sort()).toEqual(
    servicesIn(shop, 'laptop')
      .map(({ name }) => name as string)
      .sort(),
  );
  expect([...base.volumes]).toEqual(['index', 'receipts']);
  expect([base.elsewhere, base.resolved, base.documents]).toEqual([[], false, 1]);
  expect(describeSource(base.source)).toMatch(/^base\.yml:\d+:3$/);
});

it('knows the place of every service', () => {
  const { services: found } = parse('services:\n  a: {}\n\n  b:\n    image: x\n');
  expect([...found.values()].map(({ source }) => describeSource(source))).toEqual(['base.yml:2:3', 'base.yml:4:3']);
});

it('knows what is said elsewhere', () => {
  expect(parse('include: [x.yml]\n').elsewhere).toEqual(['include takes services from other files']);
  expect(parse('services: { a: {} }\n---\nservices: { b: {} }\n').elsewhere).toEqual([expect.stringContaining('2 documents')]);
  const base = parse('services: { a: { extends: b, profiles: [x, y] }, b: {} }');
  expect([...base.services.values()].map(({ extends: more, profiles }) => [more, profiles])).toEqual([
    [true, ['x', 'y']],
    [false, []],
  ]);
});

describe('what docker compose config prints', () => {
  const service = { image: 'redis', networks: { default: null }, ports: [{ mode: 'ingress', target: 6379, published: '6379' }] };
  const isResolved = (...more: readonly object[]) =>
    parse(JSON.stringify({ name: 'x', services: { redis: Object.assign({}, service, ...more) } })).resolved;

  it('is known by its long forms', () => {
    expect(isResolved()).toBe(true);
    expect(isResolved({ environment: { A: 'b' }, depends_on: { x: {} } })).toBe(true);
  });

  it.each([{ ports: ['1:1'] }, { environment: ['A=b'] }, { depends_on: ['x'] }, { networks: undefined }, { volumes: ['a:/b'] }])(
    'is not mistaken for a file with %j',
    (keys) => {
      expect(isResolved(keys)).toBe(false);
    },
  );
});

it.each(['# nothing\n', 'hello', '- a', '{}', 'services:', 'services: []', 'services: x', '3'])(
  'rejects %j, which has no services',
  (text) => {
    expect(problems(text)).toEqual(['base.yml:1:1: expected a Compose file with a map of services']);
  },
);

it('says that an empty file is empty', () => {
  expect(problems('\n')).toEqual(['base.yml:1:1: expected a Compose file with a map of services, got nothing']);
});

it('rejects what Compose refuses in any case, all at once', () => {
  expect(problems('services:\n  a:\n  b: []\n  c: x\n  d: {}\nvolumes: [v]\n')).toEqual([
    expect.stringMatching(/^base\.yml:\d:\d+: services\.a: expected a map, got nothing: Compose refuses the file$/),
    expect.stringMatching(/^base\.yml:3:6: services\.b: expected a map, got /),
    expect.stringMatching(/^base\.yml:4:6: services\.c: expected a map, got x/),
    expect.stringMatching(/^base\.yml:6:10: volumes: expected a map, got v/),
  ]);
  expect(problems('services: { a: {} }\n---\n')[0]).toContain('a document: expected a map, got nothing');
});

it('bounds what it says of thousands of wrong services', () => {
  expect(problems(`services:\n${Array.from({ length: 3000 }, (_, n) => `  s${n}: x\n`).join('')}`)).toHaveLength(21);
});
