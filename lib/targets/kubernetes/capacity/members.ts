import { type Apart, apart } from './apart';
import type { Demand } from './demands';
import type { Lost } from './losses';
import { countOf, inZone, type Machines, withoutOne } from './machines';
import { EDGE, mayWaitIn, nodesOfZone, type Situation } from './places';
import { COUNTS } from './waiting';

/** How many pods with disks a loss can take of a service, and how many it leaves. */
export interface MembersTaken {
  readonly demand: Demand;
  /** At most. */
  readonly lost: number;
  /** How many never found a place at most, so that they are not left either. */
  readonly without: number;
  /** At least. */
  readonly left: number;
  /** How many have to be left: those of its disruption budget, and as many as work. */
  readonly needed: number;
  /** What it means that fewer are left. @default - as many as needed are */
  readonly tooFew?: TooFew;
}

/**
 * `stops`: fewer than have to run for the others to work. `unguarded`: those that are left go on, and are fewer than the disruption budget
 * keeps up, so that no drain puts one of them out.
 */
export type TooFew = 'stops' | 'unguarded';

/** What becomes of those that a loss takes, too. */
export interface MembersLost extends MembersTaken {
  /** Whether those that were lost may find no other node: their disks are in the zone that is gone, or no other node of it has room. */
  readonly wait: boolean;
  /** Whether one that finds another node may put out more pods there than disruption budgets allow. */
  readonly putsOut: boolean;
  /** Whether it may put out any of the way in, be it within their budget. */
  readonly putsOutEdge: boolean;
}

/** What a loss takes of every service whose pods have disks. Whether they find another node is computed when it is asked. */
export function membersLost(machines: readonly Machines[], demands: readonly Demand[], lost: Lost): readonly MembersLost[] {
  const moves = lost.what === 'zone' ? IN_A_LOST_ZONE : movesFrom(lost.of, machines, demands);
  return demands
    .filter(({ keepsDisk, most }) => keepsDisk && most > 0)
    .map((demand) => {
      const taken = takenOf(demand, lostOf(demand, machines, lost), apart(demand, machines));
      return {
        ...taken,
        get wait() {
          return taken.lost > 0 && moves.wait(demand);
        },
        get putsOut() {
          return taken.lost > 0 && moves.putsOut(demand);
        },
        get putsOutEdge() {
          return taken.lost > 0 && moves.putsOutEdge(demand);
        },
      };
    });
}

/**
 * What is left of members where as many are lost as were there.
 *
 * @param apart how they were divided. @default - nothing is known of nodes: all had a place
 */
export function takenOf(
  demand: Demand,
  there: number,
  { without, lacksZones }: Pick<Apart, 'without' | 'lacksZones'> = { without: 0, lacksZones: false },
): MembersTaken {
  const placed = demand.most - without;
  const lost = Math.min(placed, there);
  // If there are more zones than is sure, a loss can take more, and there are more to begin with.
  const left = placed - (lacksZones ? Math.min(lost, 1) : lost);
  const { working, budget = 0 } = demand;
  return {
    demand,
    lost,
    without,
    left,
    needed: Math.max(budget, working),
    tooFew: left < working ? 'stops' : left < budget ? 'unguarded' : undefined,
  };
}

function lostOf(demand: Demand, machines: readonly Machines[], lost: Lost): number {
  if (lost.what === 'node') return demand.zones === 'required' && lost.of.zone === undefined && lost.of.among === undefined ? 0 : 1;
  const there = countOf(inZone(machines, lost.zone).machines);
  return Math.min(there, apart(demand, machines).inOne);
}

/** What becomes of a pod with a disk whose node is lost. */
interface Moves {
  readonly wait: (demand: Demand) => boolean;
  readonly putsOut: (demand: Demand) => boolean;
  readonly putsOutEdge: (demand: Demand) => boolean;
}

const IN_A_LOST_ZONE: Moves = { wait: () => true, putsOut: () => false, putsOutEdge: () => false };

/** It has to find another node of the same zone that has no sibling. */
function movesFrom(of: Machines, machines: readonly Machines[], demands: readonly Demand[]): Moves {
  const left = withoutOne(machines, of);
  // All demands are asked in the same situations, of each of which much is computed once.
  const anyhow: Situation = { machines: left, before: machines, demands, count: COUNTS.full, budgetsHold: false };
  const withBudgets: Situation = { ...anyhow, budgetsHold: true };
  const withEdge: Situation = { ...withBudgets, edgeStays: true };
  const near = (demand: Demand): number => Math.max(0, apart(demand, machines).inOne - 1);
  const zones = of.among ?? [of.zone];
  const certain = (zone: string | undefined): number => inZone(left, zone).certain;
  // Others can put out background work only.
  const putsOut = (demand: Demand, situation: Situation): boolean =>
    demand.rank <= EDGE &&
    demand.most <= countOf(left) &&
    zones.some(
      (zone) =>
        inZone(left, zone).machines.length > 0 && mayWaitIn(zone, demand, Math.min(near(demand), nodesOfZone(zone, left) - 1), situation),
    );
  return {
    wait: (demand) => zones.some((zone) => mayWaitIn(zone, demand, Math.min(certain(zone), near(demand)), anyhow, certain(zone))),
    putsOut: (demand) => putsOut(demand, withBudgets),
    putsOutEdge: (demand) => putsOut(demand, withEdge),
  };
}
