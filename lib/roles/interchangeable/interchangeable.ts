import * as v from 'valibot';
import { amounts } from '../../shape/amounts';
import { choice } from '../../shape/choice';
import { rule } from '../../shape/rule';
import { expecting, MOST_REPLICAS, replicaCount, section, wholeNumber } from '../../shape/values';
import { dataVolume, drainable, draining, scratch, writesThere } from '../entries';
import { GIVE_A_VOLUME, lostWithPod } from '../lost-with-pod';
import type { RoleOf } from '../role';
import { fewestReplicas, mostReplicas } from './replicas';
import { scaling } from './scaling';

const replicas = v.pipe(
  choice(
    [
      wholeNumber(1, MOST_REPLICAS, 'As many replicas, always.'),
      section(
        {
          min: wholeNumber(1, MOST_REPLICAS, 'The fewest replicas.'),
          max: wholeNumber(1, MOST_REPLICAS, 'The most replicas.'),
          cpu: v.optional(wholeNumber(1, 1000, 'Average CPU use, in percent of the request, at which replicas are added.'), 70),
        },
        'As many replicas as the load needs.',
      ),
    ],
    expecting('a number of replicas, or a map of min, max, cpu'),
  ),
  v.description('How many replicas run: a number, or min and max between which an autoscaler follows the use of CPUs.'),
);

/** Replicas that are alike. */
export const interchangeable: RoleOf<'interchangeable'> = {
  shape: (service, own) =>
    v.pipe(
      section(
        {
          replicas: replicaCount(replicas),
          ...amounts(service.floor),
          ...(own as Record<never, never>),
          ...draining,
          scaling: v.optional(scaling),
          scratch,
          volume: dataVolume,
        },
        'Size and replicas of one service.',
      ),
      rule(['replicas'], (size, at, sound) => {
        const [fewest, most] = [fewestReplicas(size.replicas), mostReplicas(size.replicas)];
        if (fewest > most) at(`expected at most the maximum of ${most}, got ${fewest}`, 'replicas', 'min');
        if (size.volume !== undefined) writesThere(service.workload, most, at);
        if (size.scaling !== undefined && typeof size.replicas === 'number')
          at('expected none beside a number of replicas: only min and max are scaled between', 'scaling');
        if (sound('minAvailable')) drainable(fewest, size, at);
      }),
    ),
  pods: ({ size }) => ({ least: fewestReplicas(size.replicas), most: mostReplicas(size.replicas) }),
  countedBy: ({ replicas }) => (typeof replicas === 'number' ? ['replicas'] : ['replicas', 'max']),
  spread: ({ replicas }) => ({ kind: mostReplicas(replicas) > 1 ? 'apart if possible' : 'anywhere' }),
  nodes: 'shared',
  // A pod that is not ready must not block the drain of its node.
  draining: ({ replicas: all, minAvailable, unhealthy = 'evict' }) => {
    const fewest = fewestReplicas(all);
    return { minAvailable: minAvailable ?? Math.min(2, fewest - 1), unhealthy };
  },
  // A second one would answer from its own data, or need the disk of the first.
  startsBeside: ({ workload: { divergent }, size: { replicas: all, volume } }) =>
    (divergent === undefined || mostReplicas(all) > 1) && volume === undefined,
  remarks: (sized) => {
    const { divergent } = sized.workload;
    const split = divergent !== undefined && mostReplicas(sized.size.replicas) > 1;
    return [...(split ? [{ hazard: divergent, severity: 'error' as const, at: ['replicas'] }] : []), ...lostWithPod(sized, GIVE_A_VOLUME)];
  },
};
