import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE } from '../../../lib/faultmaven/celery-rules';
import { forget, type RedisFault, record } from '../failover/figures';
import { LAB } from '../lab/lab';
import { FAULTS } from '../platform/faults';
import { PROMETHEUS, REDIS_EXPORTER } from '../platform/programs';
import type { Watch } from '../platform/watch';
import { eventually } from '../support/eventually';
import { describeWith, HAPROXY, REDIS } from '../support/tools';
import { ORDINALS, RedisCluster } from './cluster';
import { placesOf, watchedRedis } from './watched';
import { Watcher } from './watcher';
import { type Acknowledgement, RedisWriter } from './writer';

jest.setTimeout(400_000);

/** Seconds, of redis.conf: how long a master that lost its replicas goes on taking writes. */
const MAX_LAG = 10;
/** Redis counts a lag in whole seconds, and looks at it once a second. */
const ROUNDING = 2;
/** Seconds that Redis postpones a write to its file at most, while the fsync before is under way (`appendfsync everysec`). */
const POSTPONED = 2;

/** What was measured, in the order of the tests. */
const faults: RedisFault[] = [];

describeWith(
  [...LAB, REDIS, HAPROXY, ...PROMETHEUS, REDIS_EXPORTER],
  'Redis, three Sentinels and HAProxy from the manifests, under load',
  () => {
    let cluster: RedisCluster;
    let watch: Watch;

    beforeAll(async () => {
      forget('redis');
      cluster = await RedisCluster.create();
      await cluster.start();
      watch = await watchedRedis(placesOf(cluster));
      await watch.quiet();
    });

    afterAll(async () => {
      await watch?.stop();
      await cluster?.stop();
    });

    const others = (ordinal: number): readonly number[] => ORDINALS.filter((one) => one !== ordinal);

    /** Those of the acknowledged writes that the master does not have. */
    async function lostOf(acknowledged: readonly Acknowledgement[]): Promise<readonly Acknowledgement[]> {
      const master = await cluster.master();
      const found = await Promise.all(acknowledged.map(({ key }) => cluster.ask(master, 6379, 'EXISTS', key)));
      return acknowledged.filter((_, index) => found[index] !== 1);
    }

    interface Fault {
      readonly fault: keyof typeof FAULTS.redis;
      /** What the test does, as docs/failover.md says it. */
      readonly done: string;
      /** @default 1 */
      readonly attempt?: number;
      /** Does it. @returns the moment from which there may be no writes, if that is not the beginning */
      readonly begin: (master: number) => Promise<void> | void;
      /** Undoes it once writes go on. */
      readonly end: (master: number) => Promise<void> | void;
      /** Whether another master is to be there afterwards. */
      readonly replaces: boolean;
      /** Whether `begin` spoils the first vote. @default false */
      readonly isVoteSpoilt?: boolean;
      /** Whether `begin` kills all three at once, so that only what is on a disk is left. @default false */
      readonly killsAll?: boolean;
    }

    interface Outcome {
      readonly seconds: number;
      readonly overlap: number;
      readonly isFirstVote: boolean;
      readonly lost: readonly [readonly Acknowledgement[], readonly Acknowledgement[], readonly Acknowledgement[]];
      readonly began: number;
    }

    /** Writes all the time, while the master suffers and until everything is well again. */
    async function suffer({ fault, done, attempt, begin, end, replaces, isVoteSpoilt = false }: Fault): Promise<Outcome> {
      const master = await cluster.settled();
      const logs = cluster.sentinelLogs();
      const { host } = cluster.proxy;
      const writers = [0, 1, 2].map((copies) => new RedisWriter(host, `${faults.length}:${fault}:${copies}`.replaceAll(' ', '-'), copies));
      const [plain] = writers as [RedisWriter, RedisWriter, RedisWriter];
      const watcher = new Watcher(host);
      let began = 0;
      try {
        await eventually('all write', 30, () => writers.every(({ acknowledged }) => acknowledged.length > 100));

        began = performance.now();
        await watch.during(fault, FAULTS.redis[fault], async (untilFired) => {
          await begin(master);
          await eventually('writes go on', 60, async () => {
            const isReplaced =
              !replaces || (await Promise.all(others(master).map((ordinal) => cluster.elected(ordinal)))).some((one) => one !== master);
            return (
              isReplaced &&
              plain.hasWritten(performance.now() - 100) &&
              plain.acknowledged.filter(({ at }) => at > performance.now() - 1000).length > 20
            );
          });
          await untilFired();
          await end(master);
          await watch.moved(placesOf(cluster));
          await cluster.settled();
        });
        await eventually('all write again', 30, () => writers.every((writer) => writer.hasWritten(performance.now() - 500)));
      } finally {
        await Promise.all([...writers, watcher].map((each) => each.stop()));
      }

      const lost = (await Promise.all(writers.map(({ acknowledged }) => lostOf(acknowledged)))) as unknown as Outcome['lost'];
      const isFirstVote = !isVoteSpoilt && !logs().includes('-failover-abort');
      const outcome = { seconds: plain.pause(began), overlap: watcher.overlap, isFirstVote, lost, began };
      faults.push({
        fault,
        ...(attempt === undefined ? {} : { attempt }),
        done,
        seconds: outcome.seconds,
        vote: !replaces ? 'none' : isFirstVote ? 'first' : 'second',
        overlap: outcome.overlap,
        acknowledged: writers.map(({ acknowledged }) => acknowledged.length),
        lost: lost.map(({ length }) => length),
      });
      return outcome;
    }

    /** What holds after every fault. */
    function expectWithinBounds({ overlap, lost, began }: Outcome, killsAll = false): void {
      const [plain, , twice] = lost;
      if (killsAll) expect(lost.map((each) => unexplained(each, began))).toEqual([[], [], []]);
      else expect(twice).toEqual([]);
      expect(overlap).toBeLessThanOrEqual(2);
      for (const { at } of plain) expect(Math.abs(at - began) / 1000).toBeLessThanOrEqual(MAX_LAG + ROUNDING);
    }

    /** Of the writes that were lost when all were killed at once, those that had to be on a disk. */
    function unexplained(lost: readonly Acknowledgement[], began: number): readonly Acknowledgement[] {
      return lost.filter(({ at }) => at < began - POSTPONED * 1000);
    }

    /** Seconds within which writes go on where nobody told the Sentinels, by one vote. */
    const BY_FIRST_VOTE = 10;
    /** By the vote after it: Sentinels wait for about half a minute before they vote again. */
    const BY_SECOND_VOTE = 35;
    /** Where the DNS is away, a start asks it for the two others, three seconds each. */
    const UNANSWERED = 6;

    /**
     * Does it until writes resumed in time, three times at most: a busy machine may hold everything up for a moment, and of two voters
     * each may vote for itself. Nothing else is forgiven, each time, and the table has every attempt.
     */
    async function sufferInTime(fault: Fault, limit: number, judge?: (outcome: Outcome) => void | Promise<void>): Promise<void> {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await suffer(attempt === 1 ? fault : { ...fault, attempt });
        expectWithinBounds(outcome, fault.killsAll);
        await judge?.(outcome);
        if (outcome.seconds <= limit) return;
        if (attempt === 3) expect(outcome.seconds).toBeLessThanOrEqual(limit);
      }
    }

    it('replaces a killed master, which comes back as a replica', async () => {
      const fault: Fault = {
        fault: 'kill -9',
        done: 'killed Redis and Sentinel of the master',
        begin: (master) => cluster.pod(master).kill(),
        end: (master) => cluster.pod(master).start(),
        replaces: true,
      };
      await sufferInTime(fault, BY_FIRST_VOTE, ({ lost: [, once] }) => expect(once).toEqual([]));
    });

    /** Has a Sentinel vote for one that will not do anything with it, as one that asked for votes and then died. */
    async function wasteVote(voter: number, master: number): Promise<void> {
      const state = (await cluster.ask(voter, 26379, 'SENTINEL', 'MASTER', 'mymaster')) as readonly string[];
      // Later than any election so far.
      const epoch = Number(state[state.indexOf('config-epoch') + 1]) + 100;
      const nobody = '0'.repeat(40);
      const name = cluster.names[master] as string;
      const [, votedFor] = (await cluster.ask(voter, 26379, 'SENTINEL', 'IS-MASTER-DOWN-BY-ADDR', name, 6379, epoch, nobody)) as [
        number,
        string,
      ];
      expect(votedFor).toBe(nobody);
    }

    it('replaces a master in the second vote if nobody wins the first', async () => {
      const fault: Fault = {
        fault: 'kill -9, and the first vote is lost',
        done: 'made the other Sentinels give their votes away, then killed Redis and Sentinel of the master',
        begin: async (master) => {
          await Promise.all(others(master).map((voter) => wasteVote(voter, master)));
          await cluster.pod(master).kill();
        },
        end: (master) => cluster.pod(master).start(),
        replaces: true,
        isVoteSpoilt: true,
      };
      await sufferInTime(fault, BY_SECOND_VOTE, ({ seconds, lost: [, once] }) => {
        expect(once).toEqual([]);
        // Otherwise it was not spoilt.
        expect(seconds).toBeGreaterThan(10);
      });
    });

    it('hands over when the master is stopped, and accepts it back under another address', async () => {
      let direct: readonly Acknowledgement[] = [];
      const fault: Fault = {
        fault: 'graceful stop',
        done: 'stopped the pod of the master (preStop, SIGTERM), then started it under another address',
        begin: async (master) => {
          // One that the proxy does not send elsewhere: until its process ends, the old master calls itself one beside the new one.
          const writer = new RedisWriter(cluster.pod(master).host, `${faults.length}:direct`);
          await eventually('it writes', 30, () => writer.acknowledged.length > 100);
          await cluster.pod(master).terminate();
          await writer.stop();
          direct = writer.acknowledged;
        },
        end: (master) => cluster.move(master).start(),
        replaces: true,
      };
      await sufferInTime(fault, 2, async ({ lost }) => expect([...lost, await lostOf(direct)]).toEqual([[], [], [], []]));
    });

    it('replaces a frozen master, which is no master any more when it thaws', async () => {
      const fault: Fault = {
        fault: 'frozen master',
        done: 'froze Redis and Sentinel of the master (SIGSTOP) until writes had resumed',
        begin: (master) => cluster.pod(master).freeze(),
        end: (master) => cluster.pod(master).thaw(),
        replaces: true,
      };
      await sufferInTime(fault, BY_FIRST_VOTE);
    });

    /** Writes on the master's own side of a cut, as a client there would, and returns when each was acknowledged: seconds since it began. */
    async function writeInside(master: number, seconds: number): Promise<readonly number[]> {
      const script = `
      export REDISCLI_AUTH="$REDIS_PASSWORD"
      end=$(($(date +%s) + ${seconds}))
      while [ "$(date +%s)" -lt "$end" ]; do
        [ "$(redis-cli set inside x)" = OK ] && cat /proc/uptime
        sleep 0.1
      done`;
      const { output } = await cluster.pod(master).exec('redis', ['sh', '-c', script], (seconds + 20) * 1000);
      const times = output.split('\n').filter(Boolean).map(Number.parseFloat);
      return times.map((at) => at - (times[0] ?? 0));
    }

    it('replaces a master that is cut off, which soon refuses writes', async () => {
      let inside: readonly number[] = [];
      const fault: Fault = {
        fault: 'partition',
        done: 'cut the host of the master off from all others',
        begin: async (master) => {
          cluster.pod(master).host.cut();
          inside = await writeInside(master, MAX_LAG + 8);
        },
        end: (master) => cluster.pod(master).host.heal(),
        replaces: true,
      };
      await sufferInTime(fault, BY_FIRST_VOTE, () => {
        expect(inside.length).toBeGreaterThan(5);
        expect(Math.max(...inside)).toBeLessThanOrEqual(MAX_LAG + ROUNDING);
      });
    });

    it('sends nobody to a master that HAProxy can reach and the majority cannot', async () => {
      const fault: Fault = {
        fault: 'partition between the members',
        done: 'cut the host of the master off from the other two members; HAProxy reached all three',
        begin: (master) => cluster.pod(master).host.cutFrom(others(master).map((ordinal) => cluster.pod(ordinal).host)),
        end: (master) => cluster.pod(master).host.healFrom(others(master).map((ordinal) => cluster.pod(ordinal).host)),
        replaces: true,
      };
      await sufferInTime(fault, BY_FIRST_VOTE);
    });

    it('stops sending clients to a master that only HAProxy can reach, long before another is elected', async () => {
      const master = await cluster.settled();
      const writer = new RedisWriter(cluster.proxy.host, 'minority');
      await eventually('it writes', 30, () => writer.acknowledged.length > 100);
      const away = others(master).map((ordinal) => cluster.pod(ordinal).host);
      const near = [cluster.pod(master).host, cluster.proxy.host];
      for (const host of near) host.cutFrom(away);
      const began = performance.now();
      await sleep(10_000);
      for (const host of near) host.healFrom(away);
      const last = Math.max(...writer.acknowledged.map(({ at }) => at));
      expect((last - began) / 1000).toBeLessThan(4);
      await cluster.settled();
      await eventually('it writes again', 30, () => writer.hasWritten(performance.now() - 500));
      await writer.stop();
    });

    it('has everything that was on disk after all three were killed at once', async () => {
      const fault: Fault = {
        fault: 'restart of all',
        done: 'killed all three pods at once (kill -9) and started them at once',
        begin: async () => {
          await Promise.all(cluster.pods.map((pod) => pod.kill()));
          await Promise.all(cluster.pods.map((pod) => pod.start()));
        },
        end: () => {},
        replaces: false,
        killsAll: true,
      };
      await sufferInTime(fault, BY_FIRST_VOTE);
    });

    it('goes on without DNS', async () => {
      const { dns } = cluster.lab;
      const outcome = await suffer({
        fault: 'no DNS',
        done: 'answered no DNS query for a minute',
        begin: async (master) => {
          dns.answers = 'none';
          // Nobody minds that meanwhile ever more tasks wait for a worker; what counts them does.
          for (const end = Date.now() + 60_000; Date.now() < end; await sleep(500))
            await cluster.ask(master, 6379, 'LPUSH', QUEUE.key, 'a', 'b');
        },
        end: async (master) => {
          dns.answers = 'all';
          await cluster.ask(master, 6379, 'DEL', QUEUE.key);
        },
        replaces: false,
      });
      expectWithinBounds(outcome);
      expect(outcome.lost).toEqual([[], [], []]);
      expect(outcome.seconds).toBeLessThan(2);
    });

    /** Cuts the master's host off while the DNS answers badly, for as long as that lasts. */
    const cutWhileNamesFail = (fault: Fault['fault'], done: string, answers: 'half' | 'none', seconds: number): Fault => {
      const { dns } = cluster.lab;
      let over: Promise<void>;
      return {
        fault,
        done,
        begin: (master) => {
          dns.answers = answers;
          over = sleep(seconds * 1000);
          cluster.pod(master).host.cut();
        },
        end: async (master) => {
          await over;
          dns.answers = 'all';
          cluster.pod(master).host.heal();
        },
        replaces: true,
      };
    };

    it('replaces a master whose node took half of the DNS with it', async () => {
      const what = 'cut the host of the master off from all others, and dropped half of the DNS queries for 45 s';
      await sufferInTime(cutWhileNamesFail('partition, and half of the DNS gone', what, 'half', 45), BY_FIRST_VOTE);
    });

    it('replaces a master without DNS', async () => {
      const what = 'cut the host of the master off from all others, and answered no DNS query for a minute';
      await sufferInTime(cutWhileNamesFail('partition, and no DNS', what, 'none', 60), BY_FIRST_VOTE);
    });

    it('restarts all members without DNS', async () => {
      const { dns } = cluster.lab;
      const fault: Fault = {
        fault: 'restart of all, and no DNS',
        done: 'killed all three pods at once (kill -9) and started them at once; answered no DNS query until writes had resumed',
        begin: async () => {
          dns.answers = 'none';
          await Promise.all(cluster.pods.map((pod) => pod.kill()));
          await Promise.all(cluster.pods.map((pod) => pod.start()));
        },
        end: () => {
          dns.answers = 'all';
        },
        replaces: false,
        killsAll: true,
      };
      await sufferInTime(fault, BY_FIRST_VOTE + UNANSWERED);
    });

    it('goes on when the Services of the members are replaced one by one', async () => {
      const fault: Fault = {
        fault: 'Services replaced',
        done: 'gave the Service of each member another address, one after the other',
        begin: async () => {
          for (const ordinal of ORDINALS) {
            cluster.renew(ordinal);
            await cluster.settled();
            await eventually(`all have learnt the new address of redis-${ordinal}`, 60, () => cluster.haveLearnt(ordinal));
          }
        },
        end: () => {},
        replaces: false,
      };
      await sufferInTime(fault, 2, ({ lost }) => expect(lost).toEqual([[], [], []]));
      // That they can do without the old ones, only a failover shows.
      await sufferInTime(
        {
          fault: 'kill -9 after the Services were replaced',
          done: 'killed Redis and Sentinel of the master',
          begin: (master) => cluster.pod(master).kill(),
          end: (master) => cluster.pod(master).start(),
          replaces: true,
        },
        BY_FIRST_VOTE,
        () => {},
      );
    });

    it('elects a member that came back under another address, and HAProxy follows', async () => {
      const master = await cluster.settled();
      const [moved, other] = others(master) as [number, number];
      await cluster.pod(moved).terminate();
      await cluster.move(moved).start();
      await cluster.settled();
      await cluster.ask(other, 6379, 'CONFIG', 'SET', 'replica-priority', 0);
      await cluster.ask(master, 6379, 'SET', 'moved', 'x');
      await eventually('the Sentinels know that the other is no candidate', 30, async () => {
        const replicas = (await cluster.ask(master, 26379, 'SENTINEL', 'REPLICAS', 'mymaster')) as readonly (readonly string[])[];
        return replicas.some((fields) => fields.join(' ').includes('slave-priority 0'));
      });
      await cluster.pod(master).terminate();
      expect(await cluster.elected(other)).toBe(moved);
      const writer = new RedisWriter(cluster.proxy.host, 'moved');
      const since = performance.now();
      await eventually('HAProxy leads there', 30, () => writer.hasWritten(since));
      await writer.stop();
      expect(await cluster.ask(moved, 6379, 'EXISTS', 'moved', writer.acknowledged[0]?.key ?? '')).toBe(2);
      await cluster.pod(master).start();
      await cluster.settled();
    });

    it('has measured every fault', () => {
      expect(faults.filter(({ attempt = 1 }) => attempt === 1)).toHaveLength(13);
      record('redis', { faults });
      record('alerts-of-redis', { faults: watch.seen });
    });
  },
);
