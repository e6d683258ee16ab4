import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { LAB } from '../lab/lab';
import { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { type Any, find } from '../support/manifests';
import { describeWith, HAPROXY, REDIS } from '../support/tools';
import { ORDINALS, RedisCluster, type Version } from './cluster';
import { RedisWriter } from './writer';

jest.setTimeout(400_000);

/** As manifests were whose members asked the DNS for every name. */
const objects: readonly Any[] = parseAllDocuments(readFileSync(join(__dirname, 'upgrade/asking-the-dns.yaml'), 'utf8')).map((one) =>
  one.toJS(),
);
const FORMER: Version = { workload: find(objects, 'StatefulSet', /^redis$/), objects };

describeWith([...LAB, REDIS, HAPROXY], 'an upgrade from members that found one another by DNS', () => {
  let cluster: RedisCluster;
  let formerProxy: Pod;
  let writers: readonly RedisWriter[];

  beforeAll(async () => {
    cluster = await RedisCluster.create(FORMER);
    const workload = find(objects, 'Deployment', /^redis-proxy$/);
    formerProxy = new Pod(cluster.lab.host('former-proxy'), { name: 'former-proxy', workload, objects, secrets: cluster.secrets });
    await formerProxy.start();
    await cluster.start();
  });

  afterAll(async () => cluster?.stop());

  const hosts = (ordinal: number): string => readFileSync(join(cluster.pod(ordinal).folder('data'), 'hosts'), 'utf8');

  /** As a StatefulSet does it, once all are well. */
  async function upgrade(ordinal: number): Promise<void> {
    await cluster.pod(ordinal).terminate();
    await cluster.move(ordinal).start();
    await cluster.settled();
  }

  const allWrite = () =>
    eventually('all write', 60, () => {
      const lately = performance.now() - 500;
      return writers.every((writer) => writer.hasWritten(lately));
    });

  it('begins with the last member, while old and new proxies run', async () => {
    expect(() => hosts(0)).toThrow('ENOENT');
    // The proxies are replaced at the same time: there are old and new ones for a while.
    writers = [cluster.proxy, formerProxy].map(({ host }, index) => new RedisWriter(host, `upgrade-${index}`, 1));
    await allWrite();
    await upgrade(2);
    await allWrite();
    expect(hosts(2)).toContain('redis-0.redis-members');
    expect(() => hosts(0)).toThrow('ENOENT');
  });

  it.each(['the master', 'its successor'])('survives kill -9 of %s while old and new members run', async () => {
    const master = await cluster.master();
    await cluster.pod(master).kill();
    const [witness = 0] = ORDINALS.filter((one) => one !== master);
    await eventually('another is master', 60, async () => (await cluster.elected(witness)) !== master);
    await allWrite();
    // The pod comes back as what it was: its turn has not come.
    await cluster.pod(master).start();
    await cluster.settled();
  });

  it('goes on with the other members, and loses nothing', async () => {
    for (const ordinal of [1, 0]) await upgrade(ordinal);
    await allWrite();
    const master = await cluster.master();
    for (const writer of writers) {
      await writer.stop();
      const found = await Promise.all(writer.acknowledged.map(({ key }) => cluster.ask(master, 6379, 'EXISTS', key)));
      expect(found.filter((one) => one !== 1)).toEqual([]);
    }
    for (const ordinal of ORDINALS) expect(cluster.haveLearnt(ordinal)).toBe(true);
  });

  it('needs no DNS afterwards', async () => {
    cluster.lab.dns.answers = 'none';
    const master = await cluster.master();
    const writer = new RedisWriter(cluster.proxy.host, 'afterwards');
    await eventually('it writes', 30, () => writer.acknowledged.length > 100);
    await cluster.pod(master).kill();
    // The first vote may have no winner; Sentinels wait for about half a minute before the next.
    await eventually('another is master', 60, async () => {
      const [witness = 0] = ORDINALS.filter((one) => one !== master);
      return (await cluster.elected(witness)) !== master && writer.hasWritten(performance.now() - 500);
    });
    await writer.stop();
  });
});
