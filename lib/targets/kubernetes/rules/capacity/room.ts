import { counted, inWords } from '../../../../text';
import { apart } from '../../capacity/apart';
import type { Capacity } from '../../capacity/capacity';
import type { Demand } from '../../capacity/demands';
import { countOf, machinesOf } from '../../capacity/machines';
import { has, requested } from '../../capacity/sums';
import { type Load, waiting } from '../../capacity/waiting';
import type { ClusterPlan } from '../../plan/plan';
import type { NodeGroups } from '../../schema/nodes';
import { type Found, foundOfNodes, namesOf, poolFor, runningAny, shortage } from './words';

const LOADS: Readonly<Record<Load, Pick<Found, 'code' | 'severity'> & { readonly when: string }>> = {
  rest: { code: 'no-room-at-rest', severity: 'error', when: 'at rest' },
  full: { code: 'no-room-at-maximum', severity: 'warning', when: 'with every autoscaler at its maximum' },
  rollout: { code: 'no-room-for-rollout', severity: 'warning', when: 'while all is rolled out with every autoscaler at its maximum' },
};

/** What is said of pods that may find no place. */
export function room(load: Load, { machines, demands, groups }: Capacity, plan: ClusterPlan): readonly Found[] {
  const who = waiting(machines, demands, load);
  if (who.length === 0) return [];
  const { when, ...finding } = LOADS[load];
  const sums = shortage(who, {
    needed: requested(demands, load, machines),
    there: has(machines),
    all: (pods) => `all${pods} pods request`,
    nodes: countOf(machines),
    byPods: () => waiting(runningAny(machines), demands, load).length === 0,
  });
  const enough = poolFor(groups, (more) => waiting(more, demands, load).length === 0);
  const message = `${when}, pods of ${namesOf(who)} may find no place: ${sums}: ${enough}`;
  return [foundOfNodes(plan, { ...finding, message })];
}

/**
 * What is said of members that never share a node, where it is not known what nodes have.
 *
 * @param groups those that pods may run on; empty if nothing is known of nodes
 */
export function nodesForMembers(demands: readonly Demand[], groups: NodeGroups, plan: ClusterPlan): readonly Found[] {
  const machines = machinesOf(groups);
  const without = (demand: Demand, on = machines): number => apart({ ...demand, zones: undefined }, on).without;
  const who = demands.filter((demand) => without(demand) > 0);
  if (groups.length === 0 || who.length === 0) return [];
  const those = who.map((demand) => `${without(demand)} of the ${demand.most} members of ${demand.name}`);
  const enough = poolFor(groups, (more) => who.every((demand) => without(demand, more) === 0));
  const message = `members never share a node, and pods may run on ${counted(countOf(machines), 'node')}: no place is left for ${inWords(those, 'and')}: ${enough}`;
  return [foundOfNodes(plan, { code: 'no-room-at-rest', severity: 'error', message })];
}
