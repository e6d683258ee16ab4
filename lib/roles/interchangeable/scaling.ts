import * as v from 'valibot';
import { rule } from '../../shape/rule';
import { MOST_REPLICAS, numberWithin, section, wholeNumber } from '../../shape/values';

/** The bounds are the API's own (autoscaling/v2). */
const speed = (description: string) =>
  v.pipe(
    section(
      {
        window: numberWithin(
          0,
          3600,
          'seconds',
          'For how many past seconds the autoscaler considers what it would have done, so that a short change of load changes nothing.',
        ),
        every: numberWithin(1, 1800, 'seconds', 'Length of the period, in seconds, for which percent and pods hold.'),
        percent: v.optional(wholeNumber(1, 1000, 'How many replicas may change in a period, in percent of those that run.')),
        pods: v.optional(
          wholeNumber(
            1,
            MOST_REPLICAS,
            'How many replicas may change in a period, as a number. Beside percent, the larger of the two holds.',
          ),
        ),
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
    up: v.optional(speed('How fast replicas are added. Left out: immediately, up to twice as many or two more each minute.')),
    down: v.optional(
      speed(
        'How fast replicas are removed. Left out: a quarter each minute, or one in two minutes where a new replica takes long to start.',
      ),
    ),
  },
  'How fast an autoscaler may change the number of replicas.',
);

export type Scaling = v.InferOutput<typeof scaling>;
export type Speed = v.InferOutput<ReturnType<typeof speed>>;
