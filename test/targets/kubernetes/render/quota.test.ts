import { type Any, find, objectsOf, ofKind, shopPlan, workloads } from '../../../support/cluster';
import { dataTierPlanOf } from '../../../support/data-tier';

const millicores = (text: string): number => (text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1000);
const mebibytes = (text: string): number => Number.parseFloat(text) * (text.endsWith('Gi') ? 1024 : 1);

describe.each([
  ['the shop', shopPlan(), 5],
  ['a data tier', dataTierPlanOf(), 0],
])('the quota of %s', (_, plan, nodes) => {
  const objects = objectsOf(plan);
  const [{ spec: quota }] = ofKind(objects, 'ResourceQuota');
  const { hard } = quota;

  /** How many pods of a workload can exist at once: all replaced while old ones still end, and one more; one on each node, and one more; members and Jobs twice. */
  function pods({ kind, metadata, spec }: Any): number {
    if (kind === 'DaemonSet') return nodes + 1;
    if (kind !== 'Deployment') return 2 * (spec.replicas ?? 1);
    return 2 * (spec.replicas ?? find(objects, 'HorizontalPodAutoscaler', metadata.name).spec.maxReplicas) + 1;
  }

  /** What all of them ask for: containers side by side add up, of those that come before one at a time only the largest counts. */
  const total = (side: 'requests' | 'limits', resource: string, read: (text: string) => number): number =>
    workloads(objects).reduce((sum, workload) => {
      const of = (containers: readonly Any[] = []): readonly number[] => containers.map(({ resources }) => read(resources[side][resource]));
      const { containers, initContainers } = workload.spec.template.spec;
      const serving = of(containers).reduce((a, b) => a + b, 0);
      return sum + pods(workload) * Math.max(serving, ...of(initContainers));
    }, 0);

  it('is exactly what all workloads can ask for at once', () => {
    expect({
      cpu: [millicores(hard['requests.cpu']), millicores(hard['limits.cpu'])],
      memory: [mebibytes(hard['requests.memory']), mebibytes(hard['limits.memory'])],
      pods: Number(hard.pods),
    }).toEqual({
      cpu: [total('requests', 'cpu', millicores), total('limits', 'cpu', millicores)],
      memory: [total('requests', 'memory', mebibytes), total('limits', 'memory', mebibytes)],
      pods: workloads(objects).reduce((sum, workload) => sum + pods(workload), 0),
    });
  });

  it('covers the disks of all members, and as many for a restore beside them', () => {
    const claims = workloads(objects).flatMap(({ spec }) =>
      Array.from({ length: spec.replicas ?? 1 }, () => spec.volumeClaimTemplates ?? []).flat(),
    );
    expect(Number(hard.persistentvolumeclaims)).toBe(2 * claims.length);
    expect(mebibytes(hard['requests.storage'])).toBe(
      2 * claims.reduce((sum, { spec }) => sum + mebibytes(spec.resources.requests.storage), 0),
    );
  });
});
