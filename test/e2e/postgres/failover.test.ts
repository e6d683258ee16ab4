import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROL_PLANE } from '../control-plane/assets';
import { forget, keep, type PostgresFault, record } from '../failover/figures';
import { LAB } from '../lab/lab';
import { FAULTS } from '../platform/faults';
import { POSTGRES_EXPORTER, PROMETHEUS } from '../platform/programs';
import type { Watch } from '../platform/watch';
import { eventually } from '../support/eventually';
import { type Any, find } from '../support/manifests';
import { PYTHON } from '../support/python';
import { describeWith } from '../support/tools';
import { archivedIn } from './archive';
import { PatroniCluster } from './cluster';
import { PATRONI } from './images';
import type { Member } from './member';
import { POSTGRES } from './postgres';
import { watchedPostgres } from './watched';
import { PostgresWriter } from './writer';

jest.setTimeout(240_000);

/** Seconds: what the issue of this data tier allows. */
const AFTER_A_LEADER = 35;
const AFTER_A_SYNCHRONOUS_MEMBER = 15;
/** A busy machine may hold everything up for a moment. */
const WHILE_NOTHING_HAPPENS = 5;

const A_WHILE_MS = 2000;

describeWith(
  [...CONTROL_PLANE, ...LAB, POSTGRES, PYTHON, PATRONI, ...PROMETHEUS, POSTGRES_EXPORTER],
  'PostgreSQL under Patroni, written to without a pause',
  () => {
    let cluster: PatroniCluster;
    let writer: PostgresWriter;
    let watch: Watch;
    const faults: PostgresFault[] = [];

    beforeAll(async () => {
      forget('postgres');
      cluster = await PatroniCluster.start();
      await cluster.run('Job', /^postgres-bootstrap/);
      await (await cluster.leader()).sql('create table written (number bigint primary key); grant insert on written to evidence', {
        database: 'fm_evidence',
      });
      writer = await PostgresWriter.start(cluster);
      await writer.resumed(Date.now(), 30);
      watch = await watchedPostgres(cluster);
      await watch.quiet();
    });

    afterAll(async () => {
      await watch?.stop();
      for (const { name, log } of cluster?.members ?? []) keep(`${name}.log`, log);
      await cluster?.stop();
    });

    /**
     * Does something to the cluster, waits until writes have gone on for a while, and measures. Every write that was ever confirmed
     * has to be there. When the alerts have fired that have to, the cluster is mended.
     */
    async function measure(
      fault: keyof typeof FAULTS.postgres,
      done: string,
      limit: number,
      strike: () => Promise<unknown>,
      mend: () => Promise<unknown> = () => cluster.healthy(),
    ): Promise<void> {
      await watch.during(fault, FAULTS.postgres[fault], async (untilFired) => {
        await outlast(fault, done, limit, strike);
        await untilFired();
        await mend();
      });
    }

    async function outlast(fault: string, done: string, limit: number, strike: () => Promise<unknown>): Promise<void> {
      const before = writer.acknowledged.length;
      const start = Date.now();
      await strike();
      await writer.resumed(Date.now(), limit + 10);
      await sleep(A_WHILE_MS);
      const seconds = writer.longestPause(start);
      const lost = await writer.lost(await cluster.leader());
      faults.push({ fault, done, seconds, acknowledged: writer.acknowledged.length - before, lost: lost.length });
      expect(lost).toEqual([]);
      expect(seconds).toBeLessThan(limit);
    }

    /** A member that was struck runs again, and follows. */
    async function rejoins(member: Member): Promise<void> {
      await member.pod.start();
      await cluster.healthy();
      expect(await member.probe('readiness')).toBe(true);
    }

    it('passes its probes, and refuses changes without a password', async () => {
      for (const member of cluster.members) {
        expect(await Promise.all([member.probe('startup'), member.probe('liveness'), member.probe('readiness')])).toEqual([
          true,
          true,
          true,
        ]);
        expect((await member.request('/config', { method: 'PATCH', body: '{"ttl":30}' })).status).toBe(401);
        expect((await member.request('/restart', { method: 'POST', body: '{}' })).status).toBe(401);
      }
      const leader = await cluster.leader();
      expect(await leader.sql('show data_checksums')).toBe('on');
      expect(await leader.sql('show synchronous_standby_names')).toContain((await cluster.synchronous()).name);
    });

    it('switches over on request', async () => {
      const { name } = await cluster.leader();
      await measure('switchover', 'asked Patroni for it over its API', AFTER_A_LEADER, () => cluster.switchover());
      expect((await cluster.leader()).name).not.toBe(name);
    });

    it('archives everything that was written while the bucket was away, even if the primary changes meanwhile', async () => {
      const { dns, address } = cluster.lab;
      const leader = await cluster.leader();
      dns.remove('bucket');
      const segments: string[] = [];
      for (let time = 0; time < 2; time += 1) {
        segments.push(await leader.sql('select pg_walfile_name(pg_switch_wal())'));
        // A segment in which nothing was written is not switched.
        await writer.resumed(Date.now(), 30);
      }
      await cluster.switchover();
      await cluster.healthy();
      expect(archivedIn(cluster.lab)).not.toContain(segments[0]);
      dns.set('bucket', address);
      // An archiver that has failed looks again after a minute, or when there is more to do.
      await (await cluster.leader()).sql('select pg_switch_wal()');
      await eventually('it is archived', 90, () => segments.every((segment) => archivedIn(cluster.lab).includes(segment)));
    });

    it('replaces a killed primary', async () => {
      const leader = await cluster.leader();
      await measure(
        'leader killed',
        'killed Patroni and PostgreSQL (kill -9), and did not start them again',
        AFTER_A_LEADER,
        () => leader.pod.kill(),
        async () => {
          expect((await cluster.leader()).name).not.toBe(leader.name);
          await rejoins(leader);
        },
      );
    });

    it('replaces a frozen primary, which follows as soon as it thaws', async () => {
      const leader = await cluster.leader();
      await measure(
        'leader frozen',
        'froze all its processes (SIGSTOP)',
        AFTER_A_LEADER,
        async () => leader.pod.freeze(),
        async () => {
          expect(await leader.probe('liveness')).toBe(false);
          leader.pod.thaw();
          await cluster.healthy();
        },
      );
      expect((await cluster.leader()).name).not.toBe(leader.name);
    });

    it('replaces a primary that is cut off, which discards by pg_rewind what only it has written', async () => {
      const leader = await cluster.leader();
      const cut = async (): Promise<void> => {
        leader.pod.host.cut();
        // Written on one disk, confirmed to nobody: it waits for the synchronous member until it is given up.
        const unconfirmed = leader.sql('insert into written (number) values (0)', { database: 'fm_evidence', seconds: 3 });
        await expect(unconfirmed).rejects.toThrow();
      };
      await measure('leader cut off', 'dropped every packet from and to it', AFTER_A_LEADER, cut, async () => {
        expect((await cluster.leader()).name).not.toBe(leader.name);
        const before = leader.log.length;
        leader.pod.host.heal();
        await eventually('it has run pg_rewind', 60, () => leader.log.slice(before).includes('running pg_rewind'));
        await cluster.healthy();
      });
      expect(await leader.sql('select count(*) from written where number = 0', { database: 'fm_evidence' })).toBe('0');
    });

    it('replays nothing that a deposed primary has archived', async () => {
      const [leader, synchronous] = [await cluster.leader(), await cluster.synchronous()];
      const third = cluster.members.find((member) => member !== leader && member !== synchronous) as Member;
      await third.pod.kill();
      // It writes what nobody receives and nobody confirms. That is archived when it thaws: by itself, before it learns that it does not
      // lead any more, or by Patroni, before it runs pg_rewind.
      await leader.pod.exec('postgres', ['pkill', '--signal', 'STOP', '--full', '^postgres: .*(archiver|walsender)']);
      const unconfirmed = leader.sql('create table unconfirmed as select generate_series(1, 300000)', { seconds: 5 });
      await expect(unconfirmed).rejects.toThrow();
      await leader.sql('select pg_switch_wal()');
      const before = leader.log.length;
      leader.pod.freeze();
      await eventually('another one leads', 60, async () => (await synchronous.sql('select pg_is_in_recovery()')) === 'f');
      leader.pod.thaw();
      await writer.resumed(Date.now(), 60);
      expect(leader.log.slice(before)).toMatch(/wal-push pg_wal\/[0-9A-F]{24}\n/);

      await rejoins(third);
      for (const member of cluster.members) expect(await member.sql("select to_regclass('unconfirmed') is null")).toBe('t');
    });

    it.each([
      ['synchronous member killed', 'killed Patroni and PostgreSQL (kill -9)', (member: Member) => member.pod.kill(), rejoins],
      [
        'synchronous member frozen',
        'froze all its processes (SIGSTOP)',
        async (member: Member) => member.pod.freeze(),
        async (member: Member) => member.pod.thaw(),
      ],
    ] as const)('blocks writes only for a moment: %s', async (fault, done, strike, mend) => {
      const [leader, member] = [await cluster.leader(), await cluster.synchronous()];
      await measure(
        fault,
        done,
        AFTER_A_SYNCHRONOUS_MEMBER,
        () => strike(member),
        async () => {
          expect((await cluster.leader()).name).toBe(leader.name);
          await eventually('another one is synchronous', 30, async () => (await cluster.synchronous()).name !== member.name);
          await mend(member);
          await cluster.healthy();
        },
      );
    });

    it('takes writes while the API server is down for a minute', async () => {
      const leader = await cluster.leader();
      const { dns, address } = cluster.lab;
      const away = async (): Promise<void> => {
        await cluster.plane.stopApiServer();
        // An archiver that has failed waits for a minute, or until there is more to do.
        for (const end = Date.now() + 60_000; Date.now() < end; await sleep(5000)) await leader.sql('select pg_switch_wal()');
        await cluster.plane.resumeApiServer();
      };
      dns.remove('bucket');
      await measure(
        'API server away',
        'stopped it for 60 s, while the bucket for WAL was away too',
        WHILE_NOTHING_HAPPENS,
        away,
        async () => {
          dns.set('bucket', address);
          await leader.sql('select pg_switch_wal()');
          await cluster.healthy();
        },
      );
      expect((await cluster.leader()).name).toBe(leader.name);
    });

    it('has every acknowledged write on every member', async () => {
      const confirmed = writer.acknowledged;
      for (const member of cluster.members) {
        await eventually(`${member.name} has all`, 30, async () => (await writer.lost(member, confirmed)).length === 0);
        expect(await member.sql('select count(*) from pg_stat_database where checksum_failures > 0')).toBe('0');
        // What the manifest's Role does not grant.
        expect(member.log).not.toContain('Permission denied');
        expect(member.log).not.toMatch(/\(403\)|Forbidden/);
      }
    });

    it('has used every right of its Role, and needed no other', async () => {
      const { rules } = find(cluster.objects, 'Role', /^postgres$/);
      const allowed = rules.flatMap(({ resources: [resource], resourceNames = [undefined], verbs }: Any) =>
        resourceNames.flatMap((name?: string) => verbs.map((verb: string) => [verb, resource, name].filter(Boolean).join(' '))),
      );
      const asked = await cluster.plane.requestsOf('postgres', 'faultmaven');
      // Asked only by a leader that renews its lock while somebody else writes there, which no test can make happen.
      const rare = /^get configmaps/;
      expect([...asked].filter((request) => !rare.test(request)).sort()).toEqual(
        allowed.filter((right: string) => !rare.test(right)).sort(),
      );
    });

    it('has measured every fault', () => {
      expect(faults).toHaveLength(7);
      record('postgres', { faults });
      record('alerts-of-postgres', { faults: watch.seen });
    });
  },
);
