import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { type BucketProps, bucketAnnotations, bucketDestinations, bucketKeys } from '../../model/bucket';
import { attending, type Chore } from '../../model/chore';
import { type Environment, membersOf, namespace, ownAddress, ownName } from '../../model/environment';
import {
  type BackupSettings,
  connectionsOf,
  type MemberContainer,
  type Members,
  type PatroniSettings,
  type Probe,
  type SharedDatabase,
} from '../../model/members';
import { RESTART_CONSUMERS, secretKey } from '../../model/secret';
import type { Server } from '../../model/server';
import { floor, Service } from '../../model/service';
import { fill } from '../../model/template';
import type { ConnectionBudget } from '../../model/workload';
import { Cpu } from '../../units/cpu';
import { seconds } from '../../units/duration';
import { Memory } from '../../units/memory';
import { port } from '../../units/port';
import backup from './backup.sh';
import bootstrap from './bootstrap.sh';
import bootstrapSql from './bootstrap.sql';
import configure from './configure.py';
import dcs from './dcs.yml';
import patroniYml from './patroni.yml';
import roleChanged from './role_changed.py';
import walGScript from './wal-g.sh';

const PATRONI = 8008;
const FOLDER = '/etc/patroni';
const DATA = '/data/pgdata';
/** Of the major versions in the image, the one that FaultMaven's own examples run. */
const MAJOR = '15';

/** The databases of all services that keep one on a server. */
export class Postgres extends Service {
  readonly kind = 'postgres';

  constructor(scope: Construct) {
    super(scope, 'postgres', {
      image: 'ghcr.io/zalando/spilo-18',
      release: { tag: '4.1-p2' },
      ports: {
        postgres: { container: 5432, opened: false },
        patroni: { container: PATRONI, opened: false, inner: true },
      },
      health: { kind: 'http', path: '/liveness', port: port(PATRONI), client: 'python', startsWithin: seconds(3600), published: false },
      writes: ['/data'],
      workload: { role: 'members', kind: 'patroni', of: (settings, databases) => members(this, settings, databases), budget: BUDGET },
      floor: floor('1Gi', 'estimated: a quarter of it shared, 60 connections, and Patroni'),
    });
  }
}

/** What all connections share: as much of the memory as PostgreSQL's manual advises for a server of its own. */
const shared = (limit: Memory): Memory => limit.fraction(1, 4);

/** What connections cost it. */
export const BUDGET: ConnectionBudget = {
  shared,
  // 2.1 to 2.8 MiB measured after 40 uploads of a service, one sort in the 4 MB of work_mem, and the page tables of a process that has
  // read all that is shared: eight bytes for each 4 KiB.
  each: (limit) => Memory.ofMebibytes(7).plus(shared(limit).fraction(1, 512)),
  // Three for superusers, two replicas and their rewinds, Patroni on each of three, chores, and somebody who looks.
  reserve: 20,
  // wal-g beside the server: 144 MiB at most for a copy of 1 GB, measured.
  copying: Memory.ofMebibytes(256),
};

const secret = (key: string, holds: string, rotation = RESTART_CONSUMERS) => secretKey('postgres', key, { holds, rotation });
const ALTER = 'ALTER ROLE … PASSWORD on the primary, write the new one, restart the members one by one (docs/runbooks/rotate-password.md)';

const SUPERUSER = secret('superuser-password', 'the password of the role postgres, which may do everything', ALTER);

const CREDENTIALS: Environment = {
  PATRONI_SUPERUSER_USERNAME: 'postgres',
  PATRONI_SUPERUSER_PASSWORD: SUPERUSER,
  PATRONI_REPLICATION_USERNAME: 'standby',
  PATRONI_REPLICATION_PASSWORD: secret('replication-password', 'the password of the role standby, with which replicas stream', ALTER),
  PATRONI_REWIND_USERNAME: 'rewind',
  PATRONI_REWIND_PASSWORD: secret('rewind-password', 'the password of the role rewind, with which a former primary rejoins', ALTER),
};

/** Whoever wants Patroni to do something has to prove who it is; asking is free. */
const PATRONI_API: Environment = {
  PATRONI_RESTAPI_USERNAME: 'patroni',
  PATRONI_RESTAPI_PASSWORD: secret('patroni-password', "the password of Patroni's own interface, with which settings are changed"),
};

const members = (postgres: Server, settings: PatroniSettings, databases: readonly SharedDatabase[]): Members => {
  const { limit } = settings.memory;
  const archived = settings.backup !== undefined;
  const dynamic: unknown = parse(
    fill(dcs, {
      ttl: settings.ttl,
      loopWait: settings.loopWait,
      retryTimeout: settings.retryTimeout,
      synchronousNodes: 1,
      maxConnections: connectionsOf(databases, BUDGET.reserve),
      sharedBuffers: megabytes(BUDGET.shared(limit)),
      effectiveCacheSize: megabytes(limit.fraction(3, 4)),
      maintenanceWorkMem: megabytes(limit.fraction(1, 16)),
      // Of the disk, an eighth between two checkpoints, a sixteenth before the last one, and a quarter for a replica that is away.
      maxWalSize: megabytes(settings.volume.size.fraction(1, 8)),
      walKeepSize: megabytes(settings.volume.size.fraction(1, 16)),
      maxSlotWalKeepSize: megabytes(settings.volume.size.fraction(1, 4)),
      archiveCommand: archived ? 'wal-g wal-push "%p"' : '/bin/true',
      archiveTimeout: archived ? '5min' : '0',
    }),
  );
  return {
    containers: [{ ...SERVER, environment: { ...SERVER.environment, ...(settings.backup && walG(postgres, settings.backup.bucket)) } }],
    configuration: {
      folder: FOLDER,
      files: {
        'patroni.yml': fill(patroniYml, { major: MAJOR, data: DATA, folder: FOLDER }),
        'role_changed.py': roleChanged,
        ...(archived ? { 'wal-g.sh': walGScript } : {}),
      },
      initial: { 'bootstrap.yml': JSON.stringify({ bootstrap: { dcs: dynamic } }) },
      forChores: {
        'dcs.json': JSON.stringify(dynamic),
        'bootstrap.sh': bootstrap,
        'bootstrap.sql': bootstrapSql,
        'configure.py': configure,
        'backup.sh': backup,
      },
    },
    user: { uid: 101, gid: 103, because: 'initdb wants a name for its user, and the image has its own, postgres' },
    sharedMemory: Memory.parse('1Gi'),
    // primary_stop_timeout is a minute, and a checkpoint of everything comes before.
    grace: seconds(300),
    reaches: [{ kind: 'cluster-api' }, ...(settings.backup === undefined ? [] : bucketDestinations(settings.backup.bucket))],
    accountAnnotations: settings.backup && bucketAnnotations(settings.backup.bucket),
    chores: [
      bootstrapOf(postgres, databases),
      configureOf(postgres),
      ...(settings.backup === undefined ? [] : [backupOf(postgres, settings.backup)]),
    ],
  };
};

const megabytes = ({ mebibytes }: Memory): string => `${mebibytes}MB`;

const asked = (path: string, every: number, failures: number): Probe => ({
  ask: { path, port: 'patroni' },
  every: seconds(every),
  timeout: seconds(5),
  failures,
});

/**
 * Patroni from the image, with a configuration of ours: the image's own entry point writes into the image and makes another
 * configuration at every start, which nobody could have tested before.
 */
const SERVER: MemberContainer = {
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
    PATRONI_POSTGRESQL_CONNECT_ADDRESS: '$(POD_IP):5432',
    PATRONI_RESTAPI_CONNECT_ADDRESS: `$(POD_IP):${PATRONI}`,
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
const bootstrapOf = (postgres: Server, databases: readonly SharedDatabase[]): Chore => ({
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

/** Patroni reads its first settings once, when the cluster is made; later ones have to be told to it. */
const configureOf = (postgres: Server): Chore => ({
  name: 'configure',
  when: 'once',
  attends: [attending(postgres, 'patroni')],
  limits: SMALL,
  steps: [
    {
      name: 'configure',
      command: ['python3', `${FOLDER}/configure.py`],
      environment: { MEMBERS: membersOf(postgres), ...PATRONI_API },
    },
  ],
});

/** Full copies by schedule; what is written in between goes to the bucket by itself. */
const backupOf = (postgres: Server, { schedule, keep }: BackupSettings): Chore => ({
  name: 'backup',
  when: { schedule },
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
        MEMBERS: membersOf(postgres),
        PGUSER: 'postgres',
        PGPASSWORD: SUPERUSER,
        PGDATA: DATA,
        RETAIN: String(keep),
      },
    },
  ],
});

/** What wal-g reads, and the password with which it tells the server beside it that it makes a copy. */
const walG = ({ name }: Server, bucket: BucketProps): Environment => ({
  BACKUP_PASSWORD: SUPERUSER,
  WALG_S3_PREFIX: `s3://${bucket.name}/${name}`,
  AWS_REGION: bucket.region,
  ...(bucket.endpoint === undefined ? {} : { AWS_ENDPOINT: bucket.endpoint, AWS_S3_FORCE_PATH_STYLE: 'true' }),
  ...bucketKeys(`${name}-backup`, bucket),
});
