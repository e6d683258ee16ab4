import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { describeProblem } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import type { ProfileShape } from '../../lib/profile/profile-shape';
import { unknownKeys } from '../../lib/profile/unknown-keys';
import { flag, formerly, memory, section } from '../../lib/shape/values';
import { ROOT } from '../support/cli';
import { clusterPlan, clusterPlanOf } from '../support/cluster';
import { EVERY_SIZE, HEAD, load, planFrom } from '../support/plans';
import { problemsOf } from '../support/problems';

const shelf = section({ depth: formerly('deep', memory('In books.')), lit: formerly('lights.shelf', flag('Lit.')) }, 'A shelf.');
const house = section({ shelves: section({ one: shelf, two: section({ lit: formerly('lights.two', flag('')) }, '') }, '') }, '');
const garden = section({ trees: section({ old: formerly('plants.old', flag('')), lit: formerly('lights.trees', flag('')) }, '') }, '');

const shapeOf = (word: string, schema: object): ProfileShape => ({ name: word, word, schema: () => schema as never, secretsAt: '' });

const said = (text: string) =>
  unknownKeys(parseProfile(text, 'x.yaml').tree, house, { shape: shapeOf('laptop', house), others: [shapeOf('cluster', garden)] }).map(
    ({ problem }) => describeProblem(problem),
  );

describe('a key that has another place', () => {
  it.each([
    ['with another name in the same map', 'shelves: { one: { deep: 1Mi } }', ['x.yaml:1:19: shelves.one.deep: is now shelves.one.depth']],
    [
      'in a map that is gone',
      'lights:\n  shelf: true\n  two: true\n',
      ['x.yaml:2:3: lights.shelf: is now shelves.one.lit', 'x.yaml:3:3: lights.two: is now shelves.two.lit'],
    ],
    ['in a profile for the other target', 'plants: { old: true }', ['x.yaml:1:11: plants.old: belongs to a cluster profile, as trees.old']],
    [
      'in a map that is gone, and unknown there',
      'lights: { roof: true }',
      ['x.yaml:1:11: lights.roof: unknown key: what was in lights is now shelves.one.lit, shelves.two.lit, trees.lit'],
    ],
    ['which is empty', 'lights: {}', ['x.yaml:1:1: lights: what was in lights is now shelves.one.lit, shelves.two.lit, trees.lit']],
    ['which is no map', 'lights: on', ['x.yaml:1:1: lights: what was in lights is now shelves.one.lit, shelves.two.lit, trees.lit']],
  ])('is told it: %s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe.each([
  ['backing.caseStorage', 'memory', 'services.case.storage'],
  ['backing.knowledge', 'sqlite', 'services.knowledge.database'],
  ['backing.evidence', 'sqlite', 'services.evidence.database'],
  ['backing.files', 'local', 'services.evidence.files'],
  ['backing.files', '{ bucket: { name: x } }', 'services.evidence.files'],
  ['backing.model', 'hub', 'services.knowledge.model'],
  ['backing.llm', '[openai]', 'services.agent.providers'],
])('%s: %s', (old, value, place) => {
  const [section = '', key = ''] = old.split('.');

  it('is told its place, where it stands', () => {
    expect(problemsOf(() => clusterPlanOf(`${section}:\n  ${key}: ${value}\n`))).toEqual([`x.yaml:4:3: ${old}: is now ${place}`]);
    expect(problemsOf(() => clusterPlan('cluster', [`${old}=${value}`]))).toEqual([`--set: ${old}: is now ${place}`]);
  });

  it('is not missing there as well', () => {
    const text = `${section}: { ${key}: ${value} }\n`;
    const beside = { 'base.yaml': withoutValueAt(place) };
    expect(problemsOf(() => clusterPlanOf(text, { extending: './base.yaml', beside }))).toEqual([`x.yaml:3:12: ${old}: is now ${place}`]);
  });

  it('belongs to another target, on a laptop', () => {
    expect(problemsOf(() => planFrom(EVERY_SIZE, [`${old}=${value}`]))).toEqual([
      `--set: ${old}: belongs to a cluster profile, as ${place}`,
    ]);
  });
});

/** The shipped cluster, without what is at a path. */
function withoutValueAt(path: string): string {
  const profile = parseDocument(readFileSync(join(ROOT, 'profiles/cluster.yaml'), 'utf8'));
  profile.deleteIn(path.split('.'));
  return String(profile);
}

it.each([
  ['switches.chromadbHealthcheck', 'services.chromadb.healthcheck'],
  ['switches.redisMaxmemory', 'services.redis.maxmemory'],
])('tells %s its place', (old, place) => {
  const [section = '', key = ''] = old.split('.');
  expect(problemsOf(() => load(`${HEAD}services: {}\n${section}: { ${key}: true }\n`))).toEqual([`x.yaml:4:13: ${old}: is now ${place}`]);
});

it.each([
  ['redis', 'export', 'retentionDays'],
  ['postgres', 'backup', 'fullBackups'],
])('tells what %s keeps what it counts', (service, key, name) => {
  const place = `services.${service}.${key}`;
  expect(problemsOf(() => clusterPlan('cluster', [`${place}.keep=3`]))).toEqual([`--set: ${place}.keep: is now ${place}.${name}`]);
  expect(() => clusterPlan('cluster', [`${place}.${name}=3`])).not.toThrow();
});

it('takes what is said at the new places', () => {
  expect(() => planFrom(EVERY_SIZE, ['services.chromadb.healthcheck=true', 'services.redis.maxmemory=true'])).not.toThrow();
  expect(() => clusterPlan('cluster', ['services.case.storage=postgres', 'services.evidence.files=local'])).not.toThrow();
});

it('says of what only one target has where it belongs, as the service does', () => {
  expect(problemsOf(() => planFrom(EVERY_SIZE, ['services.case.storage=memory', 'services.agent.providers=[openai]']))).toEqual([
    '--set: services.agent.providers: belongs to a cluster profile',
    '--set: services.case.storage: belongs to a cluster profile',
  ]);
  expect(problemsOf(() => clusterPlan('cluster', ['services.chromadb.healthcheck=true']))).toEqual([
    '--set: services.chromadb.healthcheck: belongs to a laptop profile',
  ]);
});
