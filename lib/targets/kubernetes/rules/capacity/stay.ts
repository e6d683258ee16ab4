import { inWords } from '../../../../text';
import type { Capacity } from '../../capacity/capacity';
import type { Demand } from '../../capacity/demands';
import type { Lost } from '../../capacity/losses';
import { type Machines, zonesOf } from '../../capacity/machines';
import { type MembersLost, membersLost } from '../../capacity/members';
import type { ClusterPlan } from '../../plan/plan';
import { survivable } from './losses';
import { type Found, foundOfNodes, namesOf, poolFor } from './words';

/** What is said of pods that wait for the zone or the node that they were lost with: what else is lost with it moves. */
export function staying({ machines, demands, groups }: Capacity, plan: ClusterPlan): readonly Found[] {
  const ofZone = lostWithZone(machines, demands);
  const ofNode = ofNodeLosses(machines, demands, waits);
  const putOut = ofNodeLosses(machines, demands, putsOutEdgeAlone);
  const near = zonesOf(machines).length === 0 ? 'another node' : 'another node of its zone';
  return [
    ...(ofZone.length === 0
      ? []
      : [
          foundOfNodes(plan, {
            code: 'members-wait-for-zone',
            severity: 'warning',
            message: `after the loss of a zone, pods whose disk is there wait until it is back: ${inWords(ofZone.map(zoneLost), 'and')}`,
          }),
        ]),
    ...(ofNode.length === 0
      ? []
      : [
          foundOfNodes(plan, {
            code: 'members-cannot-move',
            severity: 'warning',
            message: `after the loss of a node, a pod of ${namesOf(ofNode, 'or')} may find no place on ${near}, and then waits until it is back: ${poolFor(groups, (more) => !isAny(more, demands, waits))}`,
          }),
        ]),
    ...(putOut.length === 0
      ? []
      : [
          foundOfNodes(plan, {
            code: 'way-in-may-move',
            severity: 'warning',
            message: `after the loss of a node, a pod of ${namesOf(putOut, 'or')} that moves may put out pods of the way in: ${poolFor(groups, (more) => !isAny(more, demands, putsOutEdgeAlone))}`,
          }),
        ]),
  ];
}

interface Staying {
  readonly demand: Demand;
  /** How many of its pods, at most. */
  readonly lost: number;
}

const zoneLost = ({ demand: { name, most }, lost }: Staying): string =>
  most === 1 ? `the only one of ${name}` : `up to ${lost} of ${most} of ${name}`;

/** Those of which the loss of a zone takes pods, with the most that it can be. */
function lostWithZone(machines: readonly Machines[], demands: readonly Demand[]): readonly Staying[] {
  const most = new Map<Demand, number>();
  for (const zone of survivableOf('zone', machines))
    for (const { demand, lost } of membersLost(machines, demands, zone)) most.set(demand, Math.max(lost, most.get(demand) ?? 0));
  return [...most].flatMap(([demand, lost]) => (lost === 0 ? [] : [{ demand, lost }]));
}

type Holds = (lost: MembersLost) => boolean;

/** Whether it may find no other node. */
const waits: Holds = ({ wait }) => wait;

/** Whether it may put out pods of the way in, and no more others than budgets allow: of these something else is said. */
const putsOutEdgeAlone: Holds = ({ putsOut, putsOutEdge }) => !putsOut && putsOutEdge;

/** Whether it holds of any after the loss of any node. */
const isAny = (machines: readonly Machines[], demands: readonly Demand[], holds: Holds): boolean =>
  survivableOf('node', machines).some((lost) => membersLost(machines, demands, lost).some(holds));

/** Those of which something holds after the loss of any node. */
function ofNodeLosses(machines: readonly Machines[], demands: readonly Demand[], holds: Holds): readonly Demand[] {
  const found = new Set(
    survivableOf('node', machines).flatMap((lost) =>
      membersLost(machines, demands, lost).flatMap((one) => (holds(one) ? [one.demand] : [])),
    ),
  );
  return demands.filter((demand) => found.has(demand));
}

const survivableOf = (what: Lost['what'], machines: readonly Machines[]): readonly Lost[] =>
  survivable(machines).filter((lost) => lost.what === what);
