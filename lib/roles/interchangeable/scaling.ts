import * as v from 'valibot';
import { rule } from '../../shape/rule';
import { MOST_COPIES, numberWithin, section, wholeNumber } from '../../shape/values';

/** The bounds are the API's own (autoscaling/v2). */
const speed = (description: string) =>
  v.pipe(
    section(
      {
        window: numberWithin(0, 3600, 'seconds', 'Seconds that are looked back on, so that a short change of load changes nothing.'),
        every: numberWithin(1, 1800, 'seconds', 'Seconds within which at most so many copies change.'),
        percent: v.optional(wholeNumber(1, 1000, 'Of the copies, in percent.')),
        pods: v.optional(wholeNumber(1, MOST_COPIES, 'A number of copies. With percent as well, whichever is more.')),
      },
      description,
    ),
    rule(['percent', 'pods'], ({ percent, pods }, at) => {
      if (percent === undefined && pods === undefined) at('expected percent, pods or both', 'percent');
    }),
  );

/** How fast an autoscaler may act. */
export const scaling = section(
  {
    up: v.optional(speed('How fast copies are added. Left out: at once, doubled or two more in a minute.')),
    down: v.optional(
      speed('How fast they are taken away. Left out: a quarter in a minute, one in two minutes where a copy is long in coming.'),
    ),
  },
  'How fast the number of copies may change.',
);

export type Scaling = v.InferOutput<typeof scaling>;
export type Speed = v.InferOutput<ReturnType<typeof speed>>;
