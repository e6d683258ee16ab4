import { zonesNeeded } from '../../../../roles/spread';
import { inWords } from '../../../../text';
import { Cpu } from '../../../../units/cpu';
import { Memory } from '../../../../units/memory';
import { apart } from '../../capacity/apart';
import { type Capacity, capacityOf, zonesAlone } from '../../capacity/capacity';
import { type Demand, demandsOf } from '../../capacity/demands';
import { fewestZones, machinesOf, zonesOf } from '../../capacity/machines';
import { amountInWords } from '../../capacity/sums';
import { crowdedOut, tooLarge } from '../../capacity/waiting';
import type { ClusterPlan } from '../../plan/plan';
import type { NodeGroup } from '../../schema/nodes';
import { inPool, usableGroups } from '../../schema/usable-nodes';
import type { ClusterRule } from '../rule';
import { afterLosses, inOnePlace, membersLeft } from './losses';
import { nodesForMembers, room } from './room';
import { staying } from './stay';
import type { Found } from './words';

/**
 * Whether all pods fit on the nodes of the profile, also after a loss. Where the profile does not say what nodes have, it says what
 * follows from their number and their zones.
 */
export const capacity: ClusterRule = (plan) => {
  const { nodes, placement } = plan.profile;
  if (nodes !== undefined && usableGroups(nodes, placement).length === 0) return [nobody(plan)];
  const known = capacityOf(plan);
  if (known === undefined) return withoutAmounts(plan);
  const onEach = known.demands.filter(({ nodes }) => nodes === 'one pod on each');
  const large = [known.machines, known.tainted].flatMap((machines) =>
    tooLarge(machines, machines === known.tainted ? onEach : known.demands).map((demand) => exceeds(demand, machines, plan)),
  );
  if (large.length > 0) return large;
  const lacking = lackingZones(known);
  // What is said of zones is said once: of the rest it is asked whether there is room.
  const demands = known.demands.map((demand) => (lacking.includes(demand) ? { ...demand, zones: 'preferred' as const } : demand));
  const asked = { ...known, demands };
  const full = room('full', asked, plan);
  // Where all find a place at the maximum, all do with fewer pods.
  const rest = full.length === 0 ? [] : room('rest', asked, plan);
  return [
    ...lacking.map((demand) => lacksZone(demand, known, plan)),
    ...rest,
    ...full,
    ...(full.length > 0 ? [] : room('rollout', asked, plan)),
    ...(rest.length > 0 ? [] : [...afterLosses(asked, plan), ...staying(known, plan)]),
    ...[...new Set([...crowdedOut(known.machines, demands), ...crowdedOut(known.tainted, onEach)])].map((demand) => crowded(demand, plan)),
    ...membersLeft(known, plan),
  ];
};

/** What follows from the number of nodes and from their zones. */
function withoutAmounts(plan: ClusterPlan): readonly Found[] {
  const { nodes = [], placement } = plan.profile;
  const usable = usableGroups(nodes, placement);
  const zoned = zonesAlone(plan);
  const lacking = zoned === undefined ? [] : lackingZones(zoned);
  const others = demandsOf(plan).filter(({ name }) => !lacking.some((one) => one.name === name));
  return [
    ...(zoned === undefined ? [] : lacking.map((demand) => lacksZone(demand, zoned, plan))),
    ...nodesForMembers(others, usable, plan),
    ...(zoned === undefined ? inOnePlace(machinesOf(usable), plan) : membersLeft(zoned, plan)),
  ];
}

/** Those whose members need more zones than nodes are in. */
const lackingZones = ({ machines, demands }: Pick<Capacity, 'machines' | 'demands'>): readonly Demand[] =>
  demands.filter((demand) => apart(demand, machines).lacksZones);

/** What keeps pods from each group. */
function nobody(plan: ClusterPlan): Found {
  const { nodes = [], placement } = plan.profile;
  const { pool } = placement;
  const isWithout = (group: NodeGroup): boolean => inPool([group], pool).length === 0;
  const refused = ({ taints = [], ...group }: NodeGroup) =>
    taints.filter((taint) => usableGroups([{ ...group, taints: [taint] }], { tolerations: placement.tolerations }).length === 0);
  const lacks = nodes.map((group) => {
    const taints = refused(group).map(({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`);
    const what = [
      ...(isWithout(group) ? [`not the label ${pool?.key}=${pool?.value}`] : []),
      ...(taints.length === 0 ? [] : [`the ${taints.length === 1 ? 'taint' : 'taints'} ${inWords(taints, 'and')}`]),
    ];
    return `${group.name} has ${inWords(what, 'and')}`;
  });
  const ways = [
    ...(nodes.some((group) => refused(group).length > 0) ? ['tolerate its taints (placement.tolerations)'] : []),
    ...(nodes.some(isWithout) ? ['give it the label of placement.pool (labels)'] : []),
  ];
  const needsBoth = nodes.some((group) => isWithout(group) && refused(group).length > 0);
  return {
    code: 'no-room-at-rest',
    severity: 'error',
    subject: 'placement',
    message: `no pod has a place: ${inWords(lacks, 'and')}. For one of these, ${inWords(ways, needsBoth ? 'and' : 'or')}`,
    source: plan.profile.sourceAt(['placement']),
  };
}

function exceeds({ name, service, cpu, memory, nodes }: Demand, machines: Capacity['machines'], { profile }: ClusterPlan): Found {
  const said = (millicores: number, mebibytes: number): string =>
    amountInWords({ cpu: Cpu.cores(millicores / 1000), memory: Memory.ofMebibytes(mebibytes) });
  const wanted = said(cpu, memory);
  const small = machines.filter((one) => cpu > one.cpu || memory > one.memory);
  const on = small.map((one) => said(one.cpu, one.memory));
  const each = nodes === 'one pod on each' ? 'each node needs' : 'one node needs';
  return {
    code: 'pod-exceeds-node',
    severity: 'error',
    subject: service,
    message: `a pod of ${name} requests ${wanted} and finds no place on a node with ${[...new Set(on)].join(', or with ')}: ${each} at least ${wanted}`,
    source: profile.sourceAt(['services', service]),
  };
}

const crowded = ({ name, service }: Demand, { profile }: ClusterPlan): Found => ({
  code: 'node-may-be-full',
  severity: 'warning',
  subject: service,
  message: `others of the same priority or a higher one can fill a whole node, and then the pod of ${name} finds no place on it`,
  source: profile.sourceAt(['services', service]),
});

function lacksZone(demand: Demand, { machines }: Pick<Capacity, 'machines'>, { profile }: ClusterPlan): Found {
  const { name, most } = demand;
  const [needed, fewest, all] = [zonesNeeded(most), fewestZones(machines), zonesOf(machines)];
  const { without } = apart(demand, machines);
  const there =
    all.length === 0 ? 'are in none' : all.length === fewest ? `are in ${all.join(', ')}` : `may be in ${fewest} of ${all.join(', ')} only`;
  const wait = without === most ? 'all wait' : without === 1 ? '1 of them waits' : `${without} of them wait`;
  return {
    code: 'members-need-zones',
    severity: 'error',
    subject: name,
    message: `with zones: required its ${most} members need ${needed} zones, and the nodes ${there}: ${wait}. Give nodes ${needed} zones, or say services.${name}.zones: preferred`,
    source: profile.sourceAt(['services', name, 'zones']),
  };
}
