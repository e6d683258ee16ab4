import type { Pod } from '../../../model/pod';
import type { ClusterSized } from '../plan/plan';
import { MIN_READY_SECONDS } from '../plan/rollout';
import { k8s } from './k8s';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { placeOf } from './service-pod';
import type { Cluster } from './site';
import { NOTHING_LISTENS, podWaivers, waived } from './waivers';

/** The DaemonSet of a service. Pods are replaced node by node, and the old pod ends before the new one starts. */
export function daemonSetOf(sized: Extract<ClusterSized, { readonly role: 'perNode' }>, pod: Pod, cluster: Cluster): object {
  const { service } = sized;
  const waivers = [...podWaivers(pod), ...(service.ports.length === 0 ? [NOTHING_LISTENS] : [])];
  return k8s.KubeDaemonSet.manifest({
    metadata: { ...metadataOf(service, cluster), annotations: waived(waivers) },
    spec: {
      selector: { matchLabels: selectorOf(service) },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) } },
      minReadySeconds: MIN_READY_SECONDS,
      revisionHistoryLimit: 5,
      template: podTemplateOf(pod, placeOf(sized), cluster),
    },
  });
}
