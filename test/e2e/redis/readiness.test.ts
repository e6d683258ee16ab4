import { setTimeout as sleep } from 'node:timers/promises';
import { LAB } from '../lab/lab';
import { eventually } from '../support/eventually';
import { describeWith, HAPROXY, REDIS } from '../support/tools';
import { ORDINALS, RedisCluster } from './cluster';

jest.setTimeout(180_000);

const PROXY = 'redis-proxy';

describeWith([...LAB, REDIS, HAPROXY], 'readiness by the probes of the manifest', () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.create();
  });

  afterAll(async () => cluster?.stop());

  const isReady = (ordinal: number): Promise<boolean> => cluster.pod(ordinal).probe('sentinel', 'readiness');

  const proxyIs = async (ready: boolean): Promise<boolean> => (await cluster.proxy.probe(PROXY, 'readiness')) === ready;

  /** Whatever it waits for, nobody is to start it again for that. */
  const expectAlive = async (): Promise<void> => expect(await cluster.proxy.probe(PROXY, 'liveness')).toBe(true);

  it('the proxy is ready as soon as there is a master', async () => {
    await cluster.proxy.start();
    await eventually('it is alive', 30, () => cluster.proxy.probe(PROXY, 'liveness'));
    // HAProxy takes servers for up until it has asked them the first time.
    await eventually('it is not ready', 10, () => proxyIs(false));
    await Promise.all(cluster.pods.map((pod) => pod.start()));
    await cluster.settled();
    await eventually('it is ready', 30, () => proxyIs(true));
  });

  it('the proxy is not ready while no Redis runs', async () => {
    await Promise.all(cluster.pods.map((pod) => pod.kill('redis')));
    await eventually('it is not ready', 30, () => proxyIs(false));
    await expectAlive();
    await Promise.all(cluster.pods.map((pod) => pod.start('redis')));
    await cluster.settled();
    await eventually('it is ready', 30, () => proxyIs(true));
  });

  it('the proxy is not ready while every Redis is a replica, though all answer', async () => {
    const master = await cluster.settled();
    const all = (milliseconds: number) =>
      Promise.all(
        ORDINALS.map((ordinal) => cluster.ask(ordinal, 26379, 'SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', milliseconds)),
      );
    await all(600_000);
    for (const pod of cluster.pods) pod.freeze('sentinel');
    await cluster.ask(master, 6379, 'REPLICAOF', cluster.names[(master + 1) % ORDINALS.length] ?? '', 6379);
    await eventually('it is not ready', 30, () => proxyIs(false));
    await expectAlive();
    await cluster.ask(master, 6379, 'REPLICAOF', 'NO', 'ONE');
    for (const pod of cluster.pods) pod.thaw('sentinel');
    await all(5000);
    await cluster.settled();
    await eventually('it is ready', 30, () => proxyIs(true));
  });

  it('a new proxy is not ready until the DNS answers; a running one needs no DNS', async () => {
    await cluster.settled();
    cluster.lab.dns.answers = 'none';
    try {
      // Longer than an address counts as fresh.
      await sleep(10_000);
      expect(await proxyIs(true)).toBe(true);
      await cluster.proxy.terminate();
      await cluster.proxy.start();
      await eventually('it is alive', 30, () => cluster.proxy.probe(PROXY, 'liveness'));
      await sleep(5000);
      expect(await proxyIs(false)).toBe(true);
      await expectAlive();
    } finally {
      cluster.lab.dns.answers = 'all';
    }
    await eventually('it is ready', 30, () => proxyIs(true));
  });

  it('a Sentinel is ready while a majority could replace the master, and not while it is alone', async () => {
    await cluster.settled();
    for (const ordinal of ORDINALS) await eventually('each is ready', 30, () => isReady(ordinal));
    await cluster.pod(1).kill('sentinel');
    await eventually('it sees that one is gone', 30, async () =>
      String(await cluster.ask(0, 26379, 'SENTINEL', 'SENTINELS', 'mymaster')).includes('s_down'),
    );
    expect(await isReady(0)).toBe(true);
    await cluster.pod(2).kill('sentinel');
    await eventually('it is not ready', 30, async () => !(await isReady(0)));
    expect(await cluster.pod(0).probe('sentinel', 'liveness')).toBe(true);
    for (const ordinal of [1, 2]) await cluster.pod(ordinal).start('sentinel');
    for (const ordinal of ORDINALS) await eventually('each is ready again', 30, () => isReady(ordinal));
  });
});
