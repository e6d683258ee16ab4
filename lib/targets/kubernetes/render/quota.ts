import { disksIn } from '../../../model/pod';
import type { Amounts } from '../../../model/size';
import { podsOf } from '../../../roles/roles';
import { Memory } from '../../../units/memory';
import { containersOf, sumOf, times } from '../plan/demand';
import type { ClusterSized } from '../plan/plan';
import { SOLVER_SIZE } from '../plan/solver';
import type { Space } from '../plan/spaces';
import { amountsOf } from '../plan/task-size';
import { hostsOf } from '../schema/ingress';
import { k8s } from './k8s';
import { type Place, sharedMetadata } from './metadata';
import { bytes, cores, count } from './quantity';
import { podOf, podsAtOnce } from './roles';
import type { Cluster } from './site';

/**
 * How often disks, Jobs and solvers can exist at once. Disks: a restore beside what is live has its own. Jobs: the next one starts while the last
 * one still waits, or somebody starts one beside the scheduled one.
 */
const SETS = 2;

/** The containers of a pod, and how many such pods there can be at once. */
interface Pods {
  readonly containers: readonly Amounts[];
  readonly count: number;
}

/** The pods that cert-manager starts to solve HTTP-01. Each host has one, and the one before it may still be terminating. */
function solversOf(ingress: Cluster['ingress']): readonly Pods[] {
  return ingress?.http01Solvers ? [{ containers: [SOLVER_SIZE], count: SETS * hostsOf(ingress).length }] : [];
}

/** The pods of a service, of its migration and of its tasks. */
const partiesOf = (sized: ClusterSized): readonly Pods[] => [
  { containers: containersOf(sized), count: podsAtOnce(sized) },
  ...(sized.configured.database?.migrates.by === 'owner' ? [{ containers: [sized.size], count: SETS }] : []),
  ...(sized.members?.tasks ?? []).map((task) => ({ containers: [amountsOf(task)], count: SETS })),
];

/** The quota of a namespace: the most that its workloads and a restore beside them can need. */
export function quotaOf(space: Space, cluster: Cluster): object {
  const { services, compartment } = space;
  const pods = [...services.flatMap(partiesOf), ...(compartment === undefined ? solversOf(cluster.ingress) : [])];
  const { cpu, memory } = sumOf(pods.flatMap(({ containers, count: number }) => times(containers, number)));
  const disks = services.flatMap((sized) => disksIn(podOf(sized)).map(({ size }) => ({ count: SETS * podsOf(sized).most, size })));
  const others = services.filter(({ configured }) => configured.model?.claim !== undefined);
  return k8s.KubeResourceQuota.manifest({
    metadata: sharedMetadata(space, cluster),
    spec: {
      hard: {
        pods: count(total(pods)),
        'requests.cpu': cores(cpu.requests),
        'requests.memory': bytes(memory.requests),
        'limits.cpu': cores(cpu.limits),
        'limits.memory': bytes(memory.limits),
        persistentvolumeclaims: count(total(disks) + others.length),
        // The sizes of the operator's own claims are not known.
        ...(others.length > 0 ? {} : { 'requests.storage': bytes(Memory.sum(disks.map(({ count: number, size }) => size.times(number)))) }),
      },
    },
  });
}

const total = (groups: readonly { readonly count: number }[]): number => groups.reduce((sum, group) => sum + group.count, 0);

/** The size of containers that have none: small, so that it is noticed. */
export const limitRange = (place: Place, cluster: Cluster): object =>
  k8s.KubeLimitRange.manifest({
    metadata: sharedMetadata(place, cluster),
    spec: {
      limits: [
        {
          type: 'Container',
          defaultRequest: {
            cpu: k8s.Quantity.fromString('100m'),
            memory: k8s.Quantity.fromString('128Mi'),
            'ephemeral-storage': k8s.Quantity.fromString('128Mi'),
          },
          default: {
            cpu: k8s.Quantity.fromString('500m'),
            memory: k8s.Quantity.fromString('512Mi'),
            'ephemeral-storage': k8s.Quantity.fromString('1Gi'),
          },
        },
      ],
    },
  });
