import type { SizedOf } from '../../../../lib/roles/role';
import { rangeOf } from '../../../../lib/targets/kubernetes/plan/demand';
import { daemonSetOf } from '../../../../lib/targets/kubernetes/render/daemon-set';
import { disruptionBudgetOf } from '../../../../lib/targets/kubernetes/render/disruption-budget';
import { quotaOf } from '../../../../lib/targets/kubernetes/render/quota';
import { podOf, servicesOf } from '../../../../lib/targets/kubernetes/render/roles';
import { type Cluster, clusterOf } from '../../../../lib/targets/kubernetes/render/site';
import { seconds } from '../../../../lib/units/duration';
import { type Any, objectsOf, shopPlan, shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const plan = shopPlan();
const cluster: Cluster = clusterOf(plan);
const meter = testService('meter', {
  ports: { metrics: { container: 9100 } },
  workload: { role: 'perNode', command: ['meter'], drain: seconds(5), priority: 'batch' },
});
const sized = sizedAs(meter, {}, 4) as SizedOf<'perNode'>;
const plain = (object: object): Any => JSON.parse(JSON.stringify(object));
const specIn = (nodes: Cluster['nodes']): Any => plain(daemonSetOf(sized, podOf(sized), { ...cluster, nodes })).spec;

it('runs one pod on each node, and replaces them node by node', () => {
  const { updateStrategy, selector, template, replicas } = specIn({});
  expect(updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } });
  expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  expect(replicas).toBeUndefined();
  expect(template.spec.containers).toMatchObject([
    { name: 'fm-meter', command: ['meter'], ports: [{ name: 'metrics', containerPort: 9100 }] },
  ]);
});

it('goes where the taints of nodes let it, and stays there whatever becomes of the node', () => {
  expect(specIn({}).template.spec.tolerations ?? []).toEqual([]);
  const tolerations = [{ key: 'example.com/data', effect: 'NoSchedule' as const }];
  expect(specIn({ tolerations }).template.spec.tolerations).toEqual([
    { key: 'example.com/data', operator: 'Exists', effect: 'NoSchedule' },
  ]);
});

it('keeps to a pool only where everything has to', () => {
  const pool = { key: 'example.com/pool', value: 'data' };
  expect(specIn({ pool: { ...pool, required: false } }).template.spec.affinity).toBeUndefined();
  const { affinity } = specIn({ pool: { ...pool, required: true } }).template.spec;
  expect(Object.keys(affinity)).toEqual(['nodeAffinity']);
  expect(Object.keys(affinity.nodeAffinity)).toEqual(['requiredDuringSchedulingIgnoredDuringExecution']);
});

it('is found at one address, and has no disruption budget', () => {
  expect(servicesOf(sized, cluster).map(plain)).toMatchObject([{ metadata: { name: 'fm-meter' }, spec: { type: 'ClusterIP' } }]);
  expect(disruptionBudgetOf(sized, cluster)).toEqual([]);
});

it('leaves room in the quota for a pod on each node, and one on a node that takes the place of another', () => {
  const podsIn = (services: typeof plan.services): number => Number(plain(quotaOf({ ...plan, services }, cluster)).spec.hard.pods);
  expect(podsIn([...plan.services, sized]) - podsIn(plan.services)).toBe(5);
});

describe('in a profile', () => {
  const withNodes = (count: string) => shopPlanOf(`nodes: { count: ${count} }\n`);

  it('asks how many nodes there are, and says who wants to know', () => {
    expect(problemsOf(() => withNodes('null'))).toEqual([
      expect.stringContaining(
        'nodes.count: expected how many nodes there are at most: shipper runs on each, and the quota has to hold its pods',
      ),
    ]);
  });

  it('writes a DaemonSet with what belongs to a service, and counts a pod for each node', () => {
    const most = (count: string): number => rangeOf(withNodes(count).services).most.pods;
    expect(most('9') - most('6')).toBe(3);
    const kinds = objectsOf(withNodes('6'))
      .filter(({ file }) => file === 'shop-shipper.yaml')
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['ServiceAccount', 'NetworkPolicy', 'DaemonSet']);
  });
});
