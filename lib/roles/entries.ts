import * as v from 'valibot';
import type { Runs } from '../model/workload';
import { volume } from '../shape/amounts';
import type { At } from '../shape/rule';
import { MOST_REPLICAS, memory, oneOf, wholeNumber } from '../shape/values';

/* Entries that the sizes of several roles have. */

/** The size of a pod's folders that are lost with it. */
export const scratch = v.optional(memory('How much each folder may hold that is lost with its pod, such as /tmp. Left out: 512Mi.'));

/** The disk of a service with one pod. */
export const dataVolume = v.optional(volume('A disk for /data. Left out: /data is empty in every new pod.'));

/** Reports a volume that the service cannot have. @param most how many pods run at most */
export const writesThere = ({ writes = [] }: Runs, most: number, at: At): void => {
  if (!writes.includes('/data')) at('expected no volume: it writes nothing to /data', 'volume');
  else if (most > 1) at('expected no volume beside several replicas: a disk belongs to one pod', 'volume');
};

/** Entries of the disruption budget. */
export const draining = {
  minAvailable: v.optional(
    wholeNumber(
      1,
      MOST_REPLICAS,
      'Replicas that stay up while nodes are drained. It has to be less than the smallest number of replicas, or no node could be drained.',
    ),
  ),
  unhealthy: v.optional(
    oneOf(
      ['evict', 'keep'],
      'What a drain does with replicas that are not ready: evict them always, or keep them where too few others are up. Left out: keep for members, evict for all others.',
    ),
  ),
};

/** Reports a budget with which no node could be drained. @param fewest the fewest replicas that run */
export const drainable = (fewest: number, { minAvailable: least }: { readonly minAvailable?: number }, at: At): void => {
  if (least !== undefined && least >= fewest)
    at(`expected fewer than the fewest replicas (${fewest}), or no node can be drained, got ${least}`, 'minAvailable');
};
