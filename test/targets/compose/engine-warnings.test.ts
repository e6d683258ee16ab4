import { join } from 'node:path';
import { shopsynth } from '../../support/cli';
import { withDocker, withEngine } from '../../support/engine';
import { sizes } from '../../support/plans';
import { namesIn, scratch } from '../../support/scratch';

const PROFILE = sizes('  cart: { cpu: { limit: 3 }, memory: { limit: 1Gi } }');
const SMALL = { MemTotal: 4_100_000_000, NCPU: 2, OperatingSystem: 'OrbStack', SwapLimit: false };

/** Runs a command on the profile, with a terminal that somebody looks at, and no colours. */
const run = (args: readonly string[], env: Readonly<Record<string, string>>, cwd = scratch({ 'x.yaml': PROFILE }), isTTY = true) =>
  shopsynth([...args, '--profile', 'x.yaml', '--color', 'never'], { cwd, env, isTTY, columns: 1000 });

const WARNINGS = [
  "warning  the profile assumes 8Gi of memory, and Docker runs on OrbStack's machine with 3910Mi: its caps add up to 1Gi; --fit auto makes them fit",
  "warning  the profile assumes 4 CPUs, and Docker runs on OrbStack's machine with 2: Docker refuses to start cart; --fit auto lowers what is above",
  expect.stringMatching(/^warning {2}Docker does not limit swap here/),
];

it('warns after the files are written, and changes no exit code', async () => {
  const cwd = scratch({ 'x.yaml': PROFILE });
  const { code, stderr } = await run(['synth', '--output', 'out'], withEngine(SMALL), cwd);
  expect(code).toBe(0);
  expect(stderr.trimEnd().split('\n').slice(-5, -2)).toEqual(WARNINGS);
  expect(namesIn(join(cwd, 'out'))).toContain('docker-compose.override.yml');
});

it('warns after the findings of check', async () => {
  const { code, stdout, stderr } = await run(['check'], withEngine(SMALL));
  expect([code, stderr.trimEnd().split('\n')]).toEqual([0, WARNINGS]);
  expect(stdout).not.toContain('OrbStack');
});

it('breaks lines at the width of the terminal, between words', async () => {
  const cwd = scratch({ 'x.yaml': PROFILE });
  const { stderr } = await shopsynth(['check', '--profile', 'x.yaml', '--color', 'never'], {
    cwd,
    env: withEngine(SMALL),
    isTTY: true,
    columns: 60,
  });
  const lines = stderr.trimEnd().split('\n');
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  expect(lines.filter((line) => !/^(warning | {9})/.test(line))).toEqual([]);
});

it('promises no fit where even the floors are more than the machine has', async () => {
  const { stderr } = await run(['check'], withEngine({ MemTotal: 560 * 1024 ** 2, NCPU: 4, OperatingSystem: 'OrbStack' }));
  expect(stderr).toContain('1Gi; even the least that each service needs is more than it can give');
  expect(stderr).not.toContain('makes them fit');
  const fitted = await run(
    ['synth', '--output', 'out', '--fit', 'auto'],
    withEngine({ MemTotal: 560 * 1024 ** 2, NCPU: 4, OperatingSystem: 'OrbStack' }),
  );
  expect(fitted.code).toBe(5);
});

it('says nothing of an engine that is as the profile says', async () => {
  expect((await run(['check'], withEngine({ MemTotal: 8 * 1024 ** 3, NCPU: 4 }))).stderr).toBe('');
});

describe('no engine is asked', () => {
  const asked = async (args: readonly string[], more: Readonly<Record<string, string>> = {}, isTTY = true): Promise<boolean> => {
    const cwd = scratch({ 'x.yaml': PROFILE });
    const env = withDocker(`touch ${join(cwd, 'asked')}`);
    await run(args, { ...env, ...more }, cwd, isTTY);
    return namesIn(cwd).includes('asked');
  };

  it('is otherwise', async () => {
    expect([await asked(['synth', '--output', 'o']), await asked(['check'])]).toEqual([true, true]);
    expect(await asked(['check'], { CI: '' })).toBe(true);
  });

  it.each([
    ['--offline', ['synth', '--output', 'o', '--offline']],
    ['--offline of check', ['check', '--offline']],
    ['--check', ['synth', '--output', 'o', '--check']],
    ['--stdout', ['synth', '--stdout']],
    ['--quiet', ['synth', '--output', 'o', '--quiet']],
    ['--dry-run, which writes nothing', ['synth', '--output', 'o', '--dry-run']],
    ['--fit with a size, which is the user’s word', ['synth', '--output', 'o', '--fit', '8Gi']],
    ['plan', ['plan']],
  ])('with %s', async (_, args) => {
    expect(await asked(args)).toBe(false);
  });

  it('in CI', async () => {
    expect(await asked(['check'], { CI: 'true' })).toBe(false);
  });

  it('without a terminal', async () => {
    expect(await asked(['check'], {}, false)).toBe(false);
  });

  it('when the synthesis stops at an error', async () => {
    expect(await asked(['synth', '--output', 'o', '--set', 'services.cart.cpu.limit=8'])).toBe(false);
  });

  it('about a cluster', async () => {
    const cwd = scratch();
    const env = withDocker(`touch ${join(cwd, 'asked')}`);
    await shopsynth(['check', '--profile', 'cluster'], { cwd, env, isTTY: true });
    expect(namesIn(cwd)).toEqual([]);
  });
});

it.each([
  ['is not there', { PATH: '/nowhere' }],
  ['does not run', withDocker('echo no >&2; exit 1')],
  ['talks nonsense', withDocker('echo nonsense')],
  ['runs Windows containers', withEngine({ ...SMALL, OSType: 'windows' })],
])('says nothing of an engine that %s', async (_, env) => {
  expect(await run(['check'], env)).toMatchObject({ code: 0, stderr: '' });
});

it('waits for no engine that does not answer', async () => {
  const cwd = scratch({ 'x.yaml': PROFILE });
  const outcome = shopsynth(['check', '--profile', 'x.yaml'], { cwd, env: withDocker('sleep 60'), isTTY: true, patience: 0.1 });
  expect(await outcome).toMatchObject({ code: 0, stderr: '' });
});

it('shows what an engine calls itself so that it stays on its line', async () => {
  const { stderr } = await run(['check'], withEngine({ MemTotal: 4_100_000_000, NCPU: 4, KernelVersion: 'x', Name: 'a\n::error::b' }));
  expect(stderr).toMatch(/^warning {2}.* another machine \(a\\n::error::b\) with 3910Mi: .*\n$/);
});
