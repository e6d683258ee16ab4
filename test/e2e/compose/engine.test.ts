import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultmaven } from '../../../lib/faultmaven/application';
import { thisHost } from '../../../lib/host';
import { servicesIn } from '../../../lib/model/application';
import { askEngine } from '../../../lib/targets/compose/engine/ask';
import { SWITCHES } from '../../support/workbench';
import { eventually } from '../support/eventually';
import { isAlive } from '../support/is-alive';
import { fmsynth, mustRun, planOf } from '../support/program';
import { DOCKER_COMPOSE, DOCKER_ENGINE, describeWith, GO, NAMESPACES, REDIS, ROOT } from '../support/tools';
import { deployment } from './deployment';
import { Engine } from './engine';

jest.setTimeout(300_000);

const MIB = 1024 * 1024;
/** What the kernel keeps for processes outside the containers (page tables, sockets, files): the host does not tell it apart. */
const KERNEL_OF_OTHERS = 64 * MIB;
/** Nanoseconds: the kernel's period in which a container may use its share of the processors. */
const PERIOD_NS = 100e6;
/** What Redis takes as one value, rounded down. */
const LARGEST_VALUE = 256 * MIB;
const services = servicesIn(faultmaven, 'laptop');

/** The published file names two containers otherwise than their services. */
const containerOf = (name: string): string => (name === 'redis' || name === 'chromadb' ? `faultmaven-${name}` : name);

/** Health checks more often than every 30 s, so that the test does not wait; nothing else is changed. */
const HASTY = `services:\n${services
  .filter(({ health }) => health.published)
  .map(({ name }) => `  ${name}: { healthcheck: { interval: 2s, start_period: 0s } }\n`)
  .join('')}`;

describeWith([DOCKER_COMPOSE, DOCKER_ENGINE, GO, NAMESPACES, REDIS, ROOT], 'all containers on a real Docker engine', () => {
  let engine: Engine;
  let folder: string;

  /**
   * Starts an engine of its own for a block, and a deployment for it. `docker compose down` cannot clear one for the next: an engine that
   * removes a container while it restarts it (seen with 20.10) counts its network as in use for ever.
   */
  const withEngine = (deploy: () => string): void => {
    beforeAll(async () => {
      engine = await Engine.start();
      engine.importStandIns();
      folder = deploy();
    });

    afterAll(async () => {
      await engine?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });
  };

  /** Writes the override into a fresh deployment and starts it. */
  function up(...flags: readonly string[]): string {
    const folder = deployment();
    mustRun([...flags, '--output', folder]);
    writeFileSync(join(folder, 'hasty.yml'), HASTY);
    appendFileSync(join(folder, '.env'), 'COMPOSE_FILE=docker-compose.yml:docker-compose.override.yml:hasty.yml\n');
    return folder;
  }

  const start = (): string => engine.compose(folder, 'up', '--detach', '--pull', 'never', '--quiet-pull');

  const health = (container: string): string =>
    engine.inspect(container, '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}');
  const startedAt = (container: string): string => engine.inspect(container, '{{.State.StartedAt}}');
  const restarts = (container: string): number => Number(engine.inspect(container, '{{.RestartCount}}'));

  /** Every container runs, and is healthy if it has a health check. Throws with whoever is not well. */
  function allWell(withoutCheck: 'none' | 'healthy' = 'none'): true {
    const states = services.map(({ name, health: { published } }) => {
      const container = containerOf(name);
      const expected = `true ${published ? 'healthy' : withoutCheck}`;
      const found = `${engine.inspect(container, '{{.State.Running}}')} ${health(container)}`;
      return { name, expected, found };
    });
    const unwell = states.filter(({ expected, found }) => expected !== found);
    if (unwell.length > 0) throw new Error(unwell.map(({ name, found }) => `${name}: ${found}`).join(', '));
    return true;
  }

  describe('with the profile laptop, fitted to 8 GiB', () => {
    const plan = planOf('--profile', 'laptop', '--fit', '8Gi');
    const sumOfCaps = plan.total.limitMiB * MIB;
    const bystanders: ChildProcess[] = [];

    withEngine(() => up('--profile', 'laptop', '--fit', '8Gi'));

    /** A process outside the containers that must survive whatever happens in them. Returns its number. */
    function standBy(): number {
      const process = spawn('sleep', ['600'], { stdio: 'ignore' });
      bystanders.push(process);
      return process.pid as number;
    }

    beforeAll(async () => {
      start();
      await eventually('all are up', 60, () => allWell());
    });

    afterAll(() => {
      for (const process of bystanders) process.kill();
    });

    it('have their limits', () => {
      const inspected = services.map(({ kind, name }) => {
        const format =
          '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.MemoryReservation}} {{.HostConfig.NanoCpus}} {{.HostConfig.RestartPolicy.Name}}';
        return [kind, engine.inspect(containerOf(name), format)];
      });
      expect(inspected).toEqual(
        plan.services.map(({ service, limitMiB, reservationMiB, cpus }) => [
          service,
          `${limitMiB * MIB} ${limitMiB * MIB} ${(reservationMiB ?? 0) * MIB} ${(cpus ?? 0) * 1e9} unless-stopped`,
        ]),
      );
      expect(inspected).not.toEqual([]);
    });

    it('--fit auto asks the engine for memory and processors', () => {
      const [memory = 0, cpus = 0] = engine.docker('info', '--format', '{{.MemTotal}} {{.NCPU}}').split(' ').map(Number);
      const { machine } = JSON.parse(mustRun(['plan', '--profile', 'laptop', '--fit', 'auto', '--format', 'json'], engine).stdout);
      expect(machine).toEqual({ memoryMiB: Math.floor(memory / MIB), cpus, keepMiB: 2048 });
    });

    it('the engine says where it runs and which limits it enforces', async () => {
      const { place, lacks, rootless } = await askEngine(engine.env, thisHost());
      expect([place, rootless]).toEqual([{ kind: 'host' }, false]);
      const warnings = engine.docker('info', '--format', '{{json .Warnings}}');
      for (const [limit, warning] of [
        ['memory', 'No memory limit support'],
        ['swap', 'No swap limit support'],
        ['cpus', 'No cpu cfs quota support'],
      ] as const)
        expect([limit, lacks.has(limit)]).toEqual([limit, warnings.includes(warning)]);
      // What it gives a container, which the test above has seen: memory, swap and CPUs are limited.
      expect([...lacks]).toEqual([]);
    });

    it.each(['fm-auth-service', 'fm-dashboard', 'fm-job-worker'])(
      'the health check of %s fails if its listener is broken',
      async (container) => {
        engine.exec(container, 'control', 'break');
        await eventually(`${container} is unhealthy`, 60, () => health(container) === 'unhealthy');
        engine.exec(container, 'control', 'mend');
        await eventually(`${container} is healthy again`, 60, () => health(container) === 'healthy');
      },
    );

    it('a container that exceeds its cap is killed and healthy again within 30 seconds; its neighbour is not affected', async () => {
      const neighbour = 'fm-session-service';
      const before = { neighbour: startedAt(neighbour), own: startedAt('fm-auth-service'), restarts: restarts('fm-auth-service') };
      const since = Math.floor(Date.now() / 1000);

      fill('fm-auth-service', -1024);
      await eventually('it was restarted', 30, () => restarts('fm-auth-service') > before.restarts);
      const seconds = await eventually('it is healthy again', 30, () => health('fm-auth-service') === 'healthy');

      expect(seconds).toBeLessThan(30);
      expect(startedAt('fm-auth-service')).not.toBe(before.own);
      expect(startedAt(neighbour)).toBe(before.neighbour);
      expect(health(neighbour)).toBe('healthy');
      const events = engine.docker(
        'events',
        '--since',
        `${since}`,
        '--until',
        `${Math.ceil(Date.now() / 1000)}`,
        '--filter',
        'container=fm-auth-service',
        '--format',
        '{{.Action}} {{index .Actor.Attributes "exitCode"}}',
      );
      expect(events).toContain('oom');
      expect(events).toContain('die 137');
    });

    it('a busy loop is throttled to its share of a processor', async () => {
      const container = containerOf('chromadb');
      const read = (): readonly number[] => engine.exec(container, 'control', 'cpu').split(' ').map(Number);
      const cpus = Number(engine.inspect(container, '{{.HostConfig.NanoCpus}}')) / 1e9;
      const equal = precede(Number(engine.inspect(container, '{{.State.Pid}}')));
      engine.exec(container, 'control', 'spin');
      const start = process.hrtime.bigint();
      const [from = 0, throttledFrom = 0] = read();
      let [to, throttled] = [from, 0];
      await eventually('it is throttled again and again', 60, () => {
        const [now = 0, throttledNow = 0] = read();
        [to, throttled] = [now, throttledNow - throttledFrom];
        return throttled >= 30;
      });
      // It used the whole of its share in each period in which it was throttled, whatever else this machine had to do.
      expect(to - from).toBeGreaterThan(0.8 * throttled * cpus * PERIOD_NS);
      expect((to - from) / Number(process.hrtime.bigint() - start)).toBeLessThan(1.1 * cpus);
      equal();
      engine.compose(folder, 'restart', '--timeout', '1', 'chromadb');
    });

    it('when all containers fill their memory at once, they stay within the sum of their caps and harm nothing else', async () => {
      const bystander = standBy();
      const files = services.map(({ name }) => memoryFile(Number(engine.inspect(containerOf(name), '{{.State.Pid}}'))));
      const usage = (): number => files.reduce((sum, file) => sum + Number(readFileSync(file, 'utf8')), 0);
      const hostBefore = await usually(10, hostUse);

      for (const { name } of services) fill(name, 8);
      let peak = 0;
      const look = (): number => {
        peak = Math.max(peak, usage());
        return hostUse() - hostBefore;
      };
      await eventually('all are full', 60, () => look() > sumOfCaps * 0.8 && peak > sumOfCaps * 0.95);
      const taken = await usually(50, look);

      expect(peak).toBeLessThanOrEqual(sumOfCaps);
      expect(taken).toBeLessThanOrEqual(sumOfCaps + KERNEL_OF_OTHERS);
      expect(isAlive(engine.pid)).toBe(true);
      expect(isAlive(bystander)).toBe(true);
    });

    it('all containers come back after all have exceeded their caps at once', async () => {
      const bystander = standBy();
      // Empty again: in a full container not even the request could run.
      engine.exec(containerOf('redis'), 'redis-cli', 'flushall');
      engine.compose(folder, 'restart', '--timeout', '1');
      await eventually('all are well', 60, () => allWell());
      const before = new Map(services.map(({ name }) => [name, startedAt(containerOf(name))]));
      for (const { name } of services) fill(name, -1024);
      await eventually('all were killed', 60, () => services.every(({ name }) => startedAt(containerOf(name)) !== before.get(name)));
      await eventually('all are well again', 60, () => allWell());
      expect(isAlive(engine.pid)).toBe(true);
      expect(isAlive(bystander)).toBe(true);
    });

    it('an override that was edited by hand is not overwritten', () => {
      const file = join(folder, 'docker-compose.override.yml');
      appendFileSync(file, '# mine\n');
      const edited = readFileSync(file, 'utf8');
      const { code, stderr } = fmsynth(['--profile', 'laptop-16gb', '--output', folder]);
      expect(code).toBe(1);
      expect(stderr).toContain('docker-compose.override.yml: was not written by this program, or was edited since');
      expect(readFileSync(file, 'utf8')).toBe(edited);
    });

    /** Takes memory until all but `spare` MiB of the cap is used; below zero, until the container is killed. */
    function fill(name: string, spare: number): void {
      const container = containerOf(name);
      try {
        if (name !== 'redis') {
          engine.exec(container, 'control', 'fill', String(spare));
          return;
        }
        const [usage = 0, limit = 0] = engine.exec(container, 'control', 'memory').split(' ').map(Number);
        for (let rest = limit - usage - spare * MIB, n = 0; rest > 0; rest -= LARGEST_VALUE, n += 1)
          engine.exec(container, 'redis-cli', 'setrange', `filled-${n}`, String(Math.min(rest, LARGEST_VALUE)), 'x');
      } catch (error) {
        // What is killed takes the one who asked along.
        if (spare >= 0) throw error;
      }
    }
  });

  it('--fit auto without an engine says what to do instead', () => {
    const { code, stderr } = fmsynth(['plan', '--profile', 'laptop', '--fit', 'auto'], { env: { DOCKER_HOST: 'unix:///nowhere.sock' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--fit auto: the Docker engine could not be asked \(.*\): start it, or give the size, such as --fit 8Gi\n$/);
  });

  describe('with every switch on, and ./data owned by another user', () => {
    withEngine(() => up('--profile', 'laptop', ...SWITCHES.flatMap((name) => ['--set', `${name}=true`])));

    beforeAll(() => {
      appendFileSync(join(folder, 'hasty.yml'), '  chromadb: { healthcheck: { interval: 2s } }\n');
      chownSync(join(folder, 'data'), 12345, 12345);
    });

    it('all start and become healthy', async () => {
      start();
      await eventually('all are healthy', 90, () => allWell('healthy'));
    });

    it('data that the images would keep inside is stored under ./data', () => {
      for (const file of ['uploads/stand-in', 'chroma/stand-in', 'hf/stand-in', 'case-service.db'])
        expect(() => readFileSync(join(folder, 'data', file))).not.toThrow();
    });

    it('have no capability that is not given back', () => {
      const status = engine.exec('fm-agent-service', 'control', 'capabilities');
      expect(status).toBe('0000000000000000');
    });

    it('listen on loopback only', () => {
      const listening = engine.inNetwork('ss', '-Hltn');
      for (const port of services.flatMap(({ ports }) => ports.flatMap(({ laptop }) => laptop ?? []))) {
        expect(listening).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}\\s`));
        expect(listening).not.toMatch(new RegExp(`(0\\.0\\.0\\.0|\\*|\\[::\\]):${port}\\s`));
      }
    });

    it('Redis has its maxmemory', () => {
      expect(engine.exec('faultmaven-redis', 'redis-cli', 'config', 'get', 'maxmemory')).toContain(String(192 * MIB));
      expect(engine.exec('faultmaven-redis', 'redis-cli', 'config', 'get', 'maxmemory-policy')).toContain('noeviction');
    });

    it('case does not work without the capability that is given back', async () => {
      writeFileSync(join(folder, 'without.yml'), 'services: { fm-case-service: { cap_add: !reset [] } }\n');
      const files = ['docker-compose.yml', 'docker-compose.override.yml', 'without.yml'].flatMap((file) => ['-f', file]);
      rmSync(join(folder, 'data/case-service.db'));
      engine.compose(folder, ...files, 'up', '--detach', '--pull', 'never', '--no-deps', 'fm-case-service');
      await eventually(
        'it cannot open its database',
        30,
        () => engine.docker('logs', 'fm-case-service').includes('permission denied') || restarts('fm-case-service') > 0,
      );
    });
  });
});

/**
 * What the host has less available, but for what processes outside the engine's containers have taken: other work on this machine
 * is none of the containers' doing.
 */
function hostUse(): number {
  const meminfo = readFileSync('/proc/meminfo', 'utf8');
  const kibibytes = (text: string, field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const outside = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !/docker/.test(textOf(`/proc/${name}/cgroup`)))
    .map((name) => kibibytes(textOf(`/proc/${name}/status`), 'RssAnon') + kibibytes(textOf(`/proc/${name}/status`), 'RssShmem'))
    .reduce((sum, size) => sum + size, 0);
  return (kibibytes(meminfo, 'MemTotal') - kibibytes(meminfo, 'MemAvailable') - outside) * 1024;
}

/** The median of so many looks, ten in a second. While a process of others starts or ends, what it has is nobody's for a moment. */
async function usually(looks: number, look: () => number): Promise<number> {
  const seen: number[] = [];
  for (let index = 0; index < looks; index += 1) {
    seen.push(look());
    await sleep(100);
  }
  return seen.sort((one, other) => one - other)[Math.floor(looks / 2)] as number;
}

/** Empty for a process that has just ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The folder of a process's cgroup, and the version of cgroups that it is of. */
function cgroupOf(pid: number, controller: 'memory' | 'cpu'): { readonly folder: string; readonly version: 1 | 2 } {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const legacy = lines.find((line) => line.split(':')[1]?.split(',').includes(controller))?.split(':')[2];
  if (legacy !== undefined) return { folder: `/sys/fs/cgroup/${controller}${legacy}`, version: 1 };
  return { folder: `/sys/fs/cgroup${lines[0]?.split('::')[1]}`, version: 2 };
}

/** The file that says how much memory a process's cgroup uses. */
function memoryFile(pid: number): string {
  const { folder, version } = cgroupOf(pid, 'memory');
  return join(folder, version === 1 ? 'memory.usage_in_bytes' : 'memory.current');
}

/** Gives a container precedence over all other work of this machine, so that only its limit slows it down. Returns how to undo it. */
function precede(pid: number): () => void {
  const { folder, version } = cgroupOf(pid, 'cpu');
  const [name, most] = version === 1 ? ['cpu.shares', '262144'] : ['cpu.weight', '10000'];
  const files: string[] = [];
  for (let at = folder; existsSync(join(at, name)) && at !== '/sys/fs/cgroup/cpu'; at = dirname(at)) files.push(join(at, name));
  const before = files.map((file) => readFileSync(file, 'utf8'));
  for (const file of files) writeFileSync(file, most);
  return () => {
    for (const [number, file] of files.entries()) writeFileSync(file, before[number] ?? '');
  };
}
