import { onlyIn } from '../../../../lib/model/environment';
import type { Service, ServiceProps } from '../../../../lib/model/service';
import { clusterFiles } from '../../../../lib/targets/kubernetes/render/kubernetes';
import { shopPlanOf } from '../../../support/cluster';
import { dataTierPlanOf } from '../../../support/data-tier';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const SIZE = 'replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';

const service = (kind: string, props: Partial<ServiceProps> = {}): Service =>
  testService(kind, {
    ports: { http: { container: 8000 } },
    ...props,
  });
const plain = service('plain');
const sizesOf = (...services: readonly Service[]): string =>
  `services: { ${services.map(({ kind }) => `${kind}: { ${SIZE} }`).join(', ')} }\n`;

it('needs nothing but what its services need', () => {
  const plan = clusterOver([plain], `images: { plain: "1.0" }\n${sizesOf(plain)}`);
  expect(clusterFiles(plan).map(({ path }) => path)).toContain('fm-plain.yaml');
});

it('says of a build who runs it', () => {
  const other = service('other');
  expect(problemsOf(() => clusterOver([plain, other], `images: { plain: "1.0" }\n${sizesOf(plain, other)}`))).toEqual([
    'x.yaml:2:9: images.other: expected the build that services.other runs, got nothing',
  ]);
  expect(problemsOf(() => clusterOver([plain, other], sizesOf(plain, other)))).toEqual([
    'x.yaml:1:1: images: expected the build of each image that services runs (plain, other), got nothing',
  ]);
});

it('needs the build of a tool only where the profile asks for what it does', () => {
  expect(() => dataTierPlanOf('images: { s3-client: null }\nservices: { redis: { export: null } }\n')).not.toThrow();
  expect(problemsOf(() => dataTierPlanOf('images: { s3-client: null }\n'))).toEqual([
    'x.yaml:3:22: images.s3-client: expected the build that services.redis.export runs, got null: it removes the inherited value, and a profile needs one',
  ]);
});

it.each([
  ['takes requests from outside', service('entry', { exposed: { ownPaths: [] } })],
  [
    'is told where browsers come from',
    service('entry', { variables: onlyIn('cluster', { ORIGINS: { kind: 'allowed-origins', as: 'json' } }) }),
  ],
])('needs an ingress where a service %s', (why, entry) => {
  expect(problemsOf(() => clusterOver([entry], `images: { entry: "1.0" }\n${sizesOf(entry)}`))).toEqual([
    `x.yaml:1:1: ingress: expected how users come in, because services.entry ${why}, got nothing`,
  ]);
});

it('needs to know where the API server is only where a service asks it', () => {
  const asking = service('asking', { reaches: [{ kind: 'cluster-api' }] });
  expect(problemsOf(() => clusterOver([plain, asking], `images: { plain: "1", asking: "1" }\n${sizesOf(plain, asking)}`))).toEqual([
    'x.yaml:1:1: apiServer: expected where the API server answers, which services.asking asks, got nothing',
  ]);
  expect(problemsOf(() => shopPlanOf('apiServer: null\n'))).toEqual([
    'x.yaml:3:12: apiServer: expected where the API server answers, which services.postgres asks, got nothing',
  ]);
});

it('tells all that is missing at once', () => {
  const entry = service('entry', { exposed: { ownPaths: [] } });
  expect(problemsOf(() => clusterOver([entry], `services: { entry: { ${SIZE.replace('replicas: 1', 'replicas: 0')} } }\n`))).toHaveLength(
    3,
  );
});
