import type { Finding } from '../../../../checks/finding';
import { counted, inWords } from '../../../../text';
import type { Capacity } from '../../capacity/capacity';
import type { Demand } from '../../capacity/demands';
import { machinesOf } from '../../capacity/machines';
import { type Pool, smallestPool } from '../../capacity/pool';
import { type Amount, amountInWords, gibibytes, missing, ofOne } from '../../capacity/sums';
import type { ClusterPlan } from '../../plan/plan';
import type { NodeGroups } from '../../schema/nodes';
import type { KubernetesCode } from '../codes';

export type Found = Finding<KubernetesCode>;

/** A finding about all nodes. */
export const foundOfNodes = ({ profile }: ClusterPlan, says: Pick<Found, 'code' | 'severity' | 'message'>): Found => ({
  ...says,
  subject: 'nodes',
  source: profile.sourceAt(['nodes']),
});

export const namesOf = (demands: readonly Demand[], join: 'and' | 'or' = 'and'): string =>
  inWords([...new Set(demands.map(({ name }) => name))], join);

interface Sums {
  readonly needed: Amount;
  /** What all pods request that may have found a place before. @default - what is needed */
  readonly most?: Amount;
  readonly there: Amount;
  /** What needs it, before the amount. @param pods how many pods that are, where it matters, with a space before it */
  readonly all: (pods: string) => string;
  readonly nodes: number;
  /** Whether these are what a loss has left. */
  readonly areLeft?: true;
  /** Whether all would find a place if nodes ran any number of pods. */
  readonly byPods: () => boolean;
}

/** What pods request, what nodes have, and how much is missing. @param who those that may find no place */
export function shortage(who: readonly Demand[], { needed, most = needed, there, all, nodes: count, areLeft, byPods }: Sums): string {
  const { pods } = missing(needed, there);
  const why = lacking(needed, there) ?? `${others(needed, most)}${lacking(most, there) ?? inPieces(who, byPods())}`;
  const [has, run, are] = count === 1 ? ['has', 'runs', 'is'] : ['have', 'run', 'are'];
  const limit = pods === 0 ? '' : ` and ${run} ${counted(there.pods, 'pod')} at most (maxPods)`;
  const those = areLeft ? `${counted(count, 'node')} that ${are} left` : counted(count, 'node');
  return `${all(pods === 0 ? '' : ` ${needed.pods}`)} ${amountInWords(needed)}, the ${those} ${has} ${amountInWords(there)}${limit}, and ${why}`;
}

/** `0.5 CPUs and 2Gi are missing`, if anything is. */
function lacking(needed: Amount, there: Amount): string | undefined {
  const { cpu, memory, pods } = missing(needed, there);
  const parts = [
    ...(cpu.millicores === 0 ? [] : [cpu.inWords()]),
    ...(memory.mebibytes === 0 ? [] : [gibibytes(memory)]),
    ...(pods === 0 ? [] : [`room for ${counted(pods, 'pod')}`]),
  ];
  const one = parts.join() === '1 CPU' || (parts.length === 1 && pods > 0);
  return parts.length === 0 ? undefined : `${inWords(parts, 'and')} ${one ? 'is' : 'are'} missing`;
}

/** There is enough for those, but others may have come first. */
const others = (needed: Amount, most: Amount): string =>
  most.pods === needed.pods
    ? ''
    : `others may have found a place before: all ${most.pods} pods that there may be request ${amountInWords(most)}, so `;

/** There is enough of everything, but perhaps not on one node. */
function inPieces(who: readonly Demand[], byPods: boolean): string {
  if (byPods) return 'a node that has room may run as many pods as it can already (maxPods)';
  const [largest] = [...who].sort((a, b) => b.memory - a.memory || b.cpu - a.cpu);
  const piece = largest && ` for a pod of ${largest.name} with ${amountInWords(ofOne(largest))}`;
  return `what is free may be in pieces that are too small${piece ?? ''}`;
}

/** More pods than there are. */
const ANY_PODS = 1_000_000;

/** The same nodes, if each ran any number of pods. */
export const runningAny = (machines: Capacity['machines']): Capacity['machines'] => machines.map((one) => ({ ...one, pods: ANY_PODS }));

/** The end of a message: the smallest pool with which it would not be said. */
export function poolFor(groups: NodeGroups, holds: (machines: Capacity['machines']) => boolean): string {
  const within = (some: NodeGroups): readonly Pool[] => smallestPool(some, (more) => holds(machinesOf(more)));
  const [first, ...others] = within(groups);
  if (first !== undefined) {
    const all = [`${counted(first.count, 'node')} in the group ${first.group.name}`, ...others.map(inGroup)];
    return `${inWords(all, 'and')} would do`;
  }
  const unlimited = groups.map((group) => ({ ...group, maxPods: ANY_PODS }));
  return holds(machinesOf(unlimited)) || within(unlimited).length > 0
    ? 'no number of such nodes would do, so let each run more pods (maxPods)'
    : 'no number of such nodes would do, so give each more CPUs and memory, or lower requests';
}

const inGroup = ({ group, count }: Pool): string => `${count} in ${group.name}`;
