import { objectsOf, shopPlanOf } from '../../../support/cluster';
import { dataTierPlanOf } from '../../../support/data-tier';
import { openings } from '../../../support/openness';

it.each([
  '',
  'ingress: { auth: { url: "http://p.login.svc.cluster.local/", namespace: login } }',
  'ingress: { auth: { url: "http://10.0.0.1/", networks: [10.0.0.0/8] } }\nmonitoring: { namespace: null }',
  'platform: { monitoring: existing }',
  'ingress: { auth: null, annotations: null }',
  'services: { postgres: { backup: { bucket: { endpoint: "http://10.0.0.1:9000", networks: [10.0.0.0/8] } } } }',
  'placement: { pool: { key: a, value: "" }, tolerations: [{ key: a }] }',
  'services: { postgres: { backup: null }, cart: { replicas: 1 } }',
])('says "all" nowhere for %s', (text) => {
  expect(openings(objectsOf(shopPlanOf(`${text}\n`)))).toEqual([]);
});

it.each(['', 'services: { redis: { export: null }, postgres: { backup: null }, chromadb: { replicas: 1 } }'])(
  'says "all" nowhere for a data tier: %s',
  (text) => {
    expect(openings(objectsOf(dataTierPlanOf(`${text}\n`)))).toEqual([]);
  },
);

const named = (kind: string, rest: object) => ({ kind, metadata: { name: 'x' }, ...rest });
const policy = (spec: object) =>
  named('NetworkPolicy', { spec: { podSelector: { matchLabels: { a: 'b' } }, policyTypes: ['Egress'], ...spec } });
const ports = [{ port: 1 }];

it.each([
  [policy({ podSelector: {} }), 'podSelector selects every pod'],
  [policy({ policyTypes: [] }), 'policyTypes is left to be guessed'],
  [policy({ egress: [{ to: [], ports }] }), 'egress.0.to is everybody'],
  [policy({ egress: [{ ports }] }), 'egress.0.to is everybody'],
  [policy({ egress: [{ to: [{}], ports }] }), 'egress.0.to has a peer that is everybody'],
  [policy({ ingress: [{ from: [{ namespaceSelector: {} }], ports }] }), 'ingress.0.from.namespaceSelector selects all'],
  [policy({ egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports }] }), 'egress.0.to.ipBlock is every address'],
  [policy({ egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [] }] }), 'egress.0.ports is every port'],
  [policy({ egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{}] }] }), 'egress.0.ports has a port that is every port'],
  [named('Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }] }), 'verbs is all'],
  [named('Role', { rules: [{ apiGroups: [''], resources: [], verbs: ['get'] }] }), 'resources is all'],
  [named('PodDisruptionBudget', { spec: { selector: {} } }), 'selector selects every pod'],
  [named('Service', { spec: {} }), 'selector selects nothing that is ours'],
  [named('Deployment', { spec: { selector: { matchLabels: {} } } }), 'spec.selector.matchLabels is all'],
  [named('Deployment', { spec: { selector: { a: 1 }, affinity: { labelSelector: {} } } }), 'spec.affinity.labelSelector is all'],
  [named('Deployment', { spec: { selector: { a: 1 }, tolerations: [{ operator: 'Exists' }] } }), 'spec.tolerations stands every taint'],
  [named('Ingress', { spec: { rules: [{}], tls: [{ hosts: [] }] } }), 'rules.host is every host'],
])('sees it where it is said: %#', (object, expected) => {
  expect(openings([object])).toContain(`${object.kind} x: ${expected}`);
});
