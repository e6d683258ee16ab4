import type { Construct } from 'constructs';
import * as v from 'valibot';
import { parse } from 'yaml';
import { type BucketProps, bucketAnnotations, bucketDestinations, bucketKeys } from '../../model/bucket';
import { type Environment, membersOf as everyMember, namespace, ownAddress, ownName } from '../../model/environment';
import type { Explanations } from '../../model/explanation';
import type { DerivedSetting, Members, SharedDatabase } from '../../model/members';
import type { Platform } from '../../model/platform';
import { askedAt, type Container, disk, type FilesSource, files, type Mount } from '../../model/pod';
import type { Remark } from '../../model/remark';
import { RESTART_CONSUMERS, type Rotation, secretKey } from '../../model/secret';
import type { Server } from '../../model/server';
import { floor, Service, type ServiceProps } from '../../model/service';
import { attending, type Task } from '../../model/task';
import { fill } from '../../model/template';
import { variable, withVariables } from '../../model/with-variables';
import { members, type SizeWith } from '../../model/workload';
import { memberCount } from '../../roles/members/members';
import { rule } from '../../shape/rule';
import { expecting, replicaCount, wholeNumber } from '../../shape/values';
import { Cpu } from '../../units/cpu';
import { seconds } from '../../units/duration';
import { Memory } from '../../units/memory';
import { port } from '../../units/port';
import { backup, staying } from '../backup';
import backupScript from './backup.sh';
import { POSTGRES_BOARD } from './board';
import bootstrap from './bootstrap.sh';
import bootstrapSql from './bootstrap.sql';
import configure from './configure.py';
import dcs from './dcs.yml';
import monitorSql from './monitor.sql';
import patroniYml from './patroni.yml';
import roleChanged from './role_changed.py';
import { LAG, postgresRules } from './rules';
import walGScript from './wal-g.sh';

const PATRONI = 8008;
const FOLDER = '/etc/patroni';
const DATA = '/data/pgdata';
/** One of the major versions in the image. */
const MAJOR = '15';

/** The label with which Patroni marks the role of each member. patroni.yml names the same one. */
const ROLE = 'role';

/** The least time to live that Patroni takes (patroni/validator.py). */
const LEAST_TTL = 20;

/** What a profile says of its members beside their size. */
const OPTIONS = {
  replicas: replicaCount(
    v.pipe(memberCount, v.minValue(3, expecting('at least 3: a write waits for a second member, and one more can be away'))),
  ),
  ttl: v.optional(wholeNumber(LEAST_TTL, 600, "Lifetime of the primary's lock in seconds. No failover before it expires."), 20),
  loopWait: v.optional(wholeNumber(1, 300, 'Seconds between two rounds of Patroni, in which a primary renews its lock.'), 5),
  retryTimeout: v.optional(wholeNumber(3, 300, 'Seconds for which a failed request to the API server is retried.'), 7),
  backup: backup('Copies in a bucket, from which any point in time can be restored', {
    fullBackups: staying('Number of full backups that are kept, with the WAL since the oldest.'),
  }),
};

type Size = SizeWith<typeof OPTIONS>;

/** max_wal_size is an eighth of it, and at least two segments of 16 MB. An empty cluster of databases takes 40 MB. */
const LEAST_DISK = Memory.parse('1Gi');

const RULES = [
  rule<Size>(['volume'], ({ volume: { size } }, at) => {
    if (LEAST_DISK.exceeds(size)) at(`expected at least ${LEAST_DISK}: its log alone takes a part of that, got ${size}`, 'volume', 'size');
  }),
  rule<Size>(['ttl', 'loopWait', 'retryTimeout'], ({ ttl, loopWait, retryTimeout }, at) => {
    const least = loopWait + 2 * retryTimeout;
    if (ttl < least)
      at(`expected at least loopWait + 2 × retryTimeout = ${least}, or a primary loses its lock while it retries, got ${ttl}`, 'ttl');
  }),
];

/** The databases of all services that keep one on a server. */
export class Postgres extends Service {
  readonly kind = 'postgres';

  /** @param placed.onlyIn the only surroundings in which the application has it. @default - all */
  constructor(scope: Construct, { onlyIn: where }: Pick<ServiceProps, 'onlyIn'> = {}) {
    super(scope, 'postgres', {
      onlyIn: where,
      image: 'ghcr.io/zalando/spilo-18',
      release: { tag: '4.1-p2' },
      ports: {
        postgres: { container: 5432, opened: false },
        patroni: { container: PATRONI, opened: false, inner: true },
      },
      health: { kind: 'http', path: '/liveness', port: port(PATRONI), client: 'python', startsWithin: seconds(3600), published: false },
      workload: members({
        options: OPTIONS,
        says: 'Size of each member, and how they agree on a primary.',
        rules: RULES,
        findings: FINDINGS,
        leader: { by: 'label', label: ROLE, leads: 'primary', follows: 'replica' },
        of: (size, databases, { platform }) => membersOf(this, size, databases, platform),
        // A write waits for a second member.
        working: () => 2,
        failover: {
          leader: { fault: 'leader killed', seconds: 25 },
          follower: { fault: 'synchronous member killed', seconds: 3 },
        },
      }),
      watched: {
        metrics: [{ kind: 'pods', port: 'patroni' }],
        rules: postgresRules,
        dashboards: [{ board: POSTGRES_BOARD, json: () => require('./postgres.board.json') }],
        // Every page that it reads is in the kernel's cache, which counts as its working set and is given back under pressure.
        caches: 'reads',
      },
      floor: floor('1Gi', 'estimated: a quarter of it shared, 60 connections, and Patroni'),
    });
  }
}

/** What all connections share: as much of the memory as PostgreSQL's manual advises for a server of its own. */
const shared = (limit: Memory): Memory => limit.fraction(1, 4);

/** The memory that connections take. */
export const BUDGET = {
  /** What all connections share, of a memory limit. */
  shared,
  /** What each connection takes besides, under a memory limit. */
  // 2.1 to 2.8 MiB, measured after 40 requests of a service; one sort in the 4 MB of work_mem; and the page tables of a process that has
  // read all that is shared: eight bytes for each 4 KiB.
  each: (limit: Memory): Memory => Memory.ofMebibytes(7).plus(shared(limit).fraction(1, 512)),
  /** Connections that are kept for administration, replication and tasks. */
  // Three for superusers, two replicas and their rewinds, Patroni on each of three, tasks, an exporter, and somebody who looks.
  reserve: 20,
  /** What making a copy of everything takes besides. */
  // wal-g beside the server: 144 MiB at most for a copy of 1 GB, measured with a bucket that takes all at once. Towards a slow one its
  // buffers fill: what PARALLEL lets it have, 200 MiB for a copy and 80 MiB for WAL, and itself.
  copying: Memory.ofMebibytes(384),
};

/** max_connections: all connections of all clients at once, and the reserve. */
const connectionsOf = (databases: readonly SharedDatabase[]): number =>
  databases.reduce((sum, { connections }) => sum + connections, BUDGET.reserve);

/** What can be found in the size that a profile gives them. */
const FINDINGS = {
  'connections-exceed-memory': {
    means: 'If all connections to the database server are open at once, they take more memory than its limit.',
    matters: 'The server is killed under load.',
    wayOut: 'Raise its memory limit, or lower the largest number of replicas of the services that use it.',
  },
  'no-point-in-time-recovery': {
    means: 'PostgreSQL has no backup outside of its members.',
    matters: 'A deletion reaches all members, and there is no way back to an earlier point in time.',
    wayOut: 'Give `services.postgres.backup` a bucket.',
  },
} as const satisfies Explanations;

type Code = keyof typeof FINDINGS;

/** Findings in its size: it may be killed under load, and there may be no way back in time. */
const remarksOn = ({ memory: { limit }, backup: copied }: Size, databases: readonly SharedDatabase[]): readonly Remark<Code>[] => {
  const connections = connectionsOf(databases);
  const [common, one] = [BUDGET.shared(limit), BUDGET.each(limit)];
  const beside = copied === undefined ? [] : [BUDGET.copying];
  const needed = beside.reduce((sum, memory) => sum.plus(memory), common.plus(one.times(connections)));
  return [
    ...(needed.exceeds(limit)
      ? [
          {
            code: 'connections-exceed-memory' as const,
            severity: 'error' as const,
            at: ['memory', 'limit'],
            message: `${common} shared + ${connections} connections × ${one}${beside.map((memory) => ` + ${memory} for a copy`).join('')} = ${needed}, more than its memory limit of ${limit}: raise the limit, or lower the most replicas of its services`,
          },
        ]
      : []),
    ...(copied === undefined
      ? [
          {
            code: 'no-point-in-time-recovery' as const,
            severity: 'warning' as const,
            at: [],
            message: 'there is no way back to an earlier point in time: a deletion reaches all members. Give backup a bucket',
          },
        ]
      : []),
  ];
};

const secret = (key: string, holds: string, rotation: Rotation = RESTART_CONSUMERS) => secretKey('postgres', key, { holds, rotation });
const ALTER = 'ALTER ROLE … PASSWORD on the primary, write the new one, restart the members one by one (docs/runbooks/rotate-password.md)';

const MONITOR_AGAIN =
  'write the new one, delete the Jobs of the component monitor and apply again, then restart the exporter (docs/runbooks/rotate-password.md)';

const SUPERUSER = secret('superuser-password', 'the password of the role postgres, which may do everything', ALTER);

const CREDENTIALS: Environment = {
  PATRONI_SUPERUSER_USERNAME: 'postgres',
  PATRONI_SUPERUSER_PASSWORD: SUPERUSER,
  PATRONI_REPLICATION_USERNAME: 'standby',
  PATRONI_REPLICATION_PASSWORD: secret('replication-password', 'the password of the role standby, with which replicas stream', ALTER),
  PATRONI_REWIND_USERNAME: 'rewind',
  PATRONI_REWIND_PASSWORD: secret('rewind-password', 'the password of the role rewind, with which a former primary rejoins', ALTER),
};

/** Credentials for changes through Patroni's API. Reading needs none. */
const PATRONI_API: Environment = {
  PATRONI_RESTAPI_USERNAME: 'patroni',
  PATRONI_RESTAPI_PASSWORD: secret('patroni-password', "the password of Patroni's own interface, with which settings are changed"),
};

const DERIVED: readonly DerivedSetting[] = [
  { setting: 'max_connections', from: 'clients' },
  ...['shared_buffers', 'effective_cache_size', 'maintenance_work_mem'].map((setting) => ({ setting, from: 'memory limit' as const })),
  ...['max_wal_size', 'wal_keep_size', 'max_slot_wal_keep_size'].map((setting) => ({ setting, from: 'disk' as const })),
];

const membersOf = (postgres: Server, settings: Size, databases: readonly SharedDatabase[], { monitoring }: Platform): Members<Code> => {
  const { limit } = settings.memory;
  const archived = settings.backup !== undefined;
  const dynamic: unknown = parse(
    fill(dcs, {
      ttl: settings.ttl,
      loopWait: settings.loopWait,
      retryTimeout: settings.retryTimeout,
      synchronousNodes: 1,
      maximumLag: LAG,
      maxConnections: connectionsOf(databases),
      sharedBuffers: megabytes(BUDGET.shared(limit)),
      effectiveCacheSize: megabytes(limit.fraction(3, 4)),
      maintenanceWorkMem: megabytes(limit.fraction(1, 16)),
      // Shares of the disk for WAL: an eighth between two checkpoints, a sixteenth before the last one, and a quarter for a replica that
      // is away.
      maxWalSize: megabytes(settings.volume.size.fraction(1, 8)),
      walKeepSize: megabytes(settings.volume.size.fraction(1, 16)),
      maxSlotWalKeepSize: megabytes(settings.volume.size.fraction(1, 4)),
      archiveCommand: archived ? 'wal-g wal-push "%p"' : '/bin/true',
      archiveTimeout: archived ? '5min' : '0',
    }),
  );
  const inFolder = (...sources: readonly [FilesSource, ...FilesSource[]]): Mount => ({
    at: FOLDER,
    volume: { kind: 'files', name: 'configuration', sources },
  });
  const forTasks = files('tasks', {
    'dcs.json': JSON.stringify(dynamic),
    'bootstrap.sh': bootstrap,
    'bootstrap.sql': bootstrapSql,
    'configure.py': configure,
    'backup.sh': backupScript,
  });
  const tasks: readonly Omit<Task, 'mounts'>[] = [
    bootstrapOf(postgres, databases),
    configureOf(postgres),
    ...(settings.backup === undefined ? [] : [backupOf(postgres, settings.backup)]),
  ];
  // With files of its own, so that the other tasks stay as they are whether it is there or not.
  const watched: readonly Task[] =
    monitoring === 'none'
      ? []
      : [{ ...monitorOf(postgres), mounts: [inFolder(forTasks, files('monitor', { 'monitor.sql': monitorSql }))] }];
  return {
    mounts: [
      { at: '/data', volume: disk('data', settings.volume) },
      { at: '/dev/shm', volume: { kind: 'scratch', size: SHARED_MEMORY, medium: 'memory' } },
      inFolder(
        files('configuration', {
          'patroni.yml': fill(patroniYml, { major: MAJOR, data: DATA, folder: FOLDER }),
          'role_changed.py': roleChanged,
          ...(archived ? { 'wal-g.sh': walGScript } : {}),
        }),
        // Only a new cluster of databases reads it.
        { ...files('initial', { 'bootstrap.yml': JSON.stringify({ bootstrap: { dcs: dynamic } }) }), stays: 'read once' },
      ),
    ],
    containers: [{ ...SERVER, environment: { ...SERVER.environment, ...(settings.backup && walG(postgres, settings.backup.bucket)) } }],
    user: { uid: 101, gid: 103, because: 'initdb wants a name for its user, and the image has its own, postgres' },
    // Patroni knows its members by this label (`scope_label`), whose value is its scope: all of a running cluster need the same.
    labels: { 'app.kubernetes.io/instance': postgres.name },
    // Exactly what it asks for (run with 4.1.0): its state is in these objects, and members are known by their pods.
    rights: [{ kind: 'lock-objects', names: STATE.map((what) => `${postgres.name}-${what}`) }, { kind: 'own-pods' }],
    remarks: remarksOn(settings, databases),
    // primary_stop_timeout is a minute, and a checkpoint of everything comes before.
    grace: seconds(300),
    reaches: settings.backup === undefined ? [] : bucketDestinations(settings.backup.bucket),
    accountAnnotations: settings.backup && bucketAnnotations(settings.backup.bucket),
    tasks: [...tasks.map((task) => ({ ...task, mounts: [inFolder(forTasks)] })), ...watched],
    derived: DERIVED,
  };
};

/** The size of /dev/shm, which processes of the server share. */
const SHARED_MEMORY = Memory.parse('1Gi');

/** The objects in which Patroni keeps its state, after its scope (4.1.0: `status` and `failsafe` are in `leader`, `history` is in `config`). */
const STATE = ['config', 'failover', 'leader', 'sync'];

const megabytes = ({ mebibytes }: Memory): string => `${mebibytes}MB`;

const asked = askedAt('patroni');

/**
 * Patroni from the image, with our own configuration. The image's entry point writes into the image, and makes another configuration at
 * every start, which could not be tested beforehand.
 */
const SERVER: Container = {
  name: 'postgres',
  // It reads every .yml of the folder.
  command: ['patroni', FOLDER],
  ports: ['postgres', 'patroni'],
  environment: {
    LC_ALL: 'C.UTF-8',
    PATRONI_NAME: ownName,
    POD_IP: ownAddress,
    PATRONI_KUBERNETES_NAMESPACE: namespace,
    PATRONI_KUBERNETES_POD_IP: ownAddress,
    PATRONI_POSTGRESQL_CONNECT_ADDRESS: withVariables(variable('POD_IP'), ':5432'),
    PATRONI_RESTAPI_CONNECT_ADDRESS: withVariables(variable('POD_IP'), `:${PATRONI}`),
    ...CREDENTIALS,
    ...PATRONI_API,
  },
  probes: {
    // An hour: a new replica copies the whole database first.
    startup: asked('/liveness', 10, 360),
    liveness: asked('/liveness', 10, 3),
    readiness: asked('/readiness', 10, 2),
  },
};

const SMALL = { cpu: Cpu.parse('0.5'), memory: Memory.parse('256Mi') };

/** As the superuser, on whichever member is primary. */
const asSuperuser = (postgres: Server): Environment => ({ PGHOST: postgres.name, PGUSER: 'postgres', PGPASSWORD: SUPERUSER });

/** A database and its two roles for each service. */
const bootstrapOf = (postgres: Server, databases: readonly SharedDatabase[]): Task => ({
  name: 'bootstrap',
  when: 'once',
  calls: [postgres],
  limits: SMALL,
  steps: [
    {
      name: 'bootstrap',
      command: ['sh', `${FOLDER}/bootstrap.sh`],
      environment: {
        ...asSuperuser(postgres),
        PGVERSION: MAJOR,
        DATABASES: databases.map(({ name }) => name).join(' '),
        ...Object.assign({}, ...databases.map(rolesOf)),
      },
    },
  ],
});

const rolesOf = ({ name, user, owner }: SharedDatabase): Environment => {
  const prefix = name.toUpperCase();
  return {
    [`${prefix}_OWNER_USERNAME`]: owner.username,
    [`${prefix}_OWNER_PASSWORD`]: owner.password,
    [`${prefix}_USERNAME`]: user.username,
    [`${prefix}_PASSWORD`]: user.password,
  };
};

/** The role of whoever watches the server. */
export const MONITOR = {
  username: 'monitor',
  password: secret('monitor-password', 'the password of the role monitor, which reads statistics and no rows', MONITOR_AGAIN),
};

/** That role, created or updated on the primary as soon as there is one. */
const monitorOf = (postgres: Server): Task => {
  const environment: Environment = { ...asSuperuser(postgres), PGVERSION: MAJOR };
  return {
    name: 'monitor',
    when: 'once',
    calls: [postgres],
    limits: SMALL,
    steps: [
      { name: 'primary', command: ['sh', `${FOLDER}/bootstrap.sh`], environment: { ...environment, DATABASES: '' } },
      {
        name: 'role',
        command: [
          `/usr/lib/postgresql/${MAJOR}/bin/psql`,
          ...['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--dbname', 'postgres', '--file', `${FOLDER}/monitor.sql`],
        ],
        environment: {
          ...environment,
          PGCONNECT_TIMEOUT: '5',
          MONITOR_USERNAME: MONITOR.username,
          MONITOR_PASSWORD: MONITOR.password,
        },
      },
    ],
  };
};

/** Patroni reads bootstrap.dcs once, when the cluster is created. This task sends it later settings. */
const configureOf = (postgres: Server): Task => ({
  name: 'configure',
  when: 'once',
  attends: [attending(postgres, 'patroni')],
  limits: SMALL,
  steps: [
    {
      name: 'configure',
      command: ['python3', `${FOLDER}/configure.py`],
      environment: { MEMBERS: everyMember(postgres), ...PATRONI_API },
    },
  ],
});

/** Full backups by schedule; what is written in between goes to the bucket by itself. */
const backupOf = (postgres: Server, { schedule, fullBackups }: NonNullable<Size['backup']>): Task => ({
  name: 'backup',
  when: { schedule },
  copiesTo: ['WALG_S3_PREFIX', 'AWS_ENDPOINT'],
  calls: [postgres],
  // It waits for a member, which does the work.
  limits: { cpu: Cpu.parse('0.1'), memory: Memory.parse('128Mi') },
  steps: [
    {
      name: 'backup',
      command: ['sh', `${FOLDER}/backup.sh`],
      environment: {
        PGVERSION: MAJOR,
        PRIMARY: postgres.name,
        MEMBERS: everyMember(postgres),
        PGUSER: 'postgres',
        PGPASSWORD: SUPERUSER,
        PGDATA: DATA,
        RETAIN: String(fullBackups),
      },
    },
  ],
});

/**
 * How much wal-g does at once. It sends a file in parts of 20 MiB, and keeps one more of them than it sends at once. It has one file more
 * in hand than may wait. Its own defaults are 16 and 2, which takes 1 GiB for a copy. The image's entrypoint, which does not run here, lowers
 * them too.
 */
const PARALLEL = { WALG_UPLOAD_CONCURRENCY: '4', WALG_UPLOAD_QUEUE: '1' } as const;

/** The variables of wal-g, and the password with which it tells the server beside it that a backup begins and ends. */
const walG = ({ name }: Server, bucket: BucketProps): Environment => ({
  BACKUP_PASSWORD: SUPERUSER,
  WALG_S3_PREFIX: `s3://${bucket.name}/${name}`,
  ...PARALLEL,
  AWS_REGION: bucket.region,
  ...(bucket.endpoint === undefined ? {} : { AWS_ENDPOINT: bucket.endpoint, AWS_S3_FORCE_PATH_STYLE: 'true' }),
  ...bucketKeys(`${name}-backup`, bucket),
});
