import { RootConstruct } from 'constructs';
import { PostgresExporter } from '../../lib/data/postgres/exporter';
import { Postgres } from '../../lib/data/postgres/postgres';
import { postgresRules } from '../../lib/data/postgres/rules';
import { RedisExporter } from '../../lib/data/redis/exporter';
import { Redis } from '../../lib/data/redis/redis';
import { RedisProxy } from '../../lib/data/redis/redis-proxy';
import { redisRules } from '../../lib/data/redis/rules';
import type { Monitored, Rules } from '../../lib/model/alert';
import { seconds } from '../../lib/units/duration';
import { sample } from '../platform/alerts/services';
import { type Any, find, objectsOf, ofKind, shopPlanOf } from '../support/cluster';

const WATCHED = 'platform: { monitoring: full, owner: true }';

describe('the role that watches PostgreSQL', () => {
  const objects = (platform: string): readonly Any[] => objectsOf(shopPlanOf(platform));
  const jobs = (platform: string): readonly Any[] =>
    ofKind(objects(platform), 'Job').filter(({ metadata }) => metadata.name.startsWith('postgres-monitor'));
  const [job] = jobs(WATCHED);
  const { initContainers, containers } = job.spec.template.spec;

  it('is created only where somebody watches', () => {
    expect(jobs('')).toEqual([]);
    expect(jobs('platform: { monitoring: existing }')).toHaveLength(1);
  });

  it('waits for a primary that takes writes, and creates no database on the way', () => {
    expect(initContainers[0].command).toEqual(['sh', '/etc/patroni/bootstrap.sh']);
    expect(initContainers[0].env).toContainEqual({ name: 'DATABASES', value: '' });
  });

  it('has a password of its own, and reads statistics alone', () => {
    expect(containers[0].env).toContainEqual({
      name: 'MONITOR_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'postgres', key: 'monitor-password' } },
    });
    const sql = ofKind(objects(WATCHED), 'ConfigMap').find(({ data }) => 'monitor.sql' in data).data['monitor.sql'];
    expect(sql.match(/grant .*/g)).toEqual(['grant pg_monitor to :"monitor";', 'grant connect on database postgres to :"monitor";']);
    expect(sql).toMatch(/nosuperuser nocreatedb nocreaterole noreplication connection limit \d+/);
  });

  it('is created without a restart of a member', () => {
    const [off, on] = ['', WATCHED].map((platform) => find(objects(platform), 'StatefulSet', 'postgres'));
    expect(on).toEqual(off);
  });
});

describe('rules about the data tier', () => {
  const metricsIn = (about: Monitored, rules: (about: Monitored) => Rules): readonly string[] => {
    const { alerts, recordings = [] } = rules(about);
    return [...alerts, ...recordings].flatMap(({ expr }) => expr.match(/\b(pg|redis|patroni)_\w+/g) ?? []);
  };
  const { about } = sample('store', { schedules: [{ name: 'copy', every: seconds(3600), copies: true }] });
  const rules = { postgres: postgresRules, redis: (one: Monitored) => redisRules(one, 'main') };

  it('ask for nothing that only an exporter tells where none is asked', () => {
    expect(metricsIn(about, rules.postgres).filter((metric) => !metric.startsWith('patroni_'))).toEqual([]);
    expect(metricsIn(about, rules.redis)).toEqual([]);
  });

  it('ask for it where one is', () => {
    const exported = { ...about, exported: true };
    expect(metricsIn(exported, rules.postgres)).toEqual(
      expect.arrayContaining(['patroni_primary', 'pg_up', 'pg_stat_archiver_failed_count']),
    );
    expect(metricsIn(exported, rules.redis)).toContain('redis_up');
  });
});

describe('what the data tier tells', () => {
  const scope = new RootConstruct();
  const [postgres, redis] = [new Postgres(scope), new Redis(scope)];

  it('is told by its own programs where they can', () => {
    expect(postgres.metrics).toEqual([{ kind: 'pods', port: 'patroni' }]);
    expect(new RedisProxy(scope, { redis }).metrics).toEqual([{ kind: 'pods', port: 'health' }]);
  });

  it('is told by an exporter that is asked about each Redis and each Sentinel, and about the lengths of lists', () => {
    expect(new RedisExporter(scope, { redis, lists: ['orders', 'mails'].map((key) => ({ database: 0, key })) }).metrics).toEqual([
      {
        kind: 'asked',
        about: redis,
        ports: ['redis', 'sentinel'],
        port: 'http',
        path: '/scrape',
        prefix: 'redis://',
        parameters: { 'check-single-keys': 'db0=orders,db0=mails' },
      },
    ]);
  });

  it('is told by an exporter that is asked about each member of PostgreSQL', () => {
    expect(new PostgresExporter(scope, { postgres }).metrics).toMatchObject([{ kind: 'asked', about: postgres, path: '/probe' }]);
  });

  it.each(['redis', 'sentinel'])('has the port %s that its exporter asks for', (name) => {
    expect(redis.ports.map((port) => port.name)).toContain(name);
  });
});
