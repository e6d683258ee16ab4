import { ownFilesOf } from '../../../roles/lost-with-pod';
import { failoverOf, firstLeads, nodesOf, podsOf, workingOf } from '../../../roles/roles';
import { inWords } from '../../../text';
import { type Effect, IN_FLIGHT, inMemoryOf } from '../../losses';
import type { ClusterSized } from '../plan/plan';
import { DEAD_NODE_SECONDS, NODE_GONE_SECONDS } from '../plan/rollout';
import { startSeconds } from '../plan/start';

/** How long it takes to start a pod of a service, at most. */
const startOf = ({ service, size }: ClusterSized): number => startSeconds(service.health, size.cpu.limit);

/** How long it takes until the pods of a node that does not answer are replaced. */
const REPLACED = `replaced after ${NODE_GONE_SECONDS + DEAD_NODE_SECONDS} s`;

/** What is lost with a pod: without a disk, its folders as well. */
function lostWithPod(sized: ClusterSized): string {
  const own = sized.size.volume === undefined ? ownFilesOf(sized).map(({ holds }) => holds) : [];
  return inWords([IN_FLIGHT, ...own, ...inMemoryOf(sized.configured)], 'and');
}

const RUNBOOK = 'once the machine is off for sure: docs/runbooks/node-lost.md';

/** What the loss of a node, or of all nodes of a zone, takes of a service. */
export interface Taken {
  /** How many pods with disks, at most. */
  readonly members: number;
  /** Whether these may find no other node. */
  readonly wait: boolean;
  /** Whether not all pods without disks may find a place on the nodes that are left. */
  readonly short: boolean;
  /** Whether all replicas may have been there. */
  readonly all: boolean;
  readonly what: 'node' | 'zone';
}

/** What becomes of a service whose node, or zone, is lost. */
export function ofNodes(sized: ClusterSized, taken: Taken): Effect | undefined {
  if (nodesOf(sized.workload) === 'one pod on each') return ofEach(sized, taken);
  const { least } = podsOf(sized);
  const start = `${REPLACED}, and started within ${startOf(sized)} s`;
  if (sized.members !== undefined) return ofMembers(sized, taken);
  const lost = lostWithPod(sized);
  if (sized.size.volume !== undefined) {
    const away = taken.what === 'zone' ? 'until the zone is back: its disk is there' : 'until the node is back or given up';
    const stuck = taken.what === 'node' && taken.wait ? '; on another node of its zone there may be no room' : '';
    const byHand = taken.what === 'node' ? RUNBOOK : undefined;
    return { state: 'down', means: 'its only pod has a disk', lasts: `${away}${stuck}`, known: 'computed', lost, byHand };
  }
  const short = taken.short ? '; not all may find a place' : '';
  const rest = { lasts: `${start}${short}`, known: 'computed', lost } as const;
  if (least === 1) return { state: 'down', means: 'its only pod was there', ...rest };
  if (!taken.all) return { state: 'degraded', means: 'the other replicas answer', ...rest };
  return taken.what === 'zone'
    ? { state: 'down', means: 'if all its replicas were there; if not, the others answer', ...rest }
    : { state: 'degraded', means: 'the other replicas answer, unless all were there', ...rest };
}

/** What becomes of pods that each look after their node: nobody misses one but for what it keeps there. */
const ofEach = ({ workload }: ClusterSized, { what }: Taken): Effect | undefined =>
  'keeps' in workload && workload.keeps !== undefined
    ? {
        state: 'degraded',
        means: 'those of the other nodes go on',
        lasts: `until the ${what} is back`,
        known: 'computed',
        lost: 'what it keeps in a folder of its node, if that does not come back',
      }
    : undefined;

function ofMembers(sized: ClusterSized, { members, wait, what }: Taken): Effect {
  const { least } = podsOf(sized);
  const left = least - members;
  const back =
    what === 'zone' ? 'until the zone is back' : `until the node is back or given up${wait ? '; no other node may take it' : ''}`;
  const byHand = what === 'node' ? RUNBOOK : undefined;
  if (left < workingOf(sized)) {
    const means =
      least === 1 ? 'its only member was there' : `up to ${members} of ${least} members were there, and ${workingOf(sized)} have to run`;
    return { state: 'down', means, lasts: back, known: 'computed', byHand };
  }
  if (firstLeads(sized.workload))
    return { state: 'down', means: 'if its first member was there: only that one answers', lasts: back, known: 'computed', byHand };
  const failover = failoverOf(sized.workload);
  if (failover === undefined) return { state: 'degraded', means: 'the other members answer', lasts: back, known: 'computed', byHand };
  const { copies = Number.POSITIVE_INFINITY, lostWithOne } = sized.members ?? {};
  const apart = members < copies ? '' : '; what has all its copies on members that were there can neither be read nor be written';
  return {
    state: 'degraded',
    means: `no writes for ${failover.leader.seconds} s if the one that leads was there${apart}`,
    lasts: `${members === 1 ? 'one member' : `up to ${members} members`} less ${back}`,
    known: 'measured',
    lost: lostWithOne ?? failover.lost,
    byHand,
  };
}

/** What becomes of a service, one container of which takes more memory than its limit: the kernel kills all of the container. */
export function ofMemory(sized: ClusterSized): Effect {
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
  const lost = sized.members === undefined ? lostWithContainer(sized) : IN_FLIGHT;
  const alone = least === 1 || (sized.members !== undefined && firstLeads(sized.workload));
  return alone
    ? { state: 'down', means: 'nobody else answers', lasts, known: 'computed', lost }
    : { state: 'degraded', means: 'the others answer', lasts, known: 'computed', lost };
}

/** A container that is started again in its pod finds the folders of the pod. */
const lostWithContainer = ({ configured }: ClusterSized): string => inWords([IN_FLIGHT, ...inMemoryOf(configured)], 'and');

/** What becomes of members of which one is killed. @default - no other one takes its place */
export function ofMember(sized: ClusterSized, which: 'leader' | 'follower'): Effect | undefined {
  const failover = failoverOf(sized.workload);
  if (failover === undefined || podsOf(sized).least === 1) return undefined;
  const lasts = `one member less until it has started, within ${startOf(sized)} s`;
  const measured = failover[which];
  if (measured === undefined) return { state: 'works', means: 'nobody notices', lasts, known: 'computed' };
  const means = `no writes for ${measured.seconds} s (${measured.fault}, docs/failover.md)`;
  return { state: 'degraded', means, lasts, known: 'measured', lost: which === 'leader' ? failover.lost : undefined };
}
