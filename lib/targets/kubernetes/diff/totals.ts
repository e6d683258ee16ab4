import { type Figures, figuresOf, type Value } from '../../../diff/meaning';
import type { ResourcePlan } from '../../../model/application';
import type { Memory } from '../../../units/memory';
import { type Demand, type Range, rangeOf, rangeOfTable, sumOf, times } from '../plan/demand';
import type { ClusterPlan } from '../plan/plan';
import { labelOf } from './side';
import type { Workload } from './workloads';

/** What the services that differ ask for, before and after. */
export interface Differing {
  readonly before: readonly Workload[];
  readonly after: readonly Workload[];
}

export const AT_REST = 'at rest';
export const AT_FULL_LOAD = 'at full load';

/**
 * The totals before and after. Those after are the plan's; those before are the same, but for the services that differ.
 *
 * @param plan undefined if nothing is left
 */
export function totalsOf({ before, after }: Differing, plan: ClusterPlan | undefined): readonly Figures[] {
  const now: Range = plan === undefined ? { least: NOTHING, most: NOTHING } : rangeOf(plan.services);
  const then = (when: keyof Range): Demand => replaced(now[when], demandOf(after, when), demandOf(before, when));
  return [
    { of: AT_REST, figures: figuresOf(named(then('least')), named(now.least)) },
    { of: AT_FULL_LOAD, figures: figuresOf(named(then('most')), named(now.most)) },
  ];
}

/** The memory limits of what the table of a resource plan lists, as it counts: at rest, the first container of each pod. */
export function plannedMemory(
  { before, after }: Differing,
  plan: ClusterPlan | undefined,
  resourcePlan: ResourcePlan,
): { readonly before: Memory; readonly after: Memory } {
  const listed = new Set(resourcePlan.lists.map(({ name }) => String(name)));
  const first = (all: readonly Workload[]): Demand =>
    demandOf(
      all.filter(({ object }) => listed.has(labelOf(object) ?? '')).map((one) => ({ ...one, containers: one.containers.slice(0, 1) })),
      'least',
    );
  const now = plan === undefined ? NOTHING : rangeOfTable(plan, resourcePlan).least;
  return { before: replaced(now, first(after), first(before)).memory.limits, after: now.memory.limits };
}

const NOTHING: Demand = { pods: 0, ...sumOf([]) };

const demandOf = (workloads: readonly Workload[], when: keyof Range): Demand => ({
  pods: workloads.reduce((sum, { replicas }) => sum + replicas[when], 0),
  ...sumOf(workloads.flatMap(({ replicas, containers }) => times(containers, replicas[when]))),
});

/** All, without one part, and with another in its place. */
const replaced = (all: Demand, without: Demand, having: Demand): Demand => ({
  pods: all.pods - without.pods + having.pods,
  cpu: {
    requests: all.cpu.requests.over(without.cpu.requests).plus(having.cpu.requests),
    limits: all.cpu.limits.over(without.cpu.limits).plus(having.cpu.limits),
  },
  memory: {
    requests: all.memory.requests.over(without.memory.requests).plus(having.memory.requests),
    limits: all.memory.limits.over(without.memory.limits).plus(having.memory.limits),
  },
});

const named = ({ pods, cpu, memory }: Demand): ReadonlyMap<string, Value> =>
  new Map<string, Value>([
    ['pods', pods],
    ['CPU requests', cpu.requests],
    ['CPU limits', cpu.limits],
    ['memory requests', memory.requests],
    ['memory limits', memory.limits],
  ]);
