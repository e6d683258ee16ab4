import { isChanged } from '../../../../lib/diff/meaning';
import { plannedMemory, totalsOf } from '../../../../lib/targets/kubernetes/diff/totals';
import { type Workload, workloadsIn } from '../../../../lib/targets/kubernetes/diff/workloads';
import type { Any } from '../../../support/cluster';
import { labelled, object, planOf, sizedOf } from './objects';

const container = (memory: string, cpu = '1'): Any => ({
  name: 'a',
  resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu, memory } },
});
const autoscaler = object('HorizontalPodAutoscaler', 'x', {
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'x' }, minReplicas: 1, maxReplicas: 4 },
});
const workload = (replicas: number, ...containers: readonly Any[]): Any =>
  labelled(object('Deployment', 'x', { spec: { replicas, template: { spec: { containers } } } }), 'shop-cart');
const having = (...objects: readonly Any[]): readonly Workload[] => workloadsIn(objects, 1);

/** The totals as `at rest: pods 1→2`, those that stay included. */
const totals = (...args: Parameters<typeof totalsOf>): readonly string[] =>
  totalsOf(...args).flatMap(({ of, figures }) =>
    figures.map((figure) => `${of}: ${figure.what} ${isChanged(figure) ? `${figure.before}→${figure.after}` : figure.after}`),
  );

it('takes the later ones from the plan, and puts what differs in its place for the earlier ones', () => {
  const plan = planOf(sizedOf('cart', { size: { replicas: 3 } }), sizedOf('orders', { size: { replicas: 2 } }));
  const differing = { before: having(workload(1, container('1Gi'))), after: having(workload(3, container('2Gi'))) };
  expect(totals(differing, plan)).toEqual(
    ['at rest', 'at full load'].flatMap((when) => [
      `${when}: pods 3→5`,
      `${when}: CPU requests 2→2.5`,
      `${when}: CPU limits 3→5`,
      `${when}: memory requests 4Gi→5Gi`,
      `${when}: memory limits 5Gi→10Gi`,
    ]),
  );
});

it('counts what an autoscaler may add at full load only', () => {
  const plan = planOf(sizedOf('cart', { role: 'interchangeable', size: { replicas: { min: 1, max: 4 } } }));
  const differing = { before: [], after: having(workload(1, container('2Gi')), autoscaler) };
  const found = totals(differing, plan);
  expect(found.filter((line) => line.includes(' pods '))).toEqual(['at rest: pods 0→1', 'at full load: pods 0→4']);
  expect(found.filter((line) => line.includes('memory limits'))).toEqual([
    'at rest: memory limits 0Mi→2Gi',
    'at full load: memory limits 0Mi→8Gi',
  ]);
});

it('ends at nothing where no plan is left', () => {
  const found = totals({ before: having(workload(2, container('1Gi'), container('1Gi'))), after: [] }, undefined);
  expect(found.slice(0, 5)).toEqual([
    'at rest: pods 2→0',
    'at rest: CPU requests 1→0',
    'at rest: CPU limits 4→0',
    'at rest: memory requests 2Gi→0Mi',
    'at rest: memory limits 4Gi→0Mi',
  ]);
});

describe('of the table of a resource plan', () => {
  const [cart, orders] = [sizedOf('cart', { size: { replicas: 3 } }), sizedOf('orders')];
  const lists = [cart.service];
  const memory = (...args: [...Parameters<typeof totalsOf>]): readonly string[] => {
    const { before, after } = plannedMemory(...args, { lists } as unknown as Parameters<typeof plannedMemory>[2]);
    return [String(before), String(after)];
  };
  const other = labelled(workload(9, container('9Gi')), 'shop-orders');

  it('counts the first container of what it lists', () => {
    const [then, now] = [workload(1, container('1Gi'), container('7Gi')), workload(3, container('2Gi'), container('7Gi'))];
    expect(memory({ before: having(then, other), after: having(now) }, planOf(cart, orders))).toEqual(['1Gi', '6Gi']);
    expect(memory({ before: [], after: [] }, planOf(cart, orders))).toEqual(['6Gi', '6Gi']);
  });

  it('leaves out what belongs to no service', () => {
    const alone = object('Deployment', 'x', workload(1, container('1Gi')));
    expect(memory({ before: having({ ...alone, metadata: { name: 'x' } }), after: [] }, planOf(orders))).toEqual(['0Mi', '0Mi']);
  });

  it('ends at nothing where no plan is left', () => {
    expect(memory({ before: having(workload(1, container('1Gi'))), after: [] }, undefined)).toEqual(['1Gi', '0Mi']);
  });
});
