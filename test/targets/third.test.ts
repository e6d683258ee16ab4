import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsDocument } from '../../lib/documents/findings';
import { profileDocument } from '../../lib/documents/profile';
import { profileJsonSchema } from '../../lib/profile/json-schema';
import { shapesOf } from '../../lib/targets/target';
import { shop } from '../fixture/shop';
import { table } from '../fixture/table/table';
import { targets } from '../fixture/targets';
import { type Outcome, shopsynth } from '../support/cli';
import { namesIn, scratch } from '../support/scratch';

/* A third target is a folder and a line: everything that the command line can do, it does with it as well. */

const PROFILE = `target: table
services:
  cart: { memory: { limit: 64Mi } }
  orders: { memory: { limit: 128Mi } }
accept: { row-missing:postgres: it has none, row-missing:shipper: nor has it }
`;

const folder = (text = PROFILE): string => scratch({ 'mine.yaml': text });

const shopWithTables = (args: readonly string[], cwd = folder()): Promise<Outcome> =>
  shopsynth([...args, '--profile', './mine.yaml'], { cwd, targets });

it('is written, with what it takes, what was found and what to do next', async () => {
  const cwd = folder();
  const { code, stdout, stderr } = await shopWithTables([], cwd);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toBe(
    [
      'mine: 2 rows',
      '  memory        192Mi',
      '  findings      1 warning, 2 accepted',
      '    warning  row-missing  mine.yaml:3:3: search: has no row',
      '    2 accepted: row-missing (2); --verbose shows them',
      '',
      'wrote dist/mine/services.csv',
      'wrote dist/mine/.faultmaven-infra.json',
      '',
      'next: read dist/mine/services.csv',
      '',
    ].join('\n'),
  );
  const written = join(cwd, 'dist/mine');
  expect(namesIn(written)).toEqual(['.faultmaven-infra.json', 'services.csv']);
  expect(readFileSync(join(written, 'services.csv'), 'utf8').split('\n').slice(2)).toEqual(['orders,128Mi', 'cart,64Mi', '']);
  expect((await shopWithTables(['--check'], cwd)).code).toBe(0);
  writeFileSync(join(cwd, 'mine.yaml'), PROFILE.replace('128Mi', '256Mi'));
  expect((await shopWithTables(['--check'], cwd)).code).toBe(3);
});

it('tells what a change means', async () => {
  const cwd = folder();
  await shopWithTables([], cwd);
  writeFileSync(join(cwd, 'mine.yaml'), PROFILE.replace('128Mi', '256Mi'));
  const { code, stdout } = await shopWithTables(['diff', '--against', 'dir:dist/mine', '--summary'], cwd);
  expect([code, stdout]).toEqual([3, 'mine\norders: memory 128Mi→256Mi. Findings: none new.\n']);
  expect((await shopWithTables(['diff', '--against', 'dir:dist/mine', '--set', 'services.orders.memory.limit=128Mi'], cwd)).code).toBe(0);
});

it('is checked by its own rules, and its codes are known', async () => {
  expect((await shopWithTables(['check', '--strict'])).code).toBe(4);
  const { stdout } = await shopWithTables(['check'], folder(PROFILE.replace('row-missing', 'row-missin')));
  expect(stdout).toContain('did you mean row-missing:postgres?');
});

it.each([
  [['plan'], '192Mi\n'],
  [['plan', '--format', 'json'], '{ "memory": "192Mi" }\n'],
  [['list', 'images'], 'ghcr.io/example/shop-orders\nghcr.io/example/shop-cart\n'],
])('answers %j', async (args, expected) => {
  expect(await shopWithTables(args)).toMatchObject({ code: 0, stdout: expected });
});

it('lists its services, and its profiles beside the others', async () => {
  expect((await shopWithTables(['list'])).stdout).toMatch(/^service +memory\norders +128Mi\ncart +64Mi\n/);
  const root = scratch({ 'profiles/mine.yaml': PROFILE });
  expect((await shopsynth(['list'], { root, targets })).stdout).toMatch(/^mine +table +whoever reads it$/m);
});

it.each([
  [['plan', '--fit', '8Gi'], '--fit shrinks a laptop; a table has as many rows as there are'],
  [['check', '--base', 'x.yml'], '--base compares with a Compose file: give a laptop profile'],
  [['list', 'secrets'], 'list secrets: a table has none: give a profile of a cluster'],
])('says why it does not do %j', async (args, expected) => {
  const { code, stderr } = await shopWithTables(args);
  expect([code, stderr.split('\n')[0]]).toEqual([2, `fmsynth: ${expected}`]);
});

it.each([
  ['machine: { memory: 8Gi }', 'machine: belongs to a laptop profile: a table runs nowhere'],
  ['namespace: x', 'namespace: belongs to a cluster profile'],
  ['services: { cart: { memory: { limit: 1Gi }, cpu: { limit: 1 } } }', 'services.cart.cpu: belongs to a laptop or cluster profile'],
  [
    'services: { cart: { memory: { limit: 1Mi } } }',
    'services.cart.memory.limit: expected at least 64Mi, its working set (a test), got "1Mi"',
  ],
])('reads a profile of its own: %s', async (line, expected) => {
  const { code, stderr } = await shopWithTables(
    [],
    folder(`target: table\n${line.startsWith('services') ? '' : 'services: {}\n'}${line}\n`),
  );
  expect(code).toBe(1);
  expect(stderr).toContain(expected);
});

it('is named where a profile names no target that there is', async () => {
  for (const target of ['nomad', 'tabel', 'Compose']) {
    const { stderr } = await shopWithTables([], folder(`target: ${target}\nservices: {}\n`));
    expect(stderr).toContain(`mine.yaml:1:9: target: expected compose, kubernetes or table, got "${target}"`);
  }
});

it('tells its output from that of another, and removes what it wrote', async () => {
  const cwd = folder();
  await shopWithTables(['--output', 'out'], cwd);
  writeFileSync(join(cwd, 'mine.yaml'), 'extends: laptop\n');
  const { code, stderr } = await shopWithTables(['--output', 'out', '--set', 'machine.memory=16Gi'], cwd);
  expect([code, stderr]).toEqual([1, expect.stringContaining('out: already holds the output of profile mine (a table)')]);
  await shopWithTables(['--output', 'out', '--set', 'machine.memory=16Gi', '--force'], cwd);
  expect(namesIn(join(cwd, 'out'))).toEqual(['.faultmaven-infra.json', 'docker-compose.override.yml']);
});

it('is offered nothing in the help that only another target does', async () => {
  const helpOf = async (list: typeof targets): Promise<string> => (await shopsynth(['check', '--help'], { targets: list })).stdout;
  expect(await helpOf([table])).not.toMatch(/docker/i);
  const asked = { ...table, asked: 'abacus' };
  expect((await helpOf([table, asked])).replaceAll(/\s+/g, ' ')).toContain('auto asks the abacus --offline ask no abacus');
});

it('is in the schema and in the documents', async () => {
  const schema = JSON.parse(profileJsonSchema(shapesOf(targets, shop)));
  expect(Object.keys(schema.definitions)).toEqual(expect.arrayContaining(['compose', 'kubernetes', 'table']));
  expect(profileDocument(targets.map(({ where, schema: of }) => ({ where, schema: of(shop) })))).toContain('## A profile in a table');
  expect(findingsDocument(await table.findings())).toContain('row-missing');
});
