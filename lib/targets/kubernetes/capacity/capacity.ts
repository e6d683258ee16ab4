import type { ClusterPlan } from '../plan/plan';
import { areKnown, type NodeGroups } from '../schema/nodes';
import { inPool, usableGroups } from '../schema/usable-nodes';
import { type Demand, demandsOf } from './demands';
import { type Machines, machinesOf } from './machines';

/** What a profile says of its nodes, and what its pods ask of them. */
export interface Capacity {
  /** The groups that pods may run on. */
  readonly groups: NodeGroups;
  /** Their nodes. */
  readonly machines: readonly Machines[];
  /** Nodes with a taint that only pods on each node tolerate. Where the profile does not say what these have, it is more than any pod asks. */
  readonly tainted: readonly Machines[];
  /** The names of the groups of which it does not say it, if pods run on each node. */
  readonly unmeasured: readonly string[];
  readonly demands: readonly Demand[];
}

/** Whether the profile says what its nodes have, as far as pods may run there. */
export function isComputed({ nodes, placement }: ClusterPlan['profile']): boolean {
  if (nodes === undefined) return false;
  const usable = usableGroups(nodes, placement);
  return areKnown(usable.length === 0 ? nodes : usable);
}

/** What a profile says of zones alone. @default - pods may run on nodes of which it names none, or on none at all */
export function zonesAlone(plan: Pick<ClusterPlan, 'services' | 'profile'>): Pick<Capacity, 'machines' | 'demands'> | undefined {
  const { nodes = [], placement } = plan.profile;
  const groups = usableGroups(nodes, placement);
  if (groups.length === 0 || groups.some(({ zones }) => zones === undefined)) return undefined;
  return { machines: machinesOf(groups), demands: demandsOf(plan) };
}

/** What a profile says of its nodes. @default - it does not say what they have, so that nothing can be computed */
export function capacityOf(plan: Pick<ClusterPlan, 'services' | 'profile'>): Capacity | undefined {
  const { nodes = [], placement } = plan.profile;
  if (!isComputed(plan.profile)) return undefined;
  const groups = usableGroups(nodes, placement);
  const tainted = inPool(nodes, placement.pool).filter((group) => !groups.includes(group));
  const unmeasured = tainted.filter((group) => !areKnown([group]));
  const demands = demandsOf(plan);
  return {
    groups,
    machines: machinesOf(groups),
    tainted: machinesOf(tainted).map((one) => (unmeasured.some(({ name }) => name === one.group) ? { ...one, ...ENOUGH } : one)),
    unmeasured: demands.some((demand) => demand.nodes === 'one pod on each') ? unmeasured.map(({ name }) => name) : [],
    demands,
  };
}

/** More millicores and MiB than any pod asks, so that the number of pods alone decides. */
const ENOUGH = { cpu: 1_000_000_000, memory: 1_000_000_000 };
