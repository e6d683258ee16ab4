import { join } from 'node:path';
import { faultmaven } from '../../../../lib/faultmaven/application';
import type { Application } from '../../../../lib/model/application';
import { loadProfile } from '../../../../lib/profile/load';
import type { SizedOf } from '../../../../lib/roles/role';
import { rangeOf } from '../../../../lib/targets/kubernetes/plan/demand';
import type { ClusterPlan } from '../../../../lib/targets/kubernetes/plan/plan';
import { daemonSetOf } from '../../../../lib/targets/kubernetes/render/daemon-set';
import { disruptionBudgetOf } from '../../../../lib/targets/kubernetes/render/disruption-budget';
import { quotaOf } from '../../../../lib/targets/kubernetes/render/quota';
import { podOf, servicesOf } from '../../../../lib/targets/kubernetes/render/roles';
import { type Cluster, clusterOf } from '../../../../lib/targets/kubernetes/render/site';
import { shapesOf } from '../../../../lib/targets/target';
import { targets } from '../../../../lib/targets/targets';
import { seconds } from '../../../../lib/units/duration';
import { ROOT } from '../../../support/cli';
import { type Any, clusterPlan, objectsOf } from '../../../support/cluster';
import { bind, inCluster } from '../../../support/plans';
import { scratch } from '../../../support/scratch';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const plan = clusterPlan();
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
  const application: Application = { ...faultmaven, services: [...faultmaven.services, meter] };
  const synthesize = (nodes: string): ClusterPlan => {
    const size = '{ cpu: { request: 0.1, limit: 0.2 }, memory: { request: 64Mi, limit: 64Mi } }';
    const text = `extends: ${join(ROOT, 'profiles/cluster.yaml')}\ntarget: kubernetes\n${nodes}images: { meter: 1.0.0 }\nservices: { meter: ${size} }\n`;
    const loaded = loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': text }), shapes: shapesOf(targets, application) });
    return inCluster(bind(application, loaded));
  };

  it('asks how many nodes there are, and says who wants to know', () => {
    expect(() => synthesize('')).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            path: 'nodes.count',
            message: 'expected how many nodes there are at most: meter runs on each, and the quota has to hold its pods',
          }),
        ],
      }),
    );
  });

  it('writes a DaemonSet with what belongs to a service, and counts a pod for each node', () => {
    const withNodes = synthesize('nodes: { count: 6 }\n');
    expect(rangeOf(withNodes.services).most.pods - rangeOf(plan.services).most.pods).toBe(6);
    const kinds = objectsOf(withNodes)
      .filter(({ file }) => file === 'fm-meter.yaml')
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['ServiceAccount', 'Service', 'NetworkPolicy', 'DaemonSet']);
  });
});
