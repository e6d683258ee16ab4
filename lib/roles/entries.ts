import * as v from 'valibot';
import type { At } from '../shape/rule';
import { MOST_COPIES, memory, oneOf, wholeNumber } from '../shape/values';

/* What several roles have in their size. */

/** What a pod may write beside its disk. */
export const scratch = v.optional(memory('What each folder that is lost with a pod may hold: /tmp and its like. Left out: 512Mi.'));

/** What is left of a service while nodes are drained. */
export const draining = {
  minAvailable: v.optional(
    wholeNumber(1, MOST_COPIES, 'Copies that stay up while nodes are drained. Fewer than the fewest copies, or nothing can be drained.'),
  ),
  unhealthy: v.optional(
    oneOf(
      ['evict', 'keep'],
      'What becomes of copies that are not ready while nodes are drained: evicted always, or kept where too few others are left. Left out: evict for copies that are alike, keep for members.',
    ),
  ),
};

/** @param fewest the fewest copies that run */
export const drainable = (fewest: number, { minAvailable: least }: { readonly minAvailable?: number }, at: At): void => {
  if (least !== undefined && least >= fewest)
    at(`expected fewer than the fewest copies (${fewest}), or no node can be drained, got ${least}`, 'minAvailable');
};
