import type { Pod } from '../../../model/pod';
import { KEPT, SHARE_NOTHING } from '../annotations';
import type { ClusterSized } from '../plan/plan';
import { MIN_READY_SECONDS } from '../plan/rollout';
import { k8s } from './k8s';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { placeOf } from './service-pod';
import { type Cluster, membersServiceOf } from './site';
import { claimTemplates } from './volumes';
import { podWaivers, waived } from './waivers';

/**
 * The StatefulSet of members. They start and stop in parallel, because they elect their leader themselves and need no order. Their disks
 * stay when the StatefulSet is deleted or scaled down.
 */
export function statefulSetOf(sized: Extract<ClusterSized, { readonly role: 'members' }>, pod: Pod, cluster: Cluster): object {
  const { service, workload, size } = sized;
  return k8s.KubeStatefulSet.manifest({
    metadata: {
      ...metadataOf(service, cluster),
      annotations: {
        ...KEPT,
        ...waived(podWaivers(pod)),
        ...(workload.leader.by === 'first' ? { [SHARE_NOTHING]: 'what is on the disk of one is on no other' } : {}),
      },
    },
    spec: {
      serviceName: membersServiceOf(service),
      replicas: size.replicas,
      selector: { matchLabels: selectorOf(service) },
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      minReadySeconds: MIN_READY_SECONDS,
      revisionHistoryLimit: 5,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: podTemplateOf(pod, placeOf(sized), cluster),
      volumeClaimTemplates: claimTemplates(pod, selectorOf(service)),
    },
  });
}
