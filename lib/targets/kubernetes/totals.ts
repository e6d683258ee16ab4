import type { Totals } from '../target';
import { isComputed } from './capacity/capacity';
import { type Demand, rangeOf } from './plan/demand';
import type { ClusterPlan } from './plan/plan';
import { namespacesInWords } from './plan/spaces';

const UNKNOWN = 'whether all pods fit, because the profile does not say what its nodes have (nodes)';

/** The totals of a cluster's plan at the fewest replicas, and with every autoscaler at its maximum. */
export function totals(plan: ClusterPlan): Totals {
  const { least, most } = rangeOf(plan.services);
  const asks = ({ pods, cpu, memory }: Demand): string =>
    `${pods} pods, ${cpu.requests.inWords()} and ${memory.requests} requested, ${cpu.limits.inWords()} and ${memory.limits} at most`;
  return {
    headline: `${plan.services.length} services in ${namespacesInWords(plan)} of Kubernetes ${plan.profile.version}`,
    lines: [`  at rest       ${asks(least)}`, `  at full load  ${asks(most)}`],
    inShort: { takes: `${least.pods} pods at rest, ${most.pods} at full load` },
    unknown: isComputed(plan.profile) ? undefined : UNKNOWN,
  };
}
