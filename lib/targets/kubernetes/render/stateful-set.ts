import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../plan/plan';
import { MIN_READY_SECONDS } from '../plan/rollout';
import { scratchOf } from '../plan/scratch';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { podOf } from './service-pod';
import { type Cluster, membersServiceOf } from './site';
import { claimTemplates } from './volumes';
import { podWaivers, waived } from './waivers';

/** Marks members that copy nothing from one another. */
export const SHARE_NOTHING = 'faultmaven-infra/members-share-nothing';

/**
 * The workload of replicas that are told apart. They start and stop all at once, because none of them waits for another in turn: who
 * leads, they agree on themselves. Their disks stay when they go.
 */
export function statefulSetOf(sized: Extract<ClusterSized, { readonly role: 'members' }>, cluster: Cluster): object {
  const { service, workload, size } = sized;
  const pod = podOf(sized);
  const place = {
    service,
    account: service.name,
    size,
    scratch: scratchOf(size),
    priority: 'data',
    spread: { kind: 'members', zones: size.zones, replicas: size.replicas },
  } as const;
  return k8s.KubeStatefulSet.manifest({
    metadata: {
      ...metadataOf(service, cluster),
      annotations: {
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
      template: podTemplateOf(pod, place, cluster),
      volumeClaimTemplates: claimTemplates(pod, selectorOf(service)),
    },
  });
}
