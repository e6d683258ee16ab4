import type { Construct } from 'constructs';
import { bucketAnnotations, bucketDestinations, bucketKeys } from '../../model/bucket';
import { attending, type Chore } from '../../model/chore';
import { type Environment, memberServicesOf, membersOf, ownAddress, ownName } from '../../model/environment';
import type { BackupSettings, MemberContainer, Members, Probe, SentinelSettings } from '../../model/members';
import { secretKey } from '../../model/secret';
import type { Server } from '../../model/server';
import { floor, Service, type Survived } from '../../model/service';
import { fill } from '../../model/template';
import type { Tool } from '../../model/tool';
import { Cpu } from '../../units/cpu';
import { seconds } from '../../units/duration';
import { ImageRepository } from '../../units/image';
import { majorityOf } from '../../units/majority';
import { Memory } from '../../units/memory';
import exportSnapshot from './export-snapshot.sh';
import exportUpload from './export-upload.sh';
import hostsScript from './hosts.sh';
import loadSnapshot from './load-snapshot.sh';
import membersScript from './members.sh';
import prepareHosts from './prepare-hosts.sh';
import redisConf from './redis.conf';
import redisLiveness from './redis-liveness.sh';
import redisReadiness from './redis-readiness.sh';
import sentinelConf from './sentinel.conf';
import sentinelLiveness from './sentinel-liveness.sh';
import sentinelReadiness from './sentinel-readiness.sh';
import startRedis from './start-redis.sh';
import startSentinel from './start-sentinel.sh';
import stopRedis from './stop-redis.sh';
import stopSentinel from './stop-sentinel.sh';

/** Under which name the Sentinels know the primary and its replicas. */
export const MASTER_SET = 'mymaster';

/** Where scripts and configuration are. */
const FOLDER = '/etc/redis';

/** Session store, user store and Celery's broker: a system of record, not a cache (sessions, users and queues all live in it alone). */
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
      writes: ['/data'],
      // The entrypoint gives /data to the user redis, then becomes that user.
      capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
      workload: { role: 'members', kind: 'sentinel', of: (settings) => members(this, settings) },
      sidecar: 'a Sentinel beside each Redis, to agree on a primary',
      tools: [S3_CLIENT],
      floor: floor('144Mi', '72 MiB with 50 MB of data, killed below 144 MiB when all of it changes during a snapshot, measured'),
      stores: { most: storable, formerly: formerlyStorable, survived },
      boundedCommand: (limit) => ['redis-server', '--maxmemory', `${storable(limit).mebibytes}mb`, '--maxmemory-policy', 'noeviction'],
    });
  }
}

/**
 * What Redis may store under a memory limit: three eighths of it, because while it writes its file anew a second process shares its
 * memory, and every page that changes meanwhile is there twice; what replicas have not yet read comes on top. Nothing is evicted: users
 * and queues have no expiry.
 */
const storable = (limit: Memory): Memory => limit.fraction(3, 8);

/** What it could store in the first releases. */
const formerlyStorable = (limit: Memory): Memory => limit.fraction(5, 8);

const survived: Survived = {
  upTo: (limit) => limit.fraction(2, 5),
  otherwise: 'while it writes its file anew under load, it or the process that writes is killed for memory',
  evidence:
    'run with a limit of 1024Mi, everything overwritten during one rewrite, one replica of two frozen: at 640Mi Redis is killed, at 448Mi the process that rewrites, at 409Mi up to 1003Mi are used, at 384Mi up to 913Mi',
};

/** What is kept for a replica that reads too slowly before it has to begin anew, at once and for a minute, and for one that was away. */
const buffersOf = (limit: Memory) => ({
  replicaBuffer: `${limit.fraction(1, 8).mebibytes}mb`,
  replicaBufferForLong: `${limit.fraction(1, 16).mebibytes}mb`,
  backlog: `${limit.fraction(1, 32).mebibytes}mb`,
});

const REDIS_PASSWORD = secretKey('redis', 'password', {
  holds: "Redis' and Sentinel's password; letters and digits only, because the job worker puts it into a URL as it is",
  rotation:
    'write the new one, then restart Redis, its proxy and the consumers at once: about a minute without Redis (docs/runbooks/rotate-password.md)',
});

/**
 * How an image's code reaches Redis: always as one server, at an address behind which the primary is. Sentinel's own protocol works for
 * some images only (run: the worker's URL for it is refused).
 */
export const redisClient = (redis: Redis, database = 0): Environment => ({
  REDIS_MODE: 'standalone',
  REDIS_HOST: redis.name,
  REDIS_PORT: String(redis.ports[0]?.cluster),
  REDIS_DB: String(database),
  REDIS_PASSWORD,
});

/** Whoever asks every Redis and every Sentinel itself needs the same password. */
export const redisPassword: Environment = { REDIS_PASSWORD };

/** A Redis and a Sentinel on the same disk: after a loss of all, the Sentinels' own files know who was the last primary. */
const members = (redis: Server, settings: SentinelSettings): Members => {
  const environment: Environment = {
    POD_NAME: ownName,
    POD_ADDRESS: ownAddress,
    REDIS_MEMBERS: membersOf(redis),
    REDIS_SERVICES: memberServicesOf(redis),
    ...redisPassword,
    MASTER_SET,
    QUORUM: String(settings.quorum ?? majorityOf(settings.copies)),
  };
  return {
    containers: [
      { ...REDIS, environment },
      { ...SENTINEL, environment },
    ],
    configuration: {
      folder: FOLDER,
      files: {
        'redis.conf': fill(redisConf, {
          maxmemory: `${(settings.maxmemory ?? storable(settings.memory.limit)).mebibytes}mb`,
          ...buffersOf(settings.memory.limit),
          minReplicasToWrite: settings.splitBrainGuard ? 1 : 0,
        }),
        'sentinel.conf': fill(sentinelConf, { masterSet: MASTER_SET }),
        ...SCRIPTS,
      },
      ...(settings.export === undefined ? {} : { forChores: EXPORT_SCRIPTS }),
    },
    hosts: { file: 'hosts', writtenBy: { name: 'hosts', command: script('prepare-hosts.sh'), environment } },
    // preStop may take 20 s to hand over, and a Redis that is still primary waits 10 s for its replicas.
    grace: seconds(60),
    chores: settings.export === undefined ? [] : [exportOf(redis, settings.export)],
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

const REDIS: Omit<MemberContainer, 'environment'> = {
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

const SENTINEL: Omit<MemberContainer, 'environment'> = {
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
const S3_CLIENT: Tool = { kind: 's3-client', image: ImageRepository.parse('rclone/rclone'), release: { tag: '1.75.1' } };

/** A snapshot of everything, taken as a replica takes it, put into a bucket. */
const exportOf = (redis: Server, { bucket, schedule, keep }: BackupSettings): Chore => ({
  name: 'export',
  when: { schedule },
  attends: [attending(redis, 'redis')],
  reaches: bucketDestinations(bucket),
  accountAnnotations: bucketAnnotations(bucket),
  limits: { cpu: Cpu.parse('0.5'), memory: Memory.parse('256Mi') },
  steps: [
    {
      name: 'snapshot',
      command: script('export-snapshot.sh'),
      environment: { REDIS_MEMBERS: membersOf(redis), REDISCLI_AUTH: REDIS_PASSWORD },
    },
    {
      name: 'upload',
      image: S3_CLIENT,
      command: script('export-upload.sh'),
      environment: {
        BUCKET: bucket.name,
        PREFIX: 'redis',
        KEEP_DAYS: String(keep),
        RCLONE_S3_PROVIDER: bucket.endpoint === undefined ? 'AWS' : 'Other',
        RCLONE_S3_REGION: bucket.region,
        ...(bucket.endpoint === undefined ? {} : { RCLONE_S3_ENDPOINT: bucket.endpoint }),
        RCLONE_S3_ENV_AUTH: 'true',
        ...bucketKeys(`${redis.name}-export`, bucket),
      },
    },
  ],
});
