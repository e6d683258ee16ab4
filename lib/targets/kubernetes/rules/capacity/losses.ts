import { zonesNeeded } from '../../../../roles/spread';
import { counted, inWords } from '../../../../text';
import { apart } from '../../capacity/apart';
import type { Capacity } from '../../capacity/capacity';
import type { Demand } from '../../capacity/demands';
import { type Lost, leftAfter, lossesOf, waitingAfter } from '../../capacity/losses';
import { countOf, fewestZones, type Machines, zonesOf } from '../../capacity/machines';
import { type MembersTaken, membersLost } from '../../capacity/members';
import { type Amount, has, missing, requestedAfter } from '../../capacity/sums';
import { haveToRun } from '../../capacity/words';
import type { ClusterPlan } from '../../plan/plan';
import { type Found, foundOfNodes, namesOf, poolFor, runningAny, shortage } from './words';

/** What is said of pods that may find no place after a loss, or only one that others have to leave. */
export function afterLosses({ machines, demands, groups }: Capacity, plan: ClusterPlan): readonly Found[] {
  const short = shortAfter(machines, demands);
  if (short.length === 0) return [];
  const among = (part: 'wait' | 'putOut'): readonly Demand[] => {
    const those = new Set(short.flatMap((one) => one[part]));
    return demands.filter((demand) => those.has(demand));
  };
  const [wait, putOut] = [among('wait'), among('putOut')];
  const losses = inWords([...new Set(short.map(({ lost }) => named(lost)))], 'or');
  const what = [
    ...(wait.length === 0 ? [] : [`too few pods of ${namesOf(wait)} may find a place`]),
    ...(putOut.length === 0 ? [] : [`a pod of ${namesOf(putOut, 'or')} that moves may put out more others than disruption budgets allow`]),
  ];
  const enough = poolFor(groups, (more) => shortAfter(more, demands).length === 0);
  const { left, needed, most } = worst(
    short.map(({ lost }) => {
      const rest = leftAfter(machines, lost);
      return { left: rest, ...requestedAfter(demands, lost, machines, rest) };
    }),
  );
  const sums = shortage(wait.length > 0 ? wait : putOut, {
    needed,
    most,
    there: has(left),
    all: (pods) => (pods === '' ? 'what has to run requests' : `the${pods} pods that have to run request`),
    nodes: countOf(left),
    areLeft: true,
    byPods: () => shortAfter(runningAny(machines), demands).length === 0,
  });
  const message = `after the loss of ${losses}, with every autoscaler at its maximum, ${inWords(what, 'and')}: ${sums}: ${enough}`;
  return [foundOfNodes(plan, { code: 'no-room-after-loss', severity: 'warning', message })];
}

interface After {
  readonly left: readonly Machines[];
  readonly needed: Amount;
  readonly most: Amount;
}

/** The loss after which most is missing, or else fewest nodes are left. */
function worst(all: readonly After[]): After {
  const keys = ({ left, needed }: After): readonly number[] => {
    const { cpu, memory, pods } = missing(needed, has(left));
    return [memory.mebibytes, cpu.millicores, pods, -countOf(left)];
  };
  const compare = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((found, one, index) => found || (b[index] as number) - one, 0);
  return [...all].sort((a, b) => compare(keys(a), keys(b)))[0] as After;
}

interface Short {
  readonly lost: Lost;
  readonly wait: readonly Demand[];
  readonly putOut: readonly Demand[];
}

/** Losses after which something is short. */
const shortAfter = (machines: readonly Machines[], demands: readonly Demand[]): readonly Short[] =>
  survivable(machines)
    .map((lost) => ({
      lost,
      wait: waitingAfter(machines, demands, lost),
      putOut: membersLost(machines, demands, lost).flatMap(({ demand, putsOut }) => (putsOut ? [demand] : [])),
    }))
    .filter(({ wait, putOut }) => wait.length + putOut.length > 0);

const named = (lost: Lost): string => (lost.what === 'zone' ? `zone ${lost.zone}` : `a node of ${lost.of.group}`);

/** The losses that leave something. */
export const survivable = (machines: readonly Machines[]): readonly Lost[] =>
  lossesOf(machines).filter((lost) => countOf(leftAfter(machines, lost)) > 0);

/** What is said of members of which too few are left, and of nodes that are all in one zone. */
export function membersLeft({ machines, demands }: Pick<Capacity, 'machines' | 'demands'>, plan: ClusterPlan): readonly Found[] {
  const found = new Map<Demand, Found>();
  for (const lost of survivable(machines))
    for (const one of membersLost(machines, demands, lost)) {
      const { demand, needed, without, tooFew } = one;
      const { name, most } = demand;
      // A single pod is always lost with its node. Where too few have a place to begin with, that is said already.
      if (tooFew === undefined || most === 1 || most - without < needed || found.has(demand)) continue;
      const message = `${leaves(one, lost)}, and ${wanted(one)}: ${wayOut(one, lost, machines)}`;
      const source = plan.profile.sourceAt(['services', name, 'zones']);
      found.set(demand, { code: 'loss-leaves-too-few', severity: 'warning', subject: name, message, source });
    }
  return [...inOnePlace(machines, plan), ...found.values()];
}

/** What is said of nodes that are all in one zone, and of a node that is the only one. */
export function inOnePlace(machines: readonly Machines[], plan: ClusterPlan): readonly Found[] {
  const zoned = machines.every(({ zone, among }) => zone !== undefined || among !== undefined);
  const alone = zoned ? fewestZones(machines) === 1 : countOf(machines) === 1;
  if (!alone) return [];
  const [only, ...others] = zonesOf(machines);
  const where = others.length === 0 ? `are in zone ${only}` : `may be in one of the zones ${inWords(zonesOf(machines), 'and')}`;
  const message = `${zoned ? `all nodes ${where}` : 'there is one node'}: its loss is the loss of everything`;
  return [foundOfNodes(plan, { code: 'nodes-in-one-zone', severity: 'warning', message })];
}

/** What a loss leaves of members, and of how many. */
function leaves({ demand: { most }, lost: gone, left, without }: MembersTaken, lost: Lost): string {
  const before = without === 0 ? '' : `${without} of its ${most} members ${without === 1 ? 'finds' : 'find'} no place to begin with; `;
  if (lost.what === 'node') return `${before}the loss of a node leaves ${left} of ${without === 0 ? `its ${most} members` : 'the others'}`;
  return `${before}up to ${gone} of its ${most} members can be in one zone, whose loss then leaves ${left}`;
}

/** Why these are too few. */
function wanted({ demand: { working, firstLeads }, needed, left, tooFew }: MembersTaken): string {
  if (tooFew === 'stops') return haveToRun(working);
  const goesOn = firstLeads ? 'goes on if its first one is left' : `goes on with ${left}`;
  return `its disruption budget keeps ${needed}, though it ${goesOn}`;
}

function wayOut({ demand, needed, without }: MembersTaken, lost: Lost, machines: readonly Machines[]): string {
  const { name, most, zones } = demand;
  const { lacksZones } = apart(demand, machines);
  if (lost.what === 'node' && without === 0) return 'give it more';
  if (without > 0 && !lacksZones) return `give it ${counted(most, 'node')}`;
  const counts = Array.from({ length: most }, (_, index) => index + 1);
  const enough = lacksZones ? zonesNeeded(most) : counts.find((count) => most - Math.ceil(most / count) >= needed);
  const ways = [
    ...(enough !== undefined && enough > fewestZones(machines) ? [`give nodes ${enough} zones`] : []),
    ...(zones === 'required' ? [] : [`say services.${name}.zones: required`]),
  ];
  return ways.length === 0 ? 'give it more members' : inWords(ways, 'and');
}
