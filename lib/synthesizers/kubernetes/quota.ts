import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { amountsOf } from '../../plan/chore-size';
import { mostCopies } from '../../plan/copies';
import { type Amounts, podOf, sumOf } from '../../plan/demand';
import type { ClusterPlan, ClusterSized } from '../../plan/plan';
import { Memory } from '../../units/memory';
import { sharedMetadata } from './metadata';
import { bytes, cores, count } from './quantity';

/**
 * Pods of a service that can exist at once. Those of a Deployment: at its maximum, all of them replaced while the old ones still take
 * their grace to end (they count until it is over, kubernetes#98656), and one more. A member is gone before its successor comes.
 */
const podsAtMost = ({ size }: ClusterSized): number => (size.kind === 'copies' ? 2 * mostCopies(size.copies) + 1 : size.copies);

/** What the pods of a service, its migration and its chores can ask for at once. */
const podsOf = (sized: ClusterSized): readonly (readonly Amounts[])[] => [
  ...Array.from({ length: podsAtMost(sized) }, () => podOf(sized)),
  ...(sized.service.database?.migrates.by === 'owner' ? [[sized.size]] : []),
  ...(sized.members?.chores ?? []).map((chore) => [amountsOf(chore)]),
];

/** What the namespace may take: what its workloads can need at most, and no more. */
export function quotaOf({ profile, services }: ClusterPlan): object {
  const pods = services.flatMap(podsOf);
  const { cpu, memory } = sumOf(pods.flat());
  const disks = services.flatMap(({ size }) => {
    const { volume } = size;
    return volume === undefined ? [] : Array.from({ length: mostCopies(size.copies) }, () => volume.size);
  });
  const others = services.filter(({ service }) => service.model?.claim !== undefined);
  return k8s.KubeResourceQuota.manifest({
    metadata: sharedMetadata(profile, 'faultmaven'),
    spec: {
      hard: {
        pods: count(pods.length),
        'requests.cpu': cores(cpu.requests),
        'requests.memory': bytes(memory.requests),
        'limits.cpu': cores(cpu.limits),
        'limits.memory': bytes(memory.limits),
        persistentvolumeclaims: count(disks.length + others.length),
        // How large the operator's own claims are, only the operator knows.
        ...(others.length > 0 ? {} : { 'requests.storage': bytes(Memory.sum(disks)) }),
      },
    },
  });
}

/** What a container gets that nobody sized: little, so that it is noticed. */
export const limitRange = (profile: ClusterPlan['profile']): object =>
  k8s.KubeLimitRange.manifest({
    metadata: sharedMetadata(profile, 'faultmaven'),
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
