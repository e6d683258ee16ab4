import type { ClusterPlan } from '../plan/plan';
import { areKnown, type NodeGroups } from '../schema/nodes';
import { type Demand, demandsOf } from './demands';
import { inPool, type Machines, machinesOf, usableGroups } from './machines';

/** What a profile says of its nodes, and what its pods ask of them. */
export interface Capacity {
  /** The groups that pods may run on. */
  readonly groups: NodeGroups;
  /** Their nodes. */
  readonly machines: readonly Machines[];
  /** Nodes with a taint that only pods on each node tolerate, as far as the profile says what these nodes have. */
  readonly tainted: readonly Machines[];
  readonly demands: readonly Demand[];
}

/** Whether the profile says what its nodes have, as far as pods may run there. */
export function isComputed({ nodes, placement }: ClusterPlan['profile']): boolean {
  if (nodes === undefined) return false;
  const usable = usableGroups(nodes, placement);
  return areKnown(usable.length === 0 ? nodes : usable);
}

/** What a profile says of its nodes. @default - it does not say what they have, so that nothing can be computed */
export function capacityOf(plan: Pick<ClusterPlan, 'services' | 'profile'>): Capacity | undefined {
  const { nodes = [], placement } = plan.profile;
  if (!isComputed(plan.profile)) return undefined;
  const groups = usableGroups(nodes, placement);
  const tainted = inPool(nodes, placement.pool).filter((group) => !groups.includes(group) && areKnown([group]));
  return { groups, machines: machinesOf(groups), tainted: machinesOf(tainted), demands: demandsOf(plan) };
}
