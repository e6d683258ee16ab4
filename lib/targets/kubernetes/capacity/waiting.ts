import { apart } from './apart';
import type { Demand } from './demands';
import { inZone, type Machines, zonesOf } from './machines';
import { mayWait, mayWaitIn, nodesOfZone, type Situation } from './places';

/** At which load pods are looked at. */
export type Load = 'rest' | 'full' | 'rollout';

/** How many pods of a demand there are. A rollout replaces all replicas of every service at once, while all autoscalers are at their maximum. */
export const COUNTS: Readonly<Record<Load, (demand: Demand) => number>> = {
  rest: ({ least }) => least,
  full: ({ most }) => most,
  rollout: ({ most, surge }) => most + surge,
};

/** The demands of which some pod may find no place on any node of some nodes, whatever else runs there. */
export const tooLarge = (machines: readonly Machines[], demands: readonly Demand[]): readonly Demand[] =>
  demands.filter(({ cpu, memory, nodes }) => {
    const fits = (one: Machines): boolean => cpu <= one.cpu && memory <= one.memory;
    return nodes === 'one pod on each' ? !machines.every(fits) : !machines.some(fits);
  });

/**
 * The demands of which some pod may find no place. A pod with a disk has to find one in its zone, whenever it is started again. Pods on
 * each node are asked for by `crowdedOut`.
 */
export function waiting(machines: readonly Machines[], demands: readonly Demand[], load: Load): readonly Demand[] {
  const situation: Situation = { machines, demands, count: COUNTS[load], budgetsHold: false };
  return demands.filter(
    (demand) => !isOnEach(demand) && (mayWait(demand, situation) || (demand.keepsDisk && mayWaitAgain(demand, situation))),
  );
}

export const isOnEach = ({ nodes }: Demand): boolean => nodes === 'one pod on each';

/** Those with a pod on each node of which one may find its node full: more nodes would not help, because others may still share one. */
export const crowdedOut = (machines: readonly Machines[], demands: readonly Demand[]): readonly Demand[] =>
  demands.filter((demand) => isOnEach(demand) && mayWait(demand, { machines, demands, count: COUNTS.full, budgetsHold: false }));

const mayWaitAgain = (demand: Demand, situation: Situation): boolean => {
  const { machines } = situation;
  return placesOf(machines).some((zone) => {
    const inOne = Math.min(situation.count(demand), apart(demand, machines).inOne, nodesOfZone(zone, machines));
    return mayWaitIn(zone, demand, Math.max(0, inOne - 1), situation);
  });
};

/** Zones, and no zone where nodes have none. */
const placesOf = (machines: readonly Machines[]): readonly (string | undefined)[] => [
  ...zonesOf(machines),
  ...(inZone(machines, undefined).certain > 0 ? [undefined] : []),
];
