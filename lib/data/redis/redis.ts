import type { Construct } from 'constructs';
import * as v from 'valibot';
import { bucketAnnotations, bucketDestinations, bucketKeys } from '../../model/bucket';
import type { Command } from '../../model/command';
import { type Environment, membersOf as everyMember, memberServicesOf, ownAddress, ownName } from '../../model/environment';
import type { Explanations } from '../../model/explanation';
import type { Members } from '../../model/members';
import { type Container, disk, files, type Mount, type Probe } from '../../model/pod';
import type { Remark } from '../../model/remark';
import { secretKey } from '../../model/secret';
import type { Server } from '../../model/server';
import { floor, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import type { Stored } from '../../model/stored';
import { attending, type Task } from '../../model/task';
import { fill } from '../../model/template';
import type { Tool } from '../../model/tool';
import { members, type SizeWith } from '../../model/workload';
import { MOST_MEMBERS } from '../../roles/members/members';
import { amounts } from '../../shape/amounts';
import { rule } from '../../shape/rule';
import { expecting, flag, formerly, memory, replicaCount, section, wholeNumber } from '../../shape/values';
import { Cpu } from '../../units/cpu';
import { seconds } from '../../units/duration';
import { ImageRepository } from '../../units/image';
import { majorityOf } from '../../units/majority';
import { Memory } from '../../units/memory';
import { backup, staying } from '../backup';
import { REDIS_BOARD } from './board';
import exportSnapshot from './export-snapshot.sh';
import exportUpload from './export-upload.sh';
import hostsScript from './hosts.sh';
import loadSnapshot from './load-snapshot.sh';
import membersScript from './members.sh';
import prepareHosts from './prepare-hosts.sh';
import redisConf from './redis.conf';
import redisLiveness from './redis-liveness.sh';
import redisReadiness from './redis-readiness.sh';
import { redisRules } from './rules';
import sentinelConf from './sentinel.conf';
import sentinelLiveness from './sentinel-liveness.sh';
import sentinelReadiness from './sentinel-readiness.sh';
import startRedis from './start-redis.sh';
import startSentinel from './start-sentinel.sh';
import stopRedis from './stop-redis.sh';
import stopSentinel from './stop-sentinel.sh';

/** What a profile says of its members beside their size. */
const OPTIONS = {
  replicas: replicaCount(
    v.pipe(
      v.picklist([3, 5, 7, MOST_MEMBERS], expecting('an odd number of at least 3 and at most 9, so that a majority is left')),
      v.description('How many members run. Members are never autoscaled.'),
    ),
  ),
  sidecar: section(amounts(), 'Size of the Sentinel beside each member.'),
  quorum: v.optional(wholeNumber(1, MOST_MEMBERS, 'How many Sentinels have to agree that the primary is gone. Left out: a majority.')),
  splitBrainGuard: v.optional(
    v.pipe(
      v.boolean(expecting('true or false')),
      v.description(
        'A primary without a replica refuses writes after ten seconds. So a primary that is cut off accepts none that would be lost. But if all replicas are away, nobody can write. Turn it off if you prefer lost writes to refused ones.',
      ),
    ),
    true,
  ),
  maxmemory: v.optional(
    memory(
      'How much data it may store. Left out: three eighths of its memory limit. With much more, the kernel kills it while it rewrites its file.',
    ),
  ),
  export: backup('Snapshots in a bucket', { retentionDays: staying('For how many days each stays.') }),
};

type Size = SizeWith<typeof OPTIONS>;

const RULES = [
  rule<Size>(['replicas', 'quorum'], ({ replicas, quorum }, at) => {
    const majority = majorityOf(replicas);
    if (quorum !== undefined && (quorum < majority || quorum > replicas))
      at(`expected ${majority} to ${replicas}, a majority of the ${replicas} members, got ${quorum}`, 'quorum');
  }),
  rule<Size>(['memory.limit', 'maxmemory'], ({ memory: { limit }, maxmemory }, at) => {
    if (maxmemory !== undefined && !limit.exceeds(maxmemory))
      at(`expected less than the memory limit of ${limit}, got ${maxmemory}`, 'maxmemory');
  }),
  rule<Size>(['memory.limit', 'volume'], ({ memory: { limit }, volume: { size } }, at) => {
    const written = limit.times(2);
    if (written.exceeds(size))
      at(`expected at least ${written}: a rewrite of all data needs room beside the old file, got ${size}`, 'volume', 'size');
  }),
];

/** Under which name the Sentinels know the primary and its replicas. */
export const MASTER_SET = 'mymaster';

/** Where scripts and configuration are. */
const FOLDER = '/etc/redis';

/** Data in memory that nobody else has: a system of record, not a cache. It evicts nothing. */
export class Redis extends Service {
  readonly kind = 'redis';

  constructor(scope: Construct) {
    super(scope, 'redis', {
      image: 'redis',
      release: { tag: '7.2.16-alpine' },
      ports: {
        redis: { container: 6379, laptop: 6379, opened: false },
        sentinel: { container: 26379, opened: false, inner: true },
      },
      health: { kind: 'command', command: ['redis-cli', 'ping'], startsWithin: seconds(60), published: true },
      // The entrypoint gives /data to the user redis, then becomes that user.
      capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
      workload: members({
        options: OPTIONS,
        says: 'Size of each member, and how they agree on a primary.',
        rules: RULES,
        findings: FINDINGS,
        // Only the Sentinels know who is primary.
        leader: { by: 'proxy' },
        addresses: 'each',
        working: ({ replicas, quorum = 0 }) => Math.max(majorityOf(replicas), quorum),
        failover: {
          leader: { fault: 'kill -9', seconds: 7 },
          lost: 'writes that no replica had yet: a client that waits for one replica (WAIT 1) loses none',
        },
        of: (size) => membersOf(this, size),
      }),
      tools: [S3_CLIENT],
      watched: {
        rules: (about) => redisRules(about, MASTER_SET),
        dashboards: [{ board: REDIS_BOARD, json: () => require('./redis.board.json') }],
      },
      floor: floor('144Mi', '72 MiB with 50 MB of data, killed below 144 MiB when all of it changes during a snapshot, measured'),
      configurable: configurable({
        laptop: { maxmemory: formerly('switches.redisMaxmemory', BOUNDED) },
        follow: ({ maxmemory }) => (maxmemory === true ? { bounded } : {}),
      }),
    });
  }
}

/**
 * What Redis may store under a memory limit: three eighths of it, because while it writes its file anew a second process shares its
 * memory, and every page that changes meanwhile is there twice. What replicas have not yet read comes on top. Nothing is evicted: what is
 * stored may have no expiry. Before 0.2.0 it was five eighths.
 *
 * @param maxmemory what the profile says instead. @default - it says nothing
 */
const storedUnder = (limit: Memory, maxmemory?: Memory): Stored => ({
  most: maxmemory ?? limit.fraction(3, 8),
  formerly: maxmemory ?? limit.fraction(5, 8),
});

const BOUNDED = flag(
  'Limits stored data to three eighths of its memory limit. Writes above that are refused (noeviction); without the limit Redis grows until it is killed. Off because a full Redis then answers with errors.',
);

const bounded = (limit: Memory) => {
  const stored = storedUnder(limit);
  const command: Command = ['redis-server', '--maxmemory', `${stored.most.mebibytes}mb`, '--maxmemory-policy', 'noeviction'];
  return { command, stored };
};

/** With how much data it survived the heaviest load on its memory, in a test. */
const survived = {
  upTo: (limit: Memory): Memory => limit.fraction(2, 5),
  otherwise: 'while it rewrites its file under load, the kernel kills it, or the process that rewrites',
  evidence:
    'run with a limit of 1024Mi, everything overwritten during one rewrite, one replica of two frozen: at 640Mi Redis is killed, at 448Mi the process that rewrites, at 409Mi up to 1003Mi are used, at 384Mi up to 913Mi',
};

/**
 * Buffers for replicas: the most for one that reads too slowly, at any moment and for a minute, and the backlog for one that was away. A
 * replica that needs more copies everything anew.
 */
const buffersOf = (limit: Memory) => ({
  replicaBuffer: `${limit.fraction(1, 8).mebibytes}mb`,
  replicaBufferForLong: `${limit.fraction(1, 16).mebibytes}mb`,
  backlog: `${limit.fraction(1, 32).mebibytes}mb`,
});

const REDIS_PASSWORD = secretKey('redis', 'password', {
  holds: "Redis' and Sentinel's password; letters and digits only, because clients may put it into a URL as it is",
  rotation:
    'write the new one, then restart Redis, its proxy and the consumers at once: about a minute without Redis (docs/runbooks/rotate-password.md)',
});

/** What can be found in the size that a profile gives them. */
const FINDINGS = {
  'data-exceeds-memory': {
    means: 'A service that keeps its data in memory may store more than tests showed to be safe under its memory limit.',
    matters: 'It can be killed while it writes its data to disk.',
    wayOut: 'Lower `maxmemory`, leave it out, or raise the memory limit.',
  },
  'no-export': {
    means: 'No snapshot of Redis is kept outside of its members.',
    matters: 'A deletion reaches all members; nothing restores it.',
    wayOut: 'Give `services.redis.export` a bucket.',
  },
  'no-failover': {
    means: 'The quorum is as large as the number of Sentinels.',
    matters: 'The Sentinel in the pod of a lost primary is lost too. The others are too few to agree, so no failover happens.',
    wayOut: 'Leave `quorum` out, or make it smaller than the number of members.',
  },
} as const satisfies Explanations;

type Code = keyof typeof FINDINGS;

/** What is to be said of what a profile says. */
const remarksOn = (size: Size): readonly Remark<Code>[] => {
  const {
    replicas,
    quorum,
    memory: { limit },
  } = size;
  const [{ most }, safe] = [storedUnder(limit, size.maxmemory), survived.upTo(limit)];
  return [
    ...(most.exceeds(safe)
      ? [
          {
            code: 'data-exceeds-memory' as const,
            severity: 'warning' as const,
            at: ['maxmemory'],
            message: `it may hold ${most} (maxmemory), and under a memory limit of ${limit} at most ${safe} is known to be safe`,
            background: {
              consequence: survived.otherwise,
              wayOut: `lower maxmemory to ${safe} at most, leave it out, or raise the memory limit`,
              evidence: survived.evidence,
            },
          },
        ]
      : []),
    // The Sentinel in the primary's pod is lost with it, so all Sentinels can never agree.
    ...(quorum !== undefined && quorum >= replicas
      ? [
          {
            code: 'no-failover' as const,
            severity: 'error' as const,
            at: ['quorum'],
            message: `all ${replicas} Sentinels have to agree that the primary is gone, and one of them goes with it: no failover happens. Leave quorum out, or make it ${replicas - 1} at most`,
          },
        ]
      : []),
    ...(size.export === undefined
      ? [
          {
            code: 'no-export' as const,
            severity: 'warning' as const,
            at: [],
            message:
              'no snapshot of it is kept anywhere else: a deletion reaches all members, and nothing restores it. Give export a bucket',
          },
        ]
      : []),
  ];
};

/** The one password of every Redis and every Sentinel, for their clients. */
export const redisPassword: Environment = { REDIS_PASSWORD };

/** A Redis and a Sentinel that share a disk. After a loss of all pods, the files of the Sentinels tell who was primary last. */
const membersOf = (redis: Server, settings: Size): Members<Code> => {
  const environment: Environment = {
    POD_NAME: ownName,
    POD_ADDRESS: ownAddress,
    REDIS_MEMBERS: everyMember(redis),
    REDIS_SERVICES: memberServicesOf(redis),
    ...redisPassword,
    MASTER_SET,
    QUORUM: String(settings.quorum ?? majorityOf(settings.replicas)),
  };
  const data = disk('data', settings.volume);
  const stored = storedUnder(settings.memory.limit, settings.maxmemory);
  // So that names are found without the DNS. A kubelet mounts its own /etc/hosts only if a container mounts none.
  const mounts: readonly Mount[] = [{ at: '/etc/hosts', volume: data, part: 'hosts' }];
  const configuration = files('configuration', {
    'redis.conf': fill(redisConf, {
      maxmemory: `${stored.most.mebibytes}mb`,
      ...buffersOf(settings.memory.limit),
      minReplicasToWrite: settings.splitBrainGuard ? 1 : 0,
    }),
    'sentinel.conf': fill(sentinelConf, { masterSet: MASTER_SET }),
    ...SCRIPTS,
  });
  return {
    mounts: [
      { at: '/data', volume: data },
      { at: FOLDER, volume: { kind: 'files', name: 'configuration', sources: [configuration] } },
    ],
    // It writes the file that the others mount as /etc/hosts. It cannot mount that file itself, because it does not exist yet.
    before: [{ name: 'hosts', command: script('prepare-hosts.sh'), environment, size: settings.sidecar }],
    containers: [
      { ...REDIS, environment, mounts },
      { ...SENTINEL, environment, mounts, size: settings.sidecar },
    ],
    // preStop may take 20 s to hand over, and a Redis that is still primary waits 10 s for its replicas.
    grace: seconds(60),
    tasks: settings.export === undefined ? [] : [exportOf(redis, settings.export)],
    stored,
    remarks: remarksOn(settings),
    derived: ['maxmemory', 'repl-backlog-size'].map((setting) => ({ setting, from: 'memory limit' })),
  };
};

const SCRIPTS = {
  'members.sh': membersScript,
  'hosts.sh': hostsScript,
  'prepare-hosts.sh': prepareHosts,
  'start-redis.sh': startRedis,
  'start-sentinel.sh': startSentinel,
  'stop-redis.sh': stopRedis,
  'stop-sentinel.sh': stopSentinel,
  'redis-liveness.sh': redisLiveness,
  'redis-readiness.sh': redisReadiness,
  'sentinel-liveness.sh': sentinelLiveness,
  'sentinel-readiness.sh': sentinelReadiness,
  'load-snapshot.sh': loadSnapshot,
} as const;

const EXPORT_SCRIPTS = {
  'export-snapshot.sh': exportSnapshot,
  'export-upload.sh': exportUpload,
} as const;

const script = (name: keyof typeof SCRIPTS | keyof typeof EXPORT_SCRIPTS) => ['sh', `${FOLDER}/${name}`] as const;

/** A script starts a shell and a client, which on a busy node takes a while. */
const asking = (name: keyof typeof SCRIPTS, failures: number): Probe => ({
  ask: { command: script(name) },
  every: seconds(10),
  timeout: seconds(5),
  failures,
});

const REDIS: Omit<Container, 'environment'> = {
  name: 'redis',
  command: script('start-redis.sh'),
  ports: ['redis'],
  probes: {
    // An hour: it waits for a majority of Sentinels, and reads its whole file.
    startup: asking('redis-liveness.sh', 360),
    liveness: asking('redis-liveness.sh', 6),
    readiness: asking('redis-readiness.sh', 2),
  },
  preStop: script('stop-redis.sh'),
};

const SENTINEL: Omit<Container, 'environment'> = {
  name: 'sentinel',
  command: script('start-sentinel.sh'),
  ports: ['sentinel'],
  probes: {
    startup: asking('sentinel-liveness.sh', 12),
    liveness: asking('sentinel-liveness.sh', 6),
    readiness: asking('sentinel-readiness.sh', 2),
  },
  preStop: script('stop-sentinel.sh'),
};

/** Puts files into buckets. */
const S3_CLIENT: Tool = { kind: 's3-client', image: ImageRepository.parse('rclone/rclone'), release: { tag: '1.75.1' }, onlyFor: 'export' };

/** Exports a snapshot of all data to a bucket. It gets the snapshot as a replica does. */
const exportOf = (redis: Server, { bucket, schedule, retentionDays }: NonNullable<Size['export']>): Task => ({
  name: 'export',
  when: { schedule },
  copiesTo: ['BUCKET', 'RCLONE_S3_ENDPOINT'],
  attends: [attending(redis, 'redis')],
  reaches: bucketDestinations(bucket),
  accountAnnotations: bucketAnnotations(bucket),
  mounts: [{ at: FOLDER, volume: { kind: 'files', name: 'configuration', sources: [files('tasks', EXPORT_SCRIPTS)] } }],
  limits: { cpu: Cpu.parse('0.5'), memory: Memory.parse('256Mi') },
  steps: [
    {
      name: 'snapshot',
      command: script('export-snapshot.sh'),
      environment: { REDIS_MEMBERS: everyMember(redis), REDISCLI_AUTH: REDIS_PASSWORD },
    },
    {
      name: 'upload',
      image: S3_CLIENT,
      command: script('export-upload.sh'),
      environment: {
        BUCKET: bucket.name,
        PREFIX: 'redis',
        KEEP_DAYS: String(retentionDays),
        RCLONE_S3_PROVIDER: bucket.endpoint === undefined ? 'AWS' : 'Other',
        RCLONE_S3_REGION: bucket.region,
        ...(bucket.endpoint === undefined ? {} : { RCLONE_S3_ENDPOINT: bucket.endpoint }),
        RCLONE_S3_ENV_AUTH: 'true',
        ...bucketKeys(`${redis.name}-export`, bucket),
      },
    },
  ],
});
