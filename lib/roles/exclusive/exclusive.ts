import * as v from 'valibot';
import { amounts } from '../../shape/amounts';
import { rule } from '../../shape/rule';
import { expecting, lacking, replicaCount, section } from '../../shape/values';
import { dataVolume, scratch, writesThere } from '../entries';
import { GIVE_A_VOLUME, lostWithPod } from '../lost-with-pod';
import type { RoleOf } from '../role';

/** The number of replicas of a service that must never have two. */
const onlyOne = (because: string) => v.pipe(v.literal(1, expecting(`1 (${because})`)), v.description(`One, always: ${because}.`));

const NO_EFFECT = 'had no effect, because only one pod runs: remove it';

/** One pod, never two. */
export const exclusive: RoleOf<'exclusive'> = {
  shape: (service, own) =>
    lacking(
      { minAvailable: NO_EFFECT, unhealthy: NO_EFFECT, scaling: NO_EFFECT },
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
          if (size.volume !== undefined) writesThere(service.workload, 1, at);
        }),
      ),
    ),
  pods: () => ({ least: 1, most: 1 }),
  countedBy: () => ['replicas'],
  spread: () => ({ kind: 'anywhere' }),
  nodes: 'shared',
  // A budget for a single pod would block every drain.
  draining: () => undefined,
  remarks: (sized) => lostWithPod(sized, GIVE_A_VOLUME),
  whyOnlyOne: ({ because }) => because,
};
