import { type Load, waiting } from '../../capacity/assess';
import type { Capacity } from '../../capacity/capacity';
import { countOf } from '../../capacity/machines';
import { has, requested } from '../../capacity/sums';
import type { ClusterPlan } from '../../plan/plan';
import { type Found, namesOf, ofNodes, poolFor, runningAny, shortage } from './words';

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
  return [ofNodes(plan, { ...finding, message })];
}
