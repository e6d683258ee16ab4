import type { Service } from '../../../model/service';
import { runsOf } from '../../../model/workload';
import type { Paired } from '../../../roles/role';
import { podsOf } from '../../../roles/roles';

/** How long a new replica has to be ready before the next old one goes. */
export const MIN_READY_SECONDS = 10;

/** How many replicas a rollout starts before old ones go. */
export const SURGE = 1;

/** How long it takes until all clients know that a pod is terminating. */
export const PROPAGATION_SECONDS = 10;
const MARGIN_SECONDS = 5;

/** The termination grace period of a replica, in seconds. */
export const graceSeconds = ({ ports, workload }: Service): number =>
  (ports.length === 0 ? 0 : PROPAGATION_SECONDS) + (runsOf(workload)?.drain.seconds ?? 0) + MARGIN_SECONDS;

/** How many old replicas can be terminating at once: one ends every MIN_READY_SECONDS, and each is gone after its grace period. */
export const endingAtOnce = (paired: Paired): number =>
  Math.min(podsOf(paired).most, Math.ceil(graceSeconds(paired.service) / MIN_READY_SECONDS));
