import * as v from 'valibot';
import { amounts } from '../../shape/amounts';
import { choice } from '../../shape/choice';
import { rule } from '../../shape/rule';
import { expecting, MOST_COPIES, section, wholeNumber } from '../../shape/values';
import { dataVolume, drainable, draining, scratch, writesThere } from '../entries';
import { GIVE_A_VOLUME, lostWithPod } from '../lost-with-pod';
import type { RoleOf } from '../role';
import { fewestCopies, mostCopies } from './copies';
import { scaling } from './scaling';

const copies = v.pipe(
  choice(
    [
      wholeNumber(1, MOST_COPIES, 'As many copies, always.'),
      section(
        {
          min: wholeNumber(1, MOST_COPIES, 'The fewest copies.'),
          max: wholeNumber(1, MOST_COPIES, 'The most copies.'),
          cpu: v.optional(wholeNumber(1, 1000, 'Average CPU use, in percent of the request, at which replicas are added.'), 70),
        },
        'As many copies as the load needs.',
      ),
    ],
    expecting('a number of copies, or a map of min, max, cpu'),
  ),
  v.description('How many replicas run: a number, or min and max between which an autoscaler follows the use of CPUs.'),
);

/** Replicas that are alike. */
export const interchangeable: RoleOf<'interchangeable'> = {
  shape: (service, own) =>
    v.pipe(
      section(
        {
          copies,
          ...amounts(service.floor),
          ...(own as Record<never, never>),
          ...draining,
          scaling: v.optional(scaling),
          scratch,
          volume: dataVolume,
        },
        'Size and copies of one service.',
      ),
      rule(['copies'], (size, at, sound) => {
        const [fewest, most] = [fewestCopies(size.copies), mostCopies(size.copies)];
        if (fewest > most) at(`expected at most the maximum of ${most}, got ${fewest}`, 'copies', 'min');
        if (size.volume !== undefined) writesThere(service, most, at);
        if (size.scaling !== undefined && typeof size.copies === 'number')
          at('expected none beside a number of copies: only min and max are scaled between', 'scaling');
        if (sound('minAvailable')) drainable(fewest, size, at);
      }),
    ),
  pods: ({ size }) => ({ least: fewestCopies(size.copies), most: mostCopies(size.copies) }),
  // A pod that is broken anyway must not keep a node from being drained.
  draining: ({ copies: all, minAvailable, unhealthy = 'evict' }) => {
    const fewest = fewestCopies(all);
    return { minAvailable: minAvailable ?? Math.min(2, fewest - 1), unhealthy };
  },
  remarks: (sized) => {
    const { divergent } = sized.workload;
    const split = divergent !== undefined && mostCopies(sized.size.copies) > 1;
    return [...(split ? [{ hazard: divergent, severity: 'error' as const, at: ['copies'] }] : []), ...lostWithPod(sized, GIVE_A_VOLUME)];
  },
};
