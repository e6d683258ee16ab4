import type { Figure } from '../../../../lib/diff/meaning';
import { redundancyLost } from '../../../../lib/targets/kubernetes/diff/redundancy';
import { workloadsIn } from '../../../../lib/targets/kubernetes/diff/workloads';
import type { Any } from '../../../support/cluster';
import { object } from './objects';

const workload = (replicas: number, pod: Any = {}): Any => object('Deployment', 'x', { spec: { replicas, template: { spec: pod } } });

/** What is lost when the workloads of a service become others, and its figures change. */
const lost = (
  before: readonly Any[],
  after: readonly Any[],
  figures: readonly Figure[] = [],
  change: 'changed' | 'removed' = 'changed',
): readonly string[] => redundancyLost({ of: 'cart', change, figures, besides: [] }, workloadsIn(before, 1), workloadsIn(after, 1));

it.each([
  [3, 2, ['cart: 2 pods at rest instead of 3']],
  [3, 1, ['cart: one pod at rest instead of 3, and none while it moves']],
  [2, 2, []],
  [2, 3, []],
])('tells of %i pods that become %i', (before, after, expected) => {
  expect(lost([workload(before)], [workload(after)])).toEqual(expected);
});

it('adds up the pods of all workloads, and says nothing of what is gone', () => {
  expect(lost([workload(2), workload(2)], [workload(3)])).toEqual(['cart: 3 pods at rest instead of 4']);
  expect(lost([workload(2)], [], [], 'removed')).toEqual([]);
});

it.each<[Figure, readonly string[]]>([
  [{ what: 'min available', before: 2, after: 1 }, ['cart: a drain may leave 1 of its pods instead of 2']],
  [{ what: 'min available', before: 2 }, ['cart: no disruption budget any more: a drain may end all of its pods at once']],
  [{ what: 'min available', before: 1, after: 2 }, []],
  [{ what: 'min available', before: 1, after: 1 }, []],
  [{ what: 'min available', after: 1 }, []],
  [{ what: 'max', before: 2, after: 1 }, []],
])('tells of %j', (figure, expected) => {
  expect(lost([], [], [figure])).toEqual(expected);
});

const apart = (...keys: readonly string[]): Any => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: keys.map((topologyKey) => ({ topologyKey })) } },
});
const spread = (topologyKey: string, whenUnsatisfiable = 'DoNotSchedule'): Any => ({
  topologySpreadConstraints: [{ topologyKey, whenUnsatisfiable }],
});

it.each<[string, Any, Any, readonly string[]]>([
  ['nodes', apart('kubernetes.io/hostname'), {}, ['cart: its pods need not be spread over nodes any more']],
  ['zones', spread('topology.kubernetes.io/zone'), {}, ['cart: its pods need not be spread over zones any more']],
  ['racks', spread('rack'), {}, ['cart: its pods need not be spread over rack any more']],
  ['zones in another way', spread('topology.kubernetes.io/zone'), apart('topology.kubernetes.io/zone'), []],
  ['zones if possible', spread('rack', 'ScheduleAnyway'), {}, []],
  ['one of two', apart('a', 'b', 'a'), apart('b'), ['cart: its pods need not be spread over a any more']],
])('tells of pods that were spread over %s', (_, before, after, expected) => {
  expect(lost([workload(1, before)], [workload(1, after)])).toEqual(expected);
});
