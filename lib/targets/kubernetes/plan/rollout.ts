import type { Service } from '../../../model/service';
import { runsOf } from '../../../model/workload';
import type { Paired } from '../../../roles/role';
import { podsOf } from '../../../roles/roles';

/** How long a new replica has to be ready before the next old one goes. */
export const MIN_READY_SECONDS = 10;

/** How many replicas a rollout starts before old ones go. */
export const SURGE = 1;

/** How long the news that a pod is leaving takes to reach everybody who sends it requests. */
export const PROPAGATION_SECONDS = 10;
const MARGIN_SECONDS = 5;

/** How long a replica may take to end, from the moment it is told to. */
export const graceSeconds = ({ ports, workload }: Service): number =>
  (ports.length === 0 ? 0 : PROPAGATION_SECONDS) + (runsOf(workload)?.drain.seconds ?? 0) + MARGIN_SECONDS;

/** Old replicas that can be ending at once: each new one is ready for a while before the next one goes, and each is gone after its grace. */
export const endingAtOnce = (paired: Paired): number =>
  Math.min(podsOf(paired).most, Math.ceil(graceSeconds(paired.service) / MIN_READY_SECONDS));
