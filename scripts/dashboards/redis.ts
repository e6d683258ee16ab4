import { REDIS_BOARD } from '../../lib/data/redis/board';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const each = (series: string): string => `max by (namespace, pod) (${series})`;
const own = (metric: string): string => each(`redis_${metric}{${NAMESPACE}}`);
const perSecond = (metric: string): string => `sum by (namespace, pod) (rate(redis_${metric}{${NAMESPACE}}[$__rate_interval]))`;

/** Who is primary, how much it holds, and who is connected. */
export const redis = drawing({
  board: REDIS_BOARD,
  description: 'The members of Redis, their Sentinels, and the proxy in front of them.',
  choices: { namespace: { from: 'redis_instance_info', every: true } },
  panels: {
    roles: {
      kind: 'graph',
      title: 'Primaries and replicas',
      description: 'How many members call themselves primary (master) and replica (slave). One of them is primary.',
      unit: 'short',
      runbook: 'redis-no-primary.md',
      width: 12,
      lines: {
        '{{role}}': `count by (role) (max by (namespace, pod, role) (redis_instance_info{${NAMESPACE}, role=~"master|slave"}))`,
      },
    },
    answers: {
      kind: 'table',
      title: 'Answers',
      description: 'Whether each Redis and each Sentinel answers its exporter (1) or not (0).',
      unit: 'short',
      runbook: 'redis-no-primary.md',
      width: 12,
      rows: { pod: 'Member', container: 'Container' },
      columns: [{ title: 'Answers', unit: 'short', expr: `max by (pod, container) (redis_up{${NAMESPACE}})` }],
    },
    sentinels: {
      kind: 'graph',
      title: 'Sentinels',
      description: 'How many Sentinels each of them knows, and whether enough of them agree on a failover (1).',
      unit: 'short',
      runbook: 'redis-no-primary.md#too-few-sentinels',
      width: 12,
      lines: {
        '{{pod}} knows': each(`redis_sentinel_master_ok_sentinels{${NAMESPACE}}`),
        '{{pod}} has a quorum': each(`redis_sentinel_master_ckquorum_status{${NAMESPACE}}`),
      },
    },
    replicas: {
      kind: 'graph',
      title: 'Replicas that follow',
      description:
        'Whether each replica has a link to the primary (1), and how many replicas a member has. Without one that follows, the primary refuses writes.',
      unit: 'short',
      runbook: 'redis-no-primary.md#a-replica-does-not-follow',
      width: 12,
      lines: { '{{pod}} has a link': own('master_link_up'), '{{pod}} has replicas': own('connected_slaves') },
    },
    refusals: {
      kind: 'graph',
      title: 'Errors',
      description: 'Answers with an error per second. NOREPLICAS, OOM, MISCONF and READONLY are writes that were refused.',
      unit: 'ops',
      runbook: 'redis-no-primary.md#it-refuses-writes',
      width: 12,
      lines: { '{{pod}} {{err}}': `sum by (namespace, pod, err) (rate(redis_errors_total{${NAMESPACE}}[$__rate_interval]))` },
    },
    memory: {
      kind: 'graph',
      title: 'Data, of what it may hold',
      description: 'How much of maxmemory each member holds. It evicts nothing: at 100 % it refuses writes.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.85 },
      runbook: 'data-exceeds-memory.md',
      width: 12,
      lines: { '{{pod}}': `redis:memory_of_max:ratio{${NAMESPACE}}` },
    },
    files: {
      kind: 'table',
      title: 'Files',
      description:
        'Whether the last write and the last rewrite of the append-only file and the last snapshot succeeded (1), and how large the file is.',
      unit: 'short',
      runbook: 'redis-no-primary.md#it-refuses-writes',
      width: 12,
      rows: { pod: 'Member', namespace: 'Namespace' },
      columns: [
        { title: 'Written', unit: 'short', expr: own('aof_last_write_status') },
        { title: 'Rewritten', unit: 'short', expr: own('aof_last_bgrewrite_status') },
        { title: 'Snapshot', unit: 'short', expr: own('rdb_last_bgsave_status') },
        { title: 'Append-only file', unit: 'bytes', expr: own('aof_current_size_bytes') },
        { title: 'Delayed writes to disk', unit: 'short', expr: own('aof_delayed_fsync') },
      ],
    },
    commands: {
      kind: 'graph',
      title: 'Commands',
      description: 'Commands per second that each member answers.',
      unit: 'ops',
      width: 12,
      lines: { '{{pod}}': perSecond('commands_processed_total') },
    },
    clients: {
      kind: 'graph',
      title: 'Clients',
      description: 'How many clients are connected to each member, and how many of them wait for an element of a list.',
      unit: 'short',
      width: 12,
      lines: { '{{pod}} connected': own('connected_clients'), '{{pod}} waiting': own('blocked_clients') },
    },
    lists: {
      kind: 'graph',
      title: 'Lists that are watched',
      description: 'How many elements are in each list that the exporter is told to watch.',
      unit: 'short',
      width: 12,
      lines: { '{{key}}': `max by (namespace, key) (redis_key_size{${NAMESPACE}})` },
    },
    routed: {
      kind: 'graph',
      title: 'Primaries that the proxy knows',
      description: 'How many members each proxy takes for the primary. At 0 its clients get no connection.',
      unit: 'short',
      runbook: 'redis-no-primary.md',
      width: 12,
      lines: { '{{pod}}': `sum by (namespace, pod) (haproxy_backend_active_servers{${NAMESPACE}, proxy=~"redis_[0-9]+"})` },
    },
    proxy: {
      kind: 'graph',
      title: 'Connections of the proxy',
      description: 'How many of the connections that it can have each proxy has. Further clients wait.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.8 },
      runbook: 'redis-no-primary.md#too-many-connections',
      width: 12,
      lines: {
        '{{pod}}': `${each(`haproxy_process_current_connections{${NAMESPACE}}`)} / ${each(`haproxy_process_max_connections{${NAMESPACE}}`)}`,
      },
    },
  },
});
