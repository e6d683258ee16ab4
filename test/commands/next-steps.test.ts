import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE } from '../fixture/shop';
import { shopsynth } from '../support/cli';
import { withEngine } from '../support/engine';
import { scratch } from '../support/scratch';

/** What the shop publishes. */
const PUBLISHED = readFileSync(join(FIXTURE, 'docker-compose.yml'), 'utf8');

const laptop = (cwd: string, ...args: readonly string[]) => shopsynth(['--profile', 'laptop', ...args], { cwd });

it('suggests the same flags again for the folder of the published file', async () => {
  const { stderr } = await laptop(scratch(), '--fit', '4Gi', '--set', 'services.search.cpu.limit=1', '--output', 'fit8');
  const flags = '--profile laptop --set services.search.cpu.limit=1 --fit 4Gi';
  expect(stderr).toContain(`next: fmsynth ${flags} --output ../shop-deploy (`);
  expect(stderr).toContain(`fmsynth check ${flags}\n`);
});

it.each([
  ['laptop', 'fmsynth --profile laptop --fit auto --output ../shop-deploy '],
  ['laptop-large', 'fmsynth --profile laptop-large --output ../shop-deploy '],
])('never leads from %s to caps that are more than the machine can give', async (profile, command) => {
  const { stderr } = await shopsynth(['--profile', profile]);
  expect(stderr).toContain(`next: ${command}(the folder of Shop's docker-compose.yml`);
});

it('leads to a fit although the profile accepts that its caps exceed the machine', async () => {
  const text = 'extends: laptop\ntarget: compose\naccept: { caps-exceed-machine: I close the browser }\n';
  const { stderr } = await shopsynth(['--profile', 'x.yaml'], { cwd: scratch({ 'x.yaml': text }) });
  expect(stderr).toContain('next: fmsynth --profile x.yaml --fit auto --output ');
});

it.each(['laptop-large', 'laptop'])('does not advise what was just typed where the usual folder has no base file: %s', async (profile) => {
  const cwd = join(scratch({ 'clone/x': '' }), 'clone');
  const { stderr } = await shopsynth(['--profile', profile, '--output', '../shop-deploy'], { cwd });
  expect(stderr).toContain("next: put Shop's docker-compose.yml into ../shop-deploy, beside the override\nthen: fmsynth ");
});

it.each(['compose.yaml', 'compose.yml', 'docker-compose.yaml'])('takes %s for a base file', async (name) => {
  const { stderr } = await shopsynth(['--profile', 'laptop-large', '--output', 'deploy'], {
    cwd: scratch({ [`deploy/${name}`]: PUBLISHED }),
  });
  expect(stderr).toMatch(/^next: cd deploy && docker compose up -d\n$/m);
});

describe('beside the published file', () => {
  const DEPLOYMENT = { 'deploy/docker-compose.yml': PUBLISHED, 'deploy/shopctl': '#!/bin/sh\n', 'deploy/.env': 'A=1\n' };
  const LINE = 'SHOP_FILES="-f docker-compose.yml -f docker-compose.override.yml"';

  it('gives the line that makes the wrapper load it', async () => {
    const { stderr } = await laptop(scratch(DEPLOYMENT), '--output', 'deploy');
    expect(stderr).toContain(`add this line to deploy/.env\n  ${LINE}\n`);
    expect(stderr).toMatch(
      /^next: fmsynth --profile laptop --fit auto --output deploy \(.*\)\nthen: cd deploy && docker compose up -d\n$/m,
    );
  });

  it('leads straight to Docker where the caps fit', async () => {
    const { stderr } = await shopsynth(['--profile', 'laptop-large', '--output', 'deploy'], { cwd: scratch(DEPLOYMENT) });
    expect(stderr).toMatch(/^next: cd deploy && docker compose up -d\n$/m);
    expect(stderr).not.toContain('--fit');
  });

  it('does not repeat it when it is there', async () => {
    const { stderr } = await laptop(scratch({ ...DEPLOYMENT, 'deploy/.env': `${LINE}\n` }), '--output', 'deploy');
    expect(stderr).not.toContain('SHOP_FILES');
  });

  it('warns before the first use of what recreating the containers destroys, and says how to save it', async () => {
    const cwd = scratch(DEPLOYMENT);
    const { stderr } = await laptop(cwd, '--output', 'deploy');
    expect(stderr).toContain('  (cd deploy && docker compose cp shop-orders:/app/receipts/. ./data/receipts)\n');
    expect(stderr).toContain('  (cd deploy && docker compose cp shop-search:/app/index/. ./data/index)\n');
    expect(stderr).toContain('from then on switches.persist keeps it under ./data:');
    expect((await laptop(cwd, '--output', 'deploy')).stderr).not.toContain('docker compose cp');
  });

  it('breaks sentences at the width of a terminal, and no command', async () => {
    const { stderr } = await shopsynth(['--profile', 'laptop-large', '--output', 'deploy'], {
      ...{ cwd: scratch(DEPLOYMENT), isTTY: true, columns: 80, env: { NO_COLOR: '1', CI: '1' } },
    });
    const long = stderr.split('\n').filter((line) => line.length > 80);
    expect(long.filter((line) => !/^ {2}\(cd deploy|SHOP_FILES|^ *\S+$/.test(line))).toEqual([]);
    expect(stderr).toContain('\nthis recreates containers, which destroys what they keep inside: receipts, the\n  index\n');
  });

  it('does not advise the switch that is on', async () => {
    const { stderr } = await laptop(scratch(DEPLOYMENT), '--output', 'deploy', '--set', 'switches.persist=true');
    expect(stderr).toContain('if Shop has run here before, copy it out first:\n');
  });

  it('warns as well when the example that the wrapper has copied is replaced', async () => {
    const example = { 'deploy/docker-compose.override.yml': 'x\n', 'deploy/docker-compose.override.yml.example': 'x\n' };
    const { stderr } = await laptop(scratch({ ...DEPLOYMENT, ...example }), '--output', 'deploy');
    expect(stderr).toContain('docker compose cp shop-orders:');
  });

  describe('where an override of before is there', () => {
    const RECEIPTS = 'docker compose cp shop-orders:/app/receipts/. ./data/receipts)';
    const INDEX = 'docker compose cp shop-search:/app/index/. ./data/index)';
    const PERSIST = ['--set', 'switches.persist=true'];
    const small = (cwd: string, ...args: readonly string[]) =>
      shopsynth(['--profile', 'laptop-large', '--output', 'deploy', ...args], { cwd });

    /** What is said when the second flags replace what the first have written. */
    const said = async (first: readonly string[], second: readonly string[]): Promise<string> => {
      const cwd = scratch(DEPLOYMENT);
      expect((await small(cwd, ...first)).code).toBe(0);
      const { code, stderr } = await small(cwd, ...second);
      expect(code).toBe(0);
      return stderr;
    };

    it('says how to save what lies inside when persist is turned on', async () => {
      const stderr = await said([], PERSIST);
      expect(stderr).toContain(RECEIPTS);
      expect(stderr).toContain(INDEX);
    });

    it.each([
      ['a cap', '--set', 'services.orders.memory.limit=700Mi'],
      ['a switch', '--set', 'switches.hardening=true'],
      ['being turned off', '--set', 'services.orders=off'],
    ])('says so when %s recreates the container', async (_, ...flags) => {
      expect(await said([], flags)).toContain(RECEIPTS);
    });

    it('says it only of the containers that are recreated', async () => {
      const stderr = await said([], ['--set', 'services.orders.memory.limit=700Mi']);
      expect(stderr).toContain('which destroys what they keep inside: receipts\n');
      expect(stderr).not.toContain(INDEX);
      expect(await said([], ['--set', 'services.cart.memory.limit=300Mi'])).not.toContain('docker compose cp');
    });

    it.each([
      ['a cap changes', [...PERSIST, '--set', 'services.orders.memory.limit=700Mi']],
      ['persist is turned off', []],
    ])('says nothing of what was kept outside already when %s', async (_, second) => {
      expect(await said(PERSIST, second)).not.toContain('docker compose cp');
    });

    it.each(['services: [', 'x\n', '', 'services: {}\n---\nservices: {}\n'])(
      'says it where the old one is %j, of which nothing is known',
      async (text) => {
        const { stderr } = await small(scratch({ ...DEPLOYMENT, 'deploy/docker-compose.override.yml': text }), '--force');
        expect(stderr).toContain(RECEIPTS);
        expect(stderr).toContain(INDEX);
      },
    );

    it('heeds what an override of somebody else keeps outside', async () => {
      const theirs = 'services: { shop-orders: { environment: [RECEIPTS=/data/receipts] } }\n';
      const { stderr } = await small(scratch({ ...DEPLOYMENT, 'deploy/docker-compose.override.yml': theirs }), '--force');
      expect(stderr).not.toContain(RECEIPTS);
      expect(stderr).toContain(INDEX);
    });
  });
});

describe('where caps would bound nothing', () => {
  const deploy = (files: Readonly<Record<string, string>> = {}) => scratch({ 'deploy/docker-compose.yml': PUBLISHED, ...files });
  const stepsOf = ({ stderr }: { stderr: string }): readonly string[] => stderr.split('\n').filter((line) => /^(next|then): /.test(line));
  const written = ['--profile', 'laptop-large', '--output', 'deploy'];

  it('does not start what Compose would load without the override', async () => {
    const cwd = deploy({ 'deploy/compose.override.yml': 'services: {}\n' });
    expect(stepsOf(await shopsynth(written, { cwd }))).toEqual([
      'next: let Compose load the override, as the warning above says: until then it starts everything without a limit',
      'then: cd deploy && docker compose up -d',
    ]);
  });

  it.each([
    [
      { MemTotal: 1_999_634_432, NCPU: 4, MemoryLimit: true, SwapLimit: true },
      'next: fmsynth --profile laptop-large --fit auto --output deploy',
    ],
    [{ MemTotal: 2 ** 34, NCPU: 8, MemoryLimit: false, SwapLimit: true }, 'next: let Docker enforce memory limits'],
    [
      { MemTotal: 2 ** 34, NCPU: 8, MemoryLimit: true, SwapLimit: true, CpuCfsQuota: false },
      'next: fmsynth --profile laptop-large --fit auto --output',
    ],
  ])('heeds an engine that says %j', async (info, next) => {
    const outcome = await shopsynth(written, { cwd: deploy(), isTTY: true, env: withEngine(info), patience: 20 });
    const [first = '', last = ''] = stepsOf(outcome);
    expect(first.startsWith(next)).toBe(true);
    expect(last).toBe('then: cd deploy && docker compose up -d');
  });

  it('starts at once what a large enough engine bounds', async () => {
    const info = { MemTotal: 2 ** 34, NCPU: 8, MemoryLimit: true, SwapLimit: true, CpuCfsQuota: true };
    const outcome = await shopsynth(written, { cwd: deploy(), isTTY: true, env: withEngine(info), patience: 20 });
    expect(stepsOf(outcome)).toEqual(['next: cd deploy && docker compose up -d']);
  });
});
