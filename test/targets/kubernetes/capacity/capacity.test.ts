import { capacityOf, isComputed } from '../../../../lib/targets/kubernetes/capacity/capacity';
import { shopPlanOf } from '../../../support/cluster';

const KNOWN = '{ name: apps, count: 3, cpu: 4, memory: 8Gi }';
const GPU = '{ name: gpu, count: 3, taints: [{ key: gpu, effect: NoSchedule }] }';

it.each([
  ['amounts of all nodes', KNOWN, ['apps'], 3],
  ['no amounts', '{ name: apps, count: 3 }', undefined, undefined],
  ['no amounts of some', `${KNOWN}, { name: more, count: 1 }`, undefined, undefined],
  ['no amounts of nodes that pods may not run on', `${KNOWN}, ${GPU}`, ['apps'], 3],
  ['amounts of nodes that no pod may run on', GPU.replace('taints', 'cpu: 4, memory: 8Gi, taints'), [], 0],
  ['no amounts of nodes that no pod may run on', GPU, undefined, undefined],
])('computes from %s', (_, nodes, groups, count) => {
  const plan = shopPlanOf(`nodes: [${nodes}]\n`);
  const found = capacityOf(plan);
  expect(found?.groups.map(({ name }) => String(name))).toEqual(groups);
  expect(found?.machines.reduce((sum, one) => sum + one.count, 0)).toBe(count);
  expect(isComputed(plan.profile)).toBe(groups !== undefined);
  if (found !== undefined) expect(found.demands.map(({ name }) => name)).toContain('orders-migrate');
});

it('asks nodes with a taint that only pods on each node tolerate for their number of pods, where it is not said what they have', () => {
  const known = (more: string) => capacityOf(shopPlanOf(`nodes: [${KNOWN}, ${more}]\n`));
  const unknown = known(GPU.replace('taints', 'maxPods: 5, taints'));
  expect(unknown?.tainted).toEqual([expect.objectContaining({ group: 'gpu', count: 3, pods: 5 })]);
  expect(unknown?.tainted[0]?.cpu).toBeGreaterThan(1_000_000);
  expect(unknown?.unmeasured).toEqual(['gpu']);
  const measured = known(GPU.replace('taints', 'cpu: 2, memory: 4Gi, taints'));
  expect(measured?.tainted).toEqual([expect.objectContaining({ cpu: 2000, memory: 4096, pods: 110 })]);
  expect(measured?.unmeasured).toEqual([]);
});

it('computes nothing of a profile that names no nodes', () => {
  const { services, profile } = shopPlanOf(`nodes: [${KNOWN}]\n`);
  expect(capacityOf({ services, profile: { ...profile, nodes: undefined } })).toBeUndefined();
});
