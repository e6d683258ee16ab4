import { join } from 'node:path';
import { fmsynth, PUBLISHED } from '../support/cli';
import { withEngine } from '../support/engine';
import { sizes } from '../support/plans';
import { scratch } from '../support/scratch';

const laptop = (cwd: string, ...args: readonly string[]) => fmsynth(['--profile', 'laptop', ...args], { cwd });

it('suggests the same flags again for the folder of the published file', async () => {
  const { stderr } = await laptop(scratch(), '--fit', '8Gi', '--set', 'services.redis.cpu.limit=0.5', '--output', 'fit8');
  const flags = '--profile laptop --set services.redis.cpu.limit=0.5 --fit 8Gi';
  expect(stderr).toContain(`next: fmsynth ${flags} --output ../faultmaven-deploy (`);
  expect(stderr).toContain(`fmsynth check ${flags}\n`);
});

it.each([
  ['laptop', 'fmsynth --profile laptop --fit auto --output ../faultmaven-deploy '],
  ['laptop-8gb', 'fmsynth --profile laptop-8gb --output ../faultmaven-deploy '],
])('never leads from %s to caps that are more than the machine can give', async (profile, command) => {
  const { stderr } = await fmsynth(['--profile', profile]);
  expect(stderr).toContain(`next: ${command}(the folder of FaultMaven's docker-compose.yml`);
});

it('leads to a fit although the profile accepts that its caps exceed the machine', async () => {
  const text = `${sizes('  agent: { memory: { limit: 7Gi } }')}accept: { caps-exceed-machine: I close the browser }\n`;
  const { stderr } = await fmsynth(['--profile', 'x.yaml'], { cwd: scratch({ 'x.yaml': text }) });
  expect(stderr).toContain('next: fmsynth --profile x.yaml --fit auto --output ');
});

it.each(['laptop-8gb', 'laptop'])('does not advise what was just typed where the usual folder has no base file: %s', async (profile) => {
  const cwd = join(scratch({ 'clone/x': '' }), 'clone');
  const { stderr } = await fmsynth(['--profile', profile, '--output', '../faultmaven-deploy'], { cwd });
  expect(stderr).toContain("next: put FaultMaven's docker-compose.yml into ../faultmaven-deploy, beside the override\nthen: fmsynth ");
});

it.each(['compose.yaml', 'compose.yml', 'docker-compose.yaml'])('takes %s for a base file', async (name) => {
  const { stderr } = await fmsynth(['--profile', 'laptop-8gb', '--output', 'deploy'], { cwd: scratch({ [`deploy/${name}`]: PUBLISHED }) });
  expect(stderr).toMatch(/^next: cd deploy && docker compose up -d\n$/m);
});

describe('beside the published file', () => {
  const DEPLOYMENT = { 'deploy/docker-compose.yml': PUBLISHED, 'deploy/faultmaven': '#!/bin/sh\n', 'deploy/.env': 'A=1\n' };
  const LINE = 'COMPOSE_FILES="-f docker-compose.yml -f docker-compose.override.yml"';

  it('gives the line that makes the wrapper load it', async () => {
    const { stderr } = await laptop(scratch(DEPLOYMENT), '--output', 'deploy');
    expect(stderr).toContain(`add this line to deploy/.env\n  ${LINE}\n`);
    expect(stderr).toMatch(
      /^next: fmsynth --profile laptop --fit auto --output deploy \(.*\)\nthen: cd deploy && docker compose up -d\n$/m,
    );
  });

  it('leads straight to Docker where the caps fit', async () => {
    const { stderr } = await fmsynth(['--profile', 'laptop-8gb', '--output', 'deploy'], { cwd: scratch(DEPLOYMENT) });
    expect(stderr).toMatch(/^next: cd deploy && docker compose up -d\n$/m);
    expect(stderr).not.toContain('--fit');
  });

  it('does not repeat it when it is there', async () => {
    const { stderr } = await laptop(scratch({ ...DEPLOYMENT, 'deploy/.env': `${LINE}\n` }), '--output', 'deploy');
    expect(stderr).not.toContain('COMPOSE_FILES');
  });

  it('warns before the first use of what recreating the containers destroys, and says how to save it', async () => {
    const cwd = scratch(DEPLOYMENT);
    const { stderr } = await laptop(cwd, '--output', 'deploy');
    expect(stderr).toContain('  (cd deploy && docker compose cp fm-evidence-service:/app/data/uploads/. ./data/uploads)\n');
    expect(stderr).toContain('  (cd deploy && docker compose cp fm-knowledge-service:/app/data/chroma/. ./data/chroma)\n');
    expect(stderr).toContain('from then on switches.persist keeps it under ./data:');
    expect((await laptop(cwd, '--output', 'deploy')).stderr).not.toContain('docker compose cp');
  });

  it('breaks sentences at the width of a terminal, and no command', async () => {
    const { stderr } = await fmsynth(['--profile', 'laptop-8gb', '--output', 'deploy'], {
      ...{ cwd: scratch(DEPLOYMENT), isTTY: true, columns: 80, env: { NO_COLOR: '1', CI: '1' } },
    });
    const long = stderr.split('\n').filter((line) => line.length > 80);
    expect(long.every((line) => /^ {2}\(cd deploy|COMPOSE_FILES/.test(line))).toBe(true);
    expect(stderr).toContain('\nthis recreates containers, which destroys what they keep inside: vectors, the\n  model cache, uploads\n');
  });

  it('does not advise the switch that is on', async () => {
    const { stderr } = await laptop(scratch(DEPLOYMENT), '--output', 'deploy', '--set', 'switches.persist=true');
    expect(stderr).toContain('if FaultMaven has run here before, copy it out first:\n');
  });

  it('warns as well when the example that the wrapper has copied is replaced', async () => {
    const example = { 'deploy/docker-compose.override.yml': 'x\n', 'deploy/docker-compose.override.yml.example': 'x\n' };
    const { stderr } = await laptop(scratch({ ...DEPLOYMENT, ...example }), '--output', 'deploy');
    expect(stderr).toContain('docker compose cp fm-evidence-service:');
  });

  describe('where an override of before is there', () => {
    const UPLOADS = 'docker compose cp fm-evidence-service:/app/data/uploads/. ./data/uploads)';
    const VECTORS = 'docker compose cp fm-knowledge-service:/app/data/chroma/. ./data/chroma)';
    const PERSIST = ['--set', 'switches.persist=true'];
    const small = (cwd: string, ...args: readonly string[]) => fmsynth(['--profile', 'laptop-8gb', '--output', 'deploy', ...args], { cwd });

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
      expect(stderr).toContain(UPLOADS);
      expect(stderr).toContain(VECTORS);
    });

    it.each([
      ['a cap', '--set', 'services.evidence.memory.limit=700Mi'],
      ['a switch', '--set', 'switches.hardening=true'],
      ['being turned off', '--set', 'services.evidence=off'],
    ])('says so when %s recreates the container', async (_, ...flags) => {
      expect(await said([], flags)).toContain(UPLOADS);
    });

    it('says it only of the containers that are recreated', async () => {
      const stderr = await said([], ['--set', 'services.evidence.memory.limit=700Mi']);
      expect(stderr).toContain('which destroys what they keep inside: uploads\n');
      expect(stderr).not.toContain(VECTORS);
      expect(await said([], ['--set', 'services.redis.memory.limit=600Mi'])).not.toContain('docker compose cp');
    });

    it.each([
      ['a cap changes', [...PERSIST, '--set', 'services.evidence.memory.limit=700Mi']],
      ['persist is turned off', []],
    ])('says nothing of what was kept outside already when %s', async (_, second) => {
      expect(await said(PERSIST, second)).not.toContain('docker compose cp');
    });

    it.each(['services: [', 'x\n', '', 'services: {}\n---\nservices: {}\n'])(
      'says it where the old one is %j, of which nothing is known',
      async (text) => {
        const { stderr } = await small(scratch({ ...DEPLOYMENT, 'deploy/docker-compose.override.yml': text }), '--force');
        expect(stderr).toContain(UPLOADS);
        expect(stderr).toContain(VECTORS);
      },
    );

    it('heeds what an override of somebody else keeps outside', async () => {
      const theirs = 'services: { fm-evidence-service: { environment: [STORAGE_LOCAL_PATH=/data/uploads] } }\n';
      const { stderr } = await small(scratch({ ...DEPLOYMENT, 'deploy/docker-compose.override.yml': theirs }), '--force');
      expect(stderr).not.toContain(UPLOADS);
      expect(stderr).toContain(VECTORS);
    });
  });
});

describe('where caps would bound nothing', () => {
  const deploy = (files: Readonly<Record<string, string>> = {}) => scratch({ 'deploy/docker-compose.yml': PUBLISHED, ...files });
  const stepsOf = ({ stderr }: { stderr: string }): readonly string[] => stderr.split('\n').filter((line) => /^(next|then): /.test(line));
  const written = ['--profile', 'laptop-8gb', '--output', 'deploy'];

  it('does not start what Compose would load without the override', async () => {
    const cwd = deploy({ 'deploy/compose.override.yml': 'services: {}\n' });
    expect(stepsOf(await fmsynth(written, { cwd }))).toEqual([
      'next: let Compose load the override, as the warning above says: until then it starts everything without a limit',
      'then: cd deploy && docker compose up -d',
    ]);
  });

  it.each([
    [
      { MemTotal: 1_999_634_432, NCPU: 4, MemoryLimit: true, SwapLimit: true },
      'next: fmsynth --profile laptop-8gb --fit auto --output deploy',
    ],
    [{ MemTotal: 2 ** 34, NCPU: 8, MemoryLimit: false, SwapLimit: true }, 'next: let Docker enforce memory limits'],
    [
      { MemTotal: 2 ** 34, NCPU: 8, MemoryLimit: true, SwapLimit: true, CpuCfsQuota: false },
      'next: fmsynth --profile laptop-8gb --fit auto --output',
    ],
  ])('heeds an engine that says %j', async (info, next) => {
    const outcome = await fmsynth(written, { cwd: deploy(), isTTY: true, env: withEngine(info), patience: 20 });
    const [first = '', last = ''] = stepsOf(outcome);
    expect(first.startsWith(next)).toBe(true);
    expect(last).toBe('then: cd deploy && docker compose up -d');
  });

  it('starts at once what a large enough engine bounds', async () => {
    const info = { MemTotal: 2 ** 34, NCPU: 8, MemoryLimit: true, SwapLimit: true, CpuCfsQuota: true };
    const outcome = await fmsynth(written, { cwd: deploy(), isTTY: true, env: withEngine(info), patience: 20 });
    expect(stepsOf(outcome)).toEqual(['next: cd deploy && docker compose up -d']);
  });
});
