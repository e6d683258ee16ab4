import * as v from 'valibot';
import { configuration } from '../../../profile/settings';
import type { SizedService } from '../../../profile/sized-service';
import { choice } from '../../../shape/choice';
import { bucket, namedObject } from '../../../shape/cluster-values';
import { type At, rule, type Sound } from '../../../shape/rule';
import { cap, cpu, expecting, MOST_COPIES, memory, oneOf, parsedText, section, wholeNumber } from '../../../shape/values';
import { majorityOf } from '../../../units/majority';
import { Memory } from '../../../units/memory';
import { SCHEDULE, schedule } from '../../../units/schedule';
import { scaling } from './scaling';

/** What a cluster profile needs to know of a service. */
export interface ClusterService extends SizedService {
  /** How its copies relate: alike, or members that are told apart. */
  readonly replication: 'copies' | 'ordinal' | 'sentinel' | 'patroni';
  /** Why only one copy may run. @default - several may */
  readonly single?: string;
  /** Whether it writes to /data. */
  readonly stores: boolean;
  /** Images of its own, besides its main one. */
  readonly tools: readonly string[];
  /** Hosts of the registries that its images are published in. */
  readonly upstreams: readonly string[];
}

const copies = v.pipe(
  choice(
    [
      wholeNumber(1, MOST_COPIES, 'As many copies, always.'),
      section(
        {
          min: wholeNumber(1, MOST_COPIES, 'The fewest copies.'),
          max: wholeNumber(1, MOST_COPIES, 'The most copies.'),
          cpu: v.optional(wholeNumber(1, 1000, 'Percent of the CPU request at which more copies are started.'), 70),
        },
        'As many copies as the load needs.',
      ),
    ],
    expecting('a number of copies, or a map of min, max, cpu'),
  ),
  v.description('How many copies run: a number, or min and max between which CPU use decides.'),
);

/** What it says of a service of which a second copy would do harm. */
const onlyOne = (because: string) => v.pipe(v.literal(1, expecting(`1 (${because})`)), v.description(`One, always: ${because}.`));

type Unit<T> = (description: string) => v.GenericSchema<string | number, T>;

/** A request and a limit, of which the request may not be larger. */
const requestAndLimit = <T extends { exceeds(other: T): boolean; toString(): string }>(what: string, request: Unit<T>, limit: Unit<T>) =>
  v.pipe(
    section(
      {
        request: request(`${what} that a pod is scheduled by and always gets.`),
        limit: limit(`${what} that a container may take at most.`),
      },
      `${what} of each pod.`,
    ),
    rule(['request', 'limit'], (value, at) => {
      const { request: asked, limit: most } = value as { readonly request: T; readonly limit: T };
      if (asked.exceeds(most)) at(`expected at most the limit of ${most}, got ${asked}`, 'request');
    }),
  );

const amounts = (service: ClusterService) => ({
  cpu: requestAndLimit('cpu', cpu, cpu),
  memory: requestAndLimit('memory', memory, (description) => cap(service.floor, description)),
  ...configuration(service, 'cluster'),
});

const volume = (description: string) =>
  section(
    { size: memory('How much it holds.'), class: v.optional(namedObject("The StorageClass. Left out: the cluster's default.")) },
    description,
  );

const unhealthy = v.optional(
  oneOf(
    ['evict', 'keep'],
    'What becomes of copies that are not ready while nodes are drained: evicted always, or kept where too few others are left. Left out: evict for copies that are alike, keep for members.',
  ),
);
const minAvailable = v.optional(
  wholeNumber(1, MOST_COPIES, 'Copies that stay up while nodes are drained. Fewer than the fewest copies, or nothing can be drained.'),
);
const scratch = v.optional(memory('What each folder that is lost with a pod may hold: /tmp and its like. Left out: 512Mi.'));

/** Tells sizes apart by how their copies relate. */
const kind = <Kind extends ClusterService['replication'], Value extends object>(of: Kind) =>
  v.rawTransform<Value, Value & { readonly kind: Kind }>(({ dataset }) => ({ ...dataset.value, kind: of }));

/** At the fewest copies that run. */
const drainable = (fewest: number, { minAvailable: least }: { readonly minAvailable?: number }, at: At): void => {
  if (least !== undefined && least >= fewest)
    at(`expected fewer than the fewest copies (${fewest}), or no node can be drained, got ${least}`, 'minAvailable');
};

const copiesSize = (service: ClusterService) =>
  v.pipe(
    section(
      {
        copies: service.single === undefined ? copies : onlyOne(service.single),
        ...amounts(service),
        minAvailable,
        unhealthy,
        scaling: v.optional(scaling),
        scratch,
        volume: v.optional(volume('A disk for /data. Left out: /data is empty in every new pod.')),
      },
      'Size and copies of one service.',
    ),
    rule(['copies'], (size, at, sound) => {
      const fewest = typeof size.copies === 'number' ? size.copies : size.copies.min;
      const most = typeof size.copies === 'number' ? size.copies : size.copies.max;
      if (fewest > most) at(`expected at most the maximum of ${most}, got ${fewest}`, 'copies', 'min');
      if (size.volume !== undefined && !service.stores) at('expected no volume: it writes nothing to /data', 'volume');
      else if (most > 1 && size.volume !== undefined) at('expected no volume beside several copies: a disk belongs to one pod', 'volume');
      if (size.scaling !== undefined && typeof size.copies === 'number')
        at('expected none beside a number of copies: only min and max are scaled between', 'scaling');
      if (sound('minAvailable')) drainable(fewest, size, at);
    }),
    kind('copies'),
  );

/**
 * Each watches each, so what they do besides their work grows with the square of their number; and a majority of nine survives the loss
 * of four, each on a node of its own.
 */
const MOST_MEMBERS = 9;

/** What members of every kind have. */
const memberEntries = (service: ClusterService) => ({
  copies: wholeNumber(1, MOST_MEMBERS, 'How many members, always: they are not scaled by load.'),
  ...amounts(service),
  minAvailable,
  unhealthy,
  scratch,
  volume: volume('The disk of each member. It outlives its pod, and the whole workload.'),
  zones: v.optional(
    oneOf(
      ['preferred', 'required'],
      'Whether members may share a zone: where there is no other place, or never while there are fewer zones than members, three at most. Required, one that finds no zone of its own waits.',
    ),
    'preferred',
  ),
});

interface MemberSize {
  readonly copies: number;
  readonly minAvailable?: number;
  readonly memory: { readonly request: { toString(): string }; readonly limit: { toString(): string } };
}

/** What holds for members of every kind: a node that runs short of memory takes first who has more than it asked for. */
const memberRules = (size: MemberSize, at: At, sound: Sound): void => {
  if (sound('memory') && String(size.memory.request) !== String(size.memory.limit))
    at(`expected the limit of ${size.memory.limit}, or a node may put the member out, got ${size.memory.request}`, 'memory', 'request');
  if (sound('copies') && sound('minAvailable') && size.copies > 1) drainable(size.copies, size, at);
};

const ordinalSize = (service: ClusterService) =>
  v.pipe(
    section(memberEntries(service), 'Size of each member.'),
    rule([], (size, at, sound) => memberRules(size, at, sound)),
    kind('ordinal'),
  );

/** Where copies of the data go; `kept` says what stays of them. */
const backup = (what: string, kept: string) =>
  v.optional(
    section(
      {
        bucket: bucket('Where they go.'),
        schedule: v.optional(parsedText(schedule, SCHEDULE, 'When one is made, in UTC: five fields of cron.'), '0 3 * * *'),
        keep: v.optional(wholeNumber(1, 3650, kept), 7),
      },
      `${what}. Left out: there are none.`,
    ),
  );

const sentinelSize = (service: ClusterService) =>
  v.pipe(
    section(
      {
        ...memberEntries(service),
        copies: v.pipe(
          v.picklist([3, 5, 7, MOST_MEMBERS], expecting('an odd number of at least 3 and at most 9, so that a majority is left')),
          v.description('How many members, always: they are not scaled by load.'),
        ),
        sidecar: section(
          { cpu: requestAndLimit('cpu', cpu, cpu), memory: requestAndLimit('memory', memory, memory) },
          'Size of the Sentinel beside each member.',
        ),
        quorum: v.optional(wholeNumber(1, MOST_MEMBERS, 'Sentinels that have to agree that the primary is gone. Left out: most of them.')),
        splitBrainGuard: v.optional(
          v.pipe(
            v.boolean(expecting('true or false')),
            v.description(
              'A primary without any replica refuses writes after ten seconds: one that is cut off from the others takes none that would be lost, and with both replicas away nobody can write. On unless you prefer lost writes to refused ones.',
            ),
          ),
          true,
        ),
        maxmemory: v.optional(
          memory(
            'What it may store. Left out: three eighths of its memory limit; with much more it is killed for memory while it writes its file anew.',
          ),
        ),
        export: backup('Snapshots in a bucket', 'For how many days each stays.'),
      },
      'Size of each member, and how they agree on a primary.',
    ),
    rule([], (size, at, sound) => memberRules(size, at, sound)),
    rule(['copies', 'quorum'], ({ copies: members, quorum }, at) => {
      const majority = majorityOf(members);
      if (quorum !== undefined && (quorum < majority || quorum > members))
        at(`expected ${majority} to ${members}, a majority of the ${members} members, got ${quorum}`, 'quorum');
    }),
    rule(['memory.limit', 'maxmemory'], (size, at) => {
      if (size.maxmemory !== undefined && !size.memory.limit.exceeds(size.maxmemory))
        at(`expected less than the memory limit of ${size.memory.limit}, got ${size.maxmemory}`, 'maxmemory');
    }),
    rule(['memory.limit', 'volume'], (size, at) => {
      const written = size.memory.limit.times(2);
      if (written.exceeds(size.volume.size))
        at(
          `expected at least ${written}: all that it stores is written anew beside the old file, got ${size.volume.size}`,
          'volume',
          'size',
        );
    }),
    kind('sentinel'),
  );

/** The least time to live that Patroni takes (patroni/validator.py). */
const LEAST_TTL = 20;

/** An eighth of it is max_wal_size, which cannot be below two segments of 16 MB, and an empty cluster of databases is 40 MB. */
const LEAST_DISK = Memory.parse('1Gi');

const patroniSize = (service: ClusterService) =>
  v.pipe(
    section(
      {
        ...memberEntries(service),
        copies: v.pipe(
          wholeNumber(1, MOST_MEMBERS, 'How many members, always: they are not scaled by load.'),
          v.minValue(3, expecting('at least 3: a write waits for a second member, and one more can be away')),
        ),
        ttl: v.optional(wholeNumber(LEAST_TTL, 600, 'Seconds for which a primary holds its lock: as long nobody takes over.'), 20),
        loopWait: v.optional(wholeNumber(1, 300, 'Seconds between two looks at the lock.'), 5),
        retryTimeout: v.optional(wholeNumber(3, 300, 'Seconds for which a failed request to the API server is tried again.'), 7),
        backup: backup(
          'Copies in a bucket, from which any point in time can be restored',
          'How many full copies stay, and what was written since the oldest.',
        ),
      },
      'Size of each member, and how they agree on a primary.',
    ),
    rule([], (size, at, sound) => memberRules(size, at, sound)),
    rule(['volume'], (size, at) => {
      if (LEAST_DISK.exceeds(size.volume.size))
        at(`expected at least ${LEAST_DISK}: its log alone takes a part of that, got ${size.volume.size}`, 'volume', 'size');
    }),
    rule(['ttl', 'loopWait', 'retryTimeout'], (size, at) => {
      const least = size.loopWait + 2 * size.retryTimeout;
      if (size.ttl < least)
        at(
          `expected at least loopWait + 2 × retryTimeout = ${least}, or a primary loses its lock while it tries again, got ${size.ttl}`,
          'ttl',
        );
    }),
    kind('patroni'),
  );

/** The size of one service, as the way in which its copies relate demands. */
export function clusterSize(service: ClusterService) {
  switch (service.replication) {
    case 'copies':
      return copiesSize(service);
    case 'ordinal':
      return ordinalSize(service);
    case 'sentinel':
      return sentinelSize(service);
    case 'patroni':
      return patroniSize(service);
  }
}

export type ClusterSize = v.InferOutput<ReturnType<typeof clusterSize>>;
export type Copies = ClusterSize['copies'];
