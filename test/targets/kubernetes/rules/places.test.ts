import { check } from '../../../support/check';
import { shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

/** The line in the profile of each finding of a code, by its subject. */
const lines = (code: string, text: string): readonly (readonly [string, number | undefined])[] =>
  check(shopPlanOf(text))
    .filter((finding) => finding.code === code)
    .map(({ subject, source }) => [subject, source?.kind === 'file' && source.file === 'x.yaml' ? source.line : undefined]);

/** Below a first line of their own, so that a key and what stands below it are on different lines. */
const ingress = (...said: readonly string[]): string =>
  ['ingress:', '  host: shop.test.org', ...said.map((line) => `  ${line}`), ''].join('\n');

/** Nodes of three zones, and the beginning of what is said of services. */
const nodes = (cpu: string, memory: string, zones = 'a, b, c'): string =>
  `nodes:\n  - { name: apps, count: 6, cpu: ${cpu}, memory: ${memory}, zones: [${zones}] }\nservices:\n`;

it.each([
  ['no-authentication', ingress('auth: null'), 'ingress', 4],
  ['ingress-retired', ingress('namespace: ingress-nginx'), 'ingress', 5],
  ['ingress-retired', ingress('annotations:', '  nginx.ingress.kubernetes.io/x: y'), 'ingress', 6],
  ['ingress-retired', ingress('namespace: x', 'className: nginx'), 'ingress', 6],
  ['api-server-behind-cilium', `${ingress('className: cilium')}apiServer:\n  ports: [6443]\n  cidrs: [10.1.0.0/16]\n`, 'apiServer', 8],
  ['images-without-digest', 'images:\n  cart: "2"\n', 'images', 4],
  ['search-split', 'services:\n  search:\n    cpu: { limit: 1 }\n    replicas: 2\n', 'search', 6],
  ['no-room-at-rest', 'services: {}\nnodes:\n  - { name: apps, count: 3, cpu: 0.75, memory: 2Gi }\n', 'nodes', 5],
  ['node-may-be-full', `${nodes('2', '3Gi')}  shipper:\n    cpu: { limit: 1 }\n`, 'shipper', 7],
  ['pod-exceeds-node', `${nodes('4', '1Gi')}  postgres:\n    minAvailable: 1\n`, 'postgres', 7],
  ['members-need-zones', `${nodes('4', '8Gi', 'a, b')}  postgres:\n    minAvailable: 1\n    zones: required\n`, 'postgres', 8],
  ['loss-leaves-too-few', `${nodes('4', '8Gi')}  postgres:\n    minAvailable: 1\n    zones: preferred\n`, 'postgres', 8],
])('finds %s at its line: %j', (code, text, subject, line) => {
  expect(lines(code, text)).toEqual([[subject, line]]);
});

it('finds nothing about an ingress or an API server that no service needs', () => {
  const size = 'replicas: 1, cpu: { request: 0.25, limit: 0.5 }, memory: { request: 64Mi, limit: 64Mi }';
  const text = `images: { a: "1" }\nservices: { a: { ${size} } }\nplacement: { tolerations: [{ key: node.cilium.io/agent-not-ready }] }\n`;
  expect(check(clusterOver([testService('a')], text)).map(({ code }) => code)).toEqual(['images-without-digest']);
});
