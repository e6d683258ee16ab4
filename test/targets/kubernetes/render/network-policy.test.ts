import { type Any, clusterPlan, clusterPlanOf, find, objectsOf, ofKind, selects, workloads } from '../../../support/cluster';

const plan = clusterPlan();
const objects = objectsOf(plan);

/** Every workload by its name, with its labels. */
const pods: readonly { readonly name: string; readonly labels: Any }[] = workloads(objects).map(({ metadata, spec }) => ({
  name: metadata.name.replace(/-[0-9a-f]{8}$/, ''),
  labels: spec.template.metadata.labels,
}));

const policies = ofKind(objects, 'NetworkPolicy').filter(({ spec }) => spec.podSelector.matchLabels !== undefined);

/** The edges that policies allow, computed from one of their sides. */
function edges(side: 'egress' | 'ingress'): ReadonlySet<string> {
  const peers = side === 'egress' ? 'to' : 'from';
  const found = policies.flatMap(({ spec }) =>
    pods
      .filter(({ labels }) => selects(spec.podSelector, labels))
      .flatMap((own) =>
        (spec[side] ?? []).flatMap((rule: Any) =>
          rule[peers].flatMap((peer: Any) =>
            pods.filter(({ labels }) => peer.podSelector && selects(peer.podSelector, labels)).map((other) => [own.name, other.name]),
          ),
        ),
      ),
  );
  return new Set(found.map(([own, other]) => (side === 'egress' ? `${own} -> ${other}` : `${other} -> ${own}`)));
}

/** Who answers in the name of a server. */
const answering = (name: string): string => (name === 'redis' ? 'redis-proxy' : name);

/** What the constructs declare: calls of servers, care for their members, and what migrations and tasks need. */
const declared = new Set(
  plan.services.flatMap(({ service: { name, declares, proxiesFor }, configured: { calls, database }, members }) => [
    ...[...calls, ...declares].map((called) => `${name} -> ${answering(called.name)}`),
    ...(proxiesFor === undefined ? [] : [`${name} -> ${proxiesFor.name}`]),
    // Chromas do not know one another.
    ...(members === undefined || name === 'chromadb' ? [] : [`${name} -> ${name}`]),
    ...(database?.migrates.by === 'owner' ? [`${name}-migrate -> ${database.migrates.server.name}`] : []),
    ...(members?.tasks ?? []).flatMap((task) => [
      ...(task.calls ?? []).map((called) => `${name}-${task.name} -> ${answering(called.name)}`),
      ...(task.attends ?? []).map(({ server }) => `${name}-${task.name} -> ${server.name}`),
    ]),
  ]),
);

it('allows exactly the calls that services declare, from the side of the callers', () => {
  expect([...edges('egress')].sort()).toEqual([...declared].sort());
});

it('allows exactly the same from the side of the called', () => {
  expect([...edges('ingress')].sort()).toEqual([...declared].sort());
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
  ['redis-proxy', 'redis', [6379, 26379]],
  ['redis', 'redis', [6379, 26379]],
  ['redis-export', 'redis', [6379]],
  ['postgres', 'postgres', [5432, 8008]],
  ['postgres-backup', 'postgres', [5432]],
  ['postgres-configure', 'postgres', [8008]],
])('lets %s reach %s at %j, from both sides', (from, to, ports) => {
  const labelsOf = (name: string): Any => pods.find((pod) => pod.name === name)?.labels;
  const allowed = (own: string, side: 'egress' | 'ingress', peers: 'to' | 'from', other: string): readonly number[] =>
    policies
      .filter(({ spec }) => selects(spec.podSelector, labelsOf(own)))
      .flatMap(({ spec }) => spec[side] ?? [])
      .filter((rule: Any) => rule[peers].some((peer: Any) => peer.podSelector && selects(peer.podSelector, labelsOf(other))))
      .flatMap((rule: Any) => rule.ports.map(({ port }: Any) => port));
  expect(allowed(from, 'egress', 'to', to)).toEqual(ports);
  expect(allowed(to, 'ingress', 'from', from)).toEqual(ports);
});

it('lets nobody but knowledge reach Chroma', () => {
  const reaching = [...edges('ingress')].filter((edge) => edge.endsWith('-> chromadb'));
  expect(reaching).toEqual(['fm-knowledge-service -> chromadb']);
});

it('lets the members of PostgreSQL, and nobody else, reach the API server', () => {
  const reaching = policies
    .filter(({ spec }) => JSON.stringify(spec.egress ?? []).includes('192.0.2.0/24'))
    .map(({ metadata }) => metadata.name);
  expect(reaching).toEqual(['postgres']);
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
  for (const { spec } of policies) expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
});

it('lets only the gateway reach what believes its identity headers', () => {
  const reaching = (name: string) => [...edges('ingress')].filter((edge) => edge.endsWith(`-> ${name}`));
  for (const kind of ['auth', 'session', 'knowledge', 'evidence', 'agent'])
    expect(reaching(`fm-${kind}-service`)).toEqual([`fm-api-gateway -> fm-${kind}-service`]);
  // Services that call it hand on whom they work for.
  const callers = plan.services.flatMap(({ service: { name, calls } }) => (calls.some(({ kind }) => kind === 'case') ? name : []));
  expect(callers).toEqual(expect.arrayContaining(['fm-agent-service', 'fm-api-gateway']));
  expect(reaching('fm-case-service').sort()).toEqual(callers.map((name) => `${name} -> fm-case-service`).sort());
  expect(reaching('fm-api-gateway')).toEqual(['fm-edge -> fm-api-gateway']);
});

it('lets the ingress controller and monitoring reach the edge alone', () => {
  const fromOutside = policies
    .filter(({ spec }) => JSON.stringify(spec.ingress ?? []).includes('namespaceSelector'))
    .map(({ metadata }) => metadata.name);
  expect(fromOutside).toEqual(['fm-edge']);
  const [{ from }] = find(objects, 'NetworkPolicy', 'fm-edge').spec.ingress;
  expect(from.map(({ namespaceSelector }: Any) => namespaceSelector.matchLabels['kubernetes.io/metadata.name'])).toEqual([
    'nginx-ingress',
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
  const blocks = policies.flatMap(({ spec }) =>
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
  const outside = policies.filter(({ spec }) => JSON.stringify(spec.egress ?? []).includes('ipBlock')).map(({ metadata }) => metadata.name);
  expect(outside.sort()).toEqual([
    ...['fm-agent-service', 'fm-edge', 'fm-evidence-service', 'fm-knowledge-service'],
    ...['postgres', 'redis-export'],
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

it('reaches a store with a public address at its own port', () => {
  const own = objectsOf(clusterPlanOf('services: { evidence: { files: { bucket: { endpoint: "https://s3.test.org:9000" } } } }\n'));
  expect(find(own, 'NetworkPolicy', 'fm-evidence-service').spec.egress.map(({ ports }: Any) => ports)).toContainEqual([
    { port: 9000, protocol: 'TCP' },
  ]);
});

it('reaches an authentication without a public address by its networks', () => {
  const own = objectsOf(clusterPlanOf('ingress: { auth: { url: "https://login.test.org:8443", networks: [10.1.0.0/16] } }\n'));
  expect(find(own, 'NetworkPolicy', 'fm-edge').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
    ports: [{ port: 8443, protocol: 'TCP' }],
  });
});

it('leaves what is the own of a node out of a network that holds it', () => {
  const own = objectsOf(
    clusterPlanOf('ingress: { auth: { url: "https://login.test.org", networks: [160.0.0.0/4, "fd00::/8", 10.0.0.0/8] } }\n'),
  );
  expect(find(own, 'NetworkPolicy', 'fm-edge').spec.egress).toContainEqual({
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
    clusterPlanOf('ingress: { auth: { url: "http://oauth2-proxy.login.svc.cluster.local/oauth2/auth", namespace: login } }\n'),
  );
  expect(find(own, 'NetworkPolicy', 'fm-edge').spec.egress).toContainEqual({
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'login' } } }],
    ports: [{ protocol: 'TCP' }],
  });
});

it('marks an edge that is declared but that no released image uses', () => {
  expect(find(objects, 'NetworkPolicy', 'fm-knowledge-service').metadata.annotations).toEqual({
    'faultmaven-infra/declared-but-unused': 'chromadb',
  });
});
