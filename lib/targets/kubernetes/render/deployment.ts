import type { Pod } from '../../../model/pod';
import { startsBeside } from '../../../roles/roles';
import { claimOfReplica } from '../plan/claims';
import type { ClusterSized } from '../plan/plan';
import { MIN_READY_SECONDS, SURGE } from '../plan/rollout';
import { startSeconds } from '../plan/start';
import { k8s } from './k8s';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { placeOf } from './service-pod';
import type { Cluster } from './site';
import { NOTHING_LISTENS, podWaivers, SINGLE, waived } from './waivers';

type Deployed = Extract<ClusterSized, { readonly role: 'interchangeable' | 'exclusive' }>;

/** The Deployment of a service. It has no number of replicas if an autoscaler sets it. */
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

/** How long a rollout may take, in seconds. @param start how long a replica takes to start */
const progressSeconds = (start: number): number => 600 + (start > 60 ? start : 0);

/** Several replicas are replaced one by one, and each new one starts before an old one ends. A single one ends before the new one starts. */
const strategyOf = (sized: Deployed): k8s.DeploymentStrategy => {
  if (!startsBeside(sized)) return { type: 'Recreate' };
  return {
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(SURGE) },
  };
};
