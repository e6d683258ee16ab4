import { CLUSTER_PROFILES, clusterPlan, clusterPlanOf, find, objectsOf, ofKind } from '../../support/cluster';
import { openings } from '../../support/openness';
import { declaredIn, Policies } from '../../support/policies';

const plan = clusterPlan();
const objects = objectsOf(plan);
const policies = new Policies(plan);

describe.each(CLUSTER_PROFILES)('in %s', (name) => {
  const shipped = clusterPlan(name);

  it.each(['egress', 'ingress'] as const)('allows exactly the calls that services declare: %s', (side) => {
    expect(new Policies(shipped).edges(side)).toEqual(declaredIn(shipped));
  });

  it('names no peer and no port twice in a rule', () => {
    for (const { metadata, spec } of ofKind(objectsOf(shipped), 'NetworkPolicy')) {
      for (const { from, to, ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
        for (const list of [from ?? to, ports]) {
          const named = list.map((one: unknown) => JSON.stringify(one));
          expect([metadata.name, ...new Set(named)]).toEqual([metadata.name, ...named]);
        }
      }
    }
  });
});

it.each([
  ['fm-edge', 'fm-api-gateway', [8090]],
  ['fm-edge', 'fm-dashboard', [8080]],
  ['fm-api-gateway', 'fm-case-service', [8000]],
  ['fm-agent-service', 'fm-case-service', [8000]],
  ['fm-knowledge-service', 'chromadb', [8000]],
  ['fm-job-worker', 'redis-proxy', [6379]],
  ['fm-evidence-service', 'postgres', [5432]],
  ['fm-evidence-service-migrate', 'postgres', [5432]],
])('lets %s reach %s at %j, from both sides', (from, to, ports) => {
  expect(policies.ports('egress', from, to)).toEqual(ports);
  expect(policies.ports('ingress', to, from)).toEqual(ports);
});

/** Who reaches a server, besides the probes of whether it answers. */
const reaching = (name: string): readonly string[] => policies.reaching(name).filter((other) => other !== 'blackbox');

it('lets nobody but knowledge reach Chroma', () => {
  expect(reaching('chromadb')).toEqual(['fm-knowledge-service']);
});

it('lets only the gateway reach what believes its identity headers', () => {
  for (const kind of ['auth', 'session', 'knowledge', 'evidence', 'agent'])
    expect(reaching(`fm-${kind}-service`)).toEqual(['fm-api-gateway']);
  // Services that call it hand on whom they work for.
  const callers = plan.services.flatMap(({ service: { name, calls } }) => (calls.some(({ kind }) => kind === 'case') ? name : []));
  expect(callers).toEqual(expect.arrayContaining(['fm-agent-service', 'fm-api-gateway']));
  expect(reaching('fm-case-service')).toEqual([...callers].sort());
  expect(reaching('fm-api-gateway')).toEqual(['fm-edge']);
});

it('lets the ingress controller and a Prometheus that is there reach the edge alone', () => {
  expect(new Policies(clusterPlan('cluster-small')).naming('ingress', 'namespaceSelector')).toEqual(['fm-edge']);
});

it('reaches the internet only where something is there to reach', () => {
  expect([...policies.naming('egress', 'ipBlock')].sort()).toEqual([
    ...['fm-agent-service', 'fm-edge', 'fm-evidence-service', 'fm-knowledge-service'],
    ...['kube-state-metrics', 'log-events', 'postgres', 'prometheus', 'redis-export'],
  ]);
  const own = objectsOf(
    clusterPlanOf(
      'services: { knowledge: { model: { image: /models } }, evidence: { files: { bucket: { networks: [192.0.2.0/28], endpoint: "https://s3.test.org:9000" } } } }\n',
    ),
  );
  expect(JSON.stringify(find(own, 'NetworkPolicy', 'fm-knowledge-service').spec.egress)).not.toContain('ipBlock');
  expect(find(own, 'NetworkPolicy', 'fm-evidence-service').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '192.0.2.0/28' } }],
    ports: [{ port: 9000, protocol: 'TCP' }],
  });
});

it('marks an edge that is declared but that no released image uses', () => {
  expect(find(objects, 'NetworkPolicy', 'fm-knowledge-service').metadata.annotations).toEqual({
    'faultmaven-infra/declared-but-unused': 'chromadb',
  });
});

it.each(CLUSTER_PROFILES)('says "all" nowhere in %s', (name) => {
  expect(openings(objectsOf(clusterPlan(name)))).toEqual([]);
});

it.each([
  'evidence: { files: { bucket: { endpoint: "http://10.0.0.1:9000", networks: [10.0.0.0/8] } } }, knowledge: { model: { image: /models } }',
  'evidence: { files: local, database: sqlite }, knowledge: { database: sqlite }',
  'redis: { export: null }, postgres: { backup: null }, chromadb: { replicas: 1 }, dashboard: { replicas: 1 }',
])('says "all" nowhere for %s', (services) => {
  expect(openings(objectsOf(clusterPlanOf(`services: { ${services} }\n`)))).toEqual([]);
});

it.each([
  ['evidence: { files: { bucket: { keys: pod-identity } } }', 'fm-evidence-service'],
  ['redis: { export: { bucket: { keys: pod-identity } } }', 'redis-export'],
])('lets those reach EKS Pod Identity whose bucket it opens: %s', (services, name) => {
  expect(new Policies(clusterPlanOf(`services: { ${services} }\n`)).naming('egress', '169.254.170.23')).toEqual([name]);
});
