import * as v from 'valibot';
import { keyOf } from '../../../shape/cluster-values';
import { flag, formerly, listOf, oneOf, section, text } from '../../../shape/values';
import { LABEL_VALUE } from '../../../units/label';

/** What a taint does to pods that do not tolerate it. */
export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/** Which of the nodes pods run on. */
export const placement = v.optional(
  section(
    {
      pool: formerly(
        'nodes.pool',
        v.optional(
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
      ),
      tolerations: formerly(
        'nodes.tolerations',
        v.optional(
          listOf(
            section(
              {
                key: keyOf('a taint key', 'The taint.'),
                value: v.optional(text(LABEL_VALUE, 'a taint value', 'Its value. Left out: any.')),
                effect: v.optional(oneOf(TAINT_EFFECTS, 'Its effect. Left out: any.')),
              },
              'A taint that the pods tolerate.',
            ),
            50,
            'taints',
            'Taints that the pods tolerate. Left out: none.',
          ),
        ),
      ),
    },
    'Which nodes pods run on.',
  ),
  {},
);

export type Placement = v.InferOutput<typeof placement>;
