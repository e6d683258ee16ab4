import { onceFor } from '../../../once';
import { zonesNeeded } from '../../../roles/spread';
import { apart } from './apart';
import { areTooFew, canBeBlocked, type Other, type Others, ordered, type Total } from './blocked';
import { type Demand, RANKS, rankOf } from './demands';
import { countOf, fewestZones, inZone, type Machines, zonesOf } from './machines';

/** Nodes, and how many pods of each demand there are. */
export interface Situation {
  readonly machines: readonly Machines[];
  /** The nodes that there were before a loss, when members were divided over zones. @default - nothing is lost */
  readonly before?: readonly Machines[];
  readonly demands: readonly Demand[];
  /** How many pods there are of a demand that is not on each node. */
  readonly count: (demand: Demand) => number;
  /**
   * Whether every disruption budget has to hold. A pod that finds no room puts out pods of a lower priority, even below their budget if
   * nothing else helps.
   */
  readonly budgetsHold: boolean;
  /** Whether, where budgets hold, all pods of the way in stay, and not only those that their budgets keep up. @default - they do not */
  readonly edgeStays?: true;
}

/**
 * Whether some pod of a demand may find no place, however the scheduler puts the others.
 *
 * A pod that finds no room puts out pods of a lower priority. So in its way are those of its own priority or a higher one, and of the
 * lower ones at most as many as budgets keep up.
 *
 * @param wanted how many of its pods have to find a place. @default - all
 */
export function mayWait(demand: Demand, situation: Situation, wanted = situation.count(demand)): boolean {
  const { machines } = situation;
  if (demand.nodes === 'one pod on each') return machines.some((one) => isBlocked(demand, [{ ...one, count: 1 }], 0, situation));
  if (wanted === 0) return false;
  if (demand.zones !== 'required') return isBlocked(demand, machines, wanted - 1, situation);
  const fewest = fewestZones(machines);
  if (fewest < zonesNeeded(wanted)) return true;
  // The zone that has fewest members must take the next one, and it can be any.
  return zonesOf(machines).some((zone) => mayWaitIn(zone, demand, Math.floor((wanted - 1) / fewest), situation));
}

/**
 * Whether a pod that has to be in a zone may find no place there beside its siblings.
 *
 * @param siblings how many of them can be on nodes of the zone at most
 * @param there how many nodes the zone has at least. @default - those that are there for sure, and one, or it would be no zone
 */
export function mayWaitIn(
  zone: string | undefined,
  demand: Demand,
  siblings: number,
  situation: Situation,
  there = nodesOfZone(zone, situation.machines),
): boolean {
  const { machines } = inZone(situation.machines, zone);
  return isBlocked(demand, machines, siblings, situation, countOf(machines) - there);
}

/** How many nodes a zone has at least that has any. */
export const nodesOfZone = (zone: string | undefined, machines: readonly Machines[]): number => Math.max(1, inZone(machines, zone).certain);

/**
 * @param own how many others of the same demand have a place already
 * @param absent how many of the nodes may not be there
 */
function isBlocked(demand: Demand, machines: readonly Machines[], own: number, situation: Situation, absent = 0): boolean {
  const siblings = absent + (demand.nodes === 'one for each pod' ? own : 0);
  if (areTooFew(demand, machines, siblings, totalsOf(situation)[demand.rank] as Total)) return false;
  // Many services have the same size, and of these the answer is the same.
  const { rank, cpu, memory, nodes, zones, budget } = demand;
  const where = machines.map(({ group, zone, count }) => [group, zone, count]);
  const key = JSON.stringify([rank, cpu, memory, nodes, zones, budget, situation.count(demand), own, absent, where]);
  const answers = answersOf(situation);
  const answer = answers.get(key) ?? canBeBlocked(demand, machines, siblings, othersOf(demand, machines, own, situation));
  answers.set(key, answer);
  return answer;
}

const answersOf = onceFor((_: Situation) => new Map<string, boolean>());

function othersOf(demand: Demand, machines: readonly Machines[], own: number, situation: Situation): Others {
  const inOneZone = zonesOf(machines).length === 1 && machines.every(({ zone }) => zone !== undefined);
  const all = countOf(machines);
  const { before = situation.machines } = situation;
  const otherOf = (other: Demand, count: number): Other => {
    const { cpu, memory, nodes } = other;
    if (nodes === 'one pod on each') return { cpu, memory, count: all, perNode: 1 };
    if (nodes === 'shared') return { cpu, memory, count, perNode: Number.POSITIVE_INFINITY };
    return { cpu, memory, count: inOneZone ? Math.min(count, apart(other, before).inOne) : count, perNode: 1 };
  };
  return ordered(
    situation.demands.flatMap((other): readonly Other[] => {
      if (other !== demand) return [otherOf(other, inTheWay(other, demand.rank, situation))];
      return demand.nodes === 'shared' ? [otherOf(other, own)] : [];
    }),
  );
}

/** All pods that can be in the way of one of each rank. They are summed up once, so that the work does not grow with the square of services. */
const totalsOf = onceFor((situation: Situation): readonly Total[] =>
  RANKS.map((rank) => {
    const nodes = situation.machines.reduce((sum, { count, among = [] }) => sum + Math.max(count, among.length), 0);
    return situation.demands.reduce(
      (sum, other) => {
        const count = other.nodes === 'one pod on each' ? nodes : inTheWay(other, rank, situation);
        return { count: sum.count + count, cpu: sum.cpu + count * other.cpu, memory: sum.memory + count * other.memory };
      },
      { count: 0, cpu: 0, memory: 0 },
    );
  }),
);

/** Where budgets hold, pods of this priority or a higher one stay even if they have none. */
export const EDGE = rankOf('edge');

/** How many pods of another demand stay where they are, if a pod of this one finds no room. */
function inTheWay(other: Demand, rank: number, situation: Situation): number {
  const count = situation.count(other);
  if (other.rank <= rank) return count;
  if (!situation.budgetsHold) return 0;
  if (other.rank <= EDGE && (situation.edgeStays || other.budget === undefined)) return count;
  return Math.min(other.budget ?? 0, count);
}
