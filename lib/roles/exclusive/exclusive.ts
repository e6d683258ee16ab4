import * as v from 'valibot';
import { amounts } from '../../shape/amounts';
import { rule } from '../../shape/rule';
import { expecting, replicaCount, section } from '../../shape/values';
import { dataVolume, scratch, writesThere } from '../entries';
import { GIVE_A_VOLUME, lostWithPod } from '../lost-with-pod';
import type { RoleOf } from '../role';

/** What a profile says of a service of which a second pod would do harm. */
const onlyOne = (because: string) => v.pipe(v.literal(1, expecting(`1 (${because})`)), v.description(`One, always: ${because}.`));

/** One pod. */
export const exclusive: RoleOf<'exclusive'> = {
  shape: (service, own) =>
    v.pipe(
      section(
        {
          replicas: replicaCount(onlyOne(service.workload.because)),
          ...amounts(service.floor),
          ...(own as Record<never, never>),
          scratch,
          volume: dataVolume,
        },
        'Size of the one pod of a service.',
      ),
      rule([], (size, at) => {
        if (size.volume !== undefined) writesThere(service, 1, at);
      }),
    ),
  pods: () => ({ least: 1, most: 1 }),
  countedBy: () => ['replicas'],
  spread: () => ({ kind: 'anywhere' }),
  nodes: 'shared',
  // With a budget it could never be moved.
  draining: () => undefined,
  remarks: (sized) => lostWithPod(sized, GIVE_A_VOLUME),
  whyOnlyOne: ({ because }) => because,
};
