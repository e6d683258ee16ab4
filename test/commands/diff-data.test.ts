import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE } from '../fixture/shop';
import { type Outcome, shopsynth } from '../support/cli';
import { scratch } from '../support/scratch';

const PERSIST = ['--set', 'switches.persist=true'];
const MORE = ['--set', 'services.orders.memory.limit=768Mi'];

/** What a laptop of the shop says when the second flags take the place of the first. */
async function laptop(first: readonly string[], second: readonly string[], profile = 'laptop-large', from = profile): Promise<Outcome> {
  const base = scratch();
  expect((await shopsynth(['--profile', from, '--output', base, '--quiet', ...first])).code).toBe(0);
  return shopsynth(['diff', '--profile', profile, '--against', `dir:${base}`, ...second]);
}

describe('data of a laptop', () => {
  it('is no longer found when persist is turned off', async () => {
    const { code, stdout } = await laptop(PERSIST, []);
    expect(code).toBe(6);
    expect(stdout).toContain('destroys  container-data-lost:orders  it no longer finds receipts, which stay in ./data/receipts\n');
    expect(stdout).toContain('docker compose cp shop-orders:/data/receipts/. DIR) and back afterwards');
    expect(stdout).toContain('container-data-lost:search');
  });

  it('is found where persist stays on', async () => {
    const { code, stdout } = await laptop(PERSIST, [...PERSIST, ...MORE]);
    expect([code, stdout.includes('container-data-lost')]).toEqual([3, false]);
  });

  it('is not looked for by a service that goes off, and not lost with one that was off', async () => {
    const off = [...PERSIST, '--set', 'services.search=off'];
    expect((await laptop(PERSIST, off)).stdout).not.toContain('container-data-lost');
    expect((await laptop(['--set', 'services.search=off'], [])).stdout).not.toContain('container-data-lost');
    expect((await laptop([], ['--set', 'services.search=off'])).stdout).toContain('container-data-lost:search');
  });
});

it('goes with a container that the override names for the first time', async () => {
  const { code, stdout } = await laptop(['--set', 'services.search=null'], []);
  expect(code).toBe(6);
  expect(stdout).toContain('    search (container): recreated: the override names it now: loses the index\n');
});

describe('what is left of a machine', () => {
  it('may be less than nothing', async () => {
    const { stdout } = await laptop([], ['--summary', '--set', 'services.orders.memory.limit=6Gi']);
    expect(stdout).toContain('Left of 8Gi: at every limit 4864→-768Mi. ');
  });

  it('is not said of the other machine that a base was made for', async () => {
    const { stdout } = await laptop(MORE, ['--summary'], 'laptop', 'laptop-large');
    expect(stdout).toMatch(/In all: .*→.*Left of 4Gi: at every limit 768Mi/);
    expect(stdout).not.toMatch(/Left of [^.]*→/);
  });
});

it('says of a laptop that is gone that its override stays', async () => {
  const root = scratch();
  for (const folder of ['profiles', 'dist']) cpSync(join(FIXTURE, folder), join(root, folder), { recursive: true });
  rmSync(join(root, 'profiles/laptop-large.yaml'));
  const { stdout } = await shopsynth(['diff', '--all', '--against', `dir:${join(root, 'dist')}`], { root, cwd: root });
  expect(stdout).toContain('laptop-large (removed), against ');
  expect(stdout).not.toMatch(/changes in place|restarts|starts|stops/);
  const short = await shopsynth(['diff', '--all', '--against', `dir:${join(root, 'dist')}`, '--summary'], { root, cwd: root });
  expect(short.stdout).toContain('The override stays where it was written');
});

it('says of a cluster that a service looks for its data in another database, and which copies are still to be made', async () => {
  const root = scratch();
  cpSync(join(FIXTURE, 'dist/cluster'), root, { recursive: true });
  const file = join(root, 'shop-orders.yaml');
  const text = readFileSync(file, 'utf8');
  const edited = text.replaceAll(/:5432\/orders\b/g, ':5432/old');
  expect(edited).not.toBe(text);
  writeFileSync(file, edited);
  const sets = ['--set', 'services.postgres.backup.bucket.name=b.example.com'];
  const { code, stdout } = await shopsynth(['diff', '--profile', 'cluster', '--against', `dir:${root}`, ...sets]);
  expect(code).toBe(6);
  expect(stdout).toMatch(
    /destroys {2}data-left-behind:Deployment\/shop-orders {2}it looks elsewhere for orders: DATABASE_URL \S+\/old→\S+\/orders\n/,
  );
  expect(stdout).toContain('    there is no backup of postgres yet where it goes from now on (WALG_S3_PREFIX s3://b.example.com/postgres)');
});
