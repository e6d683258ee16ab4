import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../plan/plan';
import { MIN_READY_SECONDS } from '../plan/rollout';
import { scratchOf } from '../plan/scratch';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { podOf } from './service-pod';
import type { Cluster } from './site';
import { NOTHING_LISTENS, podWaivers, waived } from './waivers';

/** The workload of a service that runs on every node. Pods are replaced node by node, the old one before the new one. */
export function daemonSetOf(sized: Extract<ClusterSized, { readonly role: 'perNode' }>, cluster: Cluster): object {
  const { service, workload, size } = sized;
  const pod = podOf(sized);
  const place = {
    service,
    account: service.name,
    size,
    scratch: scratchOf(size),
    priority: workload.priority,
    spread: { kind: 'every node' },
  } as const;
  const waivers = [...podWaivers(pod), ...(service.ports.length === 0 ? [NOTHING_LISTENS] : [])];
  return k8s.KubeDaemonSet.manifest({
    metadata: { ...metadataOf(service, cluster), annotations: waived(waivers) },
    spec: {
      selector: { matchLabels: selectorOf(service) },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) } },
      minReadySeconds: MIN_READY_SECONDS,
      revisionHistoryLimit: 5,
      template: podTemplateOf(pod, place, cluster),
    },
  });
}
