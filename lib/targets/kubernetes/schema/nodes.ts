import * as v from 'valibot';
import { keyOf } from '../../../shape/cluster-values';
import { flag, listOf, oneOf, section, text, wholeNumber } from '../../../shape/values';
import { LABEL_VALUE } from '../../../units/label';

/** Where pods run. */
export const nodes = v.optional(
  section(
    {
      count: v.optional(wholeNumber(1, 100_000, 'How many there are. Left out: enough for members that never share one.')),
      pool: v.optional(
        section(
          {
            key: keyOf('a label key', 'The label.'),
            value: text(LABEL_VALUE, 'a label value', 'Its value.'),
            required: flag(
              'Pods run nowhere else, and wait while the pool is full. Otherwise they are put elsewhere too, so that copies share no node.',
            ),
          },
          'The nodes that pods run on, by a label. Left out: all.',
        ),
      ),
      tolerations: v.optional(
        listOf(
          section(
            {
              key: keyOf('a taint key', 'The taint.'),
              value: v.optional(text(LABEL_VALUE, 'a taint value', 'Its value. Left out: any.')),
              effect: v.optional(oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], 'Its effect. Left out: any.')),
            },
            'A taint that the pods stand.',
          ),
          50,
          'taints',
          'Taints that the pods stand. Left out: none.',
        ),
      ),
    },
    'Where pods run.',
  ),
  {},
);

export type Nodes = v.InferOutput<typeof nodes>;
