import type { Service } from '../../../model/service';
import { runsOf } from '../../../model/workload';
import type { Paired } from '../../../roles/role';
import { podsOf } from '../../../roles/roles';
import { endsTls } from './served';

/** How long a new replica has to be ready before the next old one goes. */
export const MIN_READY_SECONDS = 10;

/** How many replicas a rollout starts before old ones go. */
export const SURGE = 1;

/** After how many seconds the pods of a node that does not answer are replaced. Kubernetes' own default is five minutes. */
export const DEAD_NODE_SECONDS = 60;

/** After how many seconds without a sign of life a node does not answer: Kubernetes' own default (node-monitor-grace-period), the longer of two. */
export const NODE_GONE_SECONDS = 50;

/** How long it takes until all clients know that a pod is terminating. */
export const PROPAGATION_SECONDS = 10;
const MARGIN_SECONDS = 5;

/**
 * How long a load balancer may take to find that a node has no ready pod any more. It asks the node: on GKE every 8 s and three times, on AWS
 * every 10 s and three times at most, on Azure every 5 s and twice.
 */
export const BALANCER_SECONDS = 30;

/** The termination grace period of a replica, in seconds. */
export const graceSeconds = ({ ports, workload }: Service): number =>
  (ports.length === 0 ? 0 : PROPAGATION_SECONDS) + (runsOf(workload)?.drain.seconds ?? 0) + MARGIN_SECONDS;

/** How many old replicas can be terminating at once: one ends every MIN_READY_SECONDS, and each is gone after its longest grace period. */
export function endingAtOnce(paired: Paired): number {
  // Where something else is in front, it ends TLS, and the balancer asks that.
  const longer = endsTls(paired.service, paired.around.platform) === undefined ? 0 : BALANCER_SECONDS - PROPAGATION_SECONDS;
  return Math.min(podsOf(paired).most, Math.ceil((graceSeconds(paired.service) + longer) / MIN_READY_SECONDS));
}

/** How many replicas there can be at once in a rollout: the new one and those that are terminating stand beside the others. */
export function replicasInRollout(paired: Paired): number {
  const { most } = podsOf(paired);
  return Math.min(2 * most, most + SURGE + endingAtOnce(paired));
}
