import { postgresRules } from '../../../lib/data/postgres/rules';
import { MASTER_SET } from '../../../lib/data/redis/redis';
import { redisProxyRules, redisRules } from '../../../lib/data/redis/rules';
import type { Monitored } from '../../../lib/model/alert';
import { eventsRules, shipperRules } from '../../../lib/platform/logging/rules/shipper';
import { storeRules } from '../../../lib/platform/logging/rules/store';
import { alertmanagerRules } from '../../../lib/platform/monitoring/alertmanager/rules';
import { prometheusRules } from '../../../lib/platform/monitoring/prometheus/rules';
import type { Watched } from '../../../lib/platform/monitoring/rules/groups';
import { seconds } from '../../../lib/units/duration';
import { Memory } from '../../../lib/units/memory';
import { dnsLabel } from '../../../lib/units/name';

/** A service of the tests, with the names of its pods as they are. */
export interface Sample extends Watched {
  readonly names: readonly string[];
  /** What runs them. */
  readonly workload: keyof typeof PODS;
}

interface Said extends Partial<Omit<Monitored, 'server' | 'containers' | 'onEachNode'>>, Partial<Pick<Sample, 'workload'>> {
  readonly containers?: readonly string[];
}

const PODS = {
  Deployment: {
    pattern: (name: string) => `${name}-[a-z0-9]+-[a-z0-9]{5}`,
    name: (name: string, one: number) => `${name}-5d4f8bcc7-x7k2${one}`,
  },
  StatefulSet: { pattern: (name: string) => `${name}-[0-9]+`, name: (name: string, one: number) => `${name}-${one}` },
  DaemonSet: { pattern: (name: string) => `${name}-[a-z0-9]{5}`, name: (name: string, one: number) => `${name}-x7k2${one}` },
};

/** A service that runs in the tests. */
export function sample(name: string, said: Said = {}, rules: Watched['rules'] = () => ({ alerts: [] })): Sample {
  const { workload = 'Deployment', containers = [name], count = { least: 3, most: 3 }, ...rest } = said;
  const about: Monitored = {
    server: { kind: name, name: dnsLabel(name), ports: [] },
    namespace: 'shop',
    onEachNode: workload === 'DaemonSet',
    pods: PODS[workload].pattern(name),
    count,
    containers: containers.map((container) => ({ name: container, memory: Memory.parse('1Gi') })),
    schedules: [],
    disks: [],
    ...rest,
  };
  return { about, rules, workload, names: Array.from({ length: count.least }, (_, one) => PODS[workload].name(name, one)) };
}

const members = { workload: 'StatefulSet' } as const;
const copied = (name: string, hours: number) => ({ name, every: seconds(hours * 3600), copies: true });
const logs = { namespace: 'shop-logging', ofPlatform: true } as const;
const watch = { namespace: 'shop-monitoring', ofPlatform: true } as const;

/** One of each kind, and what has rules of its own. */
export const SAMPLES: readonly Sample[] = [
  sample('shop-web', {
    count: { least: 2, most: 4 },
    probe: 'http://shop-web/health',
    doors: [{ host: 'shop.example.com', url: 'https://shop-web/' }],
  }),
  sample('shop', { count: { least: 1, most: 1 }, schedules: [{ name: 'shop-tidy', every: seconds(3600), copies: false }] }),
  sample('store', { ...members, caches: 'maps', disks: ['data-store'], schedules: [copied('store-copy', 24)] }),
  sample('idle', { count: { least: 1, most: 1 }, unused: true, disks: ['data-idle'], probe: 'http://idle/health' }),
  sample('alone', { count: { least: 2, most: 2 }, uncalled: true, probe: 'http://alone/health' }),
  sample('pulse', { workload: 'DaemonSet', namespace: 'shop-node', ofPlatform: true, count: { least: 2, most: 2 } }),
  sample(
    'postgres',
    { ...members, exported: true, caches: 'reads', disks: ['data-postgres'], schedules: [copied('postgres-backup', 12)] },
    postgresRules,
  ),
  sample('redis', { ...members, exported: true, containers: ['redis', 'sentinel'], disks: ['data-redis'] }, (about) =>
    redisRules(about, MASTER_SET),
  ),
  sample('redis-proxy', { count: { least: 2, most: 2 } }, redisProxyRules),
  sample('prometheus', { ...watch, ...members, count: { least: 2, most: 2 }, disks: ['data-prometheus'] }, prometheusRules),
  sample('alertmanager', { ...watch, ...members }, alertmanagerRules),
  sample(
    'opensearch',
    {
      ...{ ...logs, ...members, disks: ['data-opensearch'], caches: 'maps' },
      schedules: [{ name: 'opensearch-retention', every: seconds(600), copies: false }],
    },
    storeRules('log-store-exporter'),
  ),
  sample('log-store-exporter', { ...logs, count: { least: 1, most: 1 } }),
  sample('log-shipper', { ...logs, namespace: 'shop-node', workload: 'DaemonSet' }, shipperRules),
  sample('log-events', { ...logs, count: { least: 1, most: 1 } }, eventsRules),
];
