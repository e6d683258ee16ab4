import { labelsOf } from './node-labels';
import { type NodeGroup, type NodeGroups, nodesIn } from './nodes';
import type { Placement } from './placement';

/** The groups that pods may run on: that have the label of a required pool, and no taint that pods do not tolerate. */
export const usableGroups = (groups: NodeGroups, { pool, tolerations = [] }: Placement): NodeGroups =>
  inPool(groups, pool).filter(({ taints = [] }) =>
    taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerations.some((toleration) => tolerates(toleration, taint))),
  );

/** The groups that pods on each node run on: they tolerate the taints of every group, and keep to a required pool. */
export const inPool = (groups: NodeGroups, pool: Placement['pool']): NodeGroups =>
  groups.filter((group) => pool?.required !== true || labelsOf(group)[pool.key] === pool.value);

type Toleration = NonNullable<Placement['tolerations']>[number];
type Taint = NonNullable<NodeGroup['taints']>[number];

const tolerates = ({ key, value, effect }: Toleration, taint: Taint): boolean =>
  key === taint.key && (value === undefined || value === (taint.value ?? '')) && (effect === undefined || effect === taint.effect);

/** What a profile says of nodes, and of where pods run. */
interface Nodes {
  readonly nodes?: NodeGroups | undefined;
  readonly placement: Placement;
}

/** How many nodes pods on each node run on. @default - the profile does not say which nodes there are */
export function nodesOfEach({ nodes, placement }: Nodes): number | undefined {
  if (nodes === undefined) return undefined;
  const within = inPool(nodes, placement.pool);
  // Where the label of a required pool is missing in the profile, `check` says so. Until it is there, a quota for no pod would stop them.
  return nodesIn(within.length === 0 ? nodes : within);
}

/** How many nodes members can be on. @default - the profile does not say it, or no pod has a place, which `check` says */
export function nodesOfMembers({ nodes, placement }: Nodes): number | undefined {
  const usable = usableGroups(nodes ?? [], placement);
  return usable.length === 0 ? undefined : nodesIn(usable);
}
