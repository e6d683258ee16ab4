import type { Explanations } from '../../model/explanation';
import type { Logging } from '../../model/logging';
import type { Remark } from '../../model/remark';
import type { MemberSize } from '../../model/size';
import { inOneUnit, Memory } from '../../units/memory';

/* Whether a store holds what a profile wants of it. Each line is on two members; a stream begins a new index each day, and before when it is large. */

/** Of how full a disk retention deletes what is oldest, in per cent. VolumeNearlyFull fires at 80 %. */
export const DISK_PERCENT = 75;

/** What of its disk the lines of a member keep at least, however full others make that disk: volumes of some kinds share one with their node. */
export const leastOn = (disk: Memory): Memory => disk.fraction(1, 4);

/** On how many members each line is. */
export const COPIES = 2;

/** What a line takes in the store, for each byte that a container wrote: an estimate on the safe side, because indices are compressed. */
const TAKEN = 1;

/** How many shards a GiB of heap can serve, by the documentation of OpenSearch. */
const SHARDS_PER_GIB = 25;

/** How large an index of the store becomes. @param disk that of one member */
export const indexSizeOn = (disk: Memory): Memory => disk.fraction(1, 16);

/** Above this size Java no longer compresses pointers, so that a heap a little larger holds less. */
const LARGEST_HEAP = Memory.parse('31Gi');

/** How much of its memory limit is the heap. The rest is for buffers of the network, for threads, and for files that the kernel keeps. */
export const heapUnder = (limit: Memory): Memory => {
  const half = limit.fraction(1, 2);
  return half.bytes > LARGEST_HEAP.bytes ? LARGEST_HEAP : half;
};

export const STORE_FINDINGS = {
  'log-disks-too-small': {
    means:
      'At the rate that the profile states (`logging.perDay`), the disks of the store fill before lines are as old as `retentionDays`.',
    matters: `Retention deletes the oldest lines earlier, as soon as a disk is ${DISK_PERCENT} % full.`,
    wayOut: 'Give the members larger disks, or lower `logging.retentionDays`. Each line is on two members.',
  },
  'log-disks-short-after-loss': {
    means: 'The disks of the store hold what the profile wants, and those that are left without one member do not.',
    matters:
      'Some minutes after a member is lost, its copies are made anew on the others. Their disks fill, and retention deletes the oldest lines.',
    wayOut: 'Give the members larger disks, or lower `logging.retentionDays`. Or accept it: new lines are kept.',
  },
  'log-heap-too-small': {
    means:
      'The store keeps more indices than the heap of its members can serve by what is known of them. The heap is half of the memory, and no more than 31Gi.',
    matters: 'Searches become slow, and members stop when their heap is full.',
    wayOut: 'Give the members more memory (up to 62Gi each), run more of them, or lower `logging.retentionDays`.',
  },
  'log-open-files': {
    means: 'Members of the store need more open files than some container runtimes allow. Nothing in a manifest tells or raises that.',
    matters: 'With fewer than it asks for, no member starts.',
    wayOut:
      'See what a container of your nodes may open: `ulimit -n` in one says it. Raise `LimitNOFILE` of the container runtime where it is less. Then accept the finding.',
  },
} as const satisfies Explanations;

/** How many files a member has to be allowed to open, or it does not start. */
const OPEN_FILES = '65,535';

/** What no manifest tells of the nodes that members run on. */
export const OPEN_FILES_REMARK: Remark<Code> = {
  code: 'log-open-files',
  severity: 'warning',
  at: [],
  message: `a member does not start where it may open fewer than ${OPEN_FILES} files: see LimitNOFILE of the container runtime of your nodes`,
};

type Code = keyof typeof STORE_FINDINGS;

/** What a profile asks of a store that its members cannot hold. @param streams how many streams of lines there are */
export function storeRemarks(
  { replicas, memory, volume }: Pick<MemberSize, 'replicas' | 'memory' | 'volume'>,
  { retentionDays, perDay }: Pick<Logging, 'retentionDays' | 'perDay'>,
  streams: number,
): readonly Remark<Code>[] {
  const each = takenEachDay(perDay);
  const wanted = each.times(retentionDays);
  const held = heldBy(replicas, volume.size);
  const left = heldBy(replicas - 1, volume.size);
  const heap = heapUnder(memory.limit);
  // Of each stream one a day. The one with the lines of containers begins another one whenever it is large.
  const indices = retentionDays * (streams + Math.floor(perDay.mebibytes / Math.max(1, indexSizeOn(volume.size).mebibytes)));
  const shards = Math.ceil((indices * COPIES) / replicas);
  const served = Math.floor((heap.mebibytes * SHARDS_PER_GIB) / 1024);
  const disks = (room: Memory, of: string) => {
    const [needs, has] = inOneUnit(wanted, room);
    return {
      severity: 'warning' as const,
      at: ['volume', 'size'],
      message: `${retentionDays} days of ${perDay} each take ${needs} on two members each, and ${DISK_PERCENT} % of ${of} is ${has}: it keeps ${daysIn(room, each)}`,
    };
  };
  return [
    ...(wanted.exceeds(held) ? [{ code: 'log-disks-too-small' as const, ...disks(held, 'its disks') }] : []),
    ...(wanted.exceeds(left) && !wanted.exceeds(held)
      ? [{ code: 'log-disks-short-after-loss' as const, ...disks(left, 'the disks that are left without one member') }]
      : []),
    ...(shards > served
      ? [
          {
            code: 'log-heap-too-small' as const,
            severity: 'warning' as const,
            at: ['memory', 'limit'],
            message: `${retentionDays} days are about ${shards} shards on each member, and a heap of ${heap} serves ${served} (${SHARDS_PER_GIB} for each GiB)`,
          },
        ]
      : []),
  ];
}

/** What becomes of lines when a member is away for so long that others take its copies. @default - nothing: there is room for all of them */
export function lostWithMember(
  { replicas, volume }: Pick<MemberSize, 'replicas' | 'volume'>,
  { retentionDays, perDay }: Pick<Logging, 'retentionDays' | 'perDay'>,
): string | undefined {
  const each = takenEachDay(perDay);
  const left = heldBy(replicas - 1, volume.size);
  return each.times(retentionDays).exceeds(left)
    ? `lines older than ${daysIn(left, each)}, if it is away for so long that their copies are made anew: the other disks hold no more`
    : undefined;
}

/** What the lines of a day take, with their copies. */
const takenEachDay = (perDay: Memory): Memory => perDay.times(COPIES * TAKEN);

/** What some members may hold before retention deletes what is oldest. */
const heldBy = (members: number, disk: Memory): Memory => disk.times(members).fraction(DISK_PERCENT, 100);

const daysIn = (held: Memory, each: Memory): string => {
  const days = Math.floor(held.mebibytes / Math.max(1, each.mebibytes));
  return days === 0 ? 'less than a day' : days === 1 ? 'about one day' : `about ${days} days`;
};
