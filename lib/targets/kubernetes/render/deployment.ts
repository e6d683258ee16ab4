import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Pod } from '../../../model/pod';
import { podsOf, whyOnlyOne } from '../../../roles/roles';
import { claimOfReplica } from '../plan/claims';
import type { ClusterSized } from '../plan/plan';
import { MIN_READY_SECONDS, SURGE } from '../plan/rollout';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { startSeconds } from './probes';
import { placeOf } from './service-pod';
import type { Cluster } from './site';
import { NOTHING_LISTENS, podWaivers, SINGLE, waived } from './waivers';

type Deployed = Extract<ClusterSized, { readonly role: 'interchangeable' | 'exclusive' }>;

/** The workload of a service. How many replicas run is the autoscaler's, where there is one. */
export function deploymentOf(sized: Deployed, pod: Pod, cluster: Cluster): object {
  const { service, size } = sized;
  const strategy = strategyOf(sized);
  const waivers = [
    ...podWaivers(pod, strategy.type === 'Recreate' ? SINGLE : []),
    ...(service.ports.length === 0 ? [NOTHING_LISTENS] : []),
  ];
  return k8s.KubeDeployment.manifest({
    metadata: { ...metadataOf(service, cluster), annotations: waived(waivers) },
    spec: {
      replicas: typeof size.replicas === 'number' ? size.replicas : undefined,
      selector: { matchLabels: selectorOf(service) },
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: progressSeconds(startSeconds(service.health, size.cpu.limit)),
      minReadySeconds: MIN_READY_SECONDS,
      strategy,
      template: podTemplateOf(pod, { ...placeOf(sized), claim: claimOfReplica(service) }, cluster),
    },
  });
}

/** What a rollout may take beside its slowest start. */
const progressSeconds = (start: number): number => 600 + (start > 60 ? start : 0);

/** Several replicas are replaced one after the other, a new one before an old one; a single one must be gone before the next comes. */
const strategyOf = (sized: Deployed): k8s.DeploymentStrategy => {
  const { workload } = sized;
  const diverges = 'divergent' in workload && workload.divergent !== undefined && podsOf(sized).most === 1;
  if (whyOnlyOne(workload) !== undefined || diverges || sized.size.volume !== undefined) return { type: 'Recreate' };
  return {
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(SURGE) },
  };
};
