import { onlyIn } from '../../../../lib/model/environment';
import { secretKey } from '../../../../lib/model/secret';
import type { ServiceProps } from '../../../../lib/model/service';
import { KEPT } from '../../../../lib/targets/kubernetes/annotations';
import { secrets } from '../../../../lib/targets/kubernetes/list-secrets';
import { nextSteps } from '../../../../lib/targets/kubernetes/next-steps';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { totals } from '../../../../lib/targets/kubernetes/totals';
import { seconds } from '../../../../lib/units/duration';
import { dnsLabel } from '../../../../lib/units/name';
import { shop } from '../../../fixture/shop';
import { type Any, find, objectsOf, ofKind, shopPlanOf } from '../../../support/cluster';
import { itHoldsTogether } from '../../../support/holds-together';
import { openings } from '../../../support/openness';
import { clusterOver } from '../../../support/plans';
import { Policies } from '../../../support/policies';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const ON = 'platform: { monitoring: full, owner: true }';
const plan = shopPlanOf(ON);
const all = objectsOf(plan);

/** Everything of a service or of a namespace as a whole. */
const labelled = (key: string, value: string): readonly Any[] =>
  all.filter(({ metadata }) => metadata.labels[`app.kubernetes.io/${key}`] === value);

describe('a platform in namespaces of its own', () => {
  itHoldsTogether(all);

  it('says "all" nowhere by saying nothing', () => {
    expect(openings(all)).toEqual([]);
  });
});

it('puts every object of a service but its rights into the namespace of its compartment', () => {
  const spaces = (name: string) => [
    ...new Set(
      labelled('name', name)
        .filter(({ kind }) => !/Role/.test(kind))
        .map(({ metadata }) => metadata.namespace),
    ),
  ];
  expect(['shop-cart', 'shop-shipper', 'postgres'].map(spaces)).toEqual([['shop'], ['shop'], ['shop']]);
  expect([spaces('shop-watch'), spaces('shop-pulse')]).toEqual([['shop-watch'], ['shop-node']]);
});

it('gives each namespace its quota, its default sizes and its policies', () => {
  const whole = all.filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === undefined);
  const kinds = (namespace: string) =>
    whole.filter(({ metadata }) => metadata.namespace === namespace).map(({ kind, metadata }) => [kind, metadata.name]);
  for (const namespace of ['shop', 'shop-watch', 'shop-node'])
    expect(kinds(namespace)).toEqual([
      ['ResourceQuota', 'shop'],
      ['LimitRange', 'shop'],
      ['NetworkPolicy', 'default-deny'],
      ['NetworkPolicy', 'allow-dns'],
    ]);
  const quota = (namespace: string) => ofKind(whole, 'ResourceQuota').find(({ metadata }) => metadata.namespace === namespace).spec.hard;
  // Two replicas twice over and one more; a pod on each of five nodes, and one on a node that takes the place of another.
  expect([quota('shop-watch').pods, quota('shop-node').pods]).toEqual(['5', '6']);
  expect(quota('shop-node')).toMatchObject({ 'limits.memory': '192Mi', persistentvolumeclaims: '0' });
});

it('lets pods do anything only where the compartment says so', () => {
  const labels = (name: string) => find(all, 'Namespace', name).metadata.labels;
  for (const [name, pods] of [
    ['shop', 'restricted'],
    ['shop-watch', 'restricted'],
    ['shop-node', 'privileged'],
  ] as const)
    for (const mode of ['enforce', 'audit', 'warn'])
      expect(labels(name)).toMatchObject({
        [`pod-security.kubernetes.io/${mode}`]: pods,
        [`pod-security.kubernetes.io/${mode}-version`]: 'v1.28',
      });
  expect(ofKind(objectsOf(shopPlanOf(`${ON}\nclusterScoped: false`)), 'Namespace')).toEqual([]);
});

it('keeps from being pruned only namespaces that hold disks', () => {
  const kept = ofKind(all, 'Namespace').filter(({ metadata }) => metadata.annotations !== undefined);
  expect(kept.map(({ metadata }) => metadata.name)).toEqual(['shop']);
});

it('keeps the main namespace always, and another one as soon as one service in it has a disk', () => {
  const workload = { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'core', writes: ['/data'] } as const;
  const usual = { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
  const part = (kind: string, space: string, size: Readonly<Record<string, unknown>> = usual) =>
    testService(kind, { workload, platform: { usual: size, compartment: { name: dnsLabel(space), pods: 'restricted' } } });
  const services = [
    testService('main'),
    part('first', 'logs'),
    part('second', 'logs', { ...usual, volume: { size: '1Gi' } }),
    part('third', 'none'),
  ];
  const text = [
    'namespace: mine',
    'clusterScoped: true',
    `images: { ${services.map(({ kind }) => `${kind}: "1"`).join(', ')} }`,
    `services: { main: ${JSON.stringify(usual)} }`,
    '',
  ].join('\n');
  expect(ofKind(objectsOf(clusterOver(services, text)), 'Namespace').map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([
    ['mine', KEPT],
    ['mine-logs', KEPT],
    ['mine-none', undefined],
  ]);
});

it('lets a connection to another namespace through at both of its ends, and no other', () => {
  const policies = new Policies(plan);
  for (const side of ['egress', 'ingress'] as const) {
    const [own, other] = side === 'egress' ? ['shop-watch', 'shop-pulse'] : ['shop-pulse', 'shop-watch'];
    expect(policies.edges(side).filter((edge) => /watch|pulse/.test(edge))).toEqual(['shop-watch -> shop-pulse']);
    expect(policies.ports(side, own, other)).toEqual([9000]);
  }
});

it('has nothing left of a call to a service that is off', () => {
  const size = { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
  const part = testService('part', {
    ports: { http: { container: 80 } },
    platform: { with: ({ monitoring }) => monitoring === 'full', usual: size },
  });
  const one = testService('one', { calls: [part] });
  const profile = (images: string) => `images: { ${images} }\nservices: { one: ${JSON.stringify(size)} }\n`;
  const egress = (text: string) => find(objectsOf(clusterOver([part, one], text)), 'NetworkPolicy', 'fm-one').spec.egress;
  expect(egress(`platform: { monitoring: full }\n${profile('one: "1", part: "1"')}`)).toHaveLength(1);
  expect(egress(profile('one: "1"'))).toBeUndefined();
});

it('names a server in full, wherever it is', () => {
  const { site } = clusterOf(plan);
  const [pulse, cart] = ['pulse', 'cart'].map((kind) => shop.services.find((service) => service.kind === kind)) as [Any, Any];
  expect([site.nameOf(pulse), site.nameOf(cart)]).toEqual(['shop-pulse.shop-node.svc.cluster.local', 'shop-cart.shop.svc.cluster.local']);
});

it('says which namespaces have to be there', async () => {
  const steps = (of: typeof plan) =>
    nextSteps({ plan: of, shown: 'out', undone: [], selection: '--profile x' } as never, { program: 'fmsynth' } as never);
  expect(steps(plan)).toContain('create-namespace.yaml');
  expect(steps(shopPlanOf(`${ON}\nclusterScoped: false`))).toContain(
    'next: see that the namespaces shop, shop-node and shop-watch are there, shop-node with the label pod-security.kubernetes.io/enforce: privileged: this profile does not make them\n',
  );
  expect(totals(plan).headline).toBe('7 services in the namespaces shop, shop-node and shop-watch of Kubernetes 1.28');
});

describe('a namespace that cannot be', () => {
  it.each([
    [
      `namespace: ${'n'.repeat(58)}`,
      `${'n'.repeat(58)}-watch: a DNS label of lower case letters, digits and hyphens, at most 63 characters`,
    ],
    ['namespace: kube', "kube-watch: it is the cluster's: its quota and policies would hold for whatever runs there"],
  ])('is refused where the main one is named: %s', (namespace, why) => {
    const text = `platform: { monitoring: full }\n${namespace}`;
    expect(problemsOf(() => shopPlanOf(text))).toEqual([
      `x.yaml:4:12: namespace: expected the beginning of other namespaces as well, one of which would be ${why}`,
    ]);
    expect(shopPlanOf(namespace).off).toHaveLength(2);
  });

  it('is that of somebody else', () => {
    const text = (monitoring: string) => `platform: { monitoring: ${monitoring} }\nmonitoring: { namespace: shop-watch }`;
    expect(problemsOf(() => shopPlanOf(text('full')))).toEqual([
      "x.yaml:4:26: monitoring.namespace: expected another namespace than the deployment's own, whose pods nobody else reaches, got shop-watch",
    ]);
    expect(shopPlanOf(text('none')).profile.monitoring.namespace).toBe('shop-watch');
  });

  it('is one that a bucket is looked for in', () => {
    const text = (monitoring: string) =>
      `platform: { monitoring: ${monitoring} }\nservices: { postgres: { backup: { bucket: { endpoint: "http://minio.shop-watch.svc.cluster.local:9000", networks: [10.0.0.0/8] } } } }`;
    expect(problemsOf(() => shopPlanOf(text('full')))).toEqual([
      expect.stringContaining('postgres.backup.bucket.endpoint: expected another namespace than the deployment'),
    ]);
    expect(shopPlanOf(text('none')).off).toHaveLength(2);
  });
});

describe('Secrets of several namespaces', () => {
  const size = { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
  const key = secretKey('mail', 'password', { holds: 'the password', rotation: 'write another' });
  const reader = (kind: string, props: Partial<ServiceProps> = {}) =>
    testService(kind, { variables: onlyIn('cluster', { MAIL: key }), ...props });
  const apart = reader('two', { platform: { usual: size, compartment: { name: dnsLabel('watch'), pods: 'restricted' } } });
  const services = [reader('one'), apart];
  const profile = (more = '') =>
    clusterOver(
      services,
      `namespace: mine\nimages: { one: "1", two: "1" }\nservices: { one: ${JSON.stringify(size)} }\npullSecret: pull\n${more}`,
    );

  it('are listed where they have to be, the login of the registry in each', async () => {
    const text = await secrets(profile(), 'table');
    expect(text.replaceAll('\n', ' ')).toContain(
      'Secrets of the namespaces mine and mine-watch, which have to be there before them. None is ever generated: create each where it says.',
    );
    expect(text.match(/^\S.*$/gm)?.slice(2)).toEqual([
      'mail',
      'mail, in the namespace mine-watch',
      'pull',
      'pull, in the namespace mine-watch',
    ]);
    const { secrets: listed } = JSON.parse(await secrets(profile(), 'json'));
    expect(listed.map(({ name, namespace }: Any) => [name, namespace])).toEqual([
      ['mail', undefined],
      ['mail', 'mine-watch'],
      ['pull', undefined],
      ['pull', 'mine-watch'],
    ]);
    expect((await secrets(profile(), 'yaml')).match(/(?<=namespace: )\S+/g)).toEqual(['mine', 'mine-watch', 'mine', 'mine-watch']);
  });

  it('are filled in by a store in each, under names of their own', async () => {
    const store = 'externalSecrets: { kind: ClusterSecretStore, store: vault, separator: / }\n';
    const keys = (more: string) =>
      ofKind(objectsOf(profile(more)), 'ExternalSecret').map(({ metadata, spec }) => [metadata.namespace, spec.data[0].remoteRef.key]);
    expect(keys(store)).toEqual([
      ['mine', 'mine/mail'],
      ['mine-watch', 'mine-watch/mail'],
    ]);
    expect(keys(store.replace('kind', 'prefix: prod, kind'))).toEqual([
      ['mine', 'prod/mail'],
      ['mine-watch', 'prod-watch/mail'],
    ]);
    expect((await secrets(profile(store), 'table')).replaceAll('\n', ' ')).toContain('is called mine/NAME or mine-watch/NAME,');
  });

  it('may have the name of a certificate in another one', () => {
    const ingress = (tls: string) => `ingress: { host: a.example.com, className: x, tlsSecret: ${tls}, namespace: x }\n`;
    const over = (some: typeof services) => () =>
      clusterOver(some, `images: { one: "1", two: "1" }\nservices: { one: ${JSON.stringify(size)} }\n${ingress('mail')}`);
    expect(problemsOf(over(services))).toEqual([expect.stringContaining('ingress.tlsSecret: expected a Secret of its own: mail')]);
    expect(over([testService('one'), apart])().services).toHaveLength(2);
  });
});
