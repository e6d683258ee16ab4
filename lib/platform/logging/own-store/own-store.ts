import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { Command } from '../../../model/command';
import { type Environment, membersOf as everyMember, ownAddress, ownName } from '../../../model/environment';
import type { Failover, SilentLoss } from '../../../model/failover';
import type { Members } from '../../../model/members';
import { disk, type FilesSource, files, type Mount, type Probe, type Volume } from '../../../model/pod';
import type { Release } from '../../../model/release';
import { type SecretKey, secretKey } from '../../../model/secret';
import { portNamed, type Server } from '../../../model/server';
import { floor, Service } from '../../../model/service';
import type { Site } from '../../../model/site';
import { attending, type Task } from '../../../model/task';
import { fill } from '../../../model/template';
import { type Around, members, type SizeWith } from '../../../model/workload';
import { rule } from '../../../shape/rule';
import { expecting, replicaCount } from '../../../shape/values';
import { Cpu } from '../../../units/cpu';
import { seconds } from '../../../units/duration';
import { majorityOf } from '../../../units/majority';
import { Memory } from '../../../units/memory';
import { LOG_STORE } from '../dashboards/dashboards';
import { partOf } from '../part';
import { storeRules } from '../rules/store';
import {
  COPIES,
  DISK_PERCENT,
  heapUnder,
  indexSizeOn,
  leastOn,
  lostWithMember,
  OPEN_FILES_REMARK,
  STORE_FINDINGS,
  storeRemarks,
} from '../store-size';
import client from './client.sh';
import common from './members.yml';
import readiness from './readiness.sh';
import retention from './retention.sh';
import setup from './setup.sh';
import start from './start.sh';
import { STREAMS, template } from './template';
import { AUTHORITY_ROTATION, type Making, madeFor, type OwnStoreKind, passwordsOf, roleFilesOf, type StoreUser } from './users';

const HTTP = 9200;
const TRANSPORT = 9300;
/** Where a task has certificates. */
const TLS = '/etc/tls';
/** Seconds for which a member that has started waits for copies. */
const PATIENCE = 600;
/** Seconds before the end of their certificate from which on retention fails, which is an alert. */
const RENEW = 30 * 86_400;
const LEAST_DISK = Memory.parse('2Gi');

const OPTIONS = {
  replicas: replicaCount(
    v.pipe(
      v.picklist([3, 5, 7], expecting('3, 5 or 7, so that a majority is left')),
      v.description('How many members run. Members are never autoscaled.'),
    ),
  ),
};

type Size = SizeWith<typeof OPTIONS>;

/** What one program that stores lines has of its own. */
export interface StoreProduct {
  readonly kind: OwnStoreKind;
  readonly image: string;
  readonly release: Release;
  /** What of it no test has run. @default - nothing that matters */
  readonly unproved?: string;
  /** The memory of each member where a profile says nothing. */
  readonly memory: string;
  readonly floor: readonly [least: string, ground: string];
  /** The program that starts a member, in the folder `bin` of its image. */
  readonly program: string;
  /** The variable from which that program reads options of Java. */
  readonly optionsIn: string;
  /** What was measured of a lost member. @default - nothing */
  readonly failover?: Failover;
  /**
   * What the loss of a machine costs. Members give up one that does not answer after three checks of 10 s with a second between them
   * (`cluster.fault_detection`, as the stores have it by default: shorter ones take a member that is busy for a lost one). If it led, they wait
   * so twice: they elect another one, and that one checks anew. Until then a write waits for the copy that the lost one has.
   */
  readonly silent: SilentLoss;
  /** What it calls the role of a member that may lead, in the names of settings too. */
  readonly leading: string;
  /** Its own settings, after those that both stores have. */
  readonly settings: string;
  /** Further files of each member. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** The script that puts `/config` together before a start. */
  readonly prepare: string;
  /** Variables of that script. @default - none */
  readonly preparing?: Environment;
  /** What asks whether a member answers, whoever asks. */
  readonly alive: (folders: Folders, http: number) => Probe['ask'];
  /** The path that answers with success when users are let in, and whether one of them has to ask. */
  readonly admits: { readonly path: string; readonly user?: StoreUser };
  /** What was signed for members: the name in its certificate, or a comma and more of it. */
  readonly certificate: string;
  /** How the Job of the setup proves that it may do everything: a shell function `credentials`, with what it needs. */
  readonly superuser: {
    readonly script: (tls: string) => string;
    readonly tls: Readonly<Record<string, SecretKey>>;
    readonly environment: Environment;
  };
  readonly users: Readonly<Record<'metrics' | 'retention', StoreUser>> & Readonly<Record<string, StoreUser>>;
  readonly making: Making;
  /** The paths that the Job of the setup asks, and the parts of its script. */
  readonly setup: { readonly answers: string; readonly roles: string; readonly mappings: string; readonly users: string };
  /** A part of the script of the retention: what the program does not mend itself, mended before anything else. @default - nothing */
  readonly mending?: string;
}

/** Where a member has things. */
export interface Folders {
  /** Where its image has everything. */
  readonly home: string;
  /** Where our own files are. */
  readonly folder: string;
}

/** Where a member of a product has things. */
export const foldersOf = (kind: OwnStoreKind): Folders => ({ home: `/usr/share/${kind}`, folder: `/etc/${kind}` });

/** Stores lines, and finds them. Each line is on two members. */
export abstract class OwnStore extends Service {
  abstract override readonly kind: OwnStoreKind;
  /** The certificate of whoever signs for the store, for those who ask it. */
  readonly authority: SecretKey;
  /** The user who sees how it is, and no lines. */
  readonly metricsUser: StoreUser;

  constructor(scope: Construct, product: StoreProduct) {
    const { kind, image, release, memory, unproved } = product;
    const { folder } = foldersOf(kind);
    super(scope, kind, {
      ...partOf(kind, {
        replicas: 3,
        cpu: { request: 0.25, limit: 1 },
        memory: { request: memory, limit: memory },
        volume: { size: '20Gi' },
      }),
      image,
      release,
      unproved,
      ports: {
        http: { container: HTTP, opened: false },
        transport: { container: TRANSPORT, opened: false, inner: true },
      },
      health: { kind: 'command', command: ['sh', `${folder}/readiness.sh`], startsWithin: seconds(300), published: false },
      workload: members({
        options: OPTIONS,
        says: 'Size of each member. Half of its memory limit is its heap, and no more than 31Gi.',
        rules: [
          rule<Size>(['volume'], ({ volume: { size } }, at) => {
            if (LEAST_DISK.exceeds(size))
              at(`expected at least ${LEAST_DISK}, a sixteenth of which is one index, got ${size}`, 'volume', 'size');
          }),
        ],
        leader: { by: 'nobody', connected: true },
        findings: STORE_FINDINGS,
        working: ({ replicas }) => majorityOf(replicas),
        failover: product.failover,
        silent: product.silent,
        withoutOne: 'the others answer; if it led, no writes until they have elected another one',
        of: (size, _, around) => membersOf(product, this, size, around),
      }),
      watched: {
        rules: storeRules(exporterOf(kind)),
        dashboards: [LOG_STORE],
        // The kernel keeps the files of its indices in memory for as long as there is room.
        caches: 'maps',
      },
      floor: floor(...product.floor),
    });
    this.authority = authorityOf(product.making)['ca.crt'];
    this.metricsUser = product.users.metrics;
  }

  /** Under which URL its clients ask it. */
  get asked(): string {
    return `https://${this.name}:${portNamed(this, 'http').cluster}`;
  }
}

/** The container that asks a store for its state. It runs in the namespace of the store. */
export const exporterOf = (kind: OwnStoreKind): string =>
  ({ opensearch: 'log-store-exporter', elasticsearch: 'elasticsearch-exporter' })[kind];

const REPLACED = 'write the new one: members read it again by themselves within minutes (docs/runbooks/log-store-secrets.md)';

/** What is in a Secret with a certificate, by its keys: what it is, and the file in which the commands for it leave it. */
type Held<Key extends string> = Readonly<Record<Key, readonly [holds: string, file: string]>>;

/** What every Secret with a certificate of a store has. */
export const CA = { 'ca.crt': ['the certificate of the authority that signs all others of the store', 'ca.crt'] } as const;

/** Members read an authority again by themselves. Who asks them reads it at its start. */
const AUTHORITY_REPLACED = `${AUTHORITY_ROTATION}: members read it again by themselves within minutes, all others when they start`;

/** The keys of a Secret with a certificate. @param rotation how they are replaced */
export const keysOf = <Key extends string>(making: Making, secret: string, held: Held<Key>, rotation = REPLACED) =>
  Object.fromEntries(
    Object.entries<Held<Key>[Key]>(held).map(([key, [holds, file]]) => [
      key,
      secretKey(secret, key, { holds, rotation: key in CA ? AUTHORITY_REPLACED : rotation, made: madeFor(making, file) }),
    ]),
  ) as Readonly<Record<Key, SecretKey>>;

/** The certificate of whoever signs for the store, and nothing else of its Secret. */
export const authorityOf = (making: Making) => keysOf(making, `${making.store}-tls`, CA);

const memberTlsOf = ({ kind, making, certificate }: StoreProduct) =>
  keysOf(making, `${kind}-tls`, {
    ...CA,
    'tls.crt': [`the certificate of its members, for ${certificate}, signed by that authority`, `${kind}.crt`],
    'tls.key': ['its private key (PKCS 8)', `${kind}.key`],
  });

const membersOf = (product: StoreProduct, store: Server, size: Size, { logging }: Around): Members<keyof typeof STORE_FINDINGS> => {
  const { replicas, memory, volume } = size;
  const { kind, program, admits, users } = product;
  const folders = foldersOf(kind);
  const { home, folder } = folders;
  const script = (name: string): Command => ['sh', `${folder}/${name}`];
  const written = files('configuration', {
    [`${kind}.yml`]: (site: Site) =>
      fill(common, {
        cluster: store.name,
        http: HTTP,
        transport: TRANSPORT,
        leading: product.leading,
        seeds: JSON.stringify(site.membersOf(store).map((name) => `${name}:${TRANSPORT}`)),
        first: JSON.stringify(Array.from({ length: replicas }, (_, ordinal) => `${store.name}-${ordinal}`)),
        majority: majorityOf(replicas),
        all: replicas,
      }) + product.settings,
    ...product.files,
    'client.sh': client,
    'prepare.sh': fill(product.prepare, { home, folder }),
    'start.sh': fill(start, { home, program }),
    'readiness.sh': fill(readiness, {
      home,
      folder,
      http: HTTP,
      asker: admits.user === undefined ? ':' : `user ${admits.user.name} "$METRICS_PASSWORD"`,
      admits: admits.path,
      user: users.metrics.name,
      patience: PATIENCE,
    }),
  });
  const prepared: Volume = { kind: 'scratch', size: Memory.parse('16Mi') };
  const alive = (every: number, failures: number): Probe => ({
    // It need let nobody in for that: without a majority a restart would mend nothing.
    ask: product.alive(folders, HTTP),
    every: seconds(every),
    timeout: seconds(5),
    failures,
  });
  return {
    mounts: [
      { at: '/data', volume: disk('data', volume) },
      { at: folder, volume: { kind: 'files', name: 'configuration', sources: [written] } },
    ],
    before: [
      {
        name: 'prepare',
        command: script('prepare.sh'),
        environment: product.preparing ?? {},
        mounts: [{ at: '/config', volume: prepared }],
      },
    ],
    containers: [
      {
        name: kind,
        command: script('start.sh'),
        mounts: [
          { at: `${home}/config`, volume: prepared },
          { at: `${home}/config/tls`, volume: { kind: 'files', name: 'tls', sources: [{ kind: 'secret', files: memberTlsOf(product) }] } },
          { at: `${home}/logs`, volume: { kind: 'scratch', size: Memory.parse('64Mi') } },
        ],
        environment: {
          POD_NAME: ownName,
          POD_ADDRESS: ownAddress,
          // The image's own options write a log of the garbage collector, and all of the heap when it is full.
          [product.optionsIn]: `${heapOf(memory.limit)} -Xlog:disable -Xlog:all=warning:stdout -XX:-HeapDumpOnOutOfMemoryError -XX:+ExitOnOutOfMemoryError`,
          ...passwordsOf([users.metrics]),
        },
        ports: ['http', 'transport'],
        probes: {
          startup: alive(10, 60),
          liveness: alive(20, 6),
          readiness: { ask: { command: script('readiness.sh') }, every: seconds(10), timeout: seconds(15), failures: 3 },
        },
      },
    ],
    user: { uid: 1000, gid: 1000, because: `the image keeps its programs and its configuration for its own user, ${kind}` },
    grace: seconds(120),
    tasks: [setupOf(product, store, replicas), retentionOf(product, store, volume.size, logging.retentionDays)],
    derived: [{ setting: '-Xmx', from: 'memory limit' }],
    copies: COPIES,
    lostWithOne: lostWithMember(size, logging),
    remarks: [...storeRemarks(size, logging, STREAMS.length), OPEN_FILES_REMARK],
  };
};

/** All of it from the start. */
const heapOf = (limit: Memory): string => {
  const heap = `${heapUnder(limit).mebibytes}m`;
  return `-Xms${heap} -Xmx${heap}`;
};

const SMALL = { cpu: Cpu.parse('0.25'), memory: Memory.parse('64Mi') };

const mounted = (kind: OwnStoreKind, tls: Readonly<Record<string, SecretKey>>, scripts: FilesSource): readonly Mount[] => [
  { at: foldersOf(kind).folder, volume: { kind: 'files', name: 'scripts', sources: [scripts] } },
  { at: TLS, volume: { kind: 'files', name: 'tls', sources: [{ kind: 'secret', files: tls }] } },
];

/** Its users, roles, template and streams, as soon as there is a store. */
const setupOf = ({ kind, users, superuser, setup: parts }: StoreProduct, store: Server, replicas: number): Task => ({
  name: 'setup',
  when: 'once',
  attends: [attending(store, 'http')],
  limits: SMALL,
  mounts: mounted(
    kind,
    superuser.tls,
    files('setup', {
      'client.sh': client,
      'setup.sh': fill(setup, {
        folder: foldersOf(kind).folder,
        tls: TLS,
        http: HTTP,
        streams: STREAMS.join(' '),
        superuser: superuser.script(TLS).trimEnd(),
        answers: parts.answers,
        roles: parts.roles,
        mappings: parts.mappings,
        users: parts.users.trimEnd(),
      }),
      'template.json': template({ replicas }),
      ...roleFilesOf(Object.values(users)),
    }),
  ),
  steps: [
    {
      name: 'setup',
      command: ['sh', `${foldersOf(kind).folder}/setup.sh`],
      environment: { MEMBERS: everyMember(store), ...passwordsOf(Object.values(users)), ...superuser.environment },
    },
  ],
});

/** What is older than anybody wants it, or than there is room for, goes. */
const retentionOf = ({ kind, users, making, mending = '' }: StoreProduct, store: Server, disk: Memory, days: number): Task => ({
  name: 'retention',
  when: { schedule: '*/10 * * * *' },
  calls: [store],
  limits: SMALL,
  mounts: mounted(
    kind,
    authorityOf(making),
    files('retention', {
      'client.sh': client,
      'retention.sh': fill(retention, {
        renew: RENEW,
        folder: foldersOf(kind).folder,
        tls: TLS,
        store: store.name,
        http: portNamed(store, 'http').cluster,
        user: users.retention.name,
        streams: STREAMS.join(' '),
        mending,
      }),
    }),
  ),
  steps: [
    {
      name: 'retention',
      command: ['sh', `${foldersOf(kind).folder}/retention.sh`],
      environment: {
        DAYS: String(days),
        DISK_PERCENT: String(DISK_PERCENT),
        LEAST: String(leastOn(disk).bytes),
        INDEX_SIZE: `${indexSizeOn(disk).mebibytes}mb`,
        ...passwordsOf([users.retention]),
      },
    },
  ],
});
