import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAB } from '../lab/lab';
import { eventually } from '../support/eventually';
import { committed, find } from '../support/manifests';
import { describeWith, HAPROXY, REDIS } from '../support/tools';
import { ORDINALS, PASSWORD, RedisCluster } from './cluster';

jest.setTimeout(180_000);

describeWith([...LAB, REDIS], 'the start script of Redis', () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.create();
  });

  afterAll(async () => cluster?.stop());

  const others = (ordinal: number): readonly [number, number] => ORDINALS.filter((one) => one !== ordinal) as [number, number];

  /** How much each member had written when its Redis was last started. */
  const written = new Map<number, number>();

  /** Starts a member, or its Redis alone. */
  function begin(ordinal: number, container?: 'redis'): Promise<void> {
    written.set(ordinal, cluster.pod(ordinal).log('redis').length);
    return cluster.pod(ordinal).start(container);
  }

  const start = (...ordinals: readonly number[]): Promise<unknown> => Promise.all(ordinals.map((ordinal) => begin(ordinal)));

  const kill = (...ordinals: readonly number[]): Promise<unknown> => Promise.all(ordinals.map((ordinal) => cluster.pod(ordinal).kill()));

  /** Waits until a member has said, since it was started, that it waits for something. */
  const waitsFor = (ordinal: number, what: string): Promise<number> =>
    eventually(`redis-${ordinal} waits for ${what}`, 60, () =>
      cluster.pod(ordinal).log('redis').slice(written.get(ordinal)).includes(`waiting for ${what}`),
    );

  const isAlive = (ordinal: number): Promise<boolean> => cluster.pod(ordinal).probe('redis', 'liveness');

  /** Whether all that a Redis holds is in its file: nothing waits to be written, and no new file is in the making after a copy of all. */
  async function isWritten(ordinal: number): Promise<boolean> {
    const fields = ['aof_buffer_length', 'aof_rewrite_in_progress', 'aof_rewrite_scheduled'];
    return (await Promise.all(fields.map((field) => cluster.info(ordinal, field)))).every((value) => value === '0');
  }

  /**
   * A key that the master and the replicas have in their files. That they have it in memory (`WAIT`) is not enough for a test that
   * kills all of them: Redis writes up to two seconds later, while the fsync before is under way.
   */
  async function put(master: number, key: string, copies = 2): Promise<void> {
    await eventually(`${copies} replicas have ${key}`, 30, async () => {
      await cluster.ask(master, 6379, 'SET', key, 'x');
      return Number(await cluster.ask(master, 6379, 'WAIT', copies, 1000)) >= copies;
    });
    const running = ORDINALS.filter((ordinal) => cluster.pod(ordinal).isRunning('redis'));
    await eventually(`${key} is in the files`, 30, async () => (await Promise.all(running.map(isWritten))).every(Boolean));
  }

  /** The second in which a member's data last changed, by which the start script tells older data from newer. */
  function changedIn(ordinal: number): number {
    const folder = join(cluster.pod(ordinal).folder('data'), 'appendonlydir');
    return Math.max(...readdirSync(folder).map((name) => Math.floor(statSync(join(folder, name)).mtimeMs / 1000)));
  }

  const has = async (ordinal: number, key: string): Promise<boolean> => (await cluster.ask(ordinal, 6379, 'EXISTS', key)) === 1;

  /** Tells every Sentinel to be patient with the master, so that the test and not the clock decides when it is replaced. */
  const downAfter = (milliseconds: number, ...ordinals: readonly number[]): Promise<unknown> =>
    Promise.all(
      ordinals.map((ordinal) => cluster.ask(ordinal, 26379, 'SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', milliseconds)),
    );

  /** Whatever a test before has left behind, or if there was none: everything runs, all is well, and all have the first key. */
  async function recovered(): Promise<number> {
    for (const pod of cluster.pods) {
      pod.thaw();
      const stopped = ['redis', 'sentinel'].filter((container) => !pod.isRunning(container));
      if (stopped.length === 2) await pod.start();
      else for (const container of stopped) await pod.start(container);
    }
    await eventually('all Sentinels have their settings', 30, async () => (await downAfter(5000, ...ORDINALS)) !== undefined);
    const master = await cluster.settled();
    await put(master, 'first');
    return master;
  }

  it('waits for a majority of Sentinels, is not alive meanwhile, and ends on SIGTERM', async () => {
    // As long as a pod was never there, its name is not either.
    for (const ordinal of [1, 2]) cluster.lab.dns.remove(cluster.names[ordinal] ?? '');
    await start(0);
    await waitsFor(0, 'a majority of the Sentinels to answer');
    expect(await isAlive(0)).toBe(false);
    await eventually('its Sentinel answers', 30, () => cluster.pod(0).probe('sentinel', 'liveness'));
    cluster.pod(0).signal('SIGTERM', 'redis');
    await eventually('it has ended', 20, () => !cluster.pod(0).isRunning('redis'));
    expect(cluster.pod(0).exitCode('redis')).toBe(143);
    await kill(0);
    for (const ordinal of [1, 2]) cluster.lab.dns.set(cluster.names[ordinal] ?? '', cluster.pod(ordinal).host.address);
  });

  it('starts the first of three empty members as master once the others are known to be empty', async () => {
    await start(0, 1);
    await waitsFor(0, 'redis-2');
    expect(await isAlive(0)).toBe(false);
    await start(2);
    expect(await cluster.settled()).toBe(0);
    await put(0, 'first');
  });

  it('starts a master that was down for a moment as master again', async () => {
    const master = await recovered();
    await downAfter(600_000, ...ORDINALS);
    cluster.pod(master).signal('SIGKILL', 'redis');
    await eventually('it has ended', 20, () => !cluster.pod(master).isRunning('redis'));
    await begin(master, 'redis');
    await eventually('it is master', 30, async () => (await cluster.info(master, 'role')) === 'master');
    expect(await has(master, 'first')).toBe(true);
  });

  it('does not start the old master as master while another one is', async () => {
    const master = await recovered();
    const [one] = others(master);
    await downAfter(600_000, ...ORDINALS);
    await cluster.pod(master).kill('redis');
    await cluster.ask(one, 6379, 'REPLICAOF', 'NO', 'ONE');
    await begin(master, 'redis');
    await waitsFor(master, 'the Sentinels to see');
    expect(await isAlive(master)).toBe(false);
    await downAfter(5000, ...ORDINALS);
    await cluster.settled();
    expect(await cluster.info(master, 'role')).toBe('slave');
  });

  it('does not start the old master as master during a failover', async () => {
    const master = await recovered();
    const [one, other] = others(master);
    await downAfter(600_000, ...ORDINALS);
    await cluster.pod(master).kill('redis');
    // Whichever is chosen does not answer: the failover goes on until it does.
    for (const ordinal of [one, other]) cluster.pod(ordinal).freeze('redis');
    await cluster.ask(one, 26379, 'SENTINEL', 'FAILOVER', 'mymaster');
    await begin(master, 'redis');
    await waitsFor(master, 'the failover that is under way');
    expect(await isAlive(master)).toBe(false);
    for (const ordinal of [one, other]) cluster.pod(ordinal).thaw('redis');
    await downAfter(5000, ...ORDINALS);
    await cluster.settled();
    expect(await has(master, 'first')).toBe(true);
  });

  it('does not start a master with an empty disk as master, and nothing is lost', async () => {
    const master = await recovered();
    await kill(master);
    cluster.pod(master).wipe('data');
    await start(master);
    await waitsFor(master, 'redis-');
    const successor = await cluster.settled();
    expect(successor).not.toBe(master);
    for (const ordinal of ORDINALS) expect([ordinal, await has(ordinal, 'first')]).toEqual([ordinal, true]);
  });

  it('starts a replica at once if its master is there; it is ready when it has a copy', async () => {
    const master = await recovered();
    const [one] = others(master);
    await kill(one);
    await put(master, 'while one was away', 1);
    await start(one);
    await eventually('it is ready', 30, () => cluster.pod(one).probe('redis', 'readiness'));
    expect(await has(one, 'while one was away')).toBe(true);
    expect(cluster.pod(one).log('redis').split('Redis is starting').at(-2)).not.toContain('to answer\nthe master');
    await cluster.settled();
  });

  it('elects the member with the latest data if the last master does not come back', async () => {
    const master = await recovered();
    const [stale, fresh] = others(master);
    await kill(stale);
    await eventually('the other data are newer', 30, async () => {
      await put(master, 'after the stale one', 1);
      return changedIn(fresh) > changedIn(stale);
    });
    await kill(master, fresh);
    await start(stale, fresh);
    await waitsFor(fresh, `redis-${master}`);
    await eventually(
      'one of them is elected',
      90,
      async () => (await cluster.elected(fresh)) !== master && (await cluster.elected(stale)) !== master,
    );
    expect(await cluster.elected(fresh)).toBe(fresh);
    expect(await cluster.pod(stale).probe('redis', 'liveness')).toBe(true);
    await start(master);
    await cluster.settled();
    for (const ordinal of ORDINALS) expect([ordinal, await has(ordinal, 'after the stale one')]).toEqual([ordinal, true]);
  });

  it('elects the only member with data after master and another replica have lost their disks', async () => {
    const master = await recovered();
    const [empty, full] = others(master);
    await put(master, 'on all');
    await kill(...ORDINALS);
    for (const ordinal of [master, empty]) cluster.pod(ordinal).wipe('data');
    await start(...ORDINALS);
    await waitsFor(master, 'redis-');
    expect(await cluster.settled()).toBe(full);
    for (const ordinal of ORDINALS)
      expect([ordinal, await has(ordinal, 'on all'), await has(ordinal, 'first')]).toEqual([ordinal, true, true]);
  });

  it('keeps what a Sentinel knows over a restart, restores its settings, and removes unknown replicas', async () => {
    // Of a failover.
    const former = await recovered();
    await cluster.ask(former, 26379, 'SENTINEL', 'FAILOVER', 'mymaster');
    await eventually('another is elected', 30, async () => (await cluster.elected(former)) !== former);
    const master = await cluster.settled();
    const [one] = others(master);
    const known = /^sentinel (?:config-epoch|known-replica|known-sentinel|myid) .*$/gm;
    const file = join(cluster.pod(one).folder('data'), 'sentinel.conf');
    const before = readFileSync(file, 'utf8').match(known)?.sort();
    expect(before).toHaveLength(6);
    expect(before?.find((line) => line.includes('config-epoch'))).not.toBe('sentinel config-epoch mymaster 0');
    await cluster.pod(one).kill('sentinel');
    const changed = readFileSync(file, 'utf8').replace('down-after-milliseconds mymaster 5000', 'down-after-milliseconds mymaster 60000');
    writeFileSync(file, `${changed}\nsentinel known-replica mymaster 198.51.100.1 0\n`);
    await cluster.pod(one).start('sentinel');
    await cluster.settled();
    expect(readFileSync(file, 'utf8').match(known)?.sort()).toEqual(before);
    expect(readFileSync(file, 'utf8')).toContain('down-after-milliseconds mymaster 5000');
    expect(await cluster.elected(one)).toBe(master);
  });

  it('does not report a replica as ready while it has no master', async () => {
    const master = await recovered();
    const [one, other] = others(master);
    // Otherwise one of them may be master before both have been looked at.
    await downAfter(600_000, ...ORDINALS);
    cluster.pod(master).signal('SIGKILL', 'redis');
    await eventually('they know that their master is gone', 30, async () => {
      return !(await cluster.pod(one).probe('redis', 'readiness')) && !(await cluster.pod(other).probe('redis', 'readiness'));
    });
    expect(await cluster.pod(one).probe('redis', 'liveness')).toBe(true);
    await cluster.pod(master).start('redis');
    await cluster.settled();
  });

  it('does not take a member for empty while it loads its first key', async () => {
    const master = await recovered();
    const [one] = others(master);
    await cluster.ask(master, 6379, 'FLUSHALL');
    // One key that takes a second to load, in pieces: a master whose replicas fall too far behind takes no more writes.
    const more = "for i = 1, 20000 do redis.call('HSET', KEYS[1], ARGV[1] .. ':' .. i, i) end";
    for (let part = 0; part < 60; part += 1) {
      await cluster.ask(master, 6379, 'EVAL', more, 1, 'large', part);
      await eventually('all have it', 30, async () => Number(await cluster.ask(master, 6379, 'WAIT', 2, 1000)) === 2);
    }
    await cluster.ask(one, 6379, 'BGREWRITEAOF');
    await eventually('it is one file', 30, () => isWritten(one));

    await cluster.pod(one).kill('redis');
    await cluster.pod(one).start('redis');
    const looked = new Map<string, boolean>();
    const look = `. /etc/redis/members.sh; ask "$0" 6379 info | sed -n 's/^loading://p'; ask "$0" 6379 info keyspace | tail -n +2; is_known_empty "$0" && echo empty`;
    await eventually('it has loaded', 60, async () => {
      const { output } = await cluster.pod(master).exec('redis', ['sh', '-c', look, cluster.names[one] as string]);
      looked.set(output.replace(/keys=.*/, '').trim(), output.includes('empty'));
      return output.startsWith('0') && output.includes('db0');
    });
    // It was seen as what could be mistaken, and never was.
    expect([...looked.keys()]).toContain('1');
    expect([...looked.values()]).not.toContain(true);
    await put(master, 'first');
    await put(master, 'on all');
  });

  it('shows the password to nobody', async () => {
    await recovered();
    const inside = [...ORDINALS.map((ordinal) => cluster.pod(ordinal))].flatMap((pod) => [pod.log('redis'), pod.log('sentinel')]).join('');
    expect(inside).not.toContain(PASSWORD);
    const { output } = await cluster.pod(0).exec('redis', ['ps', '-eo', 'args']);
    expect(output).toContain('redis-server');
    expect(output).not.toContain(PASSWORD);
    expect(spawnSync('ls', ['-l', join(cluster.pod(0).folder('data'), 'redis.conf')], { encoding: 'utf8' }).stdout).toMatch(/^-rw-------/);
  });
});

describeWith([HAPROXY], "HAProxy's configuration", () => {
  it('is accepted by HAProxy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fm-haproxy-'));
    const [file, text] = Object.entries(find(committed('cluster'), 'ConfigMap', /^redis-proxy-/).data)[0] as [string, string];
    writeFileSync(join(folder, file), text);
    const { status, stdout, stderr } = spawnSync('haproxy', ['-c', '-f', join(folder, file)], {
      env: { ...process.env, REDIS_PASSWORD: PASSWORD },
      encoding: 'utf8',
    });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('valid')]);
    expect(stdout + stderr).not.toMatch(/WARNING|ALERT/);
    rmSync(folder, { recursive: true });
  });
});
