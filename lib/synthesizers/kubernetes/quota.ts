import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { mostCopies } from '../../plan/copies';
import type { ClusterPlan, ClusterSized } from '../../plan/plan';
import { Cpu } from '../../units/cpu';
import { Memory } from '../../units/memory';
import { sharedMetadata } from './metadata';
import { bytes, cores, count } from './quantity';

/**
 * Pods of a Deployment that can exist at once: at its maximum, all of them replaced while the old ones still take their grace to
 * end (they count until it is over, kubernetes#98656), and one more.
 */
const podsAtMost = ({ size }: ClusterSized): number => 2 * mostCopies(size.copies) + 1;

const migrations = ({ service }: ClusterSized): number => (service.database?.migrates.by === 'owner' ? 1 : 0);

/** What the namespace may take: what its workloads can need at most, and no more. */
export function quotaOf({ profile, services }: ClusterPlan): object {
  const sum = <T>(of: (sized: ClusterSized) => T, add: (amounts: readonly T[]) => T): T =>
    add(services.flatMap((sized) => Array.from({ length: podsAtMost(sized) + migrations(sized) }, () => of(sized))));
  const claims = services.filter(({ size }) => size.volume !== undefined);
  return k8s.KubeResourceQuota.manifest({
    metadata: sharedMetadata(profile, 'faultmaven'),
    spec: {
      hard: {
        pods: count(services.reduce((total, sized) => total + podsAtMost(sized) + migrations(sized), 0)),
        'requests.cpu': cores(sum(({ size }) => size.cpu.request, Cpu.sum)),
        'requests.memory': bytes(sum(({ size }) => size.memory.request, Memory.sum)),
        'limits.cpu': cores(sum(({ size }) => size.cpu.limit, Cpu.sum)),
        'limits.memory': bytes(sum(({ size }) => size.memory.limit, Memory.sum)),
        persistentvolumeclaims: count(claims.length),
        'requests.storage': bytes(Memory.sum(claims.map(({ size }) => size.volume?.size ?? Memory.none))),
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
