import { type Any, containersOf, find, objectsOf, ofKind, podsOf, shopPlan, shopPlanOf } from '../../../support/cluster';

const objects = objectsOf(shopPlan());
const deployments = ofKind(objects, 'Deployment');
const container = (name: string): Any => find(objects, 'Deployment', name).spec.template.spec.containers[0];
/** How long a probe goes on asking before something is done. */
const patience = ({ periodSeconds, failureThreshold }: Any): number => periodSeconds * failureThreshold;

it('takes a pod for ready when it has been so for ten seconds, and gives up on a rollout only when its start-up could be over', () => {
  for (const { spec } of deployments) {
    expect(spec.minReadySeconds).toBe(10);
    expect(spec.revisionHistoryLimit).toBe(5);
    const { startupProbe } = spec.template.spec.containers[0];
    expect(spec.progressDeadlineSeconds).toBeGreaterThanOrEqual(Math.max(600, startupProbe.httpGet ? patience(startupProbe) : 0));
  }
});

it.each(['shop-orders', 'shop-cart'])('asks %s seldom enough, and waits for its answers', (name) => {
  const { startupProbe, livenessProbe, readinessProbe } = container(name);
  expect(startupProbe).toMatchObject({ periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 });
  expect(livenessProbe).toMatchObject({ periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 3 });
  expect(readinessProbe).toMatchObject({ periodSeconds: 10, timeoutSeconds: 8, failureThreshold: 3 });
});

it('scales by these policies', () => {
  const up = { stabilizationWindowSeconds: 0, selectPolicy: 'Max' };
  for (const { spec } of ofKind(objects, 'HorizontalPodAutoscaler')) {
    expect(spec.behavior.scaleUp).toMatchObject(up);
    expect(spec.behavior.scaleUp.policies).toEqual([
      { type: 'Percent', value: 100, periodSeconds: 60 },
      { type: 'Pods', value: 2, periodSeconds: 60 },
    ]);
    expect(spec.behavior.scaleDown).toEqual({
      stabilizationWindowSeconds: 300,
      policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
    });
  }
});

it('scales as fast as the profile says', () => {
  const own = objectsOf(
    shopPlanOf(
      'services: { cart: { scaling: { up: { window: 30, every: 15, percent: 50, pods: 4 }, down: { window: 900, every: 60, pods: 1 } } } }\n',
    ),
  );
  expect(find(own, 'HorizontalPodAutoscaler', 'shop-cart').spec.behavior).toEqual({
    scaleUp: {
      stabilizationWindowSeconds: 30,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 50, periodSeconds: 15 },
        { type: 'Pods', value: 4, periodSeconds: 15 },
      ],
    },
    scaleDown: { stabilizationWindowSeconds: 900, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
  });
});

it('counts only nodes that a pod could run on when it spreads', () => {
  for (const { spec } of podsOf(objects))
    for (const { nodeTaintsPolicy, maxSkew } of spec.topologySpreadConstraints ?? [])
      expect([nodeTaintsPolicy, maxSkew]).toEqual(['Honor', 1]);
});

it('pulls an image that is named by its build only once', () => {
  for (const { imagePullPolicy } of containersOf(objects)) expect(imagePullPolicy).toBe('IfNotPresent');
});

it("bounds what a container takes of the node's disk by what its folders may hold", () => {
  expect(container('shop-cart').resources).toMatchObject({
    requests: { 'ephemeral-storage': '128Mi' },
    limits: { 'ephemeral-storage': '768Mi' },
  });
  const own = objectsOf(shopPlanOf('services: { cart: { scratch: 1Gi } }\n'));
  const { containers, volumes } = find(own, 'Deployment', 'shop-cart').spec.template.spec;
  expect(containers[0].resources.limits['ephemeral-storage']).toBe('1280Mi');
  expect(volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }]);
});

describe('a ConfigMap that pods mount', () => {
  const changes = [
    'services: { postgres: { ttl: 30 } }',
    'services: { postgres: { backup: null } }',
    'services: { orders: { replicas: 9 } }',
  ];
  const maps = ['', ...changes].map((text) => ofKind(objectsOf(shopPlanOf(`${text}\n`)), 'ConfigMap'));
  const [first = [], ...others] = maps;

  it('never changes under a pod that runs: another content is another ConfigMap', () => {
    for (const map of maps.flat().filter(({ immutable }) => immutable)) expect(map.metadata.name).toMatch(/-[0-9a-f]{8}$/);
    const held = new Map<string, string>();
    for (const { metadata, immutable, data } of maps.flat().filter((map) => map.immutable)) {
      const content = JSON.stringify([immutable, data]);
      expect(held.get(metadata.name) ?? content).toBe(content);
      held.set(metadata.name, content);
    }
    for (const other of others) expect(other.map(({ metadata }) => metadata.name)).not.toEqual(first.map(({ metadata }) => metadata.name));
  });

  it('holds no script where it may change', () => {
    const changing = maps.flat().filter(({ immutable }) => !immutable);
    expect(new Set(changing.map(({ metadata }) => metadata.name))).toEqual(new Set(['postgres-initial']));
    for (const { data } of changing) expect(Object.keys(data)).toEqual(['bootstrap.yml']);
  });
});

describe('a migration', () => {
  const job = (text = ''): Any =>
    ofKind(objectsOf(shopPlanOf(text)), 'Job').find(({ metadata }) => metadata.name.startsWith('shop-orders-migrate-'));

  it('is tried again with the Secret as it is then, for no longer than an hour and a half of refusals', () => {
    const { spec } = job();
    expect(spec.backoffLimit).toBe(6);
    expect(spec.template.spec.containers[0].command.at(-1)).toBe('shop.orders.migrate');
  });

  it.each([
    'images: { orders: other }',
    'services: { orders: { memory: { limit: 3Gi } } }',
    'placement: { tolerations: [{ key: dedicated }] }',
    'registry: registry.test.org',
    'pullSecret: pull',
  ])('has another name with %s, because a Job cannot be changed', (text) => {
    expect(job(`${text}\n`).metadata.name).not.toBe(job().metadata.name);
  });
});

describe('priorities', () => {
  const classes = ofKind(objects, 'PriorityClass');

  it('put data first, then the way in, then the services, and background work last', () => {
    const order = [...classes].sort((a, b) => b.value - a.value).map(({ metadata }) => metadata.name);
    expect(order).toEqual(['shop-data', 'shop-edge', 'shop-core', 'shop-batch']);
  });

  it('say what they are for, in words of no application', () => {
    expect(classes.map(({ description }) => description)).toEqual([
      'what other services keep their data in',
      'what users come to, and what each of their requests needs',
      'the other services',
      'background work; never preempts other pods',
    ]);
  });

  it('let background work take nobody else away, and give none to what names none', () => {
    expect(classes.filter(({ preemptionPolicy }) => preemptionPolicy === 'Never').map(({ metadata }) => metadata.name)).toEqual([
      'shop-batch',
    ]);
    for (const { globalDefault } of classes) expect(globalDefault).toBe(false);
  });

  it.each([
    ['shop-cart', 'edge'],
    ['shop-orders', 'core'],
  ])('give %s that of %s', (name, priority) => {
    expect(find(objects, 'Deployment', name).spec.template.spec.priorityClassName).toBe(`shop-${priority}`);
  });
});

describe('the names of priorities', () => {
  const namesIn = (text: string) => ofKind(objectsOf(shopPlanOf(`${text}\n`)), 'PriorityClass').map(({ metadata }) => metadata.name);
  const spaces = ['shop', 'a', 'shop-a', 'shop-shop', 'a-data', 'data', 'system-a', 'system', '1', 'n'.repeat(63)];

  it('are those of one namespace, whatever that is called', () => {
    const all = spaces.flatMap((namespace) => namesIn(`namespace: "${namespace}"`));
    expect(new Set(all).size).toBe(4 * spaces.length);
    for (const name of all) expect(name).toMatch(/^(?!system-)(?=.{1,253}$)[a-z0-9-]+$/);
    expect(namesIn('')).toEqual(['shop-data', 'shop-edge', 'shop-core', 'shop-batch']);
  });

  it('are what the profile says, and every pod has one of them', () => {
    const text = 'namespace: a\npriorities: { prefix: prod.shop }\n';
    expect(namesIn(text)).toEqual(['prod.shop-data', 'prod.shop-edge', 'prod.shop-core', 'prod.shop-batch']);
    for (const { spec } of podsOf(objectsOf(shopPlanOf(text)))) expect(namesIn(text)).toContain(spec.priorityClassName);
    for (const { spec } of podsOf(objectsOf(shopPlanOf('namespace: a\n'))))
      expect(namesIn('namespace: a\n')).toContain(spec.priorityClassName);
  });

  it('of a deployment that yields are all below those of one that does not', () => {
    const values = (text: string): readonly number[] => ofKind(objectsOf(shopPlanOf(text)), 'PriorityClass').map(({ value }) => value);
    const [low, high] = [values('priorities: { yields: true }\n'), values('')];
    expect([...low].sort((a, b) => b - a)).toEqual(low);
    expect(Math.max(...low)).toBeLessThan(Math.min(...high));
    for (const value of low) expect(Number.isInteger(value)).toBe(true);
  });
});

it('audits and warns of pods by the same standard as it refuses them, in the profile’s version', () => {
  const labels = (version: string) => find(objectsOf(shopPlanOf(`version: "${version}"\n`)), 'Namespace', 'shop').metadata.labels;
  for (const mode of ['enforce', 'audit', 'warn'])
    expect(labels('1.30')).toMatchObject({
      [`pod-security.kubernetes.io/${mode}`]: 'restricted',
      [`pod-security.kubernetes.io/${mode}-version`]: 'v1.30',
    });
});
