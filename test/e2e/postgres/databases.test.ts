import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROL_PLANE } from '../control-plane/assets';
import { forget, record } from '../failover/figures';
import { LAB } from '../lab/lab';
import type { Pod } from '../lab/pod';
import { FAULTS } from '../platform/faults';
import { POSTGRES_EXPORTER, PROMETHEUS } from '../platform/programs';
import type { Watch } from '../platform/watch';
import { eventually } from '../support/eventually';
import { type Any, find } from '../support/manifests';
import { PYTHON } from '../support/python';
import { describeWith } from '../support/tools';
import { copiesIn, refuseWal, takeWal } from './archive';
import { PATIENCE, PatroniCluster } from './cluster';
import { PATRONI } from './images';
import type { Member } from './member';
import { POSTGRES } from './postgres';
import { Restored, restoreInPlace } from './restore';
import { role, secrets } from './secrets';
import { watchedPostgres } from './watched';
import { type Acknowledged, PostgresWriter } from './writer';

jest.setTimeout(180_000);

const BOOTSTRAP = /^postgres-bootstrap/;
const CONFIGURE = /^postgres-configure/;
const BACKUP = /^postgres-backup/;
const MIGRATION = /^fm-evidence-service-migrate/;

/** SQLAlchemy's own pool in each copy: five connections, and ten more when they are all lent. */
const POOL = 15;

const NEEDED = [...CONTROL_PLANE, ...LAB, POSTGRES, PYTHON, PATRONI, ...PROMETHEUS, POSTGRES_EXPORTER];

describeWith(NEEDED, 'the databases of the generated PostgreSQL', () => {
  let cluster: PatroniCluster;
  let client: Pod;
  let watch: Watch;

  beforeAll(async () => {
    forget('restore');
    cluster = await PatroniCluster.start();
    client = cluster.client('client', ['sleep', 'infinity']);
    await client.start();
  });

  afterAll(async () => {
    await watch?.stop();
    await cluster?.stop();
  });

  /** What a statement returns to an account, or why it failed. */
  async function ask(account: keyof typeof secrets, database: string, statement: string, from = secrets): Promise<string> {
    const { username, password } = from[account] as { username: string; password: string };
    const psql = 'PGUSER=$1 PGPASSWORD=$2 PGDATABASE=$3 exec psql --no-psqlrc -Atqc "$4"';
    const { output } = await client.exec('client', ['sh', '-c', psql, 'sh', username, password, database, statement]);
    return output.trim();
  }

  /** Waits until all that a leader has written so far is in the archive. */
  async function archived(leader: Member): Promise<void> {
    const segment = await leader.sql('select pg_walfile_name(pg_switch_wal())');
    await eventually('it is archived', 60, async () => (await leader.sql('select last_archived_wal from pg_stat_archiver')) >= segment);
  }

  it('are created by the bootstrap, and not changed by a second one', async () => {
    const state = async (): Promise<string> =>
      (await cluster.leader()).sql(
        "select datname, datacl from pg_database union all select rolname, null from pg_roles where rolname !~ '^pg_' order by 1",
      );
    expect(await cluster.run('Job', BOOTSTRAP)).toContain('fm_evidence is ready');
    const once = await state();
    await cluster.run('Job', BOOTSTRAP);
    expect(await state()).toBe(once);
  });

  it('get the passwords of their Secrets back from the bootstrap', async () => {
    await (await cluster.leader()).sql("alter role evidence password 'another'");
    expect(await ask('fm-evidence-service-database', 'fm_evidence', 'select 1')).toContain('password authentication failed');
    await cluster.run('Job', BOOTSTRAP);
    expect(await ask('fm-evidence-service-database', 'fm_evidence', 'select 1')).toBe('1');
  });

  it.each([
    ['fm-evidence-service-database-owner', 'fm_evidence'],
    ['fm-evidence-service-database', 'fm_evidence'],
    ['fm-knowledge-service-database-owner', 'fm_knowledge'],
    ['fm-knowledge-service-database', 'fm_knowledge'],
  ] as const)('let %s into %s only', async (account, own) => {
    for (const database of ['fm_evidence', 'fm_knowledge', 'postgres', 'template1']) {
      const answer = await ask(account, database, 'select current_database()');
      if (database === own) expect(answer).toBe(own);
      else expect(answer).toContain(`permission denied for database "${database}"`);
    }
  });

  it('are migrated by their owner, also twice, and used by a role that owns nothing', async () => {
    await cluster.run('Job', MIGRATION);
    await cluster.run('Job', MIGRATION);
    const account = 'fm-evidence-service-database';
    expect(await ask(account, 'fm_evidence', 'select version_num from alembic_version')).toBe('002_name');
    expect(await ask(account, 'fm_evidence', 'drop table evidence')).toContain('must be owner of table evidence');
    expect(await ask(account, 'fm_evidence', 'create table mine ()')).toContain('permission denied for schema public');
  });

  it('can be handed to a second pair of roles by the runbook, without an interruption', async () => {
    const [owner, user] = ['fm-evidence-service-database-owner', 'fm-evidence-service-database'] as const;
    const rotated = { ...secrets, [owner]: role('second_owner'), [user]: role('second') };
    await cluster.run('Job', BOOTSTRAP, { secrets: rotated });
    for (const from of [secrets, rotated]) expect(await ask(user, 'fm_evidence', 'select count(*) from evidence', from)).toBe('0');
    await cluster.run('Job', MIGRATION, { secrets: rotated });
    expect(await ask(owner, 'fm_evidence', 'create table later ()', rotated)).toBe('');
    expect(await ask(user, 'fm_evidence', 'select count(*) from later', rotated)).toBe('0');

    const leader = await cluster.leader();
    for (const former of [secrets[user], secrets[owner]])
      await leader.sql(`drop owned by ${former.username}; drop role ${former.username}`, { database: 'fm_evidence' });
    expect(await ask(user, 'fm_evidence', 'select count(*) from evidence, later', rotated)).toBe('0');

    await cluster.run('Job', BOOTSTRAP);
    expect(await ask(user, 'fm_evidence', 'select count(*) from evidence, later')).toBe('0');
  });

  it('accept the full pools of all replicas at once', async () => {
    watch = await watchedPostgres(cluster);
    await watch.quiet();
    const fault = 'Patroni paused, and most connections taken';
    const stranger = cluster.client('stranger', ['python', '/clients/pools.py', '150']);
    await watch.during(fault, FAULTS.databases[fault], async (untilFired) => {
      await cluster.pause(true);
      const pools = await fullPools();
      // What pools leave is for a rollout and for administration.
      await stranger.start();
      await untilFired();
      await Promise.all([stranger, ...pools.map(({ pod }) => pod)].map((pod) => pod.kill()));
      await cluster.pause(false);
    });
  });

  async function fullPools(): Promise<readonly { readonly pod: Pod }[]> {
    const services = ['evidence', 'knowledge'].map((name) => ({
      name,
      count: find(cluster.objects, 'HorizontalPodAutoscaler', new RegExp(`^fm-${name}-service$`)).spec.maxReplicas * POOL,
    }));
    const pools = services.map(({ name, count }) => {
      const account = `fm-${name}-service-database`;
      return {
        count,
        name: `${name}-pools`,
        pod: cluster.client(`${name}-pools`, ['python', '/clients/pools.py', `${count}`], account, `fm_${name}`),
      };
    });
    await Promise.all(pools.map(({ pod }) => pod.start()));
    for (const { pod, name, count } of pools) {
      await eventually(`all ${count} answer`, 90, () => pod.log(name).includes(`${count} answered`));
    }
    const open = await (await cluster.leader()).sql("select count(*) from pg_stat_activity where datname ~ '^fm_'");
    expect(Number(open)).toBe(services.reduce((sum, { count }) => sum + count, 0));
    return pools;
  }

  it('apply a changed setting, and say what needs a restart', async () => {
    const changed = (change: (parameters: Any) => void): readonly Any[] => {
      const objects = structuredClone(cluster.objects) as Any[];
      const { data } = find(objects, 'ConfigMap', /^postgres-tasks/);
      const dcs = JSON.parse(data['dcs.json']);
      change(dcs.postgresql.parameters);
      data['dcs.json'] = JSON.stringify(dcs);
      return objects;
    };
    const { max_connections: connections } = JSON.parse(find(cluster.objects, 'ConfigMap', /^postgres-tasks/).data['dcs.json']).postgresql
      .parameters;
    const objects = changed((parameters) => Object.assign(parameters, { work_mem: '12MB', max_connections: connections + 1 }));
    for (let time = 0; time < 2; time += 1) {
      const said = await cluster.run('Job', CONFIGURE, { objects });
      expect(said).toMatch(/to be restarted for some of it: .*postgres-0/);
      for (const member of cluster.members) {
        expect(await member.sql('show work_mem')).toBe('12MB');
        expect(await member.sql('show max_connections')).toBe(`${connections}`);
      }
    }
    expect(await cluster.run('Job', CONFIGURE)).not.toContain('restarted');
    expect(await (await cluster.leader()).sql('show work_mem')).toBe('4MB');
  });

  /** A workload with other variables in its container. */
  const withVariables =
    (variables: Readonly<Record<string, string>>) =>
    (workload: Any): Any => {
      const changed = structuredClone(workload);
      const { spec } = changed.spec.jobTemplate?.spec.template ?? changed.spec.template;
      const [container] = spec.containers;
      const kept = container.env.filter(({ name }: Any) => !(name in variables));
      container.env = [...kept, ...Object.entries(variables).map(([name, value]) => ({ name, value }))];
      return changed;
    };

  it.each([
    [
      'the bootstrap',
      BOOTSTRAP,
      'postgres',
      'superuser-password',
      { REFUSALS: '2' },
      /given up: the Secret postgres has another superuser-password/,
    ],
    ['the configuration', CONFIGURE, 'postgres', 'patroni-password', {}, /given up: .*401/],
  ] as const)('fail %s for good if the password of its Secret is refused', async (_, name, secret, key, variables, words) => {
    const wrong = { ...secrets, [secret]: { ...secrets[secret], [key]: 'nobody-knows' } };
    const run = cluster.run('Job', name, { secrets: wrong as typeof secrets, adapt: withVariables(variables) });
    await expect(run).rejects.toThrow(/ended with 77:/);
    await expect(run).rejects.toThrow(words);
    await expect(run).rejects.not.toThrow('nobody-knows');
  });

  const newBackup = (variables: Readonly<Record<string, string>> = {}): Pod =>
    cluster.job('CronJob', BACKUP, { adapt: withVariables({ EVERY: '1', ...variables }) });

  const backup = (variables?: Readonly<Record<string, string>>): Promise<string> => newBackup(variables).run(PATIENCE);

  it('are backed up by a healthy member: a replica, another replica, or the primary', async () => {
    const leader = await cluster.leader();
    const followers = cluster.members.filter((member) => member !== leader);
    const [first, second] = followers as [Member, Member];
    for (const [taker, stop] of [
      [`${first.name}\\..*`, undefined],
      [`${second.name}\\..*`, first],
      ['postgres', second],
    ] as const) {
      await stop?.pod.kill();
      const before = copiesIn(cluster.lab);
      expect(await backup()).toMatch(new RegExp(`^backup: ${taker} takes it$`, 'm'));
      expect(copiesIn(cluster.lab)).toHaveLength(before.length + 1);
    }
    for (const { pod } of followers) await pod.start();
    await cluster.healthy();
  });

  it('are not backed up by a member that lags', async () => {
    const leader = await cluster.leader();
    const [first] = cluster.members.filter((member) => member !== leader) as [Member];
    // Not by pg_wal_replay_pause(), which Patroni takes back.
    const replay = (signal: string) => first.pod.exec('postgres', ['pkill', '--signal', signal, '--full', '^postgres: .*startup']);
    const fault = 'a replica that lags';
    await watch.during(fault, FAULTS.databases[fault], async (untilFired) => {
      expect((await replay('STOP')).code).toBe(0);
      // A backup looks at seconds, and an alert at bytes.
      await leader.sql("select pg_logical_emit_message(false, 'lag', repeat(md5(random()::text), 500000)) from generate_series(1, 4)");
      expect(await backup({ BEHIND: '3' })).toContain(
        `backup: ${first.name}.postgres-members.faultmaven.svc.cluster.local does not follow`,
      );
      await untilFired();
      await replay('CONT');
      await cluster.healthy();
    });
    record('alerts-of-databases', { faults: watch.seen });
    await watch.stop();
  });

  it('are backed up once there is a primary again', async () => {
    const leader = await cluster.leader();
    await leader.pod.kill();
    const before = copiesIn(cluster.lab);
    expect(await backup()).toContain('waiting for postgres');
    expect((await cluster.leader()).name).not.toBe(leader.name);
    expect(copiesIn(cluster.lab)).toHaveLength(before.length + 1);
    await leader.pod.start();
    await cluster.healthy();
    await expect(backup({ PRIMARY: 'nobody', SILENT: '3' })).rejects.toThrow(/ended with 1:[\s\S]*there is no primary: .*nobody/);
  });

  it('keep older backups until the newest can be restored', async () => {
    const kept = copiesIn(cluster.lab);
    expect(kept.length).toBeGreaterThan(1);
    refuseWal(cluster.lab);
    // With the code that nobody tries again: another copy of this night would in time take the place of another night's.
    await expect(backup({ RETAIN: '1', SILENT: '5' })).rejects.toThrow(/ended with 77:[\s\S]*is not archived. Older copies stay/);
    expect(copiesIn(cluster.lab)).toEqual(expect.arrayContaining([...kept]));
    takeWal(cluster.lab);
    expect(await backup({ RETAIN: '1' })).toContain('delete retain FULL 1');
    expect(copiesIn(cluster.lab)).toHaveLength(1);
  });

  it('keep older backups if the member fails that takes the new one', async () => {
    const kept = copiesIn(cluster.lab);
    const leader = await cluster.leader();
    const [first] = cluster.members.filter((member) => member !== leader) as [Member];
    // Somebody else's run keeps it waiting until the member is gone.
    const other = first.pod.exec('postgres', ['flock', '/tmp/wal-g.lock', 'sleep', '120'], 120_000);
    const isLocked = async (): Promise<boolean> =>
      (await first.pod.exec('postgres', ['flock', '--nonblock', '/tmp/wal-g.lock', 'true'])).code === 1;
    await eventually('it has the lock', 30, isLocked);
    const pod = newBackup({ RETAIN: '1', SILENT: '20' });
    const run = pod.run(PATIENCE);
    run.catch(() => undefined);
    const [{ name }] = find(cluster.objects, 'CronJob', BACKUP).spec.jobTemplate.spec.template.spec.containers;
    await eventually('the copy waits for it', 60, () => pod.log(name).includes('runs wal-g already, for somebody else'));
    await first.pod.kill();
    await other;
    await expect(run).rejects.toThrow(/ended with 1:[\s\S]*runs wal-g already, for somebody else[\s\S]*cannot start wal-g/);
    expect(copiesIn(cluster.lab)).toEqual(kept);
    await first.pod.start();
    await cluster.healthy();
  });

  it('can be restored to a point in time, and to the end of the archive', async () => {
    const leader = await cluster.leader();
    const inDatabase = { database: 'fm_evidence' };
    await leader.sql(
      'create table written (number bigint primary key, at timestamptz default clock_timestamp()); grant insert on written to evidence',
      inDatabase,
    );
    const writer = await PostgresWriter.start(cluster);
    await writer.resumed(Date.now(), 30);
    await cluster.run('CronJob', BACKUP);
    await writer.resumed(Date.now(), 30);
    const moment = await leader.sql('select clock_timestamp()');
    const before = writer.acknowledged.filter(({ at }) => at < Date.parse(moment));
    await leader.sql('delete from written where at < clock_timestamp()', inDatabase);
    const mishap = Date.now();
    await archived(leader);
    // Of these the archive has nothing.
    await sleep(5000);
    const since = writer.acknowledged.filter(({ at }) => at > mishap);

    const then = await Restored.from(cluster, 'restored-to-a-moment', moment);
    const missing = missingIn(before, await then.sql('select number from written', inDatabase));
    expect(missing).toEqual([]);
    expect(await then.sql(`select count(*) from written where at > '${moment}'`, inDatabase)).toBe('0');
    await then.stop();

    const newest = await Restored.from(cluster, 'restored-to-the-end');
    const lost = missingIn(since, await newest.sql('select number from written', inDatabase));
    await newest.stop();
    const seconds = lost.length === 0 ? 0 : ((since.at(-1)?.at ?? 0) - (lost[0]?.at ?? 0)) / 1000;
    record('restore', { moment: { acknowledged: before.length, lost: missing.length }, end: { seconds } });
  });

  it('can be restored in place to a point in time, by the runbook', async () => {
    const inDatabase = { database: 'fm_evidence' };
    const leader = await cluster.leader();
    await leader.sql("create table kept as select 'kept' as word", inDatabase);
    await cluster.run('CronJob', BACKUP);
    const moment = await leader.sql('select clock_timestamp()');
    await leader.sql('drop table kept', inDatabase);
    await archived(leader);

    await restoreInPlace(cluster, moment);
    for (const member of cluster.members) {
      expect(await member.sql('select word from kept', inDatabase)).toBe('kept');
      // Neither of the restore is left, nor would it be harmless.
      expect(await member.sql('show restore_command')).toBe('');
      expect(await member.sql('show recovery_target_time')).toBe('');
    }
    // What all members share is what the manifests say, and writes are confirmed by two again.
    expect(await (await cluster.leader()).sql('show synchronous_standby_names')).toContain((await cluster.synchronous()).name);
    // A kubelet that has found a member starting looks again only when its period is over, and the Service waits for that.
    const owner = 'fm-evidence-service-database-owner';
    await eventually('the Service leads to the primary', 30, async () => (await ask(owner, 'fm_evidence', 'select 1')) === '1');
    expect(await ask(owner, 'fm_evidence', 'create table after ()')).toBe('');
  });
});

const missingIn = (confirmed: readonly Acknowledged[], rows: string): readonly Acknowledged[] => {
  const there = new Set(rows.split('\n').map(Number));
  return confirmed.filter(({ number }) => !there.has(number));
};
