import { type AlertTest, eachTime, type Labels, type Series, type Values } from './case';
import { labels } from './healthy';

const NAMESPACE: Labels = { namespace: 'shop' };
const pod = (name: string): Labels => ({ namespace: 'shop', pod: name });

const postgres = (metric: string, ordinal: number, more: Labels = {}): string =>
  `${metric}${labels({ namespace: 'shop', pod: `postgres-${ordinal}`, container: 'postgres', ...more })}`;
const patroni = (metric: string, ordinal: number): string => postgres(`patroni_${metric}`, ordinal, { scope: 'postgres' });
const replayed = (behind: number): Series => ({ [patroni('xlog_replayed_location', 1)]: 100_000_000 - behind });
const LAG = 32 * 1024 * 1024;

const redis = (metric: string, ordinal: number, more: Labels = {}): string =>
  `${metric}${labels({ namespace: 'shop', pod: `redis-${ordinal}`, container: 'redis', ...more })}`;
const sentinel = (metric: string, ordinal: number, more: Labels = {}): string =>
  `${metric}${labels({ namespace: 'shop', pod: `redis-${ordinal}`, container: 'sentinel', ...more })}`;
const role = (ordinal: number, is: string): string => redis('redis_instance_info', ordinal, { role: is, redis_mode: 'standalone' });
const asked = (values: Values): Series =>
  Object.fromEntries(
    [0, 1, 2].map((ordinal) => [sentinel('redis_sentinel_master_ckquorum_status', ordinal, { master_name: 'mymaster' }), values]),
  );
const refused = (err: string): string => redis('redis_errors_total', 0, { err });

const PROXY = 'redis-proxy-5d4f8bcc7-x7k20';
const proxy = (metric: string, more: Labels = {}): string =>
  `${metric}${labels({ namespace: 'shop', pod: PROXY, container: 'redis-proxy', ...more })}`;

/** Alerts about PostgreSQL. */
const POSTGRES: Readonly<Record<string, AlertTest>> = {
  PostgresNoPrimary: {
    fires: [{ when: 'no member is primary', series: { [patroni('primary', 0)]: 0 }, alerts: [[NAMESPACE, 'PostgreSQL has no primary.']] }],
    silent: [
      { when: 'one is', series: {} },
      {
        when: 'the primary’s pod is gone for a moment, and another one takes over',
        series: { [patroni('primary', 0)]: '1x9 _x200', [patroni('primary', 1)]: '0x10 1x200' },
      },
    ],
  },
  PostgresTwoPrimaries: {
    fires: [
      {
        when: 'two members call themselves primary',
        series: { [patroni('primary', 2)]: 1 },
        alerts: [[NAMESPACE, '2 members of PostgreSQL call themselves primary.']],
      },
    ],
    silent: [{ when: 'one does', series: {} }],
  },
  PostgresNoSynchronousStandby: {
    fires: [
      {
        when: 'no replica is synchronous',
        series: { [patroni('sync_standby', 1)]: 0 },
        alerts: [[NAMESPACE, 'PostgreSQL has no synchronous standby.']],
      },
    ],
    silent: [
      { when: 'one is', series: {} },
      { when: 'there is no primary either', series: { [patroni('sync_standby', 1)]: 0, [patroni('primary', 0)]: 0 } },
      {
        when: 'Patroni does not reach the API server, and does not know',
        series: { [patroni('sync_standby', 1)]: 0, [patroni('failsafe_mode_is_active', 0)]: 1 },
      },
    ],
  },
  PostgresReplicaLagging: {
    fires: [
      {
        when: 'a replica lags more than a candidate may',
        series: replayed(LAG * 1.01),
        alerts: [[pod('postgres-1'), 'postgres-1 lags 32.32MiB behind the primary.']],
      },
    ],
    silent: [
      { when: 'it lags less', series: replayed(LAG * 0.99) },
      { when: 'there is no primary to compare with', series: { ...replayed(2 * LAG), [patroni('xlog_location', 0)]: 0 } },
      { when: 'it is no replica', series: { ...replayed(2 * LAG), [patroni('replica', 1)]: 0 } },
    ],
  },
  PostgresReplicaNotStreaming: {
    fires: [
      {
        when: 'a replica does not stream',
        series: { [patroni('postgres_streaming', 1)]: 0 },
        alerts: [[pod('postgres-1'), 'postgres-1 is a replica and does not follow the primary.']],
      },
    ],
    silent: [{ when: 'only the primary does not', series: {} }],
  },
  PostgresPaused: {
    fires: [{ when: 'Patroni is paused', series: { [patroni('is_paused', 1)]: 1 }, alerts: [[NAMESPACE, 'Patroni is paused.']] }],
    silent: [{ when: 'it is not', series: {} }],
  },
  PostgresFailsafe: {
    fires: [
      {
        when: 'the primary goes on without the API server',
        series: { [patroni('failsafe_mode_is_active', 0)]: 1 },
        alerts: [[NAMESPACE, 'Patroni does not reach the API server.']],
      },
    ],
    silent: [{ when: 'it reaches it', series: {} }],
  },
  PostgresNotAnswering: {
    fires: [
      {
        when: 'the exporter cannot log in',
        series: { [postgres('pg_up', 2)]: 0 },
        alerts: [[pod('postgres-2'), 'postgres-2 does not let its exporter log in.']],
      },
    ],
    silent: [{ when: 'it can', series: {} }],
  },
  PostgresConnectionsNearMaximum: {
    fires: [
      {
        when: 'more than 80 % of all connections are in use',
        series: { [postgres('pg_stat_activity_count', 0, { datname: 'shop', state: 'active' })]: 51 },
        alerts: [[pod('postgres-0'), '81% of the connections of postgres-0 are in use.']],
      },
    ],
    silent: [{ when: 'less are', series: { [postgres('pg_stat_activity_count', 0, { datname: 'shop', state: 'active' })]: 49.5 } }],
  },
  PostgresArchivingFailing: {
    fires: [
      {
        when: 'WAL cannot be archived',
        series: { [postgres('pg_stat_archiver_failed_count', 0)]: '0+1x200' },
        since: 1,
        alerts: [[pod('postgres-0'), 'postgres-0 fails to archive its WAL.']],
      },
      {
        when: 'an attempt fails each ten minutes',
        series: { [postgres('pg_stat_archiver_failed_count', 0)]: eachTime(10) },
        since: 10,
        alerts: [[pod('postgres-0'), 'postgres-0 fails to archive its WAL.']],
      },
      {
        when: 'the last attempt that succeeded was a quarter of an hour ago',
        series: {
          [postgres('pg_stat_archiver_failed_count', 0)]: '0+1x200',
          [postgres('pg_stat_archiver_archived_count', 0)]: '7x9 8x200',
        },
        since: 24,
        alerts: [[pod('postgres-0'), 'postgres-0 fails to archive its WAL.']],
      },
    ],
    silent: [
      { when: 'nothing fails', series: {} },
      {
        when: 'another attempt succeeds',
        series: { [postgres('pg_stat_archiver_failed_count', 0)]: '0+1x200', [postgres('pg_stat_archiver_archived_count', 0)]: '7+1x200' },
      },
      {
        when: 'an attempt in twenty-four minutes succeeds',
        series: {
          [postgres('pg_stat_archiver_failed_count', 0)]: '0+1x200',
          [postgres('pg_stat_archiver_archived_count', 0)]: '7x9 8x23 9x23 10x200',
        },
        at: 33,
      },
      { when: 'one attempt failed', series: { [postgres('pg_stat_archiver_failed_count', 0)]: '0x9 1x200' }, at: 30 },
    ],
  },
};

/** Alerts about Redis and its proxy. */
const REDIS: Readonly<Record<string, AlertTest>> = {
  RedisNoPrimary: {
    fires: [
      {
        when: 'all members are replicas',
        series: { [role(0, 'master')]: null, [role(0, 'slave')]: 1 },
        alerts: [[NAMESPACE, 'None of the 3 members of Redis that answer is primary.']],
      },
      {
        when: 'the primary does not answer',
        series: { [role(0, 'master')]: null },
        alerts: [[NAMESPACE, 'None of the 2 members of Redis that answer is primary.']],
      },
    ],
    silent: [
      { when: 'one is primary', series: {} },
      {
        when: 'another one becomes primary',
        series: { [role(0, 'master')]: '1x9 _x200', [role(1, 'slave')]: '1x9 _x200', [role(1, 'master')]: '_x10 1x200' },
        at: 12,
      },
    ],
  },
  RedisTwoPrimaries: {
    fires: [
      {
        when: 'two members are primary',
        series: { [role(2, 'slave')]: null, [role(2, 'master')]: 1 },
        alerts: [[NAMESPACE, '2 members of Redis call themselves primary.']],
      },
    ],
    silent: [
      { when: 'one is', series: {} },
      {
        when: 'one hands over, and calls itself primary until its process ends',
        series: {
          [role(0, 'master')]: '1x10 _x200',
          [role(0, 'slave')]: '_x11 1x200',
          [role(2, 'slave')]: '1x9 _x200',
          [role(2, 'master')]: '_x10 1x200',
        },
        at: 10,
      },
    ],
  },
  RedisSentinelsWithoutQuorum: {
    fires: [
      {
        when: 'no Sentinel reaches enough others',
        series: asked(0),
        alerts: [[NAMESPACE, 'No Sentinel reaches enough others to agree on a failover.']],
      },
    ],
    silent: [
      { when: 'all do', series: {} },
      { when: 'one does', series: { ...asked(0), [sentinel('redis_sentinel_master_ckquorum_status', 2, { master_name: 'mymaster' })]: 1 } },
      {
        when: 'they know somebody else besides',
        series: { [sentinel('redis_sentinel_master_ckquorum_status', 2, { master_name: 'other' })]: 0 },
      },
    ],
  },
  RedisReplicaNotFollowing: {
    fires: [
      {
        when: 'a replica has no link',
        series: { [redis('redis_master_link_up', 1)]: 0 },
        alerts: [[pod('redis-1'), 'redis-1 is a replica and has no link to the primary.']],
      },
    ],
    silent: [{ when: 'all have one', series: {} }],
  },
  RedisRefusesWrites: {
    fires: ['NOREPLICAS', 'OOM', 'MISCONF', 'READONLY'].map((err) => ({
      when: `it answers ${err}`,
      series: { [refused(err)]: '0+1x200' },
      since: 1,
      alerts: [[{ ...pod('redis-0'), err }, `redis-0 refuses writes: ${err}.`]],
    })),
    silent: [
      { when: 'a command is wrong', series: { [refused('ERR')]: '0+1x200' } },
      { when: 'it refused some a while ago', series: { [refused('OOM')]: 99 } },
      { when: 'it refused some during a failover', series: { [refused('NOREPLICAS')]: '1x9 50 99x200' }, at: 13 },
    ],
  },
  RedisMemoryNearMaximum: {
    fires: [
      {
        when: 'it holds more than 85 % of what it may',
        series: { [redis('redis_memory_used_bytes', 0)]: 0.855 * 400_000_000 },
        alerts: [[pod('redis-0'), 'redis-0 holds 85.5% of the data that it may.']],
      },
    ],
    silent: [
      { when: 'it holds less', series: { [redis('redis_memory_used_bytes', 0)]: 0.845 * 400_000_000 } },
      { when: 'it has no maximum', series: { redis_memory_max_bytes: null, [redis('redis_memory_max_bytes', 0)]: 0 } },
    ],
  },
  RedisAppendOnlyFileFailing: {
    fires: ['write', 'bgrewrite'].map((what) => ({
      when: `the last ${what} failed`,
      series: { [redis(`redis_aof_last_${what}_status`, 0)]: 0 },
      alerts: [[pod('redis-0'), 'redis-0 cannot write its append-only file, or cannot rewrite it.']],
    })),
    silent: [{ when: 'both succeeded', series: {} }],
  },
  RedisSnapshotFailing: {
    fires: [
      {
        when: 'the last snapshot failed',
        series: { [redis('redis_rdb_last_bgsave_status', 0)]: 0 },
        alerts: [[pod('redis-0'), 'redis-0 failed to make its last snapshot.']],
      },
    ],
    silent: [{ when: 'it succeeded', series: {} }],
  },
  RedisNotAnswering: {
    fires: [
      {
        when: 'a Sentinel does not answer',
        series: { [sentinel('redis_up', 2)]: 0 },
        alerts: [[{ ...pod('redis-2'), container: 'sentinel' }, 'Container sentinel of redis-2 does not answer its exporter.']],
      },
    ],
    silent: [{ when: 'all do', series: {} }],
  },
  RedisProxyWithoutPrimary: {
    fires: [
      {
        when: 'no backend of a member is up',
        series: { [proxy('haproxy_backend_active_servers', { proxy: 'redis_0' })]: 0 },
        alerts: [[pod(PROXY), `${PROXY} knows no primary of Redis.`]],
      },
    ],
    silent: [
      { when: 'one is', series: {} },
      {
        when: 'another member takes over',
        series: {
          [proxy('haproxy_backend_active_servers', { proxy: 'redis_0' })]: '1x9 0x200',
          [proxy('haproxy_backend_active_servers', { proxy: 'redis_1' })]: '0x10 1x200',
        },
      },
    ],
  },
  RedisProxyConnectionsNearMaximum: {
    fires: [
      {
        when: 'a proxy has more than 80 % of its connections',
        series: { [proxy('haproxy_process_current_connections')]: 1620 },
        alerts: [[pod(PROXY), `${PROXY} has 81% of the connections that it can have.`]],
      },
    ],
    silent: [{ when: 'it has less', series: { [proxy('haproxy_process_current_connections')]: 1580 } }],
  },
};

/** Alerts about what any application may take. */
export const DATA: Readonly<Record<string, AlertTest>> = { ...POSTGRES, ...REDIS };
