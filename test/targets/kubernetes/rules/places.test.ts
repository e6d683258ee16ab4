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

it.each([
  ['no-authentication', ingress('auth: null'), 'ingress', 4],
  ['ingress-retired', ingress('namespace: ingress-nginx'), 'ingress', 5],
  ['ingress-retired', ingress('annotations:', '  nginx.ingress.kubernetes.io/x: y'), 'ingress', 6],
  ['ingress-retired', ingress('namespace: x', 'className: nginx'), 'ingress', 6],
  ['api-server-behind-cilium', `${ingress('className: cilium')}apiServer:\n  ports: [6443]\n  cidrs: [10.1.0.0/16]\n`, 'apiServer', 8],
  ['images-without-digest', 'images:\n  cart: "2"\n', 'images', 4],
  ['search-split', 'services:\n  search:\n    cpu: { limit: 1 }\n    replicas: 2\n', 'search', 6],
])('finds %s at its line: %j', (code, text, subject, line) => {
  expect(lines(code, text)).toEqual([[subject, line]]);
});

it('finds nothing about an ingress or an API server that no service needs', () => {
  const size = 'replicas: 1, cpu: { request: 0.25, limit: 0.5 }, memory: { request: 64Mi, limit: 64Mi }';
  const text = `images: { a: "1" }\nservices: { a: { ${size} } }\nnodes: { tolerations: [{ key: node.cilium.io/agent-not-ready }] }\n`;
  expect(check(clusterOver([testService('a')], text)).map(({ code }) => code)).toEqual(['images-without-digest']);
});
