import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterPlanOf, objectsOf } from '../../support/cluster';
import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { WITH_ELASTICSEARCH } from '../elasticsearch/profile';
import { eventually } from '../support/eventually';
import { type Any, committed, containers } from '../support/manifests';
import { PROJECT, PYTHON, pythonEnv } from '../support/python';
import { BUSYBOX, describeWith, REDIS, SHELLCHECK } from '../support/tools';

jest.setTimeout(120_000);

/** The objects of a cluster, with one store of lines and with the other. */
const clusters = [...committed('cluster'), ...objectsOf(clusterPlanOf(WITH_ELASTICSEARCH))];
const all = [...containers(clusters), ...containers(committed('cluster-released-images'))];

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

describeWith([SHELLCHECK], 'every shell fragment', () => {
  it.each(programsOf('sh'))('passes shellcheck: %s', (text) => {
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
    clusters
      .filter(({ kind }) => kind === 'ConfigMap')
      .flatMap(({ data }: Any) => Object.entries<string>(data))
      .filter(([name]) => name.endsWith('.sh'))
      .map(([name, text]) => [text, [name, text]] as const),
  ).values(),
];

describeWith([SHELLCHECK, BUSYBOX], 'every shell script', () => {
  // They lie beside one another, as a pod has them: what one of them reads is found there.
  const folder = scratch(Object.fromEntries(scripts));

  it.each(scripts)('passes shellcheck, and parses in dash and busybox: %s', (_, text) => {
    const { stdout } = spawnSync('shellcheck', ['--external-sources', `--source-path=${folder}`, '-'], { input: text, encoding: 'utf8' });
    expect(stdout).toBe('');
    for (const shell of [['dash'], ['busybox', 'sh']])
      expect(spawnSync(shell[0] ?? '', [...shell.slice(1), '-n'], { input: text, encoding: 'utf8' }).stderr).toBe('');
  });

  it('is there at all', () => {
    expect(scripts.map(([name]) => name)).toEqual(expect.arrayContaining(['start-redis.sh', 'members.sh', 'stop-redis.sh']));
  });
});

/** A Redis of the test's own, and what a probe of a Python image knows of it. */
class Broker {
  private server?: ChildProcess;
  private port = 0;

  get env(): NodeJS.ProcessEnv {
    return { ...pythonEnv, REDIS_HOST: '127.0.0.1', REDIS_PORT: String(this.port), REDIS_DB: '0', HOME: tmpdir() };
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.server = spawn('redis-server', ['--port', String(this.port), '--save', ''], { stdio: 'ignore' });
    await eventually('Redis answers', 20, () => this.ask('ping').includes('PONG'));
  }

  ask(...command: readonly string[]): string {
    return spawnSync('redis-cli', ['-p', String(this.port), ...command], { encoding: 'utf8', timeout: 5000 }).stdout;
  }

  signal(signal: NodeJS.Signals): void {
    this.server?.kill(signal);
  }

  async stop(): Promise<void> {
    this.signal('SIGKILL');
    await eventually('Redis has ended', 20, () => this.server === undefined || this.server.signalCode !== null);
  }
}

/** What a restart of those who use Redis does not help against. @returns how to undo it */
const REDIS_AWAY: readonly (readonly [string, (broker: Broker) => Promise<() => unknown> | (() => unknown)])[] = [
  [
    'is refused',
    async (broker) => {
      await broker.stop();
      return () => broker.start();
    },
  ],
  [
    'is frozen',
    (broker) => {
      broker.signal('SIGSTOP');
      return () => broker.signal('SIGCONT');
    },
  ],
  [
    'has too few replicas to take writes',
    (broker) => {
      broker.ask('config', 'set', 'min-replicas-to-write', '1');
      return () => broker.ask('config', 'set', 'min-replicas-to-write', '0');
    },
  ],
  [
    'is full',
    (broker) => {
      broker.ask('config', 'set', 'maxmemory', '1');
      return () => broker.ask('config', 'set', 'maxmemory', '0');
    },
  ],
];

/** Runs a probe as a kubelet does, which gives it so long. */
const probed = (name: string, kind: 'startup' | 'liveness', env: NodeJS.ProcessEnv, adapt = (word: string): string => word) => {
  const { exec, timeoutSeconds } = all.find(({ of }) => of === name)?.[`${kind}Probe`] ?? {};
  const [program = '', ...args] = exec.command.map(adapt);
  return spawnSync(program, args, { cwd: PROJECT, env, encoding: 'utf8', timeout: timeoutSeconds * 1000, killSignal: 'SIGKILL' });
};

describeWith([PYTHON, REDIS], "the beat's probe", () => {
  const broker = new Broker();
  const folder = mkdtempSync(join(tmpdir(), 'fm-beat-'));
  const probe = (kind: 'startup' | 'liveness' = 'liveness', more: NodeJS.ProcessEnv = {}): number | null =>
    probed('fm-job-worker-beat', kind, { ...broker.env, ...more }, (word) => word.replace('/var/run/celery', folder)).status;
  const write = (name: string, secondsAgo: number): void => {
    writeFileSync(join(folder, name), '');
    const time = Date.now() / 1000 - secondsAgo;
    utimesSync(join(folder, name), time, time);
  };

  beforeAll(() => broker.start());

  afterAll(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true });
  });

  it('fails while there is no schedule', () => expect(probe()).toBe(1));

  it.each(['schedule', 'schedule.db', 'schedule.dat'])('takes the newest file of a database called %s', (name) => {
    write(name, 100);
    write('schedule.bak', 5000);
    expect(probe()).toBe(0);
    write(name, 1000);
    expect(probe()).toBe(1);
    rmSync(join(folder, name));
  });

  it.each(REDIS_AWAY)('succeeds while Redis %s', async (_, begin) => {
    const end = await begin(broker);
    const found = [probe(), probe('startup')];
    await end();
    expect(found).toEqual([0, 0]);
    expect(probe()).toBe(1);
  });
});

describeWith([PYTHON, REDIS], "the worker's probe, through a real Redis", () => {
  const broker = new Broker();
  let worker: ChildProcess | undefined;
  const probe = (kind: 'startup' | 'liveness' = 'liveness', more: NodeJS.ProcessEnv = {}) =>
    probed('fm-job-worker', kind, { ...broker.env, ...more });
  const serve = (...more: readonly string[]): void => {
    const [command = '', ...rest] = commandOf('fm-job-worker');
    const settings = rest.indexOf('--');
    worker = spawn(command, [...rest.slice(0, settings), ...more, ...rest.slice(settings)], {
      cwd: PROJECT,
      env: broker.env,
      stdio: 'ignore',
    });
  };
  const end = async (): Promise<void> => {
    worker?.kill('SIGTERM');
    await eventually('the worker has ended', 30, () => worker === undefined || worker.exitCode !== null || worker.signalCode !== null);
  };

  beforeAll(() => broker.start());

  afterAll(async () => {
    worker?.kill('SIGKILL');
    await broker.stop();
  });

  it.each(['liveness', 'startup'] as const)('fails without a worker (%s)', (kind) => {
    const { status, stderr, stdout } = probe(kind);
    expect(status).not.toBe(0);
    expect(stderr + stdout).toContain('No nodes replied');
  });

  it.each(REDIS_AWAY)('succeeds while Redis %s', async (_, begin) => {
    const end = await begin(broker);
    const found = [probe().status, probe('startup').status];
    await end();
    expect(found).toEqual([0, 0]);
    expect(probe('startup').status).not.toBe(0);
  });

  it('succeeds while the name of Redis does not exist', () => {
    expect(probe('liveness', { REDIS_HOST: 'redis.invalid' }).status).toBe(0);
  });

  // A container that starts again has the password that the Secret holds.
  it('fails if the password is refused', () => {
    broker.ask('config', 'set', 'requirepass', 'another');
    expect(probe('liveness', { REDIS_PASSWORD: 'former' }).status).not.toBe(0);
    broker.ask('-a', 'another', 'config', 'set', 'requirepass', '');
  });

  it('succeeds while the worker of this pod answers; the worker ends on SIGTERM', async () => {
    serve();
    await eventually('the worker answers', 40, () => probe('startup').status === 0);
    expect(probe().status).toBe(0);
    const inspect = ['-A', 'job_worker.celery_app', 'inspect', '--json', 'conf'];
    const { stdout } = spawnSync('celery', inspect, { cwd: PROJECT, env: broker.env, encoding: 'utf8' });
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
    await eventually('the other one answers', 40, () => spawnSync('celery', inspect, { cwd: PROJECT, env: broker.env }).status === 0);
    expect(probe().status).not.toBe(0);
    await end();
  });
});
