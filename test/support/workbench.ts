import { RootConstruct } from 'constructs';
import { ChromaDb } from '../../lib/data/chromadb/chromadb';
import { Redis } from '../../lib/data/redis/redis';
import { type Application, servicesIn } from '../../lib/model/application';
import { configurable } from '../../lib/model/setting';
import { loadProfile } from '../../lib/profile/load';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import { shapesOf } from '../../lib/targets/target';
import { targets } from '../../lib/targets/targets';
import { seconds } from '../../lib/units/duration';
import { shop } from '../fixture/shop';
import { bind, onLaptop, sizes } from './plans';
import { scratch } from './scratch';
import { testService } from './services';

const scope = new RootConstruct();

/** Has a setting, and a variable wherever it runs. */
const chat = testService('chat', {
  variables: { ALWAYS: 'True' },
  configurable: configurable({
    settings: { model: { kind: 'text', variable: 'CHAT_MODEL', pattern: /^[\w.-]+$/, expected: 'a model', says: 'Who answers.' } },
  }),
});

/** Stores in two folders. */
const library = testService('library', {
  persists: [
    { holds: 'books', unset: '/app/books', path: '/data/books', through: { variable: 'BOOKS' } },
    { holds: 'maps', unset: '/app/maps', path: '/data/maps', through: { variable: 'MAPS' } },
  ],
});

/** Must run alone. */
const clock = testService('clock', {
  workload: { role: 'exclusive', because: 'a second one rings twice', command: ['serve'], drain: seconds(1), priority: 'core' },
});

/** The shop, those of the data tier of which a laptop has most to say, and services of the workbench alone. */
export const workbench: Application = {
  ...shop,
  // What runs on each node runs on no laptop.
  services: [
    new Redis(scope),
    new ChromaDb(scope),
    chat,
    library,
    clock,
    ...shop.services.filter(({ workload }) => workload.role !== 'perNode'),
  ],
};

/** A size for each of them, on a machine that has 6 GiB for them. */
export const EVERY_SIZE = sizes(`  redis: { cpu: { limit: 0.25 }, memory: { limit: 512Mi, request: 256Mi } }
  chromadb: { cpu: { limit: 0.5 }, memory: { limit: 1Gi, request: 512Mi } }
  chat: { cpu: { limit: 1 }, memory: { limit: 1536Mi, request: 512Mi } }
  library: { memory: { limit: 128Mi, request: 64Mi } }
  clock: { memory: { limit: 128Mi, request: 64Mi } }
  postgres: { memory: { limit: 1Gi } }
  orders: { memory: { limit: 512Mi, request: 128Mi } }
  search: { memory: { limit: 512Mi } }
  cart: { memory: { limit: 256Mi } }`);

/** Everything that a laptop's profile can turn on. */
export const SWITCHES = [
  'switches.hardening',
  'switches.loopbackPorts',
  'services.chromadb.healthcheck',
  'services.redis.maxmemory',
  'switches.persist',
];

export const ALL_ON: readonly string[] = SWITCHES.map((path) => `${path}=true`);

/** What lays over a profile that sizes all of them that it sizes only these. */
export const onlySizing = (kinds: readonly string[]): readonly string[] =>
  servicesIn(workbench, 'laptop').flatMap(({ kind }) => (kinds.includes(kind) ? [] : [`services.${kind}=null`]));

/** The plan of all of them, with values laid over it. */
export const workbenchPlan = (assignments: readonly string[] = []): ComposePlan =>
  onLaptop(
    bind(
      workbench,
      loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': EVERY_SIZE }), shapes: shapesOf(targets, workbench), assignments }),
    ),
  );

/** The plan of what the base file below has. */
export const richPlan = (assignments: readonly string[] = []): ComposePlan => workbenchPlan([...onlySizing(RICH_KINDS), ...assignments]);

/** What of the base file below a profile sizes. */
export const RICH_KINDS: readonly string[] = ['redis', 'chromadb', 'orders', 'search'];

/** A base file with every key that a comparison looks at, each with a value that agrees. */
export const RICH_BASE = {
  name: 'shop',
  services: {
    redis: {
      image: 'redis:7-alpine',
      container_name: 'shop-redis',
      command: 'redis-server',
      ports: ['127.0.0.1:6379:6379'],
      volumes: ['redis-data:/data'],
      mem_limit: '1g',
      memswap_limit: '1g',
      mem_reservation: '128m',
      mem_swappiness: 10,
      cpus: 0.5,
      restart: 'always',
      scale: 1,
      init: false,
      pids_limit: 100,
      privileged: false,
      oom_kill_disable: false,
      cap_add: ['SETUID'],
      cap_drop: ['NET_RAW'],
      security_opt: ['label:disable'],
      logging: { driver: 'json-file', options: { 'max-size': '1m' } },
      healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '30s', disable: false },
    },
    chromadb: {
      image: 'chromadb/chroma:latest',
      ports: [{ target: 8000, published: '8007', host_ip: '127.0.0.1', protocol: 'tcp' }],
      volumes: [{ type: 'volume', source: 'chromadb-data', target: '/data' }],
      tmpfs: ['/tmp'],
      deploy: {
        replicas: 1,
        resources: { limits: { memory: '1024m', cpus: '0.5', pids: 512 }, reservations: { memory: '512m' } },
        restart_policy: { condition: 'unless-stopped' },
      },
      profiles: [],
    },
    'shop-orders': {
      image: 'ghcr.io/example/shop-orders:${TAG:-latest}',
      environment: ['RECEIPTS=/data/receipts', 'A=b'],
      volumes: ['./data:/data'],
      ports: ['127.0.0.1:9002:8000'],
      depends_on: ['redis'],
    },
    'shop-search': {
      image: 'ghcr.io/example/shop-search:latest',
      environment: { INDEX: '/data/index', B: '${B}' },
      volumes: ['./data:/data'],
      ports: ['127.0.0.1:9003:8000'],
    },
    extra: { image: 'busybox', mem_limit: '8m', network_mode: 'none' },
  },
  volumes: { 'redis-data': null, 'chromadb-data': {} },
};
