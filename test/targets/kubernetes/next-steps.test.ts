import { nextSteps } from '../../../lib/targets/kubernetes/next-steps';
import { shopPlan } from '../../support/cluster';

const steps = (assignments: readonly string[], undone: readonly string[] = []) =>
  nextSteps(
    { plan: shopPlan(assignments), selection: '--profile mine', folder: '/x/my out', shown: 'my out', changes: [], undone, asks: false },
    { program: 'shopsynth' } as never,
  ).split('\n');

const REST = [
  'then: create the Secrets that shopsynth list secrets --profile mine prints',
  "then: kubectl apply --server-side -k 'my out'",
  '',
];

const ADMINISTRATOR = 'then: let an administrator apply what of it is missing, from what --set clusterScoped=true writes:';

it('creates the namespace first, then its Secrets, then everything else', () => {
  expect(steps([])).toEqual(["next: kubectl apply --server-side -f 'my out/create-namespace.yaml'", ...REST]);
});

it('says what has to be there where the profile makes nothing outside of its namespace', () => {
  const [first, classes, administrator, ...rest] = steps(['clusterScoped=false', 'namespace=mine']);
  expect(first).toBe('next: see that the namespace mine is there: this profile does not make it');
  expect(classes).toMatch(/^then: see that the PriorityClasses \S+-data, \S+-edge, \S+-core, \S+-batch are there: this profile does not/);
  expect(administrator).toBe(`${ADMINISTRATOR} kubectl apply --server-side -f create-namespace.yaml -f priority-classes.yaml`);
  expect(rest).toEqual(REST);
});

it('names the ClusterRoles that somebody has to make, and the label of a namespace whose pods look at their node', () => {
  const watched = ['platform={ monitoring: full, owner: true }', 'monitoring.namespace=null'];
  const first = steps([...watched, 'clusterScoped=false']);
  expect(first[0]).toContain(' are there, shop-node with the label pod-security.kubernetes.io/enforce: privileged: this profile does not');
  expect(first[2]).toBe(
    'then: see that the ClusterRoles shop-shop-watch are there, and bound: this profile does not make them (docs/platform.md)',
  );
  const roles = steps([...watched, 'clusterScoped={ namespace: true, priorityClasses: true }']);
  expect(roles.slice(1, 3)).toEqual([first[2], `${ADMINISTRATOR} kubectl auth reconcile -f shop-watch.yaml`]);
  expect(first[3]).toBe(
    `${ADMINISTRATOR} kubectl apply --server-side -f create-namespace.yaml -f priority-classes.yaml; kubectl auth reconcile -f shop-watch.yaml`,
  );
});

it.each([
  [['ingress.gateway={ name: a, namespace: b }', 'ingress.className=null', 'ingress.tlsSecret=null'], 'the Gateway API (HTTPRoute)'],
  [['platform.monitoring=existing'], 'the Prometheus Operator (PodMonitor, PrometheusRule)'],
  [['externalSecrets={ store: vault, kind: ClusterSecretStore }'], 'the External Secrets Operator (ExternalSecret)'],
])('asks for the CRDs without which the apply fails: %j', (assignments, needed) => {
  expect(steps(assignments)[1]).toBe(`then: see that the CRDs of ${needed} are there: without them the apply fails`);
  expect(steps(assignments).slice(2)).toEqual(REST);
});

it('leaves out the Secrets where an operator fills in all of them', () => {
  const store = 'externalSecrets={ store: vault, kind: ClusterSecretStore }';
  const gateway = ['ingress.gateway={ name: a, namespace: b }', 'ingress.className=null', 'ingress.tlsSecret=null'];
  expect(steps([store, ...gateway]).slice(2)).toEqual(REST.slice(1));
});

it('asks for no CRDs where files are written instead of objects', () => {
  expect(steps(['platform.monitoring=existing', 'monitoring.as=files']).slice(1)).toEqual(REST);
});

it('ends with the names that have to lead to a load balancer of its own', () => {
  const direct = ['platform.ingress=direct', 'ingress.className=null', 'ingress.namespace=null'];
  expect(steps([...direct, 'ingress.hosts=[{ host: a.example.org, tlsSecret: a }]']).slice(-2)).toEqual([
    'then: let shop.example.com and a.example.org lead to the address that kubectl get service shop-cart --namespace shop shows',
    '',
  ]);
});

it('begins with the changes that an apply does not make', () => {
  expect(steps([], ['delete the StatefulSet\u001b', 'grow the disk']).slice(0, 3)).toEqual([
    'an apply alone does not do these (docs/runbooks/immutable-fields.md):',
    '  delete the StatefulSet\\u001b',
    '  grow the disk',
  ]);
});
