import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shopsynth } from '../support/cli';
import { withDocker, withEngine } from '../support/engine';
import { sizes } from '../support/plans';
import { namesIn, scratch } from '../support/scratch';

const GIB = 1024 ** 3;
const OVERRIDE = 'docker-compose.override.yml';

describe('what is said of a plan that was fitted to an engine', () => {
  it.each([
    ['an engine on Linux', {}, '--set machine.cpus=6 --fit 3Gi'],
    ['Docker Desktop', { OperatingSystem: 'Docker Desktop' }, '--set machine.keep=512Mi --set machine.cpus=6 --fit 3Gi'],
    ['an engine with fewer CPUs than a limit', { NCPU: 1 }, '--set machine.cpus=1 --fit 3Gi'],
    [
      'an engine that refuses CPU limits',
      { CpuCfsQuota: false },
      `--set machine.cpus=6 ${['postgres', 'search'].map((kind) => `--set services.${kind}.cpu=null`).join(' ')} --fit 3Gi`,
    ],
  ])('names flags that make the same file without the engine: %s', async (_, more, flags) => {
    const cwd = scratch();
    const env = withEngine({ MemTotal: 3 * GIB, NCPU: 6, ...more });
    const { code, stderr } = await shopsynth(['--profile', 'laptop', '--fit', 'auto', '--output', 'auto'], { cwd, env });
    expect(code).toBe(0);
    const written = readFileSync(join(cwd, 'auto', OVERRIDE), 'utf8');
    const command = /^next: fmsynth (.*) --output /m.exec(stderr)?.[1] ?? '';
    expect(command).toBe(`--profile laptop ${flags}`);
    expect((await shopsynth([...command.split(' '), '--output', 'again'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'again', OVERRIDE), 'utf8')).toBe(written);
  });
});

it('takes the CPUs of the engine, and lowers a limit that is above', async () => {
  const env = withEngine({ MemTotal: 8 * GIB, NCPU: 1 });
  const { code, stdout } = await shopsynth(['--profile', 'laptop', '--fit', 'auto', '--set', 'services.search.cpu.limit=2', '--stdout'], {
    env,
  });
  expect(code).toBe(0);
  expect(stdout).not.toContain('cpus: 2');
});

describe('--fit auto', () => {
  const fitAuto = (info: object, ...args: readonly string[]) =>
    shopsynth(['plan', '--profile', 'laptop', '--fit', 'auto', '--format', 'json', ...args], { env: withEngine(info) });
  const SMALL = { MemTotal: 4_100_000_000, NCPU: 4 };
  const SMALLER = { ...SMALL, MemTotal: 2_200_000_000 };

  it('knows a virtual machine of 3.8 GiB for one, says so, and fits the plan into it', async () => {
    const { code, stdout, stderr } = await fitAuto({ ...SMALL, OperatingSystem: 'OrbStack', Name: 'orbstack' });
    expect([code, stderr]).toEqual([
      0,
      "--fit auto: OrbStack's machine of 3910Mi and 4 CPUs; 512Mi kept, because your own programs run outside it\n",
    ]);
    const { machine, total } = JSON.parse(stdout);
    expect(machine).toEqual({ memoryMiB: 3910, cpus: 4, keepMiB: 512 });
    expect(total.limitMiB).toBeLessThanOrEqual(3910 - 512);
  });

  it('says on the user’s own computer what helps, and takes the advice', async () => {
    const refused = await fitAuto({ ...SMALLER, KernelVersion: '6.1.0-test' });
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/^--fit auto: this computer of 2098Mi and 4 CPUs; 1Gi kept, because your own programs run beside it\n/);
    const keep = /--set (machine\.keep=\d+Mi)/.exec(refused.stderr)?.[1] ?? '';
    const { code, stderr } = await fitAuto(SMALLER, '--set', keep);
    expect(code).toBe(0);
    expect(stderr).toContain('kept, as --set machine.keep says\n');
  });

  it('shows a foreign name so that it stays on its line', async () => {
    const { stderr } = await fitAuto({ MemTotal: 16 * GIB, NCPU: 4, KernelVersion: 'other', Name: 'a\u001b[31m\nb' });
    expect(stderr).toMatch(/^--fit auto: another machine \(a\\u001b\[31m\\nb\) of 16Gi and 4 CPUs; .*\n$/);
  });

  it('warns of limits that the engine does not enforce', async () => {
    const { code, stderr } = await fitAuto({ MemTotal: 16 * GIB, NCPU: 4, CgroupDriver: 'none', SecurityOptions: ['name=rootless'] });
    expect(code).toBe(0);
    expect(stderr.match(/^warning /gm)).toHaveLength(2);
    expect(stderr).toContain('warning  Docker enforces no memory limits here');
    expect(stderr).toContain('warning  Docker enforces no CPU limits here and refuses containers that have one, so they are left out');
  });

  it('says nothing with --quiet', async () => {
    const env = withEngine({ MemTotal: 16 * GIB, NCPU: 4, MemoryLimit: false });
    const outcome = await shopsynth(['--profile', 'laptop', '--fit', 'auto', '--output', 'x', '--quiet'], { env });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each(['synth', 'check', 'plan', 'list'])('contradicts --offline in %s, and no engine is asked', async (command) => {
    const what = { list: ['secrets'], synth: ['--output', 'o'] }[command] ?? [];
    const cwd = scratch();
    const env = withDocker(`touch ${join(cwd, 'asked')}`);
    const { code, stderr } = await shopsynth([command, ...what, '--profile', 'laptop', '--fit', 'auto', '--offline'], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toContain('--fit auto asks the Docker engine, and --offline asks none: give one');
    expect(namesIn(cwd)).toEqual([]);
  });

  it('asks no engine for the plan of a cluster', async () => {
    const cwd = scratch();
    const env = withDocker(`touch ${join(cwd, 'asked')}`);
    const { code } = await shopsynth(['plan', '--profile', 'cluster', '--fit', 'auto'], { cwd, env });
    expect([code, namesIn(cwd)]).toEqual([2, []]);
  });
});

describe('a plan that does not fit', () => {
  const EACH = sizes(['postgres', 'orders', 'search', 'cart'].map((kind) => `  ${kind}: { memory: { limit: 2Gi } }`).join('\n'));
  const fitted = (size: string, text = EACH) =>
    shopsynth(['plan', '--profile', 'x.yaml', '--fit', size], { cwd: scratch({ 'x.yaml': text }) });

  it('tells each thing that would help, a line for each', async () => {
    const { code, stderr } = await fitted('2100Mi');
    expect(code).toBe(5);
    const [problem, heading, ...remedies] = stderr.trimEnd().split('\n');
    expect(problem).toMatch(
      /^does not fit: the floors of all services need \d+Mi, 52Mi are available beside the 2Gi that are kept \(postgres 1Gi, /,
    );
    expect(heading).toBe('what would help:');
    expect(remedies).toEqual([
      expect.stringMatching(/^ {2}more memory: a machine of \d+Mi, of which 2Gi are kept$/),
      expect.stringMatching(/^ {2}less to keep: --set machine\.keep=\d+Mi, where that is enough for everything else$/),
      expect.stringMatching(
        /^ {2}fewer services, of those that no other calls: --set services\.postgres=off.*, and \d+Mi are still missing then$/,
      ),
    ]);
  });

  it.each(['more memory', 'less to keep', 'fewer services'])('fits when the advice is taken: %s', async (remedy) => {
    const { stderr } = await fitted('3300Mi');
    const line = stderr.split('\n').find((text) => text.trim().startsWith(remedy)) ?? '';
    const size = /a machine of (\S+),/.exec(line)?.[1] ?? '3300Mi';
    const sets = [...line.matchAll(/--set ([^\s,]+)/g)].flatMap(([, set = '']) => ['--set', set]);
    expect([size === '3300Mi', sets.length]).toEqual(remedy === 'more memory' ? [false, 0] : [true, expect.any(Number)]);
    const args = ['plan', '--profile', 'x.yaml', '--fit', size, ...sets];
    expect(await shopsynth(args, { cwd: scratch({ 'x.yaml': EACH }) })).toMatchObject({ code: 0, stderr: '' });
  });

  it('advises nothing that would not help', async () => {
    const { stderr } = await fitted('100Mi', sizes('  orders: { memory: { limit: 512Mi } }\n  search: { memory: { limit: 512Mi } }'));
    expect(stderr).toContain('more memory:');
    expect(stderr).not.toContain('machine.keep=');
  });
});
