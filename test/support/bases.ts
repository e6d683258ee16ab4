import { stringify } from 'yaml';

import type { MergedService } from '../e2e/compose/deployment';
import { RICH_BASE, RICH_KINDS, SWITCHES } from './workbench';

/** A base file, a profile over it, and what the real Compose and the real engine make of both. */
export interface Base {
  readonly title: string;
  readonly base: string;
  /** The services that the profile sizes, as the workbench has them; all others are null. */
  readonly sizes: readonly string[];
  /** Assignments over it. @default - none */
  readonly set?: readonly string[];
  /** Files beside the base file. @default - none */
  readonly beside?: Readonly<Record<string, string>>;
  /** Who refuses the merged project, and in which words. @default - both accept it */
  readonly refused?: { readonly by: 'compose' | 'engine'; readonly because: RegExp };
  /** What of the merged services matters, as the real Compose prints it. @default - it is refused */
  readonly merged?: Readonly<Record<string, Partial<MergedService>>>;
  /** What the engine got, as `docker inspect` prints it: the restart policy, memory, CPUs, whether it kills. */
  readonly engine?: Readonly<Record<string, string>>;
  /** What `check --base` finds: `severity code subject`. */
  readonly finds: readonly string[];
  /** The program refuses to read it: it exits 1. */
  readonly unreadable?: boolean;
  /** Why it is not started: what the machine of the test cannot do. */
  readonly notStarted?: string;
  /** A word that a finding has to say. */
  readonly says?: RegExp;
}

const MIB = 1024 * 1024;
const mib = (count: number): string => String(count * MIB);

const REDIS = 'image: "redis:7-alpine"';
const CHROMA = 'image: "chromadb/chroma:latest"';
const ORDERS = 'image: ghcr.io/example/shop-orders:latest';
const CART = 'image: ghcr.io/example/shop-cart:latest';
/** Of the services of the workbench alone. */
const TEST = 'image: example.org/test:latest';

const redis = (keys: string, more = ''): string => `services:\n  redis: { ${REDIS}, ${keys} }\n${more}`;
const chroma = (keys: string, more = 'volumes: { chromadb-data: {} }\n'): string =>
  `services:\n  chromadb: { ${CHROMA}, ${keys} }\n${more}`;
const orders = (keys: string, more = ''): string => `services:\n  shop-orders: { ${ORDERS}, ${keys} }\n${more}`;
const chatWith = (keys: string, more = ''): string => `services:\n  fm-chat: { ${TEST}, ${keys} }\n${more}`;
/** What the chat's image needs wherever it runs. */
const ALWAYS = { ALWAYS: 'True' };
const cart = (keys: string, more = ''): string => `services:\n  shop-cart: { ${CART}, ${keys} }\n${more}`;

const switches = (...names: readonly string[]): readonly string[] => names.map((name) => `${name}=true`);

const CAPPED = { mem_limit: mib(512), memswap_limit: mib(512), mem_reservation: mib(256), cpus: 0.25, restart: 'unless-stopped' };
const port = (published: string, target: number, host_ip?: string) => ({
  ...(host_ip === undefined ? {} : { host_ip }),
  published,
  target,
});

const redisLimits: readonly Base[] = [
  {
    title: 'nothing but an image',
    base: redis(''),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    engine: { redis: `unless-stopped 0 ${mib(512)} ${mib(512)} ${mib(256)} 250000000 false` },
    finds: [],
  },
  {
    title: 'limits of its own under the same keys, which are replaced',
    base: redis('mem_limit: 4g, memswap_limit: -1, mem_reservation: 3g, cpus: 3, restart: always'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    engine: { redis: `unless-stopped 0 ${mib(512)} ${mib(512)} ${mib(256)} 250000000 false` },
    finds: [],
  },
  {
    title: 'a size that nobody can read, which is replaced',
    base: redis('mem_limit: lots'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'deploy.resources with the same values in other notations',
    base: redis('deploy: { resources: { limits: { memory: 0.5g, cpus: "0.250" }, reservations: { memory: 262144kb } } }'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'another memory limit in deploy.resources',
    base: redis('deploy: { resources: { limits: { memory: 1g, cpus: 0.25 } } }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /distinct values on 'mem_limit'/ },
    finds: ['error base-resources-contradict redis'],
  },
  {
    title: 'an absurd memory limit in deploy.resources',
    base: redis('deploy: { resources: { limits: { memory: 99999999999t, cpus: 0.25 } } }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /distinct values on 'mem_limit'/ },
    finds: ['error base-resources-contradict redis'],
    says: /99999999999t/,
  },
  {
    title: 'limits without any value, which count as zero',
    base: redis('deploy: { resources: { limits: {} } }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /distinct values on/ },
    finds: ['error base-resources-contradict redis', 'error base-resources-contradict redis'],
  },
  {
    title: 'another reservation in deploy.resources',
    base: redis('deploy: { resources: { reservations: { memory: 1g } } }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /distinct values on 'mem_reservation'/ },
    finds: ['error base-resources-contradict redis'],
  },
  {
    title: 'a bound on processes in deploy.resources, beside that of hardening',
    base: redis('deploy: { resources: { limits: { memory: 512m, cpus: 0.25, pids: 100 } } }'),
    sizes: ['redis'],
    set: switches('switches.hardening'),
    refused: { by: 'compose', because: /distinct values on 'pids_limit'/ },
    finds: ['error base-resources-contradict redis'],
  },
  {
    title: 'a bound on processes of its own, which hardening replaces',
    base: redis('pids_limit: 100'),
    sizes: ['redis'],
    set: switches('switches.hardening'),
    merged: { redis: { pids_limit: 512 } },
    finds: [],
  },
  {
    title: 'a memory limit in deploy.resources that is no text',
    base: redis('deploy: { resources: { limits: { memory: 536870912, cpus: 0.25 } } }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /memory must be a string/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a memory limit in deploy.resources that is the number zero',
    base: redis('deploy: { resources: { limits: { memory: 0, cpus: 0.25 } } }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /memory must be a string/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'the same memory limit in deploy.resources, with underscores',
    base: redis('deploy: { resources: { limits: { memory: "536_870_912", cpus: 0.25 } } }'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'a reservation above the cap, where the profile has none',
    base: redis('mem_reservation: 2g'),
    sizes: ['redis'],
    set: ['services.redis.memory.request=null'],
    refused: { by: 'engine', because: /memory limit can not be less than memory reservation/ },
    merged: { redis: { mem_limit: mib(512), mem_reservation: mib(2048) } },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a reservation below the cap, where the profile has none',
    base: redis('mem_reservation: 64m'),
    sizes: ['redis'],
    set: ['services.redis.memory.request=null'],
    merged: { redis: { mem_limit: mib(512), mem_reservation: mib(64) } },
    finds: [],
  },
  {
    title: 'a reservation in deploy.resources above the cap, where the profile has none',
    base: redis('deploy: { resources: { reservations: { memory: 2g } } }'),
    sizes: ['redis'],
    set: ['services.redis.memory.request=null'],
    refused: { by: 'engine', because: /memory limit can not be less than memory reservation/ },
    merged: { redis: { mem_limit: mib(512) } },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a CPU quota beside CPUs',
    base: redis('cpu_quota: 50000'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /Conflicting options: Nano CPUs and CPU Quota/ },
    merged: { redis: CAPPED },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a CPU period beside CPUs',
    base: redis('cpu_period: "100000"'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /Conflicting options: Nano CPUs and CPU Period/ },
    merged: { redis: CAPPED },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a CPU quota where the profile has no CPUs',
    base: redis('cpu_quota: 50000'),
    sizes: ['redis'],
    set: ['services.redis.cpu=null'],
    merged: { redis: { mem_limit: mib(512) } },
    finds: [],
  },
  {
    title: 'CPU shares, which go with CPUs',
    base: redis('cpu_shares: 512, cpuset: "0"'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'CPUs that are no number',
    base: redis('cpus: lots'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /services.redis.cpus/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'CPUs below what a kernel gives, where the profile has none',
    base: redis('cpus: 0.001'),
    sizes: ['redis'],
    set: ['services.redis.cpu=null'],
    refused: { by: 'engine', because: /quota|Range of CPUs/ },
    merged: { redis: { cpus: 0.001 } },
    finds: ['error base-refused redis'],
  },
  {
    title: 'the kill at the cap turned off',
    base: redis('oom_kill_disable: true'),
    sizes: ['redis'],
    merged: { redis: { ...CAPPED, oom_kill_disable: true } },
    finds: ['warning base-kills-disabled redis'],
  },
  {
    title: 'a swappiness that no engine takes',
    base: redis('mem_swappiness: 600'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /valid memory swappiness range is 0-100/ },
    merged: { redis: CAPPED },
    finds: ['error base-refused redis'],
  },
];

const chat = (policy: string): Pick<Base, 'base' | 'sizes'> => ({
  base: `services:\n  fm-chat: { ${TEST}, deploy: { restart_policy: ${policy} } }\n`,
  sizes: ['chat'],
});
const chatEngine = (policy: string): Base['engine'] => ({
  'fm-chat': `${policy} ${mib(1536)} ${mib(1536)} ${mib(512)} 1000000000 false`,
});
const chatMerged: Base['merged'] = { 'fm-chat': { mem_limit: mib(1536), restart: 'unless-stopped' } };
const OVERRULED = ['warning base-restart-overruled chat'];

const restarts: readonly Base[] = [
  {
    title: 'a policy under deploy that restarts nothing (case 05)',
    ...chat('{ condition: none }'),
    merged: chatMerged,
    engine: chatEngine('no 0'),
    finds: OVERRULED,
  },
  {
    title: 'a policy under deploy without a condition',
    ...chat('{ delay: 5s }'),
    merged: chatMerged,
    engine: chatEngine(' 0'),
    finds: OVERRULED,
  },
  {
    title: 'a policy under deploy that is another one',
    ...chat('{ condition: any }'),
    merged: chatMerged,
    engine: chatEngine('always 0'),
    finds: OVERRULED,
  },
  {
    title: 'a policy under deploy that gives up',
    ...chat('{ condition: on-failure, max_attempts: 3 }'),
    merged: chatMerged,
    engine: chatEngine('on-failure 3'),
    finds: OVERRULED,
  },
  {
    title: 'the same policy under deploy',
    ...chat('{ condition: unless-stopped }'),
    merged: chatMerged,
    engine: chatEngine('unless-stopped 0'),
    finds: [],
  },
  {
    title: 'a policy under deploy with attempts that its condition does not take',
    ...chat('{ condition: any, max_attempts: 3 }'),
    refused: { by: 'engine', because: /maximum retry count/ },
    merged: chatMerged,
    finds: ['error base-refused chat'],
  },
  {
    title: 'a policy under deploy that no engine knows',
    ...chat('{ condition: sometimes }'),
    refused: { by: 'engine', because: /invalid restart policy/ },
    merged: chatMerged,
    finds: ['error base-refused chat'],
  },
  {
    title: 'a restart that is no text',
    base: redis('restart: false'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /restart must be a string/ },
    finds: ['error base-refused redis'],
  },
];

const several: readonly Base[] = [
  {
    title: 'three replicas by deploy.replicas',
    base: redis('deploy: { replicas: 3 }'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: ['warning base-replicas redis'],
  },
  {
    title: 'two replicas by scale, of what must run alone',
    base: `services:\n  fm-clock: { ${TEST}, scale: 2 }\n`,
    sizes: ['clock'],
    merged: { 'fm-clock': { scale: 2 } },
    finds: ['warning base-replicas clock'],
    says: /only one may run/,
  },
  {
    title: 'replicas that share a port of the host',
    base: redis('scale: 2, ports: ["6379:6379"]'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /port is already allocated/ },
    merged: { redis: { scale: 2 } },
    finds: ['error base-refused redis', 'warning base-replicas redis'],
  },
  {
    title: 'replicas with a range of ports',
    base: redis('scale: 2, ports: ["6379-6380:6379"]'),
    sizes: ['redis'],
    merged: { redis: { scale: 2 } },
    finds: ['warning base-replicas redis'],
  },
  {
    title: 'replicas whose range of ports loopbackPorts replaces by one',
    base: redis('scale: 2, ports: ["6379-6380:6379"]'),
    sizes: ['redis'],
    set: switches('switches.loopbackPorts'),
    refused: { by: 'engine', because: /port is already allocated/ },
    merged: { redis: { ports: [port('6379', 6379, '127.0.0.1')] } },
    finds: ['error base-refused redis', 'warning base-replicas redis', 'warning base-port-differs redis'],
  },
  {
    title: 'replicas with one name',
    base: redis('scale: 2, container_name: shop-redis'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /container name must be unique/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'one replica, said twice',
    base: redis('scale: 1, deploy: { replicas: 1 }'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'two numbers of replicas',
    base: redis('scale: 2, deploy: { replicas: 3 }'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /distinct values on 'scale'/ },
    finds: ['error base-refused redis'],
  },
  { title: 'no replica', base: redis('scale: 0'), sizes: ['redis'], merged: { redis: { scale: 0 } }, finds: [] },
  {
    title: 'a service that is off',
    base: redis('deploy: { resources: { limits: { memory: 1g } } }'),
    sizes: [],
    set: ['services.redis=off'],
    merged: { redis: { scale: 0 } },
    finds: [],
  },
  {
    title: 'a service that is off, with replicas',
    base: redis('deploy: { replicas: 1 }'),
    sizes: [],
    set: ['services.redis=off'],
    refused: { by: 'compose', because: /distinct values on 'scale'/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a service that is off and not there',
    base: redis(''),
    sizes: ['redis'],
    set: ['services.chromadb=off'],
    refused: { by: 'compose', because: /"chromadb" has neither an image nor a build context/ },
    finds: ['error base-service-missing chromadb'],
    says: /services\.chromadb: null/,
  },
];

const services: readonly Base[] = [
  {
    title: 'a service that only the profile has',
    base: redis(''),
    sizes: ['redis', 'chromadb'],
    refused: { by: 'compose', because: /"chromadb" has neither an image nor a build context/ },
    finds: ['error base-service-missing chromadb'],
  },
  {
    title: 'a service without an image',
    base: 'services:\n  redis: { command: redis-server }\n',
    sizes: ['redis'],
    refused: { by: 'compose', because: /"redis" has neither an image nor a build context/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a service that is built',
    base: 'services:\n  redis: { build: . }\n',
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'a service of another image',
    base: 'services:\n  redis: { image: "valkey/valkey:8" }\n',
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: ['warning base-image-differs redis'],
  },
  {
    title: 'a service that the profile does not know',
    base: redis('', `  job: { ${REDIS} }\n`),
    sizes: ['redis'],
    merged: { job: {} },
    finds: ['warning base-service-without-cap job'],
  },
  {
    title: 'an unknown service with a cap',
    base: redis('', `  job: { ${REDIS}, mem_limit: 64m }\n  other: { ${REDIS}, deploy: { resources: { limits: { memory: 64m } } } }\n`),
    sizes: ['redis'],
    merged: { job: { mem_limit: mib(64) } },
    finds: [],
  },
  {
    title: 'an unknown service with a cap that Compose does not take for one',
    base: redis('', `  job: { ${REDIS}, mem_limit: 1.5e9 }\n  zero: { ${REDIS}, mem_limit: 0 }\n`),
    sizes: ['redis'],
    merged: { job: {}, zero: {} },
    finds: ['warning base-service-without-cap job', 'warning base-service-without-cap zero'],
  },
  {
    title: 'an unknown service that does not run',
    base: redis('', `  job: { ${REDIS}, deploy: { replicas: 0 } }\n`),
    sizes: ['redis'],
    merged: { job: {} },
    finds: [],
  },
  {
    title: 'a service that is null in the profile',
    base: `services:\n  redis: { ${REDIS} }\n  chromadb: { ${CHROMA} }\n`,
    sizes: ['redis'],
    merged: { chromadb: {} },
    finds: ['error base-service-without-cap chromadb'],
    says: /off/,
  },
  {
    title: 'a service that is null in the profile, with a cap that no sum counts',
    base: `services:\n  redis: { ${REDIS} }\n  chromadb: { ${CHROMA}, mem_limit: 1g }\n`,
    sizes: ['redis'],
    merged: { chromadb: { mem_limit: mib(1024) } },
    finds: ['error base-service-without-cap chromadb'],
    says: /its own mem_limit of 1g .* no sum .* off/,
  },
  {
    title: 'a service that is null in the profile and does not run',
    base: `services:\n  redis: { ${REDIS} }\n  chromadb: { ${CHROMA}, mem_limit: 100g, scale: 0 }\n`,
    sizes: ['redis'],
    merged: { chromadb: { mem_limit: mib(102_400), scale: 0 } },
    finds: [],
  },
  {
    title: 'an unknown service whose cap is more than the machine has',
    base: redis('', `  job: { ${REDIS}, deploy: { resources: { limits: { memory: 100g } } } }\n`),
    sizes: ['redis'],
    merged: { job: {} },
    finds: ['warning base-caps-exceed-machine base file'],
    says: /add up to 512Mi, and the base file adds 100Gi/,
  },
  {
    title: 'replicas of an unknown service whose caps are more than the machine has',
    base: redis('', `  job: { ${REDIS}, mem_limit: 1g, scale: 10 }\n`),
    sizes: ['redis'],
    merged: { job: { scale: 10 } },
    finds: ['warning base-caps-exceed-machine base file'],
    notStarted: 'ten containers say no more than one',
  },
  {
    title: 'replicas of a service of the profile whose caps are more than the machine has',
    base: redis('scale: 20'),
    sizes: ['redis'],
    merged: { redis: { scale: 20 } },
    finds: ['warning base-replicas redis', 'warning base-caps-exceed-machine base file'],
    says: /add up to 512Mi, and the base file adds 9728Mi/,
    notStarted: 'twenty containers say no more than one',
  },
  {
    title: 'an absurd number of replicas with an absurd cap',
    base: redis('', `  job: { ${REDIS}, mem_limit: 900p, scale: 1000000 }\n`),
    sizes: ['redis'],
    merged: { job: { scale: 1_000_000 } },
    finds: ['warning base-caps-exceed-machine base file'],
    notStarted: 'no machine starts a million containers',
  },
  {
    title: 'a service that is null in the base file',
    base: 'services:\n  redis:\n',
    sizes: ['redis'],
    refused: { by: 'compose', because: /must be a mapping/ },
    finds: [],
    unreadable: true,
  },
  {
    title: 'a service that is a list',
    base: 'services:\n  redis: []\n',
    sizes: ['redis'],
    refused: { by: 'compose', because: /must be a mapping/ },
    finds: [],
    unreadable: true,
  },
  {
    title: 'a key that stands twice',
    base: 'services:\n  redis: { image: a, image: b }\n',
    sizes: ['redis'],
    refused: { by: 'compose', because: /already defined/ },
    finds: [],
    unreadable: true,
  },
  {
    title: 'volumes that are a list',
    base: redis('', 'volumes: [redis-data]\n'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /volumes must be a mapping/ },
    finds: [],
    unreadable: true,
  },
  {
    title: 'ports that are null',
    base: redis('ports: null'),
    sizes: ['redis'],
    refused: { by: 'compose', because: /ports must be a array/ },
    finds: ['error base-refused redis'],
  },
];

const COMPOSE = (because: RegExp): Base['refused'] => ({ by: 'compose', because });
const REFUSED = ['error base-refused redis'];
const REFUSED_FILE = ['error base-refused base file'];

/** What Compose refuses whatever is laid over it. */
const invalid: readonly Base[] = [
  {
    title: 'a volume that is not declared',
    base: redis('volumes: ["nobody:/x"]'),
    sizes: ['redis'],
    refused: COMPOSE(/undefined volume nobody/),
    finds: REFUSED,
  },
  {
    title: 'a volume that is not declared, in the long form',
    base: redis('volumes: [{ type: volume, source: nobody, target: /x }]'),
    sizes: ['redis'],
    refused: COMPOSE(/undefined volume nobody/),
    finds: REFUSED,
  },
  {
    title: 'a network that is not declared',
    base: redis('networks: [nobody]'),
    sizes: ['redis'],
    refused: COMPOSE(/undefined network nobody/),
    finds: REFUSED,
  },
  {
    title: 'a secret that is not declared',
    base: redis('secrets: [{ source: nobody }]'),
    sizes: ['redis'],
    refused: COMPOSE(/undefined secret nobody/),
    finds: REFUSED,
  },
  {
    title: 'a config that is not declared',
    base: redis('configs: [nobody]'),
    sizes: ['redis'],
    refused: COMPOSE(/undefined config nobody/),
    finds: REFUSED,
  },
  ...['depends_on: [nobody]', 'links: ["nobody:x"]', 'volumes_from: ["nobody:ro"]', 'ipc: "service:nobody"', 'pid: "service:nobody"'].map(
    (keys) => ({
      title: `a service that is not there, under ${keys.split(':', 1)[0]}`,
      base: redis(keys),
      sizes: ['redis'],
      refused: COMPOSE(/undefined service "nobody"/),
      finds: REFUSED,
    }),
  ),
  {
    title: 'a container of another project, whose volumes it takes',
    base: redis('scale: 0, volumes_from: ["container:nobody"]'),
    sizes: ['redis'],
    merged: { redis: { scale: 0 } },
    finds: [],
  },
  {
    title: 'a network mode beside networks',
    base: redis('network_mode: host, networks: [default]'),
    sizes: ['redis'],
    refused: COMPOSE(/mutually exclusive/),
    finds: REFUSED,
  },
  {
    title: 'a condition that Compose does not know',
    base: redis('depends_on: { job: { condition: service_up } }', `  job: { ${REDIS}, scale: 0, mem_limit: 64m }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/depends_on.job.condition/),
    finds: REFUSED,
  },
  {
    title: 'a dependency without a condition',
    base: redis('depends_on: { job: {} }', `  job: { ${REDIS}, scale: 0, mem_limit: 64m }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/missing property 'condition'/),
    finds: REFUSED,
  },
  {
    title: 'a key that Compose does not know',
    base: redis('memlimit: 64m'),
    sizes: ['redis'],
    refused: COMPOSE(/'memlimit' not allowed/),
    finds: REFUSED,
    says: /did you mean mem_limit\?/,
  },
  {
    title: 'a key below another that Compose does not know, and one of an extension',
    base: redis('x-mine: 1, healthcheck: { x-mine: 1, test: [NONE], every: 5s }'),
    sizes: ['redis'],
    refused: COMPOSE(/'every' not allowed/),
    finds: REFUSED,
  },
  {
    title: 'a key that Compose does not know, in a service that does not run',
    base: redis('', `  job: { ${REDIS}, profiles: [tools], memlimit: 64m }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/'memlimit' not allowed/),
    finds: ['error base-refused job', 'warning base-service-without-cap job'],
  },
  {
    title: 'a key of the file that Compose does not know',
    base: redis('', 'volume: {}\nx-mine: 1\n'),
    sizes: ['redis'],
    refused: COMPOSE(/'volume' not allowed/),
    finds: REFUSED_FILE,
    says: /did you mean volumes\?/,
  },
  {
    title: 'a key of a volume that Compose does not know',
    base: redis('', 'volumes: { v: { size: 1g } }\n'),
    sizes: ['redis'],
    refused: COMPOSE(/'size' not allowed/),
    finds: REFUSED_FILE,
  },
  {
    title: 'a service with a blank in its name',
    base: redis('', `  "a job": { ${REDIS}, mem_limit: 64m }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/'a job' not allowed/),
    finds: REFUSED_FILE,
  },
  {
    title: 'a version that is a number',
    base: redis('', 'version: 3.8\n'),
    sizes: ['redis'],
    refused: COMPOSE(/version must be a string/),
    finds: REFUSED_FILE,
  },
  {
    title: 'a version in quotes',
    base: redis('', 'version: "3.8"\n'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'an image without a name',
    base: 'services:\n  redis: { image: "" }\n',
    sizes: ['redis'],
    refused: COMPOSE(/neither an image nor a build context/),
    finds: REFUSED,
  },
  {
    title: 'one name for the containers of two services',
    base: redis('container_name: cache', `  job: { ${REDIS}, mem_limit: 64m, scale: 0, container_name: cache }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/container name "cache" is already in use/),
    finds: ['error base-refused job'],
  },
  {
    title: 'one name for the containers of two services, of which one needs a profile',
    base: redis('container_name: cache', `  job: { ${REDIS}, mem_limit: 64m, profiles: [a], container_name: cache }\n`),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: ['warning base-refused job'],
    says: /once its profile a is active/,
  },
  {
    title: 'a name of one letter',
    base: redis('container_name: r'),
    sizes: ['redis'],
    refused: COMPOSE(/does not match pattern/),
    finds: REFUSED,
  },
  {
    title: 'a volume of one letter, which is a drive to Compose',
    base: redis('volumes: ["d:/data"]', 'volumes: { d: {} }\n'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /mount path must be absolute/ },
    merged: { redis: CAPPED },
    finds: REFUSED,
  },
  {
    title: 'a mount at no absolute path',
    base: redis('volumes: ["dump:data"]', 'volumes: { dump: {} }\n'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /mount path must be absolute/ },
    merged: { redis: CAPPED },
    finds: REFUSED,
  },
  {
    title: 'two caps of a service that the profile does not know',
    base: redis('', `  job: { ${REDIS}, mem_limit: 64m, deploy: { resources: { limits: { memory: 32m } } } }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/distinct values on 'mem_limit'/),
    finds: ['error base-refused job'],
  },
  {
    title: 'CPUs under both names, where the profile has none',
    base: redis('cpus: 1, deploy: { resources: { limits: { memory: 512m, cpus: "2" } } }'),
    sizes: ['redis'],
    set: ['services.redis.cpu=null'],
    refused: COMPOSE(/distinct values on 'cpus'/),
    finds: REFUSED,
  },
  {
    title: 'the same CPUs under both names, where the profile has none',
    base: redis('cpus: 0.5, deploy: { resources: { limits: { memory: 512m, cpus: "0.50" } } }'),
    sizes: ['redis'],
    set: ['services.redis.cpu=null'],
    merged: { redis: { cpus: 0.5 } },
    finds: [],
  },
  {
    title: 'a cap that nobody can read, of a service that the profile does not know',
    base: redis('', `  job: { ${REDIS}, mem_limit: lots }\n`),
    sizes: ['redis'],
    refused: COMPOSE(/invalid size: 'lots'/),
    finds: ['error base-refused job', 'warning base-service-without-cap job'],
  },
  {
    title: 'an empty list of other files',
    base: redis('', 'include: []\n'),
    sizes: ['redis', 'chromadb'],
    refused: COMPOSE(/"chromadb" has neither an image nor a build context/),
    finds: ['error base-service-missing chromadb'],
  },
  {
    title: 'other files that are a map',
    base: redis('', 'include: {}\n'),
    sizes: ['redis'],
    refused: COMPOSE(/`include` must be a list/),
    finds: ['warning base-unresolved base file', 'error base-refused base file'],
  },
];

const commands: readonly Base[] = [
  {
    title: 'a command with arguments that the override does not have (case 08)',
    base: redis('command: redis-server --appendonly yes --requirepass hunter2'),
    sizes: ['redis'],
    set: switches('services.redis.maxmemory'),
    merged: { redis: { command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'] } },
    finds: ['warning base-command-replaced redis'],
    says: /--appendonly yes --requirepass \*\*\*.*--maxmemory 192mb/,
  },
  {
    title: 'the same command as a list, with a variable',
    base: redis('command: [redis-server, --requirepass, "${REDIS_PASSWORD:-x}"]'),
    sizes: ['redis'],
    set: switches('services.redis.maxmemory'),
    merged: { redis: { command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'] } },
    finds: ['warning base-command-replaced redis'],
  },
  {
    title: 'a command that the override only adds to',
    base: redis('command: redis-server'),
    sizes: ['redis'],
    set: switches('services.redis.maxmemory'),
    merged: { redis: { command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'] } },
    finds: [],
  },
  {
    title: 'a command that no switch touches',
    base: redis('command: redis-server --appendonly yes'),
    sizes: ['redis'],
    merged: { redis: { command: ['redis-server', '--appendonly', 'yes'] } },
    finds: [],
  },
  {
    title: 'an entrypoint, which gets the command as its arguments',
    base: redis('entrypoint: [/bin/wait]'),
    sizes: ['redis'],
    set: switches('services.redis.maxmemory'),
    merged: { redis: { command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'] } },
    finds: ['warning base-command-replaced redis'],
  },
];

const VOLUME = (source: string, target: string) => ({ source, target });

const data: readonly Base[] = [
  {
    title: 'a folder where the override mounts a volume (case 09)',
    base: chroma('volumes: ["./vectors:/data"]'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    merged: { chromadb: { volumes: [VOLUME('chromadb-data', '/data')] } },
    finds: ['warning base-data-moved chromadb'],
    says: /\.\/vectors at \/data.*chromadb-data/,
  },
  {
    title: 'the same with a slash at its end',
    base: chroma('volumes: ["./vectors:/data/"]'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    merged: { chromadb: { volumes: [VOLUME('chromadb-data', '/data')] } },
    finds: ['warning base-data-moved chromadb'],
  },
  {
    title: 'the same in the long form, with a slash at its end, which Compose compares too late',
    base: chroma('volumes: [{ type: bind, source: ./vectors, target: /data/ }]'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    refused: { by: 'compose', because: /target \/data already mounted/ },
    finds: ['error base-refused chromadb'],
  },
  {
    title: 'the same volume there already, to read only',
    base: chroma('volumes: ["chromadb-data:/data:ro"]'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    merged: { chromadb: { volumes: [VOLUME('chromadb-data', '/data')] } },
    finds: [],
  },
  {
    title: 'the volume where older images store',
    base: chroma('volumes: ["chromadb-data:/chroma/chroma"]'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    merged: { chromadb: { volumes: [VOLUME('chromadb-data', '/chroma/chroma'), VOLUME('chromadb-data', '/data')] } },
    finds: [],
  },
  {
    title: 'no declaration of the volume',
    base: chroma('', ''),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    refused: { by: 'compose', because: /undefined volume chromadb-data/ },
    finds: ['error base-refused chromadb'],
  },
  {
    title: 'a tmpfs where the override mounts a volume',
    base: chroma('tmpfs: /data'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    refused: { by: 'compose', because: /target \/data already mounted/ },
    finds: ['error base-refused chromadb'],
  },
  {
    title: 'a tmpfs there with a slash at its end, which lies on top',
    base: chroma('tmpfs: [/data/]'),
    sizes: ['chromadb'],
    set: switches('switches.persist'),
    merged: { chromadb: { tmpfs: ['/data/'], volumes: [VOLUME('chromadb-data', '/data')] } },
    finds: ['warning base-data-lost chromadb'],
  },
  {
    title: 'receipts on a volume elsewhere, and nothing where persist puts them (case 10)',
    base: orders('volumes: ["receipts:/app/receipts"]', 'volumes: { receipts: {} }\n'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: {
      'shop-orders': { environment: { RECEIPTS: '/data/receipts' }, volumes: [VOLUME('receipts', '/app/receipts')] },
    },
    finds: ['warning base-data-lost orders'],
    says: /nothing.*receipts at \/app\/receipts/,
  },
  {
    title: 'receipts on a volume elsewhere, and a folder where persist puts them',
    base: orders('volumes: ["receipts:/app/receipts", "./data:/data"]', 'volumes: { receipts: {} }\n'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: ['warning base-data-moved orders'],
  },
  {
    title: 'the same folder under both paths',
    base: orders('volumes: ["./data/receipts:/app/receipts", "./data:/data"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: [],
  },
  {
    title: 'nothing mounted at all',
    base: orders(''),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: ['warning base-data-lost orders'],
  },
  {
    title: 'a folder to read only',
    base: orders('volumes: ["./data:/data:ro"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: ['warning base-data-lost orders'],
    says: /read-only.*cannot be written/,
  },
  {
    title: 'a tmpfs on top of the folder',
    base: orders('volumes: ["./data:/data"], tmpfs: ["/data/receipts:size=64m"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: ['warning base-data-lost orders'],
  },
  {
    title: 'another folder of the host',
    base: orders('volumes: ["./elsewhere:/data"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: [],
  },
  {
    title: 'a variable of its own, which says something else',
    base: orders('environment: ["RECEIPTS=/srv/receipts"], volumes: ["./data:/data", "./up:/srv/receipts"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: ['warning base-data-moved orders'],
    says: /\.\/up at \/srv\/receipts.*\/data\/receipts/,
  },
  {
    title: 'the same variable, with nothing mounted at its folder',
    base: orders('environment: { RECEIPTS: /srv/receipts }, volumes: ["./data:/data"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: ['warning base-environment-replaced orders'],
  },
  {
    title: 'a variable of its own that says the same',
    base: orders('environment: { RECEIPTS: /data/receipts, OTHER: x }, volumes: ["./data:/data"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts', OTHER: 'x' } } },
    finds: [],
  },
  {
    title: 'an empty variable of its own, which replaces nothing',
    base: orders('environment: { RECEIPTS: "" }, volumes: ["./data:/data"]'),
    sizes: ['orders'],
    set: switches('switches.persist'),
    merged: { 'shop-orders': { environment: { RECEIPTS: '/data/receipts' } } },
    finds: [],
  },
  {
    title: 'only one of two folders mounted',
    base: `services:\n  fm-library: { ${TEST}, volumes: ["vectors:/data/books"] }\nvolumes: { vectors: {} }\n`,
    sizes: ['library'],
    set: switches('switches.persist'),
    merged: { 'fm-library': { environment: { BOOKS: '/data/books', MAPS: '/data/maps' } } },
    finds: ['warning base-data-lost library'],
  },
  {
    title: 'a variable that the profile sets to something else',
    base: chatWith('environment: ["CHAT_MODEL=gpt-3.5-turbo", "CHAT_API_KEY="]'),
    sizes: ['chat'],
    set: ['services.chat.settings.model=gpt-4o', 'services.chat.environment.A=x'],
    merged: { 'fm-chat': { environment: { CHAT_MODEL: 'gpt-4o', CHAT_API_KEY: '', A: 'x', ...ALWAYS } } },
    finds: ['warning base-environment-replaced chat'],
    says: /sets CHAT_MODEL to gpt-3.5-turbo, the override to gpt-4o/,
  },
  {
    title: 'variables that agree, are empty, or come from the environment',
    base: chatWith('environment: { A: "costs $$5", CHAT_MODEL: "", B: "${SET_BY_NOBODY:-}", TZ: UTC }'),
    sizes: ['chat'],
    set: ['services.chat.settings.model=gpt-4o', 'services.chat.environment.A=costs $5', 'services.chat.environment.B=x'],
    merged: { 'fm-chat': { environment: { A: 'costs $$5', CHAT_MODEL: 'gpt-4o', B: 'x', TZ: 'UTC', ...ALWAYS } } },
    finds: [],
  },
  {
    title: 'what an image needs wherever it runs, turned off',
    base: chatWith('environment: { ALWAYS: "no" }'),
    sizes: ['chat'],
    merged: { 'fm-chat': { environment: ALWAYS } },
    finds: ['warning base-environment-replaced chat'],
  },
  {
    title: 'an environment of maps',
    base: orders('environment: { A: { b: c } }'),
    sizes: ['orders'],
    refused: { by: 'compose', because: /environment.A must be/ },
    finds: ['error base-refused orders'],
  },
];

const LOOPBACK = switches('switches.loopbackPorts');

const ports: readonly Base[] = [
  {
    title: 'Redis on every address (case 01)',
    base: redis('ports: ["6379:6379"]'),
    sizes: ['redis'],
    set: LOOPBACK,
    merged: { redis: { ports: [port('6379', 6379, '127.0.0.1')] } },
    finds: [],
  },
  {
    title: 'chromadb on every address, in the long form',
    base: chroma('ports: [{ target: 8000, published: "8007" }]'),
    sizes: ['chromadb'],
    set: LOOPBACK,
    merged: { chromadb: { ports: [port('8007', 8000, '127.0.0.1')] } },
    finds: [],
  },
  {
    title: 'every address, while the switch is off',
    base: cart('ports: ["9001:8000"]'),
    sizes: ['cart'],
    merged: { 'shop-cart': { ports: [port('9001', 8000)] } },
    finds: [],
  },
  {
    title: 'another port of the host',
    base: cart('ports: ["9201:8000"]'),
    sizes: ['cart'],
    set: LOOPBACK,
    merged: { 'shop-cart': { ports: [port('9001', 8000, '127.0.0.1')] } },
    finds: ['warning base-port-differs cart'],
    says: /9201:8000.*127\.0\.0\.1:9001:8000/,
  },
  {
    title: 'a second port, which would be gone',
    base: cart('ports: ["9001:8000", "9101:9000"]'),
    sizes: ['cart'],
    set: LOOPBACK,
    merged: { 'shop-cart': { ports: [port('9001', 8000, '127.0.0.1')] } },
    finds: ['warning base-port-differs cart'],
  },
  {
    title: 'no port, where the override publishes one',
    base: cart(''),
    sizes: ['cart'],
    set: LOOPBACK,
    merged: { 'shop-cart': { ports: [port('9001', 8000, '127.0.0.1')] } },
    finds: ['warning base-port-differs cart'],
    says: /publishes nothing/,
  },
  {
    title: 'a port of a service that has none in the catalogue',
    base: `services:\n  fm-clock: { ${TEST}, ports: ["5555:5555"] }\n`,
    sizes: ['clock'],
    set: LOOPBACK,
    merged: { 'fm-clock': { ports: [port('5555', 5555)] } },
    finds: ['warning base-port-open clock'],
  },
  {
    title: 'ports of a service that the profile does not know',
    base: redis(
      'ports: ["127.0.0.1:6379:6379"]',
      `  tool: { ${REDIS}, mem_limit: 64m, ports: ["8081:8081"] }\n  safe: { ${REDIS}, mem_limit: 64m, ports: ["127.0.0.2:8081:1"] }\n`,
    ).replace('"8081:8081"', '"8082:8081"'),
    sizes: ['redis'],
    set: LOOPBACK,
    merged: { tool: { ports: [port('8082', 8081)] } },
    finds: ['warning base-port-open tool'],
  },
  {
    title: "the host's network, where ports mean nothing",
    base: redis('network_mode: host, ports: ["6379:6379"]'),
    sizes: ['redis'],
    set: LOOPBACK,
    merged: { redis: { network_mode: 'host' } },
    finds: ['warning base-port-open redis'],
  },
  {
    title: "another service's network, which takes no ports",
    base: redis('network_mode: "service:job"', `  job: { ${REDIS}, mem_limit: 64m }\n`),
    sizes: ['redis'],
    set: LOOPBACK,
    refused: { by: 'engine', because: /port publishing and the container type network mode/ },
    merged: { redis: { network_mode: 'service:job' } },
    finds: ['error base-refused redis'],
  },
  {
    title: 'a port that another service has',
    base: redis('', `  job: { ${REDIS}, mem_limit: 64m, ports: ["127.0.0.1:6379:1"] }\n`),
    sizes: ['redis'],
    set: LOOPBACK,
    refused: { by: 'engine', because: /already/ },
    merged: { redis: { ports: [port('6379', 6379, '127.0.0.1')] } },
    finds: ['error base-refused job', 'warning base-port-differs redis'],
  },
];

const repeatedPorts: readonly Base[] = [
  {
    title: 'one port twice, which Compose takes once',
    base: redis('ports: ["6379:6379", "6379:6379/tcp", "0.0.0.0:6379:6379"]'),
    sizes: ['redis'],
    merged: { redis: { ports: [port('6379', 6379, '0.0.0.0')] } },
    finds: [],
  },
  {
    title: 'one port twice in the long form',
    base: redis('ports: [{ target: 6379, published: "6379" }, { target: 6379, published: "6379", protocol: tcp }]'),
    sizes: ['redis'],
    merged: { redis: { ports: [port('6379', 6379)] } },
    finds: [],
  },
  {
    title: 'one port in both forms',
    base: redis('ports: [{ target: 6379, published: "6379" }, "6379:6379"]'),
    sizes: ['redis'],
    merged: { redis: { ports: [port('6379', 6379)] } },
    finds: [],
  },
  {
    title: 'one port twice, which loopbackPorts replaces by one',
    base: redis('ports: ["6379:6379", "6379:6379"]'),
    sizes: ['redis'],
    set: LOOPBACK,
    merged: { redis: { ports: [port('6379', 6379, '127.0.0.1')] } },
    finds: [],
  },
  {
    title: 'one port on every address and on one',
    base: redis('ports: ["6379:6379", "127.0.0.1:6379:6379"]'),
    sizes: ['redis'],
    refused: { by: 'engine', because: /already/ },
    merged: { redis: { ports: [port('6379', 6379), port('6379', 6379, '127.0.0.1')] } },
    finds: ['error base-refused redis'],
    says: /publishes 6379:6379 and 127\.0\.0\.1:6379:6379/,
  },
];

const HARDENING = switches('switches.hardening');
const HARDENED = { security_opt: ['no-new-privileges:true'], cap_drop: ['ALL'], init: true, pids_limit: 512 };

const hardened: readonly Base[] = [
  { title: 'nothing to harden', base: redis(''), sizes: ['redis'], set: HARDENING, merged: { redis: HARDENED }, finds: [] },
  {
    title: 'no init, fewer capabilities, more privileges: what the override says wins',
    base: redis('init: false, cap_drop: [NET_RAW], security_opt: ["no-new-privileges:false"]'),
    sizes: ['redis'],
    set: HARDENING,
    merged: { redis: { init: true, security_opt: ['no-new-privileges:false', 'no-new-privileges:true'] } },
    finds: [],
  },
  {
    title: 'the same security option, which Compose refuses twice',
    base: redis('security_opt: ["no-new-privileges:true"]'),
    sizes: ['redis'],
    set: HARDENING,
    refused: { by: 'compose', because: /security_opt items at 0 and 1 are equal/ },
    finds: ['error base-refused redis'],
  },
  {
    title: 'more capabilities',
    base: redis('cap_add: [cap_sys_admin, CHOWN]'),
    sizes: ['redis'],
    set: HARDENING,
    merged: { redis: { cap_drop: ['ALL'] } },
    finds: ['warning base-hardening-weakened redis'],
  },
  {
    title: 'capabilities that its image needs anyway',
    base: redis('cap_add: [CAP_CHOWN, setuid]'),
    sizes: ['redis'],
    set: HARDENING,
    merged: { redis: { cap_drop: ['ALL'] } },
    finds: [],
  },
  {
    title: 'every privilege',
    base: redis('privileged: true'),
    sizes: ['redis'],
    set: HARDENING,
    merged: { redis: { privileged: true, cap_drop: ['ALL'] } },
    finds: ['warning base-hardening-weakened redis'],
    notStarted: 'a machine of tests may not have every privilege to give',
  },
  {
    title: 'logs that go elsewhere',
    base: redis('logging: { driver: syslog, options: { syslog-address: "udp://127.0.0.1:514" } }'),
    sizes: ['redis'],
    set: HARDENING,
    merged: { redis: { logging: { driver: 'json-file', options: { 'max-file': '3', 'max-size': '10m' } } } },
    finds: ['warning base-logging-replaced redis'],
    says: /syslog.*json-file/,
  },
  {
    title: 'larger logs of the same driver, which are replaced, and an option that stays',
    base: redis('logging: { driver: json-file, options: { max-size: 1g, tag: x } }'),
    sizes: ['redis'],
    set: HARDENING,
    merged: { redis: { logging: { driver: 'json-file', options: { 'max-file': '3', 'max-size': '10m', tag: 'x' } } } },
    finds: [],
  },
  {
    title: 'options of another driver that is not named',
    base: redis('logging: { options: { syslog-address: "udp://127.0.0.1:514" } }'),
    sizes: ['redis'],
    set: HARDENING,
    refused: { by: 'engine', because: /unknown log opt 'syslog-address'/ },
    merged: {
      redis: { logging: { driver: 'json-file', options: { 'max-file': '3', 'max-size': '10m', 'syslog-address': 'udp://127.0.0.1:514' } } },
    },
    finds: ['error base-refused redis'],
  },
];

const HEALTH = switches('services.chromadb.healthcheck');

const checked: readonly Base[] = [
  { title: 'no health check', base: chroma(''), sizes: ['chromadb'], set: HEALTH, merged: { chromadb: {} }, finds: [] },
  {
    title: 'a health check that is disabled and stays so',
    base: chroma('healthcheck: { disable: true }'),
    sizes: ['chromadb'],
    set: HEALTH,
    merged: { chromadb: { healthcheck: { disable: true } } },
    finds: ['warning base-healthcheck-differs chromadb'],
  },
  {
    title: 'a health check of NONE, which is replaced',
    base: chroma('healthcheck: { test: [NONE] }'),
    sizes: ['chromadb'],
    set: HEALTH,
    merged: { chromadb: {} },
    finds: [],
  },
  {
    title: 'a health check of its own, which is replaced',
    base: chroma('healthcheck: { test: curl -f localhost, interval: 5s }'),
    sizes: ['chromadb'],
    set: HEALTH,
    merged: { chromadb: {} },
    finds: ['warning base-healthcheck-differs chromadb'],
  },
  {
    title: 'a health check that is a list',
    base: chroma('healthcheck: [x]'),
    sizes: ['chromadb'],
    set: HEALTH,
    refused: { by: 'compose', because: /healthcheck must be a mapping/ },
    finds: ['error base-refused chromadb'],
  },
];

const UNRESOLVED = ['warning base-unresolved base file'];

const elsewhere: readonly Base[] = [
  {
    title: 'services in another file (case 02)',
    base: `include: [infra.yml]\nservices:\n  shop-orders: { ${ORDERS} }\n`,
    beside: { 'infra.yml': `services:\n  redis: { ${REDIS} }\n` },
    sizes: ['redis', 'orders'],
    merged: { redis: CAPPED },
    finds: UNRESOLVED,
    says: /include.*docker compose --profile '\*' -f base\.yml config --format json \|/,
  },
  {
    title: 'nothing but another file',
    base: 'include: [infra.yml]\n',
    beside: { 'infra.yml': `services:\n  redis: { ${REDIS} }\n` },
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: UNRESOLVED,
  },
  {
    title: 'limits from another service (case 03), which is refused',
    base: `services:\n  common: { ${REDIS}, deploy: { resources: { limits: { memory: 1g, cpus: 0.25 } } } }\n  redis: { extends: common }\n`,
    sizes: ['redis'],
    refused: { by: 'compose', because: /distinct values on 'mem_limit'/ },
    finds: UNRESOLVED,
    says: /redis extends another service.*docker compose/,
  },
  {
    title: 'a cap from another service',
    base: redis('', `  common: { ${REDIS}, mem_limit: 64m }\n  job: { extends: { service: common } }\n`),
    sizes: ['redis'],
    merged: { job: { mem_limit: mib(64) } },
    finds: [],
  },
  {
    title: 'a service of a profile (case 13)',
    base: `services:\n  redis: { ${REDIS} }\n  chromadb: { ${CHROMA}, profiles: [vectors] }\n`,
    sizes: ['redis', 'chromadb'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'a service of a profile that would be refused once it is active',
    base: `services:\n  redis: { ${REDIS} }\n  chromadb: { ${CHROMA}, profiles: [vectors], deploy: { resources: { limits: { memory: 9g, cpus: 0.5 } } } }\n`,
    sizes: ['redis', 'chromadb'],
    merged: { redis: CAPPED },
    finds: ['warning base-resources-contradict chromadb'],
    says: /once its profile vectors is active/,
  },
  {
    title: 'two documents',
    base: `services:\n  redis: { ${REDIS}, deploy: { resources: { limits: { memory: 1g } } } }\n---\nservices:\n  redis: { deploy: !reset null }\n`,
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: UNRESOLVED,
  },
  {
    title: 'an empty second document',
    base: `${redis('')}---\n`,
    sizes: ['redis'],
    refused: { by: 'compose', because: /top-level object must be a mapping/ },
    finds: [],
    unreadable: true,
  },
  {
    title: 'a value that a tag takes away',
    base: redis('deploy: !reset { resources: { limits: { memory: 1g } } }, oom_kill_disable: !override false'),
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
  {
    title: 'merge keys, of which the first wins',
    base: `x-a: &a { ${REDIS}, oom_kill_disable: true }\nx-b: &b { oom_kill_disable: false, deploy: { replicas: 2 } }\nservices:\n  redis: { <<: [*a, *b] }\n`,
    sizes: ['redis'],
    merged: { redis: { ...CAPPED, oom_kill_disable: true } },
    finds: ['warning base-replicas redis', 'warning base-kills-disabled redis'],
  },
  {
    title: 'one anchor a hundred and one times (case 12)',
    base: `x-log: &log { driver: json-file }\nservices:\n  redis: { ${REDIS}, logging: *log }\n${Array.from(
      { length: 100 },
      (_, n) => `  job-${n}: { ${REDIS}, mem_limit: 8m, scale: 0, logging: *log }\n`,
    ).join('')}`,
    sizes: ['redis'],
    merged: { redis: CAPPED },
    finds: [],
  },
];

const RICH: Omit<Base, 'title'> = {
  base: stringify(RICH_BASE),
  sizes: RICH_KINDS,
  merged: { redis: CAPPED },
  finds: [],
  notStarted: 'a variable names one of its images',
};

const rich: readonly Base[] = [
  { title: 'a file with every key that is compared', ...RICH },
  ...SWITCHES.map((name) => ({ title: `a file with every key that is compared, with ${name}`, ...RICH, set: switches(name) })),
];

/** Every base file of the table. */
export const BASES: readonly Base[] = [
  ...rich,
  ...redisLimits,
  ...restarts,
  ...several,
  ...services,
  ...invalid,
  ...commands,
  ...data,
  ...ports,
  ...repeatedPorts,
  ...hardened,
  ...checked,
  ...elsewhere,
];

/** The images that they name. */
export const IMAGES_OF_BASES: readonly string[] = [
  ...new Set(BASES.flatMap(({ base, beside, notStarted }) => (notStarted ? [] : imagesIn([base, ...Object.values(beside ?? {})])))),
];

function imagesIn(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => [...text.matchAll(/image: "?([\w./:-]+)/g)].map((match) => match[1] as string))
    .filter((image) => image.includes(':'));
}
