import { POSTGRES_BOARD } from '../../lib/data/postgres/board';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const patroni = (metric: string): string => `max by (namespace, pod) (patroni_${metric}{${NAMESPACE}})`;
const perSecond = (metric: string, by = 'datname'): string =>
  `sum by (${by}) (rate(pg_stat_database_${metric}{${NAMESPACE}, datname!~"template.*"}[$__rate_interval]))`;

/** Who leads, who follows how far behind, and what clients ask of them. */
export const postgres = drawing({
  board: POSTGRES_BOARD,
  description: 'The members of PostgreSQL as Patroni and PostgreSQL themselves see them.',
  choices: { namespace: { from: 'patroni_primary', every: true } },
  panels: {
    roles: {
      kind: 'table',
      title: 'Members',
      description:
        'Of each member whether it is the primary (1), a replica, and the synchronous standby. There is one primary, and with several members a synchronous standby.',
      unit: 'short',
      runbook: ['who-is-primary.md', 'postgres-member-behind.md'],
      width: 16,
      rows: { pod: 'Member', namespace: 'Namespace' },
      columns: [
        { title: 'Primary', unit: 'short', expr: patroni('primary') },
        { title: 'Replica', unit: 'short', expr: patroni('replica') },
        { title: 'Synchronous standby', unit: 'short', expr: patroni('sync_standby') },
        { title: 'Timeline', unit: 'short', expr: patroni('postgres_timeline') },
        { title: 'Wants a restart', unit: 'short', expr: patroni('pending_restart') },
      ],
    },
    answers: {
      kind: 'table',
      title: 'Answers',
      description: 'Whether the exporter could log in to each member (1) or not (0).',
      unit: 'short',
      runbook: 'postgres-member-behind.md',
      width: 8,
      rows: { pod: 'Member' },
      columns: [{ title: 'Answers', unit: 'short', expr: `max by (pod) (pg_up{${NAMESPACE}})` }],
    },
    lag: {
      kind: 'graph',
      title: 'Lag of replicas',
      description:
        'How much of the WAL of the primary each replica has not replayed. With 32 MiB or more it is no candidate for a failover.',
      unit: 'bytes',
      warns: { from: 32 * 1024 * 1024 },
      runbook: 'postgres-member-behind.md',
      width: 12,
      lines: { '{{pod}}': `postgres:replica_lag:bytes{${NAMESPACE}}` },
    },
    streaming: {
      kind: 'graph',
      title: 'Replicas that follow',
      description: 'Whether each replica streams from the primary (1). The primary itself has no value here.',
      unit: 'short',
      most: 1,
      runbook: 'postgres-member-behind.md',
      width: 12,
      lines: { '{{pod}}': `${patroni('postgres_streaming')} and on (namespace, pod) ${patroni('replica')} == 1` },
    },
    failover: {
      kind: 'graph',
      title: 'What stands in the way of a failover',
      description:
        'Patroni is paused, cannot reach the API server (failsafe), or nobody holds the lock. All of them are 0 when all is well.',
      unit: 'short',
      most: 1,
      warns: { from: 1 },
      runbook: 'postgres-no-primary.md',
      width: 12,
      lines: {
        paused: `max(patroni_is_paused{${NAMESPACE}})`,
        failsafe: `max(patroni_failsafe_mode_is_active{${NAMESPACE}})`,
        'no lock': `max(patroni_cluster_unlocked{${NAMESPACE}})`,
      },
    },
    connections: {
      kind: 'graph',
      title: 'Connections, of the maximum',
      description: 'How many of the connections of each member are in use. When none is left, services get errors.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.8 },
      runbook: 'postgres-settings.md#connections',
      width: 12,
      lines: { '{{pod}}': `postgres:connections_of_max:ratio{${NAMESPACE}}` },
    },
    states: {
      kind: 'graph',
      title: 'Connections',
      description:
        'How many connections each database has, and what they do. One that is idle in a transaction for long keeps rows locked.',
      unit: 'short',
      runbook: 'postgres-settings.md#connections',
      width: 12,
      lines: { '{{datname}} {{state}}': `sum by (datname, state) (pg_stat_activity_count{${NAMESPACE}}) > 0` },
    },
    archive: {
      kind: 'graph',
      title: 'WAL in the archive',
      description:
        'Files of WAL that each member has put into the archive within 15 minutes, and attempts that failed. Without an archive both are 0.',
      unit: 'short',
      runbook: 'postgres-bucket-away.md',
      width: 12,
      lines: {
        '{{pod}} archived': `max by (namespace, pod) (increase(pg_stat_archiver_archived_count{${NAMESPACE}}[15m]))`,
        '{{pod}} failed': `max by (namespace, pod) (increase(pg_stat_archiver_failed_count{${NAMESPACE}}[15m]))`,
      },
    },
    transactions: {
      kind: 'graph',
      title: 'Transactions',
      description: 'Transactions per second of each database: committed, and rolled back.',
      unit: 'ops',
      width: 12,
      lines: { '{{datname}} committed': perSecond('xact_commit'), '{{datname}} rolled back': perSecond('xact_rollback') },
    },
    cache: {
      kind: 'graph',
      title: 'Blocks found in memory',
      description: 'Which share of the blocks that queries need is in the memory of PostgreSQL. Far below 99 % the disk is what limits it.',
      unit: 'percentunit',
      most: 1,
      width: 12,
      lines: { '{{datname}}': `${perSecond('blks_hit')} / (${perSecond('blks_hit')} + ${perSecond('blks_read')})` },
    },
    locks: {
      kind: 'graph',
      title: 'Locks and deadlocks',
      description: 'Locks that are held, by their mode, and deadlocks per second.',
      unit: 'short',
      width: 12,
      lines: { '{{mode}}': `sum by (mode) (pg_locks_count{${NAMESPACE}}) > 0`, 'deadlocks {{datname}}': perSecond('deadlocks') },
    },
    databases: {
      kind: 'graph',
      title: 'Size of databases',
      description: 'How much each database takes of the disk of a member.',
      unit: 'bytes',
      runbook: 'volume-full.md',
      width: 12,
      lines: { '{{datname}}': `max by (datname) (pg_database_size_bytes{${NAMESPACE}, datname!~"template.*"})` },
    },
  },
});
