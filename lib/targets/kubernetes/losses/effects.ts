import { runsOf } from '../../../model/workload';
import { ownFilesOf } from '../../../roles/lost-with-pod';
import { elects, failoverOf, firstLeads, nodesOf, podsOf, silentLossOf, withoutOne } from '../../../roles/roles';
import { inWords } from '../../../text';
import { type Effect, IN_FLIGHT, inMemoryOf } from '../../losses';
import type { MembersTaken } from '../capacity/members';
import { haveToRun } from '../capacity/words';
import type { ClusterSized } from '../plan/plan';
import { DEAD_NODE_SECONDS, NODE_GONE_SECONDS } from '../plan/rollout';
import { startSeconds } from '../plan/start';

/** How long it takes to start a pod of a service, at most. */
const startOf = ({ service, size }: ClusterSized): number => startSeconds(service.health, size.cpu.limit);

/** How long it takes until the pods of a node that does not answer are replaced. */
const REPLACED = `replaced after ${NODE_GONE_SECONDS + DEAD_NODE_SECONDS} s`;

/** All that is lost, in words; undefined if nothing is. */
const lostOf = (...lost: readonly string[]): string | undefined => (lost.length === 0 ? undefined : inWords(lost, 'and'));

/** What is lost with a pod: without a disk, its folders as well. */
const goneWithPod = (sized: ClusterSized, isAsked: boolean): readonly string[] => [
  ...(isAsked ? [IN_FLIGHT] : []),
  ...(sized.size.volume === undefined ? ownFilesOf(sized).map(({ holds }) => holds) : []),
  ...inMemoryOf(sized.configured),
];

/** A container that is started again in its pod finds the folders of the pod. */
const goneWithContainer = ({ configured }: ClusterSized, isAsked: boolean): readonly string[] => [
  ...(isAsked ? [IN_FLIGHT] : []),
  ...inMemoryOf(configured),
];

/** What is lost while nobody does its work. */
function lostMeanwhile({ workload }: ClusterSized, gone: 'container' | 'pod'): readonly string[] {
  const loses = runsOf(workload)?.loses;
  return loses === undefined || (gone === 'container' && loses.with === 'pod') ? [] : [loses.what];
}

/** What others do in its place. */
const goOn = (isAsked: boolean): string => (isAsked ? 'answer' : 'go on');

const RUNBOOK = 'once the machine is off for sure: docs/runbooks/node-lost.md';

/** What the loss of a node, or of all nodes of a zone, takes of a service. */
export interface Taken {
  /** How many members. @default - it has none */
  readonly members?: MembersTaken;
  /** Whether these may find no other node. */
  readonly wait: boolean;
  /** Whether not all pods without disks may find a place on the nodes that are left. */
  readonly short: boolean;
  /** Whether all replicas may have been there. */
  readonly all: boolean;
  readonly what: 'node' | 'zone';
  /** What nodes are left. `perhaps none`: all may have been in the zone. */
  readonly left: 'some' | 'none' | 'perhaps none';
}

/**
 * What becomes of a service whose node, or zone, is lost.
 *
 * @param isAsked whether somebody waits for its answers
 */
export function ofNodes(sized: ClusterSized, taken: Taken, isAsked = true): Effect | undefined {
  if (taken.left !== 'some') return ofAll(sized, taken, isAsked);
  if (nodesOf(sized.workload) === 'one pod on each') return ofEach(sized, taken);
  const { least } = podsOf(sized);
  const start = `${REPLACED}, and started within ${startOf(sized)} s`;
  if (sized.members !== undefined) return taken.members && ofMembers(sized, taken, taken.members);
  const some = lostOf(...goneWithPod(sized, isAsked));
  const lost = lostOf(...goneWithPod(sized, isAsked), ...lostMeanwhile(sized, 'pod'));
  if (sized.size.volume !== undefined) {
    const away = taken.what === 'zone' ? 'until the zone is back: its disk is there' : 'until the node is back or given up';
    const stuck = taken.what === 'node' && taken.wait ? '; on another node of its zone there may be no room' : '';
    const byHand = taken.what === 'node' ? RUNBOOK : undefined;
    return { state: 'down', means: 'its only pod has a disk', lasts: `${away}${stuck}`, known: 'computed', lost, byHand };
  }
  const short = taken.short ? '; not all may find a place' : '';
  const rest = { lasts: `${start}${short}`, known: 'computed' } as const;
  const others = `the other replicas ${goOn(isAsked)}`;
  if (least === 1) return { state: 'down', means: 'its only pod was there', ...rest, lost };
  if (!taken.all) return { state: 'degraded', means: others, ...rest, lost: some };
  return taken.what === 'zone'
    ? { state: 'down', means: `if all its replicas were there; if not, the others ${goOn(isAsked)}`, ...rest, lost }
    : { state: 'degraded', means: `${others}, unless all were there`, ...rest, lost };
}

/** What becomes of a service when no node is left: nothing is replaced, and no disk finds its pod. */
function ofAll(sized: ClusterSized, { what, left }: Taken, isAsked: boolean): Effect | undefined {
  const isOnEach = nodesOf(sized.workload) === 'one pod on each';
  if (isOnEach && keepsOf(sized) === undefined) return undefined;
  const lost = isOnEach
    ? LOST_WITH_NODE
    : sized.members === undefined
      ? lostOf(...goneWithPod(sized, isAsked), ...lostMeanwhile(sized, 'pod'))
      : undefined;
  const means = left === 'none' ? 'no node is left' : 'if all nodes were there';
  return { state: 'down', means, lasts: `until the ${what} is back`, known: 'computed', lost };
}

const keepsOf = ({ workload }: ClusterSized): string | undefined => ('keeps' in workload ? workload.keeps : undefined);

const LOST_WITH_NODE = 'what it keeps in a folder of its node, if that does not come back';

/** What becomes of pods that each look after their node: nobody misses one but for what it keeps there. */
const ofEach = (sized: ClusterSized, { what }: Taken): Effect | undefined =>
  keepsOf(sized) === undefined
    ? undefined
    : {
        state: 'degraded',
        means: 'those of the other nodes go on',
        lasts: `until the ${what} is back`,
        known: 'computed',
        lost: LOST_WITH_NODE,
      };

function ofMembers(sized: ClusterSized, { wait, what }: Taken, members: MembersTaken): Effect | undefined {
  const {
    lost: gone,
    without,
    tooFew,
    needed,
    demand: { most, working },
  } = members;
  const placed = most - without;
  if (placed < working) {
    const means = `${placed} of its ${most} members ${placed === 1 ? 'has' : 'have'} a place to begin with, and ${haveToRun(working)}`;
    return { state: 'down', means, lasts: 'until there are nodes and zones enough', known: 'computed' };
  }
  if (gone === 0) return undefined;
  const back =
    what === 'zone' ? 'until the zone is back' : `until the node is back or given up${wait ? '; no other node may take it' : ''}`;
  const byHand = what === 'node' ? RUNBOOK : undefined;
  if (tooFew === 'stops') {
    const before = without === 0 ? '' : `, ${without} had no place to begin with`;
    const means =
      most === 1 ? 'its only member was there' : `up to ${gone} of ${most} members were there${before}, and ${haveToRun(working)}`;
    return { state: 'down', means, lasts: back, known: 'computed', byHand };
  }
  if (firstLeads(sized.workload))
    return { state: 'down', means: 'if its first member was there: only that one answers', lasts: back, known: 'computed', byHand };
  const failover = failoverOf(sized.workload);
  const silent = silentLossOf(sized.workload);
  const writes =
    silent === undefined
      ? failover && `no writes for ${failover.leader.seconds} s if the one that leads was there`
      : `no writes for up to ${silent.seconds} s, until the others have given up whoever was there`;
  const unguarded =
    tooFew === undefined ? '' : `; fewer are left than the ${needed} of its disruption budget, so no drain takes another one`;
  if (writes === undefined) {
    const means = `${withoutOne(sized.workload) ?? OTHERS_ANSWER}${unguarded}`;
    return { state: 'degraded', means, lasts: back, known: 'computed', byHand };
  }
  const { copies = Number.POSITIVE_INFINITY, lostWithOne } = sized.members ?? {};
  const apart = gone < copies ? '' : '; what has all its copies on members that were there can neither be read nor be written';
  return {
    state: 'degraded',
    means: `${writes}${apart}${unguarded}`,
    lasts: `${gone === 1 ? 'one member' : `up to ${gone} members`} less ${back}`,
    known: silent !== undefined && silent.fault === undefined ? 'computed' : 'measured',
    lost: lostWithOne ?? failover?.lost,
    byHand,
  };
}

const OTHERS_ANSWER = 'the other members answer';

/**
 * What becomes of a service, one container of which takes more memory than its limit: the kernel kills all of the container.
 *
 * @param isAsked whether somebody waits for its answers
 */
export function ofMemory(sized: ClusterSized, isAsked = true): Effect {
  const { least } = podsOf(sized);
  const lasts = `started again within ${startOf(sized)} s`;
  const failover = sized.members === undefined ? undefined : failoverOf(sized.workload);
  if (failover !== undefined && least > 1)
    return {
      state: 'degraded',
      means: `no writes for ${failover.leader.seconds} s if it leads`,
      lasts,
      known: 'measured',
      lost: failover.lost,
    };
  const isOfNode = nodesOf(sized.workload) === 'one pod on each';
  const alone = !isOfNode && (least === 1 || (sized.members !== undefined && firstLeads(sized.workload)));
  const meanwhile = alone || isOfNode ? lostMeanwhile(sized, 'container') : [];
  const lost = lostOf(...goneWithContainer(sized, isAsked), ...meanwhile);
  if (alone) return { state: 'down', means: isAsked ? 'nobody else answers' : 'nobody else does its work', lasts, known: 'computed', lost };
  const others = isOfNode ? 'those of the other nodes go on' : `the others ${goOn(isAsked)}`;
  return { state: 'degraded', means: withoutOne(sized.workload) ?? others, lasts, known: 'computed', lost };
}

/** Which member is killed: the one that leads, another one, or any where it does not matter. */
export type Killed = 'leader' | 'follower' | 'any';

/**
 * What becomes of members of which one is killed. @default - it has no such member
 *
 * @param isAsked whether somebody waits for its answers
 */
export function ofMember(sized: ClusterSized, which: Killed, isAsked = true): Effect | undefined {
  if (sized.members === undefined) return undefined;
  const { least } = podsOf(sized);
  const failover = failoverOf(sized.workload);
  const [isFirst, isElected] = [firstLeads(sized.workload), elects(sized.workload)];
  const hasLeader = failover !== undefined || isFirst || isElected;
  if (hasLeader === (which === 'any') || (least === 1 && which === 'follower')) return undefined;
  const started = `started again within ${startOf(sized)} s`;
  const lost = isAsked ? IN_FLIGHT : undefined;
  if (least === 1) return { state: 'down', means: 'it has no other member', lasts: started, known: 'computed', lost };
  const lasts = `one member less until it has started, within ${startOf(sized)} s`;
  if (failover === undefined) {
    if (isFirst && which === 'leader')
      return { state: 'down', means: 'its first member alone answers', lasts: started, known: 'computed', lost };
    if (isFirst) return { state: 'works', means: 'only its first member answers, and it runs', lasts, known: 'computed' };
    const others = withoutOne(sized.workload) ?? OTHERS_ANSWER;
    const means = which === 'leader' ? 'no writes until another one leads, which was not measured' : others;
    return { state: 'degraded', means, lasts, known: 'computed', lost };
  }
  const measured = failover[which === 'leader' ? 'leader' : 'follower'];
  if (measured === undefined) return { state: 'works', means: 'nobody notices', lasts, known: 'computed' };
  const means = `no writes for ${measured.seconds} s (${measured.fault}, docs/failover.md)`;
  return { state: 'degraded', means, lasts, known: 'measured', lost: which === 'leader' ? failover.lost : undefined };
}
