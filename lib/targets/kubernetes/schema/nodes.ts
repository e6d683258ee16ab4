import * as v from 'valibot';
import { keyOf } from '../../../shape/cluster-values';
import { flag, listOf, oneOf, section, text, wholeNumber } from '../../../shape/values';
import { LABEL_VALUE } from '../../../units/label';

/** Where pods run. */
export const nodes = v.optional(
  section(
    {
      count: v.optional(wholeNumber(1, 10_000, 'How many nodes the cluster has. Left out: enough for members, which never share a node.')),
      pool: v.optional(
        section(
          {
            key: keyOf('a label key', 'The label.'),
            value: text(LABEL_VALUE, 'a label value', 'Its value.'),
            required: flag(
              'Whether pods run on no other nodes, and wait while the pool is full. Otherwise they may run elsewhere, so that replicas share no node.',
            ),
          },
          'The label of the nodes that pods run on. Left out: all nodes.',
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
            'A taint that the pods tolerate.',
          ),
          50,
          'taints',
          'Taints that the pods tolerate. Left out: none.',
        ),
      ),
    },
    'Where pods run.',
  ),
  {},
);

export type Nodes = v.InferOutput<typeof nodes>;
