import type { Task } from '../../../../lib/model/task';
import { members } from '../../../../lib/model/workload';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { port } from '../../../../lib/units/port';
import { type Any, find, objectsOf, ofKind, shopPlan, shopPlanOf } from '../../../support/cluster';
import { dataTierPlanOf, WATCHED } from '../../../support/data-tier';
import { clusterOver } from '../../../support/plans';
import { declaredIn, Policies } from '../../../support/policies';
import { testService } from '../../../support/services';

const objects = objectsOf(shopPlan());
const policies = new Policies(shopPlan());

describe.each([
  ['the shop', shopPlan()],
  ['a data tier', dataTierPlanOf()],
])('in %s', (_, plan) => {
  it.each(['egress', 'ingress'] as const)('allows exactly the calls that services declare: %s', (side) => {
    expect(new Policies(plan).edges(side)).toEqual(declaredIn(plan));
  });
});

it.each([
  ['the shop', shopPlan()],
  ['a data tier that is watched', dataTierPlanOf(WATCHED)],
])('names the same peers in one rule, with all of their ports: %s', (_, plan) => {
  for (const { metadata, spec } of ofKind(objectsOf(plan), 'NetworkPolicy')) {
    const peers = (['ingress', 'egress'] as const).map((side) =>
      (spec[side] ?? []).map((rule: Any) => JSON.stringify(rule[side === 'ingress' ? 'from' : 'to'])),
    );
    for (const of of peers) expect([metadata.name, ...new Set(of)]).toEqual([metadata.name, ...of]);
  }
});

it.each([
  ['shop-cart', 'shop-orders', [8000]],
  ['shop-orders', 'postgres', [5432]],
  ['shop-orders-migrate', 'postgres', [5432]],
  ['postgres', 'postgres', [5432, 8008]],
  ['postgres-backup', 'postgres', [5432]],
  ['postgres-configure', 'postgres', [8008]],
])('lets %s reach %s at %j, from both sides', (from, to, ports) => {
  expect(policies.ports('egress', from, to)).toEqual(ports);
  expect(policies.ports('ingress', to, from)).toEqual(ports);
});

it('lets the members of PostgreSQL, and nobody else, reach the API server', () => {
  expect(policies.naming('egress', '192.0.2.0/24')).toEqual(['postgres']);
  expect(find(objects, 'NetworkPolicy', 'postgres').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
    ports: [
      { port: 443, protocol: 'TCP' },
      { port: 6443, protocol: 'TCP' },
    ],
  });
});

it('denies everything else, both ways', () => {
  expect(find(objects, 'NetworkPolicy', 'default-deny').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  for (const { spec } of policies.all) expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
});

it('lets the ingress controller and monitoring reach the exposed service alone', () => {
  expect(policies.naming('ingress', 'namespaceSelector')).toEqual(['shop-cart']);
  const [{ from }] = find(objects, 'NetworkPolicy', 'shop-cart').spec.ingress;
  expect(from.map(({ namespaceSelector }: Any) => namespaceSelector.matchLabels['kubernetes.io/metadata.name'])).toEqual([
    'traefik',
    'monitoring',
  ]);
});

it('resolves names over UDP and TCP', () => {
  const { egress } = find(objects, 'NetworkPolicy', 'allow-dns').spec;
  expect(egress).toHaveLength(1);
  expect(egress[0].to).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
    { ipBlock: { cidr: '169.254.20.10/32' } },
    { ipBlock: { cidr: '169.254.169.254/32' } },
  ]);
  expect(egress[0].ports).toEqual([
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ]);
});

it('never means private or metadata addresses by the internet', () => {
  const blocks = policies.all.flatMap(({ spec }) =>
    (spec.egress ?? []).flatMap(({ to }: Any) => to.flatMap(({ ipBlock }: Any) => ipBlock ?? [])),
  );
  expect(blocks.length).toBeGreaterThan(0);
  for (const { cidr, except } of blocks) {
    if (cidr === '0.0.0.0/0')
      expect(except).toEqual(expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']));
    else if (cidr !== '192.0.2.0/24')
      expect([cidr, except]).toEqual(['::/0', expect.arrayContaining(['::1/128', 'fc00::/7', 'fe80::/10', '64:ff9b::a9fe:0/112'])]);
  }
});

it('reaches the internet only where something is there to reach', () => {
  expect([...policies.naming('egress', '0.0.0.0/0')].sort()).toEqual(['postgres', 'shop-cart']);
  const without = new Policies(shopPlanOf('services: { postgres: { backup: null } }\ningress: { auth: null }\n'));
  expect(without.naming('egress', '0.0.0.0/0')).toEqual([]);
});

it('reaches a store at the networks that the profile names', () => {
  const bucket = 'networks: [10.1.2.0/28], endpoint: "https://s3.test.org:9000"';
  const own = objectsOf(shopPlanOf(`services: { postgres: { backup: { bucket: { ${bucket} } } } }\n`));
  expect(find(own, 'NetworkPolicy', 'postgres').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.1.2.0/28' } }],
    ports: [{ port: 9000, protocol: 'TCP' }],
  });
});

it('reaches a store with a public address at its own port', () => {
  const own = objectsOf(shopPlanOf('services: { postgres: { backup: { bucket: { endpoint: "https://s3.test.org:9000" } } } }\n'));
  expect(find(own, 'NetworkPolicy', 'postgres').spec.egress.map(({ ports }: Any) => ports)).toContainEqual([
    { port: 9000, protocol: 'TCP' },
  ]);
});

it('reaches an authentication without a public address by its networks', () => {
  const own = objectsOf(shopPlanOf('ingress: { auth: { url: "https://login.test.org:8443", networks: [10.1.0.0/16] } }\n'));
  expect(find(own, 'NetworkPolicy', 'shop-cart').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
    ports: [{ port: 8443, protocol: 'TCP' }],
  });
});

it('leaves what is the own of a node out of a network that holds it', () => {
  const own = objectsOf(
    shopPlanOf('ingress: { auth: { url: "https://login.test.org", networks: [160.0.0.0/4, "fd00::/8", 10.0.0.0/8] } }\n'),
  );
  expect(find(own, 'NetworkPolicy', 'shop-cart').spec.egress).toContainEqual({
    to: [
      { ipBlock: { cidr: '160.0.0.0/4', except: ['169.254.0.0/16', '168.63.129.16/32'] } },
      { ipBlock: { cidr: 'fd00::/8', except: ['fd00:ec2::/32', 'fd20:ce::/32'] } },
      { ipBlock: { cidr: '10.0.0.0/8' } },
    ],
    ports: [{ port: 443, protocol: 'TCP' }],
  });
});

it('reaches an authentication in the cluster by its namespace, at whatever port its pods listen', () => {
  const own = objectsOf(
    shopPlanOf('ingress: { auth: { url: "http://oauth2-proxy.login.svc.cluster.local/oauth2/auth", namespace: login } }\n'),
  );
  expect(find(own, 'NetworkPolicy', 'shop-cart').spec.egress).toContainEqual({
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'login' } } }],
    ports: [{ protocol: 'TCP' }],
  });
});

it('marks an edge that is declared but that no released image uses', () => {
  const one = testService('one', { ports: { http: { container: 8000 } } });
  const size = 'replicas: 1, cpu: { request: 1, limit: 1 }, memory: { request: 1Gi, limit: 1Gi }';
  const own = clusterOver(
    [one, testService('two', { declares: [one] })],
    `images: { one: "1", two: "1" }\nservices: { one: { ${size} }, two: { ${size} } }\n`,
  );
  expect(find(objectsOf(own), 'NetworkPolicy', 'fm-two').metadata.annotations).toEqual({
    'faultmaven-infra/declared-but-unused': 'fm-one',
  });
  expect(new Policies(own).edges('egress')).toEqual(['fm-two -> fm-one']);
});

const egressOf = (auth: string): Any =>
  find(objectsOf(shopPlanOf(`ingress: { namespace: web, auth: { ${auth} } }\n`)), 'NetworkPolicy', 'shop-cart').spec.egress;

it('reaches pods of the ingress controller as well where the authentication is behind it', () => {
  const rules = egressOf('url: "https://login.example.org/auth", behindIngress: true');
  expect(rules).toContainEqual({
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }],
    ports: [{ protocol: 'TCP' }],
  });
  expect(rules).toContainEqual({
    to: [expect.objectContaining({ ipBlock: expect.anything() }), expect.anything()],
    ports: [{ protocol: 'TCP', port: 443 }],
  });
  expect(JSON.stringify(egressOf('url: "https://login.example.org/auth"'))).not.toContain('"web"');
});

describe('a proxy', () => {
  const size = 'cpu: { request: 1, limit: 1 }, memory: { request: 1Gi, limit: 1Gi }';
  const peers = { http: { container: 8000 }, peers: { container: 8001, inner: true } } as const;
  const tidy: Task = {
    name: 'tidy',
    when: 'once',
    steps: [{ name: 'tidy', command: ['tidy'], environment: {} }],
    limits: { cpu: Cpu.parse('1'), memory: Memory.parse('1Gi') },
  };
  const unused = testService('unused', { ports: { http: { container: 8000 } } });
  const store = testService('store', {
    ports: peers,
    declares: [unused],
    workload: members({
      leader: { by: 'proxy' },
      of: () => ({ containers: [{ name: 'store', command: ['serve'], environment: {}, probes: {} }], tasks: [tidy] }),
    }),
  });
  const proxy = testService('proxy', { ports: { http: { container: 8000 } }, proxiesFor: store });
  const client = testService('client', { calls: [store] });
  const all = [unused, store, proxy, client];
  const plan = clusterOver(
    all,
    `images: { ${all.map(({ kind }) => `${kind}: "1"`).join(', ')} }\nservices: { ${all.map(({ kind }) => `${kind}: { ${size}, replicas: 1${kind === 'store' ? ', volume: { size: 1Gi }' : ''} }`).join(', ')} }\n`,
  );
  const found = (name: string): Any => find(objectsOf(plan), 'NetworkPolicy', name);

  it('stands between members and their clients, and reaches every port of theirs', () => {
    expect(new Policies(plan).edges('egress')).toEqual(
      ['fm-client -> fm-proxy', 'fm-proxy -> fm-store', 'fm-store -> fm-store', 'fm-store -> fm-unused'].sort(),
    );
    expect(found('fm-client').spec.egress[0].ports).toEqual([{ protocol: 'TCP', port: 8000 }]);
    expect(found('fm-proxy').spec.egress[0].ports).toEqual([8000, 8001].map((port) => ({ protocol: 'TCP', port })));
  });

  it('has no part in a task of its members, which nobody reaches and which uses nothing that they declare', () => {
    expect(found('fm-store').metadata.annotations).toEqual({ 'faultmaven-infra/declared-but-unused': 'fm-unused' });
    expect(found('fm-store-tidy').metadata.annotations).toBeUndefined();
    expect(found('fm-store-tidy').spec.ingress).toBeUndefined();
    expect(found('fm-store-tidy').spec.egress).toBeUndefined();
  });
});

it('reaches what is only the own of a node where a service names that itself', () => {
  const one = testService('one', { reaches: [{ kind: 'networks', cidrs: ['168.63.129.16/32'], port: port(80), why: 'a test' }] });
  const size = 'replicas: 1, cpu: { request: 1, limit: 1 }, memory: { request: 1Gi, limit: 1Gi }';
  const own = clusterOver([one], `images: { one: "1" }\nservices: { one: { ${size} } }\n`);
  expect(find(objectsOf(own), 'NetworkPolicy', 'fm-one').spec.egress).toEqual([
    { to: [{ ipBlock: { cidr: '168.63.129.16/32' } }], ports: [{ protocol: 'TCP', port: 80 }] },
  ]);
});
