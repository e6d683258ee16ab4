import type { Amounts } from '../../../model/size';
import type { Priority } from '../../../model/workload';
import type { Grid } from '../../../table';
import type { Memory } from '../../../units/memory';
import { rankOf } from '../capacity/demands';
import { containersOf, sumOf } from '../plan/demand';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { priorityOf } from '../plan/priority';

/** A service in the order in which the kubelet puts pods out of a node that runs short of memory. */
export interface Evicted {
  readonly service: string;
  readonly priority: Priority;
  readonly class: 'Guaranteed' | 'Burstable';
  /** How much more than it requests a pod can use at most, before it is killed itself. */
  readonly above: Memory;
}

/**
 * The order in which the kubelet evicts (eviction_manager.go, rankMemoryPressure): first pods that use more memory than they request, then
 * by priority, the lowest first, then by how much more they use. Each pod is taken to use all that its limits allow: what it really uses,
 * nobody knows beforehand.
 */
export const evictionOrder = ({ services }: Pick<ClusterPlan, 'services'>): readonly Evicted[] =>
  services
    .map(evicted)
    .sort(
      (a, b) => Number(isNever(a)) - Number(isNever(b)) || rankOf(b.priority) - rankOf(a.priority) || b.above.mebibytes - a.above.mebibytes,
    );

/** Whether a pod never uses more than it requests. */
const isNever = ({ above }: Evicted): boolean => above.mebibytes === 0;

function evicted(sized: ClusterSized): Evicted {
  const containers = containersOf(sized);
  const { memory } = sumOf(containers);
  const before = (sized.members?.before ?? []).map(({ size }) => size ?? sized.size);
  const guaranteed = [...containers, ...before].every(isGuaranteed);
  return {
    service: sized.service.kind,
    priority: priorityOf(sized),
    class: guaranteed ? 'Guaranteed' : 'Burstable',
    above: memory.limits.over(memory.requests),
  };
}

const isGuaranteed = ({ cpu, memory }: Amounts): boolean =>
  cpu.request.millicores === cpu.limit.millicores && memory.request.mebibytes === memory.limit.mebibytes;

/** The order as a table. */
export const evictionTable = (plan: ClusterPlan): Grid => ({
  headings: ['service', 'priority', 'QoS class', 'above its request'],
  numeric: new Set([3]),
  rows: evictionOrder(plan).map((one) => [one.service, one.priority, one.class, isNever(one) ? 'never' : `up to ${one.above}`]),
});
