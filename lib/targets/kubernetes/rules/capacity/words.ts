import type { Finding } from '../../../../checks/finding';
import { inWords } from '../../../../text';
import type { Capacity } from '../../capacity/capacity';
import type { Demand } from '../../capacity/demands';
import { machinesOf } from '../../capacity/machines';
import { smallestPool } from '../../capacity/pool';
import type { ClusterPlan } from '../../plan/plan';
import type { NodeGroups } from '../../schema/nodes';
import type { KubernetesCode } from '../codes';

export type Found = Finding<KubernetesCode>;

/** A finding about all nodes. */
export const ofNodes = ({ profile }: ClusterPlan, says: Pick<Found, 'code' | 'severity' | 'message'>): Found => ({
  ...says,
  subject: 'nodes',
  source: profile.sourceAt(['nodes']),
});

export const namesOf = (demands: readonly Demand[], join: 'and' | 'or' = 'and'): string =>
  inWords([...new Set(demands.map(({ name }) => name))], join);

export const nodes = (count: number): string => (count === 1 ? '1 node' : `${count} nodes`);

/** The end of a message: the smallest pool with which it would not be said. */
export function poolFor(groups: NodeGroups, holds: (machines: Capacity['machines']) => boolean): string {
  const found = smallestPool(groups, (more) => holds(machinesOf(more)));
  return found === undefined
    ? 'no number of such nodes would do, so give each more CPUs and memory, or lower requests'
    : `${nodes(found.count)} in the group ${found.group.name} would do`;
}
