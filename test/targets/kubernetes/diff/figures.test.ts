import type { Value } from '../../../../lib/diff/meaning';
import type { Reason } from '../../../../lib/targets/kubernetes/diff/effect';
import { quotaChanges, reasonText, type Sizes, serviceChange, sizesOf } from '../../../../lib/targets/kubernetes/diff/figures';
import { workloadsIn } from '../../../../lib/targets/kubernetes/diff/workloads';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import type { Any } from '../../../support/cluster';
import { labelled, object, sideOf } from './objects';

const container = (name: string, image: string): Any => ({
  name,
  image,
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: 1, memory: '2Gi' } },
});
const web = (kind: string, spec: Any = {}): Any =>
  object(kind, 'web', { spec: { template: { spec: { containers: [container('main', 'a:1')] } }, ...spec } });

/** Everything of a service that has a value, a line for each. */
const values = (...objects: readonly Any[]): readonly string[] =>
  [...sizesOf(sideOf(objects.map((one) => labelled(one, 'shop-cart'))), 'shop-cart', 7).values].map(([what, value]) => `${what}: ${value}`);

const MAIN = ['memory request: 1Gi', 'memory limit: 2Gi', 'CPU request: 0.5', 'CPU limit: 1', 'image: a:1'];

it.each<[string, readonly Any[], readonly string[]]>([
  ['a workload', [web('Deployment', { replicas: 2 })], [...MAIN, 'replicas: 2']],
  ['a pod on each node', [web('DaemonSet')], [...MAIN, 'replicas: 7']],
  [
    'an autoscaler',
    [
      web('Deployment'),
      object('HorizontalPodAutoscaler', 'x', {
        spec: {
          scaleTargetRef: { kind: 'Deployment', name: 'web' },
          minReplicas: 2,
          maxReplicas: 5,
          metrics: [
            { resource: { name: 'cpu', target: { averageUtilization: 70 } } },
            { resource: { name: 'memory', target: { averageUtilization: 80 } } },
            { resource: { name: 'other', target: {} } },
          ],
        },
      }),
    ],
    [...MAIN, 'min: 2', 'max: 5', 'CPU target: 70 %', 'memory target: 80 %'],
  ],
  [
    'two containers',
    [object('Deployment', 'x', { spec: { template: { spec: { containers: [container('main', 'a:1'), container('beside', 'b:1')] } } } })],
    [
      ...MAIN,
      'beside: memory request: 1Gi',
      'beside: memory limit: 2Gi',
      'beside: CPU request: 0.5',
      'beside: CPU limit: 1',
      'beside: image: b:1',
      'replicas: 1',
    ],
  ],
  [
    'a disruption budget',
    [object('PodDisruptionBudget', 'x', { spec: { minAvailable: 1, maxUnavailable: '25%' } })],
    ['min available: 1', 'max unavailable: 25%'],
  ],
  [
    'a disruption budget in the other unit',
    [object('PodDisruptionBudget', 'x', { spec: { minAvailable: '50%', maxUnavailable: 2 } })],
    ['min available: 50%', 'max unavailable: 2'],
  ],
  [
    'a claim',
    [object('PersistentVolumeClaim', 'data', { spec: { storageClassName: 'fast', resources: { requests: { storage: '3Gi' } } } })],
    ['disk data: 3Gi', 'disk data: storage class: fast'],
  ],
  [
    'members with disks',
    [
      object('StatefulSet', 'db', {
        spec: { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '3Gi' } } } }] },
      }),
    ],
    ['replicas: 1', 'disk data: 3Gi'],
  ],
  [
    'a Deployment that says it has disks',
    [object('Deployment', 'x', { spec: { volumeClaimTemplates: [{ metadata: { name: 'a' } }] } })],
    ['replicas: 1'],
  ],
  ['a schedule', [object('CronJob', 'nightly', { spec: { schedule: '0 3 * * *' } })], ['nightly schedule: 0 3 * * *']],
  ['something else', [object('Service', 'x', { spec: { schedule: 'a' } })], []],
])('finds the sizes of a service with %s', (_, objects, expected) => {
  expect(values(...objects)).toEqual(expected);
});

it('calls a schedule what its task is called, and leaves out that of another service', () => {
  const schedule = (label: string, hour = 3): Any =>
    labelled(object('CronJob', 'nightly', { spec: { schedule: `0 ${hour} * * *` } }), label, 'backup');
  const { values: found } = sizesOf(sideOf([schedule('shop-cart'), schedule('shop-orders', 4)]), 'shop-cart', 1);
  expect([...found]).toEqual([['backup schedule', '0 3 * * *']]);
});

const NONE: Sizes = { workloads: [], values: new Map() };
const sizes = (named: Readonly<Record<string, Value>>): Sizes => ({
  workloads: workloadsIn([object('Deployment')], 1),
  values: new Map(Object.entries(named)),
});

it('has all figures of a service that is new or gone, and those that changed of others', () => {
  const [two, three] = [sizes({ replicas: 2, image: 'a:1' }), sizes({ replicas: 3, image: 'a:1' })];
  const reasons = [{ what: 'replicas' }];
  expect(serviceChange('cart', NONE, two, reasons)).toEqual({
    of: 'cart',
    change: 'added',
    figures: [
      { what: 'replicas', after: 2 },
      { what: 'image', after: 'a:1' },
    ],
    besides: [],
  });
  expect(serviceChange('cart', two, NONE, reasons)).toMatchObject({
    change: 'removed',
    figures: [{ before: 2 }, { before: 'a:1' }],
    besides: [],
  });
  expect(serviceChange('cart', two, three, reasons)).toEqual({
    of: 'cart',
    change: 'changed',
    figures: [{ what: 'replicas', before: 2, after: 3 }],
    besides: [],
  });
  expect(serviceChange('cart', NONE, NONE, [])).toEqual({ of: 'cart', change: 'changed', figures: [], besides: [] });
});

it.each([
  ['a:1', 'a:2', '1', '2'],
  ['host:5000/a:1', 'host:5000/a@sha256:b', '1', 'sha256:b'],
  ['a:1', 'b:1', 'a:1', 'b:1'],
  ['host:5000/a', 'host:5000/b', 'host:5000/a', 'host:5000/b'],
  ['a', 'a:1', 'a', 'a:1'],
  ['a:1', 'a', 'a:1', 'a'],
])('tells an image by what is new of it: %s, %s', (before, after, from, to) => {
  expect(serviceChange('cart', sizes({ image: before }), sizes({ image: after }), []).figures).toEqual([
    { what: 'image', before: from, after: to },
  ]);
  const [beside] = serviceChange('cart', sizes({ 'b: image': before }), sizes({ 'b: image': after }), []).figures;
  expect(beside).toEqual({ what: 'b: image', before: from, after: to });
});

it('takes nothing else for an image', () => {
  const figures = [{ what: 'schedule', before: 'a:1', after: 'a:2' }];
  expect(serviceChange('cart', sizes({ schedule: 'a:1' }), sizes({ schedule: 'a:2' }), []).figures).toEqual(figures);
  expect(serviceChange('cart', sizes({ 'an image of it': 'a:1' }), sizes({ 'an image of it': 'a:2' }), []).figures[0]?.before).toBe('a:1');
});

it('says besides what no figure says', () => {
  const [before, after] = [
    sizes({ max: 1, min: 1, 'memory limit': 1, 'CPU request': 1, 'min available': 1, 'max unavailable': 1, image: 'a' }),
    sizes({ max: 2, min: 2, 'memory limit': 2, 'CPU request': 2, 'min available': 2, 'max unavailable': 2, image: 'b' }),
  ];
  const told = [
    'maxReplicas',
    'minReplicas',
    'minAvailable',
    'maxUnavailable',
    'main: memory limit',
    'memory limit',
    'main: cpu request',
    'main: image',
  ];
  const named = ['volume a: configMap.name', 'label a', 'annotation b', "pods' label app.kubernetes.io/version"];
  const others = ["pods' label a", 'variable A', 'main: variable A', 'cpu limit', 'a configMap.name: b', 'the label a'];
  const reasons = [...told, ...named, ...others, 'variable A'].map((what) => ({ what }));
  expect(serviceChange('cart', before, after, reasons).besides).toEqual(others);
});

const LONG = 'a'.repeat(200);

it.each<[Reason, string]>([
  [{ what: 'command' }, 'command'],
  [{ what: 'A', from: 'a' }, 'A'],
  [{ what: 'A', to: 'a' }, 'A'],
  [{ what: 'A', change: 'added' }, 'new A'],
  [{ what: 'A', change: 'removed' }, 'no A'],
  [{ what: 'A', change: 'added', to: 'a' }, 'A a'],
  [{ what: 'A', change: 'removed', from: 'a' }, 'no A (was a)'],
  [{ what: 'A', from: 'a', to: 'b' }, 'A a→b'],
  [{ what: 'main: memory limit', from: '1024Mi', to: '2Gi' }, 'main: memory limit 1→2Gi'],
  [{ what: 'memory request', from: 'x', to: '2Gi' }, 'memory request x→2Gi'],
  [{ what: 'cpu limit', from: '500m', to: '1' }, 'CPU limit 0.5→1'],
  [{ what: 'main: cpu request', from: 'x', to: '250m' }, 'main: CPU request x→0.25'],
  [{ what: 'memory limits', from: '1024Mi', to: '2Gi' }, 'memory limits 1024Mi→2Gi'],
  [{ what: 'cpu limit of it', from: '500m', to: '1' }, 'CPU limit of it 500m→1'],
  [{ what: 'cpu', from: '500m', to: '1' }, 'cpu 500m→1'],
  [{ what: 'A\n', from: 'a', to: 'b' }, 'A\\n a→b'],
  [{ what: LONG }, `${'a'.repeat(159)}…`],
  [{ what: 'A', change: 'added', to: LONG }, `A ${'a'.repeat(157)}…`],
  [{ what: 'A', change: 'removed', from: LONG }, `no A (was ${'a'.repeat(149)}…`],
  [{ what: 'A', from: LONG, to: 'b' }, `A ${'a'.repeat(49)}…→b`],
  [{ what: 'A', from: LONG, to: `${LONG}b` }, 'A'],
  [{ what: 'A', from: 'a'.repeat(78), to: 'b'.repeat(79) }, `A ${'a'.repeat(78)}→${'b'.repeat(79)}`],
  [{ what: 'A', from: 'a'.repeat(79), to: 'b'.repeat(79) }, `A ${'a'.repeat(49)}…→${'b'.repeat(49)}…`],
  [{ what: 'A', from: 'a'.repeat(50), to: 'b'.repeat(150) }, `A ${'a'.repeat(50)}→${'b'.repeat(49)}…`],
])('says %j', (reason, expected) => {
  expect(reasonText(reason)).toBe(expected);
});

const quota = (hard: Any, component?: string): Any => {
  const one = object('ResourceQuota', 'x', { spec: { hard } });
  return component === undefined ? one : labelled(one, 'shop', component);
};

it('compares the quotas of both sides, those of compartments by their names', () => {
  const before = sideOf([
    quota({ pods: '10' }),
    quota({ pods: '1' }, 'watch'),
    object('LimitRange', 'x', { spec: { hard: { pods: '7' } } }),
  ]);
  const after = sideOf([quota({ pods: '20' }), quota({ pods: '2' }, 'node'), quota({}, 'empty')]);
  expect(quotaChanges(before, after)).toEqual([
    { of: 'quota', figures: [{ what: 'pods', before: 10, after: 20 }] },
    { of: 'quota of node', figures: [{ what: 'pods', before: undefined, after: 2 }] },
    { of: 'quota of watch', figures: [{ what: 'pods', before: 1, after: undefined }] },
  ]);
  expect(quotaChanges(sideOf([]), sideOf([]))).toEqual([]);
});

it('calls what a quota limits by its name', () => {
  const hard = {
    pods: 7,
    persistentvolumeclaims: '3',
    'requests.cpu': '500m',
    'limits.cpu': '1',
    'requests.memory': '1Gi',
    'limits.memory': '2Gi',
    'requests.storage': '3Gi',
    'count/jobs': '4',
    'limits.other': {},
  };
  const [found] = quotaChanges(sideOf([]), sideOf([quota(hard)]));
  expect(found?.figures.map(({ what, after }) => [what, after])).toEqual([
    ['pods', 7],
    ['disks', 3],
    ['CPU requests', Cpu.parse('0.5')],
    ['CPU limits', Cpu.parse('1')],
    ['memory requests', Memory.parse('1Gi')],
    ['memory limits', Memory.parse('2Gi')],
    ['storage', Memory.parse('3Gi')],
    ['count/jobs', '4'],
  ]);
  expect(quotaChanges(sideOf([]), sideOf([quota({ pods: 'many' })]))[0]?.figures[0]?.after).toBe('many');
});
