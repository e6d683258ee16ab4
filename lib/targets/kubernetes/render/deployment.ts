import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../../../plan/plan';
import { podsOf } from '../../../roles/roles';
import { MIN_READY_SECONDS, SURGE } from '../plan/rollout';
import { metadataOf, selectorOf } from './metadata';
import { podTemplateOf } from './pod';
import { startSeconds } from './probes';
import type { Cluster } from './site';
import { IDENTICAL_PROBES, NOTHING_LISTENS, PULL_POLICY, SINGLE, secretsWaiver, type Waiver, waived } from './waivers';

/** A service whose pods all come from one template. */
type Replicated = Extract<ClusterSized, { readonly role: 'interchangeable' | 'exclusive' }>;

/** The workload of a service. How many copies run is the autoscaler's, where there is one. */
export const deploymentOf = (sized: Replicated, cluster: Cluster): object =>
  k8s.KubeDeployment.manifest({
    metadata: {
      ...metadataOf(sized.service, cluster),
      annotations: waived(waiversOf(sized)),
    },
    spec: {
      replicas: typeof sized.size.copies === 'number' ? sized.size.copies : undefined,
      selector: { matchLabels: selectorOf(sized.service) },
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: progressSeconds(startSeconds(sized.service.health, sized.size.cpu.limit)),
      minReadySeconds: MIN_READY_SECONDS,
      strategy: strategyOf(sized),
      template: podTemplateOf(sized, sized.workload, cluster),
    },
  });

/** What a rollout may take beside its slowest start. */
const progressSeconds = (start: number): number => 600 + (start > 60 ? start : 0);

/** Several copies are replaced one after the other, a new one before an old one; a single one must be gone before the next comes. */
const strategyOf = (sized: Replicated): k8s.DeploymentStrategy => {
  const alone = sized.role === 'exclusive' || (podsOf(sized).most === 1 && sized.workload.divergent !== undefined);
  if (alone || sized.size.volume !== undefined) return { type: 'Recreate' };
  return {
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(SURGE) },
  };
};

const waiversOf = (sized: Replicated): readonly Waiver[] => [
  PULL_POLICY,
  ...(sized.service.health.kind === 'http' && sized.service.health.ready === undefined ? [IDENTICAL_PROBES] : []),
  ...(strategyOf(sized).type === 'Recreate' ? SINGLE : []),
  ...secretsWaiver([sized.service.environment]),
  ...(sized.service.ports.length === 0 ? [NOTHING_LISTENS] : []),
];
