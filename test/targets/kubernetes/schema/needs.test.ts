import { onlyIn } from '../../../../lib/model/environment';
import type { Service, ServiceProps } from '../../../../lib/model/service';
import { clusterFiles } from '../../../../lib/targets/kubernetes/render/kubernetes';
import { ImageRepository } from '../../../../lib/units/image';
import { objectsOf } from '../../../support/cluster';
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

it('needs the build of a tool, or only where the profile asks for what it does', () => {
  expect(() => dataTierPlanOf('images: { s3-client: null }\nservices: { redis: { export: null } }\n')).not.toThrow();
  const helped = service('helped', {
    tools: [{ kind: 'helper', image: ImageRepository.parse('example.org/helper'), release: { tag: '1' } }],
  });
  expect(problemsOf(() => clusterOver([helped], `images: { helped: "1.0" }\n${sizesOf(helped)}`))).toEqual([
    'x.yaml:2:9: images.helper: expected the build that services.helped runs, got nothing',
  ]);
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

it('tells all that is missing at once', () => {
  const entry = service('entry', { exposed: { ownPaths: [] } });
  expect(problemsOf(() => clusterOver([entry], `services: { entry: { ${SIZE.replace('replicas: 1', 'replicas: 0')} } }\n`))).toHaveLength(
    3,
  );
});

it('needs an ingress even beside a service that takes none', () => {
  const entry = service('entry', { exposed: { ownPaths: [] } });
  expect(problemsOf(() => clusterOver([plain, entry], `images: { plain: "1", entry: "1" }\n${sizesOf(plain, entry)}`))).toEqual([
    expect.stringContaining('because services.entry takes requests from outside'),
  ]);
});

it('says of each build that lacks beside others who runs it', () => {
  const [other, third] = [service('other'), service('third')];
  const said = problemsOf(() => clusterOver([plain, other, third], `images: { plain: "1.0" }\n${sizesOf(plain, other, third)}`));
  expect(said).toEqual([expect.stringContaining('images.other: '), expect.stringContaining('images.third: ')]);
});

it('says of the only build that lacks who runs it', () => {
  expect(problemsOf(() => clusterOver([plain], sizesOf(plain)))).toEqual([
    'x.yaml:1:1: images.plain: expected the build that services.plain runs, got nothing',
  ]);
});

it('asks for no build of a service without a size', () => {
  expect(problemsOf(() => clusterOver([plain, service('other')], `images: { plain: "1.0" }\n${sizesOf(plain)}`))).toEqual([
    expect.stringContaining('services.other: '),
  ]);
});

it('writes neither the Namespace nor PriorityClasses unless a profile asks for them', () => {
  const kinds = (text: string) =>
    objectsOf(clusterOver([plain], `images: { plain: "1.0" }\n${text}${sizesOf(plain)}`))
      .map(({ kind }) => kind)
      .filter((kind) => kind === 'Namespace' || kind === 'PriorityClass');
  expect(new Set(kinds('clusterScoped: true\n'))).toEqual(new Set(['Namespace', 'PriorityClass']));
  expect(kinds('')).toEqual([]);
});

it('names the registries that images are published in by the alphabet', () => {
  const services = [service('late', { image: 'z.example/late' }), service('early', { image: 'a.example/early' })];
  expect(problemsOf(() => clusterOver(services, `registries: a\n${sizesOf(...services)}`))).toContainEqual(
    expect.stringContaining('registries: expected a map of a.example, z.example, got "a"'),
  );
});
