import { cpSync, rmSync } from 'node:fs';
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
