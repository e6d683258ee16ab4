import { faultmaven } from '../../lib/faultmaven/application';
import { Catalogue, servicesOf } from '../../lib/faultmaven/catalogue';
import { servicesIn } from '../../lib/model/application';
import { clusterPlanOf } from '../support/cluster';
import { laptopPlan } from '../support/plans';

const services = servicesIn(faultmaven, 'laptop');
const kinds = (called: readonly { readonly kind: string }[]): readonly string[] => called.map(({ kind }) => kind);
const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

// kind, image, ports on the laptop, what it calls
it.each([
  ['redis', 'redis', ['6379:6379'], []],
  ['chromadb', 'chromadb/chroma', ['8007:8000'], []],
  ['auth', 'ghcr.io/faultmaven/fm-auth-service', ['8001:8000'], ['redis']],
  ['session', 'ghcr.io/faultmaven/fm-session-service', ['8002:8000'], ['redis']],
  ['case', 'ghcr.io/faultmaven/fm-case-service', ['8003:8000'], []],
  ['knowledge', 'ghcr.io/faultmaven/fm-knowledge-service', ['8004:8000'], []],
  ['evidence', 'ghcr.io/faultmaven/fm-evidence-service', ['8005:8000'], []],
  ['agent', 'ghcr.io/faultmaven/fm-agent-service', ['8006:8000'], ['case']],
  ['job-worker', 'ghcr.io/faultmaven/fm-job-worker', [], ['redis']],
  ['job-worker-beat', 'ghcr.io/faultmaven/fm-job-worker', [], ['redis']],
  ['dashboard', 'ghcr.io/faultmaven/faultmaven-dashboard', ['3000:80'], []],
  ['api-gateway', 'ghcr.io/faultmaven/fm-api-gateway', ['8090:8090'], ['auth', 'session', 'case', 'knowledge', 'evidence', 'agent']],
])('%s runs %s, publishes %j and calls %j', (kind, image, ports, calls) => {
  const service = services.find((one) => one.kind === kind);
  expect(String(service?.image)).toBe(image);
  expect(service?.ports.flatMap(({ laptop, container }) => (laptop === undefined ? [] : `${laptop}:${container}`))).toEqual(ports);
  expect(kinds(service?.calls ?? [])).toEqual(calls);
});

it('declares that knowledge is meant to call chromadb, which no image does', () => {
  expect(services.filter(({ declares }) => declares.length > 0).map(({ kind, declares }) => [kind, kinds(declares)])).toEqual([
    ['knowledge', ['chromadb']],
  ]);
});

it('wires by object: what is called is the service of the same catalogue', () => {
  for (const service of services) {
    for (const called of [...service.calls, ...service.declares]) expect(services).toContain(called);
  }
});

it('calls nothing before it exists, so that no circle is possible', () => {
  services.forEach((service, position) => {
    for (const called of service.calls) expect(kinds(services).indexOf(called.kind)).toBeLessThan(position);
  });
});

it('has no name, short name or port of the laptop twice', () => {
  expect(unique(services.map(({ name }) => name))).toBe(true);
  expect(unique(services.map(({ kind }) => kind))).toBe(true);
  expect(unique(services.flatMap(({ ports }) => ports.flatMap(({ laptop }) => laptop ?? [])))).toBe(true);
});

it('opens everything to the network but Redis and Chroma', () => {
  const closed = services.filter(({ ports }) => ports.some(({ opened }) => !opened));
  expect(kinds(closed)).toEqual(['redis', 'chromadb']);
});

it('has a floor above nothing, with its evidence, everywhere', () => {
  for (const { floor } of services) {
    expect(floor.memory.mebibytes).toBeGreaterThan(0);
    expect(floor.evidence).toMatch(/\S/);
  }
});

it('needs between 2.3 and 3.2 GiB at the least', () => {
  const floors = services.reduce((sum, { floor }) => sum + floor.memory.mebibytes, 0);
  expect(floors).toBeGreaterThan(2.3 * 1024);
  expect(floors).toBeLessThan(3.2 * 1024);
});

it('asks every service whether it works; only chromadb is not asked by the published file', () => {
  expect(kinds(services.filter(({ health }) => !health.published))).toEqual(['chromadb']);
});

it('asks over HTTP only at a port that the service listens on', () => {
  for (const { health, ports } of services) {
    if (health.kind === 'http') expect(ports.map(({ container }) => container)).toContain(health.port);
  }
});

it('tells of every hazard what it leads to, the way out and where it is known from, each code once', () => {
  const plans = [laptopPlan(), clusterPlanOf('services: { case: { storage: postgres } }\n')];
  const hazards = new Set(plans.flatMap((plan) => plan.services.flatMap(({ configured }) => configured.hazards)));
  expect(hazards.size).toBeGreaterThan(10);
  for (const { severity: _, unused: __, inCluster, ...texts } of hazards)
    for (const text of [...Object.values(texts), ...Object.values(inCluster ?? {})]) expect(text).toMatch(/\S/);
});

it('departs from the resource plan for evidence and the job worker alone', () => {
  expect(kinds([...(faultmaven.resourcePlan?.departures.keys() ?? [])])).toEqual(['evidence', 'job-worker']);
});

it('persists uploads, vectors and the model cache', () => {
  const persistent = services.flatMap(({ kind, persists }) => persists.map(({ holds, unset }) => `${kind}: ${holds} in ${unset}`));
  expect(persistent).toEqual([
    'chromadb: the vectors of the Chroma server in /data',
    'knowledge: vectors in /app/data/chroma',
    'knowledge: the model cache in /root/.cache/huggingface',
    'evidence: uploads in /app/data/uploads',
  ]);
});

it('has its services in the same order every time', () => {
  const describe = (): string =>
    JSON.stringify(servicesOf(new Catalogue()).map(({ name, kind, image, ports }) => [name, kind, String(image), ports]));
  expect(describe()).toBe(describe());
});
