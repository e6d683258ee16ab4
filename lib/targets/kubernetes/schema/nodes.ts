import * as v from 'valibot';
import { keyOf } from '../../../shape/cluster-values';
import { rule } from '../../../shape/rule';
import { cpu, expecting, formerly, listOf, memory, neverList, oneOf, parsedText, section, text, wholeNumber } from '../../../shape/values';
import { LABEL_VALUE } from '../../../units/label';
import { NAMESPACE, namespace } from '../../../units/name';
import { whyNotLabel } from './node-labels';
import { TAINT_EFFECTS } from './placement';

/** How many pods a node runs at most, unless a profile says otherwise: the kubelet's own default. */
const USUAL_PODS = 110;

const zone = text(new RegExp(`^(?=.)${LABEL_VALUE.source.slice(1)}`), 'the name of a zone', '');

const group = v.pipe(
  section(
    {
      name: parsedText(namespace, NAMESPACE, 'What the group is called in messages.'),
      count: formerly('nodes.count', wholeNumber(1, 10_000, 'How many nodes there are; with an autoscaler of the cluster, at most.')),
      cpu: v.optional(
        cpu(
          'CPUs of each node that pods of this profile may request: what it has for pods, without what others request. Left out, as is memory: nothing is computed but what follows from zones.',
        ),
      ),
      memory: v.optional(memory('The same of memory.')),
      zones: v.optional(
        listOf(zone, 100, 'zones', 'The zones that the nodes are in, as evenly as can be. Left out: the nodes have no zone.'),
      ),
      maxPods: v.optional(
        wholeNumber(1, 10_000, 'How many pods of this profile each node can run: what the kubelet allows, less those of others.'),
        USUAL_PODS,
      ),
      labels: v.optional(
        v.pipe(
          neverList(v.record(keyOf('a label key', ''), text(LABEL_VALUE, 'a label value', ''), expecting('a map of labels'))),
          v.description(
            'Labels of the nodes, of which placement.pool may name one. A zone is no label here: write it in zones. Left out: none.',
          ),
        ),
        {},
      ),
      taints: v.optional(
        listOf(
          section(
            {
              key: keyOf('a taint key', 'The taint.'),
              value: v.optional(text(LABEL_VALUE, 'a taint value', 'Its value. Left out: none.')),
              effect: oneOf(TAINT_EFFECTS, 'Its effect.'),
            },
            'A taint of the nodes.',
          ),
          50,
          'taints',
          'Taints of the nodes. Pods run there if placement.tolerations tolerates them, and those that run on each node do anyway. Left out: none.',
        ),
      ),
    },
    'Nodes that are alike.',
  ),
  rule(['cpu', 'memory'], ({ cpu: cpus, memory: amount }, at) => {
    if ((cpus === undefined) === (amount === undefined)) return;
    const [missing, given] = cpus === undefined ? (['cpu', 'memory'] as const) : (['memory', 'cpu'] as const);
    at(`expected an amount beside ${given}, or neither: nothing can be computed from one alone, got nothing`, missing);
  }),
  rule(['zones'], ({ zones = [] }, at) => {
    zones.forEach((name, index) => {
      if (zones.indexOf(name) < index) at(`expected each zone once, got ${name} again`, 'zones', String(index));
    });
  }),
  rule(['labels', 'zones'], ({ labels = {}, zones }, at) => {
    for (const [key, value] of Object.entries(labels)) {
      const complaint = whyNotLabel(key, value, { zones });
      if (complaint !== undefined) at(complaint, 'labels', key);
    }
  }),
);

/** The nodes of the cluster, in groups of nodes that are alike. */
export const nodes = v.optional(
  v.pipe(
    listOf(
      group,
      50,
      'groups of nodes such as { name: apps, count: 3 }',
      'The nodes of the cluster, in groups. Left out: enough for members, which never share a node, and nothing is computed.',
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const names = dataset.value.map(({ name }) => name);
      const again = names.find((name, index) => names.indexOf(name) < index);
      if (again !== undefined) addIssue({ message: `expected a name for each group, got ${again} twice` });
    }),
  ),
);

export type NodeGroups = NonNullable<v.InferOutput<typeof nodes>>;
export type NodeGroup = NodeGroups[number];

/** Whether the profile says of all nodes what they have. */
export const areKnown = (groups: readonly Pick<NodeGroup, 'cpu' | 'memory'>[] | undefined): boolean =>
  groups?.every(({ cpu: cpus, memory: amount }) => cpus !== undefined && amount !== undefined) ?? false;

/** How many nodes there are in these groups. */
export const nodesIn = (groups: NodeGroups): number => groups.reduce((sum, { count }) => sum + count, 0);
