import { nodesOf, podsOf } from '../../../roles/roles';
import { inWords } from '../../../text';
import { type Effect, type Failing, type Losses, lossesAs } from '../../losses';
import type { BudgetManner } from '../../target';
import { apart } from '../capacity/apart';
import { type Capacity, capacityOf, zonesAlone } from '../capacity/capacity';
import { demandsOf } from '../capacity/demands';
import { type Lost, leftAfter, lossesOf, mayTakeAll, waitingAfter } from '../capacity/losses';
import { countOf, zonesOf } from '../capacity/machines';
import { membersLost, takenOf } from '../capacity/members';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { DEAD_NODE_SECONDS, NODE_GONE_SECONDS } from '../plan/rollout';
import { nodesOfEach, nodesOfMembers } from '../schema/usable-nodes';
import { askedIn } from './asked';
import { type Killed, ofMember, ofMemory, ofNodes, type Taken } from './effects';
import { evictionTable } from './eviction';

/** What fails in a cluster, and what it means for each service. */
export const losses = (plan: ClusterPlan, manner: Pick<BudgetManner, 'format' | 'colors'>): string => lossesAs(lossesIn(plan), manner);

function lossesIn(plan: ClusterPlan): Losses {
  const { services, profile } = plan;
  const known = capacityOf(plan);
  const asked = askedIn(plan);
  const each = (effect: (sized: ClusterSized, isAsked: boolean) => Effect | undefined): Failing['effects'] =>
    services.flatMap((sized) => {
      const found = effect(sized, asked.has(sized.service));
      return found === undefined ? [] : [[sized.service.kind, found] as const];
    });
  return {
    profile: profile.name,
    failing: [
      ...(known === undefined
        ? [{ what: 'a node', effects: each(afterAny(plan)) }]
        : lossesOf(known.machines).map((lost) => ({ what: named(lost), effects: each(after(lost, known)) }))),
      ...Object.entries(KILLED).map(([which, what]) => ({
        what,
        effects: each((sized, isAsked) => ofMember(sized, which as Killed, isAsked)),
      })),
      { what: 'a container takes more memory than its limit', effects: each(ofMemory) },
      { what: 'a container takes all the CPUs of its limit', effects: each(() => SLOW) },
    ].filter(({ effects }) => effects.length > 0),
    tables: [
      {
        title: 'a node runs short of memory: which pods the kubelet evicts, the first one first',
        key: 'eviction',
        grid: evictionTable(plan),
      },
    ],
    notes: [
      `measured: seconds of docs/failover.md. computed: from probes, tolerations and priorities; a node counts as gone after ${NODE_GONE_SECONDS} s without a sign of life, Kubernetes replaces its pods ${DEAD_NODE_SECONDS} s later.`,
      'The order of eviction follows from the rules of the kubelet, with every pod at its limits. No kubelet was run for it. Pods of a DaemonSet, and what the cluster itself runs, are in the same order.',
      ...(known === undefined
        ? ['Not computed: which pods find a place after a loss, because the profile does not say what its nodes have (nodes).']
        : []),
      ...(known === undefined || known.unmeasured.length === 0
        ? []
        : [
            `Not computed: whether pods that run on each node have room on those of ${inWords(known.unmeasured, 'and')}, because the profile does not say what these have. Only their number (maxPods) is.`,
          ]),
      ...(services.some((sized) => podsOf(sized).least > 1)
        ? [
            'Replicas of one service are on different nodes and zones where these have room, which is preferred and not required: all may be in one zone, and all on one node that is large enough.',
          ]
        : []),
    ],
  };
}

const KILLED: Readonly<Record<Killed, string>> = {
  leader: 'the member that leads is killed',
  follower: 'another member is killed',
  any: 'a member is killed, whichever it is',
};

function named(lost: Lost): string {
  if (lost.what === 'zone') return `zone ${lost.zone}`;
  const { group, zone, among } = lost.of;
  const where = zone ?? (among && inWords(among, 'or'));
  return `a node of ${group}${where === undefined ? '' : ` in zone ${where}`}`;
}

const SLOW: Effect = {
  state: 'degraded',
  means: 'it is slow, and never killed for that',
  lasts: 'as long as the load does',
  known: 'computed',
};

/** What becomes of each service after the loss of a node of which nothing is known. */
const afterAny = (plan: ClusterPlan) => {
  const zoned = zonesAlone(plan);
  const demands = zoned?.demands ?? demandsOf(plan);
  return (sized: ClusterSized, isAsked: boolean): Effect | undefined => {
    const demand = demands.find(({ name }) => name === sized.service.kind);
    const taken: Taken = {
      what: 'node',
      members: demand && takenOf(demand, 1, zoned && apart(demand, zoned.machines)),
      wait: true,
      short: false,
      all: true,
      left: (isOnEach(sized) ? nodesOfEach(plan.profile) : nodesOfMembers(plan.profile)) === 1 ? 'none' : 'some',
    };
    return ofNodes(sized, taken, isAsked);
  };
};

/** What becomes of each service after a loss. */
const after = (lost: Lost, { machines, tainted, demands }: Capacity) => {
  const left = whatIsLeft(lost, machines);
  // Those run on nodes that refuse all others, too.
  const leftOfEach = whatIsLeft(lost, [...machines, ...tainted]);
  const members = new Map(membersLost(machines, demands, lost).map((one) => [one.demand.name, one]));
  const short = new Set(waitingAfter(machines, demands, lost).map(({ name }) => name));
  const all = new Set(demands.flatMap((demand) => (mayTakeAll(demand, machines, lost) ? [demand.name] : [])));
  return (sized: ClusterSized, isAsked: boolean): Effect | undefined => {
    const { kind } = sized.service;
    const taken = members.get(kind);
    return ofNodes(
      sized,
      {
        what: lost.what,
        members: taken,
        wait: taken?.wait ?? false,
        short: short.has(kind),
        all: all.has(kind),
        left: isOnEach(sized) ? leftOfEach : left,
      },
      isAsked,
    );
  };
};

const isOnEach = ({ workload }: ClusterSized): boolean => nodesOf(workload) === 'one pod on each';

function whatIsLeft(lost: Lost, machines: Capacity['machines']): Taken['left'] {
  if (countOf(leftAfter(machines, lost)) > 0) return 'some';
  return lost.what === 'zone' && zonesOf(machines).length > 1 ? 'perhaps none' : 'none';
}
