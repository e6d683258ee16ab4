import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { Command } from '../../../model/command';
import { ownAddress, ownName } from '../../../model/environment';
import type { Members } from '../../../model/members';
import { disk, files, type Probe, type Volume } from '../../../model/pod';
import type { SecretKey } from '../../../model/secret';
import { portNamed, type Server } from '../../../model/server';
import { floor, Service } from '../../../model/service';
import type { Site } from '../../../model/site';
import { fill } from '../../../model/template';
import { type Around, members, type SizeWith } from '../../../model/workload';
import { rule } from '../../../shape/rule';
import { expecting, replicaCount } from '../../../shape/values';
import { seconds } from '../../../units/duration';
import { majorityOf } from '../../../units/majority';
import { Memory } from '../../../units/memory';
import { LOG_STORE } from '../dashboards/dashboards';
import { partOf } from '../part';
import { storeRules } from '../rules/store';
import { COPIES, heapUnder, lostWithMember, OPEN_FILES_REMARK, STORE_FINDINGS, storeRemarks } from '../store-size';
import client from './client.sh';
import { authorityOf, memberTlsOf } from './keys';
import common from './members.yml';
import { exporterOf, foldersOf, LISTENS, type StoreProduct } from './product';
import readiness from './readiness.sh';
import { retentionOf } from './retention';
import { setupOf } from './setup';
import start from './start.sh';
import { STREAMS } from './template';
import { type OwnStoreKind, passwordsOf, type StoreUser } from './users';

/** Seconds for which a member that has started waits for copies. */
const PATIENCE = 600;
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
        http: { container: LISTENS.http, opened: false },
        transport: { container: LISTENS.transport, opened: false, inner: true },
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
        http: LISTENS.http,
        transport: LISTENS.transport,
        leading: product.leading,
        seeds: JSON.stringify(site.membersOf(store).map((name) => `${name}:${LISTENS.transport}`)),
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
      http: LISTENS.http,
      asker: admits.user === undefined ? ':' : `user ${admits.user.name} "$METRICS_PASSWORD"`,
      admits: admits.path,
      user: users.metrics.name,
      patience: PATIENCE,
    }),
  });
  const prepared: Volume = { kind: 'scratch', size: Memory.parse('16Mi') };
  const alive = (every: number, failures: number): Probe => ({
    // It need let nobody in for that: without a majority a restart would mend nothing.
    ask: product.alive(folders, LISTENS.http),
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
