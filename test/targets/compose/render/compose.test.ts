import fc from 'fast-check';
import { parse } from 'yaml';
import { meantFor } from '../../../../lib/model/environment';
import { compose, overrideServices } from '../../../../lib/targets/compose/render/compose';
import type { Concern } from '../../../../lib/targets/compose/render/compose-service';
import { version } from '../../../../package.json';
import { SWITCHES } from '../../../support/bases';
import { overrideOf, servicesOfOverride } from '../../../support/compose';
import { EVERY_SIZE, planFrom, services } from '../../../support/plans';
import { synthesize } from '../../../support/synthesize';

const ALL = SWITCHES.map((path) => `${path}=true`);
const keysOf = (plan: Parameters<typeof overrideOf>[0], name: string): readonly string[] =>
  Object.keys(servicesOfOverride(plan)[name] ?? {});

it('is one file under the name that Compose merges by itself', () => {
  expect(compose(planFrom(EVERY_SIZE), 'h').map(({ path }) => path)).toEqual(['docker-compose.override.yml']);
});

it('is a pure function of the plan: same input, same bytes', () => {
  expect(overrideOf(planFrom(EVERY_SIZE, ALL))).toBe(overrideOf(planFrom(EVERY_SIZE, ALL)));
});

it('has nothing but services, in the order of the catalogue, whatever the order of the profile', () => {
  const [head, ...rest] = EVERY_SIZE.trimEnd().split(/(?=services:)/);
  const [title, ...sized] = (rest[0] ?? '').split('\n');
  const reversed = `${head}${[title, ...sized.reverse()].join('\n')}\n`;
  expect(Object.keys(parse(overrideOf(planFrom(reversed))))).toEqual(['services']);
  expect(Object.keys(servicesOfOverride(planFrom(reversed)))).toEqual(planFrom(EVERY_SIZE).services.map(({ service }) => service.name));
  expect(overrideOf(planFrom(reversed))).toBe(overrideOf(planFrom(EVERY_SIZE)));
});

it('caps every service and forbids it swap', () => {
  for (const service of Object.values(servicesOfOverride(planFrom(EVERY_SIZE)))) {
    expect(service.mem_limit).toMatch(/^\d+m$/);
    expect(service.memswap_limit).toBe(service.mem_limit);
  }
});

it('has nothing but limits and a restart policy when every switch is off, and what an image needs wherever it runs', () => {
  for (const {
    service: { name, variables },
  } of planFrom(EVERY_SIZE).services) {
    const { environment, ...rest } = servicesOfOverride(planFrom(EVERY_SIZE))[name] ?? {};
    for (const key of Object.keys(rest)) expect(['mem_limit', 'mem_reservation', 'memswap_limit', 'cpus', 'restart']).toContain(key);
    expect(environment ?? {}).toEqual(meantFor('laptop', variables));
  }
});

it('keeps one order of keys', () => {
  expect(keysOf(planFrom(EVERY_SIZE, ALL), 'redis')).toEqual([
    'mem_limit',
    'mem_reservation',
    'memswap_limit',
    'cpus',
    'restart',
    'command',
    'ports',
    'init',
    'pids_limit',
    'security_opt',
    'cap_drop',
    'cap_add',
    'logging',
  ]);
  expect(keysOf(planFrom(EVERY_SIZE, ALL), 'chromadb')).toEqual([
    'mem_limit',
    'mem_reservation',
    'memswap_limit',
    'cpus',
    'restart',
    'volumes',
    'ports',
    'healthcheck',
    'init',
    'pids_limit',
    'security_opt',
    'cap_drop',
    'logging',
  ]);
});

it.each([
  ['switches.hardening', services.length],
  ['switches.loopbackPorts', services.filter(({ ports }) => ports.some(({ laptop }) => laptop !== undefined)).length],
  ['services.chromadb.healthcheck', 1],
  ['services.redis.maxmemory', 1],
  ['switches.persist', services.filter(({ persists }) => persists.length > 0).length],
])('changes with %s only the %d services that it is about, and nothing of their limits', (path, count) => {
  const before = servicesOfOverride(planFrom(EVERY_SIZE));
  const after = servicesOfOverride(planFrom(EVERY_SIZE, [`${path}=true`]));
  const changed = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  expect(changed).toHaveLength(count);
  for (const key of changed) expect(after[key]).toMatchObject(before[key] ?? {});
});

it('says nothing of a service that the profile leaves out', () => {
  expect(overrideOf(planFrom(EVERY_SIZE, ['services.chromadb=null']))).not.toContain('chromadb');
});

it('scales a service that is off to nothing, and says nothing else of it', () => {
  const plan = planFrom(EVERY_SIZE, [...ALL, 'services.chromadb=off']);
  expect(servicesOfOverride(plan).chromadb).toEqual({ scale: 0 });
  expect(Object.keys(servicesOfOverride(plan))).toHaveLength(services.length);
});

it('takes neither image nor environment nor network from the published file', () => {
  const text = overrideOf(planFrom(EVERY_SIZE, ALL));
  for (const key of ['image:', 'build:', 'networks:', 'depends_on:', 'container_name:', 'deploy:', 'version:'])
    expect(text).not.toContain(key);
});

it('escapes the dollars of the health check', () => {
  const text = overrideOf(planFrom(EVERY_SIZE, ALL));
  expect(text).toContain('$$status');
  expect(text.replaceAll('$$', '')).not.toContain('$');
});

describe('the whole file', () => {
  const files = (text: string, assignments: readonly string[] = []) => synthesize(planFrom(text, assignments));

  it('says by what and from which profile it was made, and not to edit it', async () => {
    const [made, digest, empty] = ((await files(EVERY_SIZE))[0]?.content ?? '').split('\n');
    expect(made).toBe(
      `# Generated by faultmaven-infra ${version} from the profile x. Do not edit: change the profile and synthesize it again.`,
    );
    expect(digest).toMatch(/^# digest: [0-9a-f]{16}, of everything outside the services; each service has one$/);
    expect(empty).toBe('');
  });

  it('holds neither a date nor a path', async () => {
    const text = ((await files(EVERY_SIZE))[0]?.content ?? '').split('\n').slice(0, 3).join('\n');
    expect(text).not.toMatch(/\d{4}-\d\d|\d\d:\d\d/);
    expect(text).not.toMatch(/\/tmp|\/home|\\/);
  });

  it('is the same however the values were written', async () => {
    const other = EVERY_SIZE.replace('1536Mi', '1.5Gi')
      .replace('limit: 1 }', 'limit: 1.0 }')
      .replace('target: compose\n', '# a comment\ntarget: "compose"\n');
    expect(other).not.toBe(EVERY_SIZE);
    expect(await files(other)).toEqual(await files(EVERY_SIZE));
    expect(await files(`${EVERY_SIZE}switches: { persist: false }\n`)).toEqual(await files(EVERY_SIZE));
  });
});

it('turns any sizes into YAML that says the same', () => {
  const size = fc.record({
    limit: fc.integer({ min: 1024, max: 99_999 }),
    request: fc.integer({ min: 6, max: 1024 }),
    millicores: fc.integer({ min: 10, max: 64_000 }),
  });
  fc.assert(
    fc.property(size, fc.subarray(SWITCHES), ({ limit, request, millicores }, switches) => {
      const plan = planFrom(EVERY_SIZE, [
        `services.knowledge.memory.limit=${limit}Mi`,
        `services.knowledge.memory.request=${request}Mi`,
        `services.knowledge.cpu.limit=${millicores / 1000}`,
        ...switches.map((path) => `${path}=true`),
      ]);
      expect(servicesOfOverride(plan)['fm-knowledge-service']).toMatchObject({
        mem_limit: `${limit}m`,
        mem_reservation: `${request}m`,
        memswap_limit: `${limit}m`,
        cpus: millicores / 1000,
      });
      expect(overrideOf(plan)).toMatch(/\n {4}cpus: \d+\.\d+\n/);
    }),
    { numRuns: 25 },
  );
});

it('refuses two concerns that set one key differently, and names both', () => {
  const plan = planFrom(EVERY_SIZE);
  const bounded: Concern = () => ({ pids_limit: 512 });
  const strict: Concern = () => ({ pids_limit: 64, init: true });
  expect(() => overrideServices(plan, { bounded, strict })).toThrow('bounded and strict both set pids_limit, to different values');
  expect(Object.values(overrideServices(plan, { bounded, again: bounded }))[0]).toEqual({ pids_limit: 512 });
});
