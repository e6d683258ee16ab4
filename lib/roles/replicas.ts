import * as v from 'valibot';
import type { Service } from '../model/service';
import { amounts, volume } from '../shape/amounts';
import { rule } from '../shape/rule';
import { section } from '../shape/values';
import { drainable, draining, scratch } from './entries';
import { scaling } from './interchangeable/scaling';

/** How many replicas run: always as many, or as many as the load needs. */
export type Copies = number | { readonly min: number; readonly max: number; readonly cpu: number };

/** The fewest that run. */
export const fewestCopies = (copies: Copies): number => (typeof copies === 'number' ? copies : copies.min);

/** The most that run. */
export const mostCopies = (copies: Copies): number => (typeof copies === 'number' ? copies : copies.max);

/**
 * The size of a service whose pods all come from one template.
 *
 * @param own what the service itself lets a profile say
 */
export const replicasShape = <Count extends v.GenericSchema<unknown, Copies>>(
  copies: Count,
  { floor, writes }: Pick<Service, 'floor' | 'writes'>,
  own: v.ObjectEntries,
) =>
  v.pipe(
    section(
      {
        copies,
        ...amounts(floor),
        ...(own as Record<never, never>),
        ...draining,
        scaling: v.optional(scaling),
        scratch,
        volume: v.optional(volume('A disk for /data. Left out: /data is empty in every new pod.')),
      },
      'Size and copies of one service.',
    ),
    rule(['copies'], (size, at, sound) => {
      const count = size.copies as Copies;
      const [fewest, most] = [fewestCopies(count), mostCopies(count)];
      if (fewest > most) at(`expected at most the maximum of ${most}, got ${fewest}`, 'copies', 'min');
      if (size.volume !== undefined && !writes.includes('/data')) at('expected no volume: it writes nothing to /data', 'volume');
      else if (most > 1 && size.volume !== undefined) at('expected no volume beside several copies: a disk belongs to one pod', 'volume');
      if (size.scaling !== undefined && typeof count === 'number')
        at('expected none beside a number of copies: only min and max are scaled between', 'scaling');
      if (sound('minAvailable')) drainable(fewest, size, at);
    }),
  );
