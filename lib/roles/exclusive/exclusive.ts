import * as v from 'valibot';
import { expecting } from '../../shape/values';
import { GIVE_A_VOLUME, lostWithPod } from '../lost-with-pod';
import { replicasShape } from '../replicas';
import type { RoleOf } from '../role';

/** What a profile says of a service of which a second pod would do harm. */
const onlyOne = (because: string) => v.pipe(v.literal(1, expecting(`1 (${because})`)), v.description(`One, always: ${because}.`));

/** One pod. */
export const exclusive: RoleOf<'exclusive'> = {
  shape: (service, own) => replicasShape(onlyOne(service.workload.because), service, own),
  pods: () => ({ least: 1, most: 1 }),
  // With a budget it could never be moved.
  draining: () => undefined,
  remarks: (sized) => lostWithPod(sized, GIVE_A_VOLUME),
};
