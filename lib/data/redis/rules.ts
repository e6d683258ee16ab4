import type { Alert, Monitored, Rules } from '../../model/alert';
import { panelOf } from '../../model/board';
import { matchersOf } from '../../platform/monitoring/rules/promql';
import { seconds } from '../../units/duration';
import { REDIS_BOARD } from './board';

/** The share of `maxmemory`, beyond which writes are soon refused. */
const MEMORY = 0.85;

/** Why Redis refuses a write: too few replicas, no memory left, its file cannot be written, or it is a replica. */
const REFUSALS = 'NOREPLICAS|OOM|MISCONF|READONLY';

/** What is to be watched of Redis and its Sentinels. Only an exporter has metrics of them. @param masterSet under which name they know the primary */
export function redisRules(about: Monitored, masterSet: string): Rules {
  if (!about.exported) return { alerts: [] };
  const pods = matchersOf(about);
  const each = 'namespace, pod';
  /** A Sentinel has another role. */
  const instances = (role: string): string => `count by (namespace) (max by (${each}) (redis_instance_info{${pods}, role=~"${role}"}))`;
  const status = (metric: string): string => `max by (${each}) (redis_${metric}_status{${pods}}) == 0`;
  const files = {
    severity: 'critical',
    for: seconds(300),
    runbook: 'redis-no-primary.md#it-refuses-writes',
    standsFor: 'Data loss',
  } as const;
  const alerts: readonly Alert[] = [
    {
      name: 'RedisNoPrimary',
      panel: panelOf(REDIS_BOARD, 'roles'),
      severity: 'critical',
      expr: `${instances('master|slave')} unless on (namespace) ${instances('master')}`,
      for: seconds(60),
      summary: 'None of the {{ $value }} members of Redis that answer is primary.',
      description: 'Nobody can read or write. A failover takes less than a minute; this takes longer.',
      runbook: 'redis-no-primary.md',
      standsFor: 'Node/host failure',
      explains: { alerts: ['RedisReplicaNotFollowing', 'RedisRefusesWrites', 'RedisProxyWithoutPrimary'], equal: ['namespace'] },
    },
    {
      name: 'RedisTwoPrimaries',
      panel: panelOf(REDIS_BOARD, 'roles'),
      severity: 'critical',
      expr: `${instances('master')} > 1`,
      // One that hands over calls itself primary until its process ends, up to a few seconds beside the new one, and takes no write then.
      for: seconds(60),
      summary: '{{ $value }} members of Redis call themselves primary.',
      description: 'The proxy uses the one that most Sentinels name. What is written to another one is lost.',
      runbook: 'redis-no-primary.md#two-primaries',
      standsFor: 'Data loss',
    },
    {
      name: 'RedisSentinelsWithoutQuorum',
      panel: panelOf(REDIS_BOARD, 'sentinels'),
      severity: 'critical',
      expr: `max by (namespace) (redis_sentinel_master_ckquorum_status{${pods}, master_name="${masterSet}"}) == 0`,
      for: seconds(120),
      summary: 'No Sentinel reaches enough others to agree on a failover.',
      description: 'Redis goes on. If its primary is lost now, no other member takes over.',
      runbook: 'redis-no-primary.md#too-few-sentinels',
      standsFor: 'Node/host failure: total outage',
    },
    {
      name: 'RedisReplicaNotFollowing',
      panel: panelOf(REDIS_BOARD, 'replicas'),
      severity: 'warning',
      expr: `max by (${each}) (redis_master_link_up{${pods}}) == 0`,
      for: seconds(300),
      summary: '{{ $labels.pod }} is a replica and has no link to the primary.',
      description: 'Without any replica that follows, the primary refuses writes.',
      runbook: 'redis-no-primary.md#a-replica-does-not-follow',
      standsFor: 'Node/host failure: recovery time',
    },
    {
      name: 'RedisRefusesWrites',
      panel: panelOf(REDIS_BOARD, 'refusals'),
      severity: 'critical',
      expr: `sum by (${each}, err) (increase(redis_errors_total{${pods}, err=~"${REFUSALS}"}[2m])) > 0`,
      // Longer than the range: during a failover some writes are refused, and then no more.
      for: seconds(180),
      summary: '{{ $labels.pod }} refuses writes: {{ $labels.err }}.',
      description:
        'NOREPLICAS: no replica follows. OOM: it holds as much as it may. MISCONF: it cannot write its file. READONLY: it is a replica.',
      runbook: 'redis-no-primary.md#it-refuses-writes',
      standsFor: 'Hard limit: requests fail',
    },
    {
      name: 'RedisMemoryNearMaximum',
      panel: panelOf(REDIS_BOARD, 'memory'),
      severity: 'warning',
      expr: `redis:memory_of_max:ratio{namespace="${about.namespace}"} > ${MEMORY}`,
      for: seconds(300),
      summary: '{{ $labels.pod }} holds {{ $value | humanizePercentage }} of the data that it may.',
      description: 'It evicts nothing: at its maximum it refuses writes.',
      runbook: 'data-exceeds-memory.md',
      standsFor: 'Memory limit exceeded, stage 1: soft pressure',
    },
    {
      ...files,
      name: 'RedisAppendOnlyFileFailing',
      panel: panelOf(REDIS_BOARD, 'files'),
      expr: `${status('aof_last_write')} or ${status('aof_last_bgrewrite')}`,
      summary: '{{ $labels.pod }} cannot write its append-only file, or cannot rewrite it.',
      description: 'It refuses writes, or its file grows until the disk is full. Look at the disk and at its memory.',
    },
    {
      ...files,
      name: 'RedisSnapshotFailing',
      panel: panelOf(REDIS_BOARD, 'files'),
      severity: 'warning',
      expr: status('rdb_last_bgsave'),
      summary: '{{ $labels.pod }} failed to make its last snapshot.',
      description: 'A replica that needs everything anew cannot get it, and an export fails.',
    },
    {
      name: 'RedisNotAnswering',
      panel: panelOf(REDIS_BOARD, 'answers'),
      severity: 'warning',
      expr: `max by (namespace, pod, container) (redis_up{${pods}}) == 0`,
      for: seconds(300),
      summary: 'Container {{ $labels.container }} of {{ $labels.pod }} does not answer its exporter.',
      description: 'It hangs, still reads its file, or has another password.',
      runbook: 'redis-no-primary.md',
      standsFor: 'Hard limit: requests fail',
    },
  ];
  return {
    recordings: [
      {
        record: 'redis:memory_of_max:ratio',
        expr: `max by (${each}) (redis_memory_used_bytes{${pods}}) / on (${each}) (max by (${each}) (redis_memory_max_bytes{${pods}}) > 0)`,
      },
    ],
    alerts,
  };
}

/** The share of the connections that a proxy can have. */
const CONNECTIONS = 0.8;

/** What is to be watched of the proxy. It has a backend for each member, which is up while that one is the primary. */
export function redisProxyRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  const own = (metric: string): string => `max by (namespace, pod) (haproxy_process_${metric}_connections{${pods}})`;
  return {
    alerts: [
      {
        name: 'RedisProxyWithoutPrimary',
        panel: panelOf(REDIS_BOARD, 'routed'),
        severity: 'critical',
        expr: `sum by (namespace, pod) (haproxy_backend_active_servers{${pods}, proxy=~"redis_[0-9]+"}) == 0`,
        for: seconds(60),
        summary: '{{ $labels.pod }} knows no primary of Redis.',
        description: 'Its clients get no connection. A failover takes less than a minute; this takes longer.',
        runbook: 'redis-no-primary.md',
        standsFor: 'Node/host failure',
      },
      {
        name: 'RedisProxyConnectionsNearMaximum',
        panel: panelOf(REDIS_BOARD, 'proxy'),
        severity: 'warning',
        expr: `${own('current')} / ${own('max')} > ${CONNECTIONS}`,
        for: seconds(300),
        summary: '{{ $labels.pod }} has {{ $value | humanizePercentage }} of the connections that it can have.',
        description: 'Further clients wait. Look for one that opens connections and does not close them.',
        runbook: 'redis-no-primary.md#too-many-connections',
        standsFor: 'Hard limit: requests fail',
      },
    ],
  };
}
