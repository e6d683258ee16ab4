import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { fmsynth, mustRun } from '../support/program';

jest.setTimeout(300_000);

const KILLER = resolve(__dirname, 'killer.cjs');
const PROGRAM = join(CHECKOUT, 'build/fmsynth.js');
const OVERRIDE = 'docker-compose.override.yml';
const folder = mkdtempSync(join(tmpdir(), 'fm-killed-'));
const out = join(folder, 'out');
beforeAll(() => void mustRun(['--version']));
beforeEach(() => rmSync(out, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const filesIn = (path: string): ReadonlyMap<string, string> =>
  new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));

/** Runs the program until it is killed at its n-th change of a folder; false if it came to its end before. */
function killedAt(n: number, args: readonly string[]): boolean {
  const { signal, status, stderr } = spawnSync(process.execPath, ['--require', KILLER, PROGRAM, ...args], {
    cwd: folder,
    env: { ...process.env, KILL_AT: String(n), npm_lifecycle_event: undefined },
    encoding: 'utf8',
  });
  if (signal === null && status !== 0) throw new Error(`ended with ${status}: ${stderr}`);
  return signal === 'SIGKILL';
}

/** Before each of the changes that a run makes, the folder as it was, then a run that is killed, then another one. */
function killEverywhere(prepare: () => void, args: readonly string[], check: () => void): number {
  for (let n = 1; ; n += 1) {
    rmSync(out, { recursive: true, force: true });
    prepare();
    const killed = killedAt(n, args);
    check();
    mustRun(args, { cwd: folder });
    check();
    if (!killed) return n - 1;
  }
}

describe('a run that was killed', () => {
  const before = () => mustRun(['--profile', 'cluster', '--output', out, '--quiet']);
  const args = [
    '--profile',
    'cluster',
    '--output',
    out,
    '--quiet',
    '--set',
    'clusterScoped=false',
    '--set',
    'services.agent.memory.limit=5Gi',
  ];

  it('leaves each file old or new, and the next run cleans up', () => {
    before();
    const old = filesIn(out);
    mustRun(args);
    const wanted = filesIn(out);
    const kills = killEverywhere(before, args, () => {
      for (const [name, text] of filesIn(out))
        if (old.has(name) || wanted.has(name)) expect([old.get(name), wanted.get(name)]).toContain(text);
    });
    expect(kills).toBeGreaterThan(8);
    expect(filesIn(out)).toEqual(wanted);
  });

  it('does not block the next run if it had taken over a stale lock', () => {
    const lock = join(out, '.faultmaven-infra.lock');
    const stale = () => {
      mustRun(['--profile', 'laptop', '--output', out, '--quiet', '--set', 'services.redis.memory.limit=600Mi']);
      writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    };
    killEverywhere(stale, ['--profile', 'laptop', '--output', out, '--quiet'], () => undefined);
    expect([...filesIn(out).keys()]).toEqual(['.faultmaven-infra.json', OVERRIDE]);
  });

  it('does not block the next run if the folder was new', () => {
    expect(
      killEverywhere(
        () => undefined,
        ['--profile', 'laptop', '--output', out, '--quiet'],
        () => undefined,
      ),
    ).toBeGreaterThan(4);
    expect([...filesIn(out).keys()]).toEqual(['.faultmaven-infra.json', OVERRIDE]);
  });

  it('never loses a file that it was to keep', () => {
    const mine = () => {
      mustRun(['--profile', 'laptop', '--output', out, '--quiet']);
      writeFileSync(join(out, OVERRIDE), 'mine\n');
    };
    killEverywhere(mine, ['--profile', 'laptop', '--output', out, '--quiet', '--force'], () =>
      expect([...filesIn(out).values()]).toContain('mine\n'),
    );
    expect(readFileSync(join(out, `${OVERRIDE}.bak`), 'utf8')).toBe('mine\n');
  });
});

describe('two runs', () => {
  const run = (profile: string): ChildProcess =>
    spawn(process.execPath, [PROGRAM, '--profile', profile, '--output', out, '--quiet', '--force'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const ended = (child: ChildProcess): Promise<readonly [number | null, string]> =>
    new Promise((done) => {
      let stderr = '';
      child.stderr?.on('data', (text) => {
        stderr += text;
      });
      child.on('close', (code) => done([code, stderr]));
    });

  it('into one folder never mix their files, and the one that came too late says so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const profiles = ['cluster', 'cluster-small', 'cluster-released-images', 'cluster'];
      const outcomes = await Promise.all(profiles.map((profile) => ended(run(profile))));
      for (const [code, stderr] of outcomes)
        if (code !== 0) expect([code, stderr]).toEqual([1, expect.stringMatching(/another run .*is writing there: wait for it/)]);
      expect(outcomes.some(([code]) => code === 0)).toBe(true);
      const { profile } = JSON.parse(readFileSync(join(out, '.faultmaven-infra.json'), 'utf8'));
      expect(filesIn(out)).toEqual(filesIn(join(CHECKOUT, 'dist', profile)));
    }
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s leaves all old files or all new files, and no lock', async (signal) => {
    for (const delay of [0, 60, 90, 120, 150, 200, 300]) {
      rmSync(out, { recursive: true, force: true });
      cpSync(join(CHECKOUT, 'dist/laptop'), out, { recursive: true });
      const old = filesIn(out);
      const args = ['--profile', 'laptop', '--output', out, '--quiet', '--set', 'services.redis.memory.limit=600Mi'];
      const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'ignore' });
      setTimeout(() => child.kill(signal), delay);
      await new Promise((done) => child.on('close', done));
      const now = filesIn(out);
      expect([...now.keys()]).toEqual([...old.keys()]);
      if (now.get(OVERRIDE) !== old.get(OVERRIDE)) expect(fmsynth([...args, '--check']).code).toBe(0);
      expect(existsSync(join(out, '.faultmaven-infra.lock'))).toBe(false);
    }
  });
});
