import { workloadsIn } from '../../../../lib/targets/kubernetes/diff/workloads';
import type { Any } from '../../../support/cluster';
import { object } from './objects';

const workload = (kind: string, spec: Any = {}): Any => object(kind, 'web', { spec });
const autoscaler = (spec: Any, target: Any = {}, namespace?: string): Any => ({
  ...object('HorizontalPodAutoscaler', 'x', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web', ...target }, ...spec } }),
  metadata: { name: 'x', namespace },
});

/** How many pods a workload has: `2`, or `2-5` with an autoscaler. */
const counted = (...objects: readonly Any[]): readonly string[] =>
  workloadsIn(objects, 7).map(({ replicas: { least, most }, scales }) =>
    scales ? `${least}-${most}` : least === most ? `${least}` : 'odd',
  );

it.each<[string, readonly Any[], readonly string[]]>([
  ['a number', [workload('Deployment', { replicas: 2 })], ['2']],
  ['no number', [workload('StatefulSet')], ['1']],
  ['a number that is none', [workload('StatefulSet', { replicas: 'x' })], ['1']],
  ['a pod on each node', [workload('DaemonSet', { replicas: 2 })], ['7']],
  ['an autoscaler', [workload('Deployment'), autoscaler({ minReplicas: 2, maxReplicas: 5 })], ['2-5']],
  ['an autoscaler without numbers', [workload('Deployment', { replicas: 3 }), autoscaler({})], ['1-1']],
  ['an autoscaler of another kind', [workload('StatefulSet'), autoscaler({ maxReplicas: 5 })], ['1']],
  ['an autoscaler of another name', [workload('Deployment'), autoscaler({ maxReplicas: 5 }, { name: 'x' })], ['1']],
  ['an autoscaler of another namespace', [workload('Deployment'), autoscaler({ maxReplicas: 5 }, {}, 'ops')], ['1']],
  ['something else that names it', [workload('Deployment'), { ...autoscaler({ maxReplicas: 5 }), kind: 'Other' }], ['1']],
  ['what is no workload', [workload('Job'), workload('Service')], []],
])('counts the pods of a workload with %s', (_, objects, expected) => {
  expect(counted(...objects)).toEqual(expected);
});

/** What a container asks for and may take: `cpu request/limit, memory request/limit`. */
const sizes = (resources: unknown): string => {
  const spec = { template: { spec: { containers: [{ name: 'main', image: 'a', resources }] } } };
  const [{ cpu, memory } = { cpu: undefined, memory: undefined }] = workloadsIn([workload('Deployment', spec)], 1)[0]?.containers ?? [];
  return `${cpu?.request}/${cpu?.limit} ${memory?.request}/${memory?.limit}`;
};

it.each([
  [{ requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: 1, memory: '2Gi' } }, '0.5/1 1Gi/2Gi'],
  [{ limits: { cpu: 1, memory: '2Gi' } }, '1/1 2Gi/2Gi'],
  [{ requests: { cpu: 1, memory: '2Gi' } }, '1/0 2Gi/0Mi'],
  [{}, '0/0 0Mi/0Mi'],
  ['x', '0/0 0Mi/0Mi'],
])('reads the size of a container with %j', (resources, expected) => {
  expect(sizes(resources)).toBe(expected);
});

it('names containers and their images', () => {
  const spec = { template: { spec: { containers: [{ name: 'main', image: 'a' }, {}] } } };
  const [found] = workloadsIn([workload('Deployment', spec)], 1);
  expect(found?.containers.map(({ name, image }) => [name, image])).toEqual([
    ['main', 'a'],
    ['', ''],
  ]);
  expect(found?.object.metadata.name).toBe('web');
});
