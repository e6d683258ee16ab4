import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { faultmaven } from '../../../lib/faultmaven/application';
import { servicesIn } from '../../../lib/model/application';
import { BASES, IMAGES_OF_BASES } from '../../support/bases';
import { SWITCHES } from '../../support/workbench';
import { fmsynth, mustRun, planOf } from '../support/program';
import { DOCKER_COMPOSE, DOCKER_ENGINE, describeWith, GO, NAMESPACES, ROOT } from '../support/tools';
import { composeConfig, deployment, type MergedService, PUBLISHED_FILES } from './deployment';
import { Engine } from './engine';
import { BOTH, MergedBase } from './merge';
import { brokenPromises } from './promises';

jest.setTimeout(120_000);

const PROFILES = ['laptop', 'laptop-8gb', 'laptop-16gb'];
const services = servicesIn(faultmaven, 'laptop');
const nameOf = (kind: string): string => services.find((service) => service.kind === kind)?.name as string;
const bytes = (mebibytes: number | null): string | undefined => (mebibytes === null ? undefined : String(mebibytes * 1024 * 1024));

/** The function, which does its work once for each argument. */
function once<T>(of: (profile: string) => T): (profile: string) => T {
  const known = new Map<string, T>();
  return (profile) => {
    const value = known.get(profile) ?? of(profile);
    known.set(profile, value);
    return value;
  };
}

describeWith([DOCKER_COMPOSE, PUBLISHED_FILES], 'docker compose config over the published file and the override', () => {
  let folder: string;
  let before: Readonly<Record<string, MergedService>>;

  beforeEach(() => {
    folder = deployment();
    before = composeConfig(folder, ['docker-compose.yml']);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The merged services, after writing the override with these switches on. */
  function merged(profile: string, switches: readonly string[], ...files: readonly string[]): Readonly<Record<string, MergedService>> {
    const sets = switches.flatMap((name) => ['--set', `${name}=true`]);
    mustRun(['--profile', profile, ...sets, '--output', folder]);
    return composeConfig(folder, files);
  }

  const sizes = once((profile) =>
    planOf('--profile', profile).services.map(({ service, limitMiB, reservationMiB, cpus }) => [
      nameOf(service),
      { mem_limit: bytes(limitMiB), memswap_limit: bytes(limitMiB), mem_reservation: bytes(reservationMiB), cpus: cpus ?? undefined },
    ]),
  );

  const sizesIn = (config: Readonly<Record<string, MergedService>>) =>
    Object.fromEntries(
      Object.entries(config).map(([name, { mem_limit, memswap_limit, mem_reservation, cpus }]) => [
        name,
        { mem_limit, memswap_limit, mem_reservation, cpus },
      ]),
    );

  describe.each(PROFILES)('%s', (profile) => {
    it.each([[[]], ...SWITCHES.map((name) => [[name]]), [SWITCHES]])('caps every service, with the switches %j', (switches) => {
      const config = merged(profile, switches);
      expect(sizesIn(config)).toEqual(Object.fromEntries(sizes(profile)));
      expect(Object.values(config).map(({ restart }) => restart)).toEqual(sizes(profile).map(() => 'unless-stopped'));
    });

    it('changes nothing but limits, the restart policy and one variable of the agent while every switch is off', () => {
      const config = merged(profile, []);
      const { 'fm-agent-service': agent, ...others } = before;
      const told = { ...agent?.environment, LITELLM_LOCAL_MODEL_COST_MAP: 'True' };
      const rest = (all: Readonly<Record<string, MergedService>>) =>
        Object.fromEntries(
          Object.entries(all).map(([name, { mem_limit, memswap_limit, mem_reservation, cpus, restart, ...others }]) => [name, others]),
        );
      expect(rest(config)).toEqual(rest({ ...others, 'fm-agent-service': { ...agent, environment: told } }));
    });
  });

  it('shows the numbers of the resource plan for the profile laptop', () => {
    const config = merged('laptop', []);
    const read = (name: string) => {
      const { mem_limit, mem_reservation, cpus } = config[name] as MergedService;
      return [cpus, Number(mem_limit) / 2 ** 20, Number(mem_reservation) / 2 ** 20];
    };
    expect(read('fm-agent-service')).toEqual([1, 1536, 512]);
    expect(read('fm-knowledge-service')).toEqual([1, 2048, 1024]);
    expect(read('chromadb')).toEqual([0.5, 1024, 512]);
    expect(read('redis')).toEqual([0.25, 512, 256]);
    for (const name of ['case', 'auth', 'session']) expect(read(`fm-${name}-service`)).toEqual([undefined, 256, 128]);
    // Where the plan's ~256 MB do not keep the service alive (departs-from-document).
    expect(read('fm-evidence-service')).toEqual([undefined, 512, 128]);
    expect(read('fm-job-worker')).toEqual([undefined, 512, 256]);
  });

  it('hardens every container and gives back what its image needs', () => {
    const config = merged('laptop', ['switches.hardening']);
    for (const service of services) {
      const { init, pids_limit, security_opt, cap_drop, cap_add, logging } = config[service.name] as MergedService;
      expect({ init, pids_limit, security_opt, cap_drop, cap_add, logging }).toEqual({
        init: true,
        pids_limit: 512,
        security_opt: ['no-new-privileges:true'],
        cap_drop: ['ALL'],
        cap_add: service.capabilities.length > 0 ? service.capabilities : undefined,
        logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
      });
    }
  });

  it('publishes every port on loopback only, each once', () => {
    const config = merged('laptop', ['switches.loopbackPorts']);
    for (const [name, { ports = [] }] of Object.entries(config)) {
      expect(ports.map(({ host_ip }) => host_ip)).toEqual(ports.map(() => '127.0.0.1'));
      const plain = (all: MergedService['ports']) => all?.map(({ published, target }) => `${published}:${target}`) ?? [];
      expect(plain(ports)).toEqual(plain(before[name]?.ports));
    }
  });

  it('gives chromadb a health check whose dollars survive interpolation', () => {
    const { healthcheck } = merged('laptop', ['services.chromadb.healthcheck']).chromadb as MergedService;
    expect(healthcheck?.test?.slice(0, 3)).toEqual(['CMD', 'bash', '-c']);
    // `config` escapes dollars again, so that its output can be read back.
    expect(healthcheck?.test?.[3]?.replaceAll('$$', '$')).toContain('[ "$status" = 200 ]');
  });

  it('gives Redis a maxmemory below its cap', () => {
    const { command } = merged('laptop', ['services.redis.maxmemory']).redis as MergedService;
    expect(command).toEqual(['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction']);
  });

  it('keeps data under /data, beside what the published file sets', () => {
    const config = merged('laptop', ['switches.persist']);
    const environment = (name: string) => config[name]?.environment;
    expect(environment('fm-evidence-service')).toEqual({
      ...before['fm-evidence-service']?.environment,
      STORAGE_LOCAL_PATH: '/data/uploads',
    });
    expect(environment('fm-knowledge-service')).toEqual({
      ...before['fm-knowledge-service']?.environment,
      CHROMA_PERSIST_DIR: '/data/chroma',
      HF_HOME: '/data/hf',
    });
    for (const name of ['fm-evidence-service', 'fm-knowledge-service']) {
      expect(config[name]?.volumes?.map(({ target }) => target)).toEqual(['/data']);
    }
    expect(config.chromadb?.volumes?.map(({ source, target }) => [source, target])).toEqual([
      ['chromadb-data', '/chroma/chroma'],
      ['chromadb-data', '/data'],
    ]);
  });

  it('merges with the published development file', () => {
    const config = merged('laptop', SWITCHES, 'docker-compose.yml', 'docker-compose.dev.yml', 'docker-compose.override.yml');
    expect(sizesIn(config)).toEqual(Object.fromEntries(sizes('laptop')));
    expect(config['fm-auth-service']?.build).toBeDefined();
  });

  it('judges docker compose config on stdin like the file itself', () => {
    const args = ['compose', '--profile', '*', '-f', 'docker-compose.yml', 'config', '--format', 'json'];
    const json = execFileSync('docker', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const fromStdin = fmsynth(['check', '--profile', 'laptop', '--base', '-', '--format', 'json'], { input: json });
    const fromFile = fmsynth(['check', '--profile', 'laptop', '--base', join(folder, 'docker-compose.yml'), '--format', 'json']);
    const codes = ({ stdout }: { stdout: string }) => JSON.parse(stdout).findings.map(({ code }: { code: string }) => code);
    expect(codes(fromStdin)).toEqual(codes(fromFile));
    expect(codes(fromFile).filter((code: string) => code.startsWith('base-'))).toEqual([]);
  });

  describe('check --base predicts what Compose refuses', () => {
    const SERVICES = {
      'a limit that the override contradicts': ['redis', { deploy: { resources: { limits: { memory: '300M' } } } }],
      'limits without memory, which count as zero': ['redis', { deploy: { resources: { limits: { cpus: '0.25' } } } }],
      'a reservation that the override contradicts': ['redis', { deploy: { resources: { reservations: { memory: '1g' } } } }],
    } as const;

    it.each(Object.entries(SERVICES))('%s', (_, [name, addition]) => {
      const base = {
        services: { ...before, [name]: { ...before[name], ...addition } },
        volumes: { 'redis-data': {}, 'chromadb-data': {} },
      };
      expect(refusal(base)).toMatch(/can't set distinct values/);
      expect(codesFor(base)).toContain('base-resources-contradict');
    });

    it('a service that is only in the override', () => {
      const { 'fm-dashboard': _, ...others } = before;
      const base = { services: others, volumes: { 'redis-data': {}, 'chromadb-data': {} } };
      expect(refusal(base)).toMatch(/neither an image nor a build context/);
      expect(codesFor(base)).toContain('base-service-missing');
    });

    it('accepts equal values', () => {
      const resources = { limits: { memory: '512m', cpus: '0.25' }, reservations: { memory: '256m' } };
      const base = {
        services: { ...before, redis: { ...before.redis, deploy: { resources } } },
        volumes: { 'redis-data': {}, 'chromadb-data': {} },
      };
      expect(refusal(base)).toBe('');
      expect(codesFor(base)).not.toContain('base-resources-contradict');
    });

    function refusal(base: object): string {
      mustRun(['--profile', 'laptop', '--output', folder]);
      require('node:fs').writeFileSync(join(folder, 'docker-compose.yml'), JSON.stringify(base));
      try {
        composeConfig(folder);
        return '';
      } catch (error) {
        return String((error as { stderr: unknown }).stderr);
      }
    }

    function codesFor(base: object): readonly string[] {
      const { stdout } = fmsynth(['check', '--profile', 'laptop', '--base', '-', '--format', 'json'], { input: JSON.stringify(base) });
      return JSON.parse(stdout).findings.map(({ code }: { code: string }) => code);
    }
  });

  it('does not change a base file', () => {
    merged('laptop', []);
    expect(existsSync(join(folder, 'docker-compose.yml.bak'))).toBe(false);
    expect(composeConfig(folder, ['docker-compose.yml'])).toEqual(before);
  });
});

describeWith([DOCKER_COMPOSE], 'docker compose config over every base file of the table', () => {
  it('has at least sixty of them, each once', () => {
    expect(BASES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(BASES.map(({ title }) => title)).size).toBe(BASES.length);
  });

  it.each(BASES)('$title', async (row) => {
    const base = new MergedBase(row);
    try {
      await base.writeOverride();
      const { services: after, refusal } = base.config(...BOTH);
      if (row.refused?.by === 'compose') expect(refusal).toMatch(row.refused.because);
      else expect({ after, refusal }).toMatchObject({ after: row.merged, refusal: '' });

      const { code, stdout, stderr } = await base.check('--format', 'json');
      if (row.unreadable) {
        expect([code, stdout, row.refused?.by]).toEqual([1, '', 'compose']);
        expect(stderr).toMatch(/^base\.yml:\d+:\d+: /);
        return;
      }
      const found: readonly BaseFinding[] = JSON.parse(stdout).findings.filter((finding: BaseFinding) => /^base-/.test(finding.code));
      const errors = found.filter(({ severity }) => severity === 'error');
      expect(found.map((one) => `${one.severity} ${one.code} ${one.subject}`).sort()).toEqual([...row.finds].sort());
      if (row.says) expect(found.map(({ message }) => message).join('\n')).toMatch(row.says);
      expect(/^base agrees: \d+ services?$/m.test(stderr)).toBe(row.finds.length === 0);
      expect(code).toBe(errors.length > 0 ? 4 : 0);

      if (found.some((one) => one.code === 'base-unresolved')) return;
      // A service that runs uncapped is nothing that Compose refuses.
      expect(errors.some((one) => one.code !== 'base-service-without-cap')).toBe(row.refused !== undefined);
      const { services: before } = base.config('base.yml');
      if (row.refused !== undefined || before === undefined || after === undefined) return;
      const ofTheMerge = found.filter((one) => one.code !== 'base-image-differs' && !one.message.includes('once its profile'));
      expect(brokenPromises({ before, after, row })).toEqual(ofTheMerge.map((one) => `${one.code} ${one.subject}`).sort());
    } finally {
      base.remove();
    }
  });
});

interface BaseFinding {
  readonly severity: string;
  readonly code: string;
  readonly subject: string;
  readonly message: string;
}

describeWith(
  [DOCKER_COMPOSE, DOCKER_ENGINE, GO, NAMESPACES, ROOT],
  'a real engine over every base file of the table that Compose takes',
  () => {
    let engine: Engine;

    beforeAll(async () => {
      engine = await Engine.start();
      engine.importIdle(IMAGES_OF_BASES);
    });

    afterAll(async () => engine?.stop());

    const rows = BASES.filter(({ refused, base, notStarted }) => refused?.by !== 'compose' && !notStarted && !/build:/.test(base));

    it.each(rows)('$title', async ({ refused, engine: inspected, ...row }) => {
      const base = new MergedBase({ ...row, engine: inspected });
      try {
        await base.writeOverride();
        const refusal = base.up(engine.env);
        if (refused === undefined) expect(refusal).toBe('');
        else expect(refusal).toMatch(refused.because);
        for (const [name, expected] of Object.entries(inspected ?? {})) {
          const format =
            '{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}} {{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.MemoryReservation}} {{.HostConfig.NanoCpus}} {{.HostConfig.OomKillDisable}}';
          expect(engine.inspect(`table-${name}-1`, format)).toBe(expected.trim());
        }
      } finally {
        await base.down(engine.env);
        base.remove();
      }
    });
  },
);
