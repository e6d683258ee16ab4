import type { Totals } from '../target';
import { type Demand, rangeOf } from './plan/demand';
import type { ClusterPlan } from './plan/plan';

/** The totals of a cluster's plan at the fewest replicas, and with every autoscaler at its maximum. */
export function totals(plan: ClusterPlan): Totals {
  const { least, most } = rangeOf(plan.services);
  const asks = ({ pods, cpu, memory }: Demand): string =>
    `${pods} pods, ${cpu.requests.inWords()} and ${memory.requests} requested, ${cpu.limits.inWords()} and ${memory.limits} at most`;
  return {
    headline: `${plan.services.length} services in the namespace ${plan.profile.namespace} of Kubernetes ${plan.profile.version}`,
    lines: [`  at rest       ${asks(least)}`, `  at full load  ${asks(most)}`],
  };
}
