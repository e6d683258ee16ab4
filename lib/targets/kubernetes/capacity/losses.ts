import type { Demand } from './demands';
import { inZone, type Machines, withoutOne, withoutZone, zonesOf } from './machines';
import { EDGE, mayWait, type Situation } from './places';
import { COUNTS, isOnEach } from './waiting';

/** A node, or all nodes of a zone. */
export type Lost = { readonly what: 'node'; readonly of: Machines } | { readonly what: 'zone'; readonly zone: string };

/** Every loss that there can be; nodes that are alike are one. */
export const lossesOf = (machines: readonly Machines[]): readonly Lost[] => [
  ...machines.map((of) => ({ what: 'node' as const, of })),
  ...zonesOf(machines).map((zone) => ({ what: 'zone' as const, zone })),
];

/** What is left after a loss. */
export const leftAfter = (machines: readonly Machines[], lost: Lost): readonly Machines[] =>
  lost.what === 'node' ? withoutOne(machines, lost.of) : withoutZone(machines, lost.zone);

/**
 * The demands of which too few pods may be left after a loss, when everything that can move has moved: of the priorities data and edge all
 * pods count, of others as many as their budget keeps up, or without one as many as have to run. Pods whose disk was there are no part of this.
 */
export function waitingAfter(machines: readonly Machines[], demands: readonly Demand[], lost: Lost): readonly Demand[] {
  const situation: Situation = { machines: leftAfter(machines, lost), before: machines, demands, count: COUNTS.full, budgetsHold: true };
  return demands.filter((demand) => {
    if (demand.keepsDisk || isOnEach(demand)) return false;
    return mayWait(demand, situation, heldAfter(demand));
  });
}

/** How many pods of a demand have to run after a loss, when everything that can move has moved. */
export const heldAfter = ({ rank, most, budget, working, least }: Demand): number =>
  rank <= EDGE ? most : Math.min(budget ?? working, least);

/** Whether a loss can take all pods of a demand that there are at rest: it is preferred that replicas are apart, and not required. */
export function mayTakeAll({ least, nodes, cpu, memory }: Demand, machines: readonly Machines[], lost: Lost): boolean {
  const there = lost.what === 'node' ? [{ ...lost.of, count: 1 }] : inZone(machines, lost.zone).machines;
  const room = (one: Machines): number =>
    Math.floor(Math.min(one.cpu / cpu, one.memory / memory, one.pods, nodes === 'shared' ? least : 1));
  return there.reduce((sum, one) => sum + one.count * Math.max(0, room(one)), 0) >= least;
}
