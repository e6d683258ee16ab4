import fc from 'fast-check';
import { parse } from 'yaml';
import { meantFor } from '../../../../lib/model/environment';
import { configurable } from '../../../../lib/model/setting';
import { compose, overrideServices } from '../../../../lib/targets/compose/render/compose';
import type { Concern } from '../../../../lib/targets/compose/render/compose-service';
import { seconds } from '../../../../lib/units/duration';
import { Memory } from '../../../../lib/units/memory';
import { version } from '../../../../package.json';
import { overrideOf, servicesOfOverride } from '../../../support/compose';
import { HEAD, planOver, shopLaptop, shopLaptopOf } from '../../../support/plans';
import { testService } from '../../../support/services';
import { synthesize } from '../../../support/synthesize';

const SWITCHES = ['switches.hardening', 'switches.loopbackPorts', 'switches.persist'];
const ALL = SWITCHES.map((path) => `${path}=true`);
const keysOf = (plan: Parameters<typeof overrideOf>[0], name: string): readonly string[] =>
  Object.keys(servicesOfOverride(plan)[name] ?? {});

it('is one file under the name that Compose merges by itself', () => {
  expect(compose(shopLaptop(), 'h').map(({ path }) => path)).toEqual(['docker-compose.override.yml']);
});

it('is a pure function of the plan: same input, same bytes', () => {
  expect(overrideOf(shopLaptop(ALL))).toBe(overrideOf(shopLaptop(ALL)));
});

it('has nothing but services, in the order of the catalogue, whatever the order of the profile', () => {
  const kinds = shopLaptop().services.map(({ service }) => service.kind);
  const text = (order: readonly string[]) =>
    `${HEAD}services: { ${order.map((kind) => `${kind}: { memory: { limit: 1Gi } }`).join(', ')} }\n`;
  const [plan, reversed] = [shopLaptopOf(text(kinds)), shopLaptopOf(text([...kinds].reverse()))];
  expect(Object.keys(parse(overrideOf(reversed)))).toEqual(['services']);
  expect(Object.keys(servicesOfOverride(reversed))).toEqual(plan.services.map(({ service }) => service.name));
  expect(overrideOf(reversed)).toBe(overrideOf(plan));
});

it('caps every service and forbids it swap', () => {
  for (const service of Object.values(servicesOfOverride(shopLaptop()))) {
    expect(service.mem_limit).toMatch(/^\d+m$/);
    expect(service.memswap_limit).toBe(service.mem_limit);
  }
});

it('has nothing but limits and a restart policy when every switch is off, and what an image needs wherever it runs', () => {
  for (const {
    service: { name, variables },
  } of shopLaptop().services) {
    const { environment, ...rest } = servicesOfOverride(shopLaptop())[name] ?? {};
    for (const key of Object.keys(rest)) expect(['mem_limit', 'mem_reservation', 'memswap_limit', 'cpus', 'restart']).toContain(key);
    expect(environment ?? {}).toEqual(meantFor('laptop', variables));
  }
});

it('keeps one order of keys', () => {
  const own = testService('a', {
    ports: { http: { container: 80, laptop: 80 } },
    persists: [
      { holds: 'notes', unset: '/old', path: '/data', through: { volume: 'a-data' } },
      { holds: 'more', unset: '/older', path: '/more', through: { variable: 'MORE' } },
    ],
    capabilities: ['CHOWN'],
    health: { kind: 'command', command: ['true'], startsWithin: seconds(60), published: false },
    configurable: configurable({
      follow: () => ({ asked: true, bounded: () => ({ command: ['serve'], stored: { most: Memory.none, formerly: Memory.none } }) }),
    }),
  });
  const size = '{ memory: { limit: 64Mi, request: 64Mi }, cpu: { limit: 1 } }';
  const switches = SWITCHES.map((path) => `${path.replace('switches.', '')}: true`).join(', ');
  const plan = planOver([own], `${HEAD}restart: always\nswitches: { ${switches} }\nservices: { a: ${size} }\n`);
  expect(keysOf(plan, 'fm-a')).toEqual([
    ...['mem_limit', 'mem_reservation', 'memswap_limit', 'cpus', 'restart', 'command', 'environment', 'volumes', 'ports', 'healthcheck'],
    ...['init', 'pids_limit', 'security_opt', 'cap_drop', 'cap_add', 'logging'],
  ]);
});

it.each([
  ['switches.hardening', 4],
  ['switches.loopbackPorts', 3],
  ['switches.persist', 2],
])('changes with %s only the %d services that it is about, and nothing of their limits', (path, count) => {
  const before = servicesOfOverride(shopLaptop());
  const after = servicesOfOverride(shopLaptop([`${path}=true`]));
  const changed = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  expect(changed).toHaveLength(count);
  for (const key of changed) expect(after[key]).toMatchObject(before[key] ?? {});
});

it('says nothing of a service that the profile leaves out', () => {
  expect(overrideOf(shopLaptop(['services.search=null']))).not.toContain('search');
});

it('scales a service that is off to nothing, and says nothing else of it', () => {
  const plan = shopLaptop([...ALL, 'services.search=off']);
  expect(servicesOfOverride(plan)['shop-search']).toEqual({ scale: 0 });
  expect(Object.keys(servicesOfOverride(plan))).toHaveLength(4);
});

it('takes neither image nor environment nor network from the published file', () => {
  const text = overrideOf(shopLaptop(ALL));
  for (const key of ['image:', 'build:', 'networks:', 'depends_on:', 'container_name:', 'deploy:', 'version:'])
    expect(text).not.toContain(key);
});

it('escapes the dollars of the health check', () => {
  const health = { kind: 'command', command: ['sh', '-c', 'ask $status'], startsWithin: seconds(60), published: false } as const;
  const own = testService('a', { health, configurable: configurable({ follow: () => ({ asked: true }) }) });
  const text = overrideOf(planOver([own], `${HEAD}services: { a: { memory: { limit: 64Mi } } }\n`));
  expect(text).toContain('$$status');
  expect(text.replaceAll('$$', '')).not.toContain('$');
});

describe('the whole file', () => {
  const files = (text = TEXT) => synthesize(shopLaptopOf(text));
  const TEXT = `${HEAD}services: { cart: { cpu: { limit: 1 }, memory: { limit: 1536Mi } } }\n`;

  it('says by what and from which profile it was made, and not to edit it', async () => {
    const [made, digest, empty] = ((await files())[0]?.content ?? '').split('\n');
    expect(made).toBe(
      `# Generated by faultmaven-infra ${version} from the profile x. Do not edit: change the profile and synthesize it again.`,
    );
    expect(digest).toMatch(/^# digest: [0-9a-f]{16}, of everything outside the services; each service has one$/);
    expect(empty).toBe('');
  });

  it('holds neither a date nor a path', async () => {
    const text = ((await files())[0]?.content ?? '').split('\n').slice(0, 3).join('\n');
    expect(text).not.toMatch(/\d{4}-\d\d|\d\d:\d\d/);
    expect(text).not.toMatch(/\/tmp|\/home|\\/);
  });

  it('is the same however the values were written', async () => {
    const other = TEXT.replace('1536Mi', '1.5Gi')
      .replace('limit: 1 }', 'limit: 1.0 }')
      .replace('target: compose\n', '# a comment\ntarget: "compose"\n');
    expect(other).not.toBe(TEXT);
    expect(await files(other)).toEqual(await files());
    expect(await files(`${TEXT}switches: { persist: false }\n`)).toEqual(await files());
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
      const plan = shopLaptop([
        `services.search.memory.limit=${limit}Mi`,
        `services.search.memory.request=${request}Mi`,
        `services.search.cpu.limit=${millicores / 1000}`,
        ...switches.map((path) => `${path}=true`),
      ]);
      expect(servicesOfOverride(plan)['shop-search']).toMatchObject({
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
  const plan = shopLaptop();
  const bounded: Concern = () => ({ pids_limit: 512 });
  const strict: Concern = () => ({ pids_limit: 64, init: true });
  expect(() => overrideServices(plan, { bounded, strict })).toThrow('bounded and strict both set pids_limit, to different values');
  expect(Object.values(overrideServices(plan, { bounded, again: bounded }))[0]).toEqual({ pids_limit: 512 });
});
