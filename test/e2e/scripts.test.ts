import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './control-plane/free-port';
import { eventually } from './support/eventually';
import { type Any, committed, containers } from './support/manifests';
import { PROJECT, PYTHON, pythonEnv } from './support/python';
import { BUSYBOX, describeWith, REDIS, SHELLCHECK } from './support/tools';

jest.setTimeout(120_000);

const ROOT_FOLDER = resolve(__dirname, '../..');

const all = ['cluster', 'cluster-released-images'].flatMap((profile) => containers(committed(profile)));

/** Every command that a container runs: its own, its probes', its hooks'. */
const commands: readonly (readonly string[])[] = all.flatMap((container: Any) =>
  [
    container,
    container.lifecycle?.preStop?.exec,
    container.startupProbe?.exec,
    container.livenessProbe?.exec,
    container.readinessProbe?.exec,
  ]
    .map((one) => one?.command)
    .filter((command) => command !== undefined),
);

/** The different texts that follow `program -c`. */
const programsOf = (program: string): readonly string[] => [
  ...new Set(commands.filter(([first, second]) => first === program && second === '-c').map(([, , text]) => text as string)),
];

const commandOf = (name: string): readonly string[] => all.find(({ of }) => of === name)?.command ?? [];

const probeOf = (name: string, kind: 'startup' | 'liveness' = 'liveness'): readonly string[] =>
  all.find(({ of }) => of === name)?.[`${kind}Probe`].exec.command;

describeWith([SHELLCHECK], 'every shell fragment', () => {
  it.each(programsOf('sh'))('is right: %s', (text) => {
    const { stdout } = spawnSync('shellcheck', ['--shell=sh', '-'], { input: text, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(spawnSync('sh', ['-n', '-c', text]).status).toBe(0);
  });

  it('is there at all', () => {
    expect(programsOf('sh').length).toBeGreaterThanOrEqual(3);
  });
});

/** The scripts of ConfigMaps, each once. */
const scripts: readonly (readonly [string, string])[] = [
  ...new Map(
    committed('cluster')
      .filter(({ kind }) => kind === 'ConfigMap')
      .flatMap(({ data }: Any) => Object.entries<string>(data))
      .filter(([name]) => name.endsWith('.sh')),
  ),
];

describeWith([SHELLCHECK, BUSYBOX], 'every shell script', () => {
  it.each(scripts)('is right: %s', (_, text) => {
    // It runs where the folders are that "source=" is relative to.
    const { stdout } = spawnSync('shellcheck', ['--external-sources', '-'], { cwd: ROOT_FOLDER, input: text, encoding: 'utf8' });
    expect(stdout).toBe('');
    for (const shell of [['dash'], ['busybox', 'sh']])
      expect(spawnSync(shell[0] ?? '', [...shell.slice(1), '-n'], { input: text, encoding: 'utf8' }).stderr).toBe('');
  });

  it('is there at all', () => {
    expect(scripts.map(([name]) => name)).toEqual(expect.arrayContaining(['start-redis.sh', 'members.sh', 'stop-redis.sh']));
  });
});

describeWith([PYTHON], "the beat's probe", () => {
  const [, , text = ''] = probeOf('fm-job-worker-beat');
  const folder = mkdtempSync(join(tmpdir(), 'fm-beat-'));
  const probe = (): number | null => {
    expect(text).toContain("'/var/run/celery/schedule*'");
    return spawnSync('python', ['-c', text.replace('/var/run/celery', folder)], { env: pythonEnv }).status;
  };
  const write = (name: string, secondsAgo: number): void => {
    writeFileSync(join(folder, name), '');
    const time = Date.now() / 1000 - secondsAgo;
    utimesSync(join(folder, name), time, time);
  };

  afterAll(() => rmSync(folder, { recursive: true }));

  it('fails while there is no schedule', () => expect(probe()).toBe(1));

  it.each(['schedule', 'schedule.db', 'schedule.dat'])('takes the newest of what a database calls %s', (name) => {
    write(name, 100);
    write('schedule.bak', 5000);
    expect(probe()).toBe(0);
    write(name, 1000);
    expect(probe()).toBe(1);
    rmSync(join(folder, name));
  });
});

describeWith([PYTHON, REDIS], "the worker's probe, through a real Redis", () => {
  let redis: ChildProcess;
  let port: number;
  let worker: ChildProcess | undefined;
  const env = () => ({ ...pythonEnv, REDIS_HOST: '127.0.0.1', REDIS_PORT: String(port), HOME: tmpdir() });
  const probe = (kind?: 'startup') => {
    const [program = '', ...args] = probeOf('fm-job-worker', kind);
    return spawnSync(program, args, { cwd: PROJECT, env: env(), encoding: 'utf8' });
  };
  const serve = (...more: readonly string[]): void => {
    const [command = '', ...rest] = commandOf('fm-job-worker');
    const settings = rest.indexOf('--');
    worker = spawn(command, [...rest.slice(0, settings), ...more, ...rest.slice(settings)], { cwd: PROJECT, env: env(), stdio: 'ignore' });
  };
  const end = async (): Promise<void> => {
    worker?.kill('SIGTERM');
    await eventually('the worker has ended', 30, () => worker === undefined || worker.exitCode !== null || worker.signalCode !== null);
  };

  beforeAll(async () => {
    port = await freePort();
    redis = spawn('redis-server', ['--port', String(port), '--save', ''], { stdio: 'ignore' });
    await eventually('Redis answers', 20, () => spawnSync('redis-cli', ['-p', String(port), 'ping']).stdout.includes('PONG'));
  });

  afterAll(async () => {
    for (const one of [worker, redis]) one?.kill('SIGKILL');
  });

  it.each([undefined, 'startup' as const])('fails without a worker (%s)', (kind) => {
    const { status, stderr, stdout } = probe(kind);
    expect(status).not.toBe(0);
    expect(stderr + stdout).toContain('No nodes replied');
  });

  it('succeeds while the worker of this pod answers, and the worker ends when it is told to', async () => {
    serve();
    await eventually('the worker answers', 40, () => probe('startup').status === 0);
    expect(probe().status).toBe(0);
    const inspect = ['-A', 'job_worker.celery_app', 'inspect', '--json', 'conf'];
    const { stdout } = spawnSync('celery', inspect, { cwd: PROJECT, env: env(), encoding: 'utf8' });
    const [settings] = Object.values(JSON.parse(stdout)) as Any[];
    expect(settings).toMatchObject({
      task_acks_late: true,
      task_reject_on_worker_lost: true,
    });
    await end();
  });

  it('fails while only the worker of another pod answers', async () => {
    serve('--hostname', 'celery@another');
    const inspect = ['-A', 'job_worker.celery_app', 'inspect', 'ping', '--destination', 'celery@another'];
    await eventually('the other one answers', 40, () => spawnSync('celery', inspect, { cwd: PROJECT, env: env() }).status === 0);
    expect(probe().status).not.toBe(0);
    await end();
  });
});
