import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAB } from './lab/lab';
import { eventually } from './support/eventually';
import type { Any } from './support/manifests';
import { CURRENT, ORDINALS, RedisCluster, type Version } from './support/redis-cluster';
import { describeWith, HAPROXY, REDIS } from './support/tools';
import { Writer } from './support/writer';

jest.setTimeout(400_000);

/** As members were that asked the DNS for every name, with the disks that these leave. */
const asking = ({ workload, objects }: Version): Version => {
  const old: Any = structuredClone(workload);
  const { spec } = old.spec.template;
  spec.initContainers = undefined;
  for (const container of spec.containers)
    container.volumeMounts = container.volumeMounts.filter(({ mountPath }: Any) => mountPath !== '/etc/hosts');
  const withoutKeeper = (object: Any): Any => {
    const script = object.kind === 'ConfigMap' ? object.data['start-sentinel.sh'] : undefined;
    return script === undefined ? object : { ...object, data: { ...object.data, 'start-sentinel.sh': script.replace('keep_hosts &', '') } };
  };
  return { workload: old, objects: objects.map(withoutKeeper) };
};

describeWith([...LAB, REDIS, HAPROXY], 'an upgrade of members that asked the DNS for one another', () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.create(asking(CURRENT));
    await cluster.start();
  });

  afterAll(async () => cluster?.stop());

  const hosts = (ordinal: number): string => readFileSync(join(cluster.pod(ordinal).folder('data'), 'hosts'), 'utf8');

  it('is rolled out one by one, from the last to the first, and loses nothing', async () => {
    expect(() => hosts(0)).toThrow('ENOENT');
    const writer = new Writer(cluster.proxy.host.address, 'upgrade', 1);
    await eventually('it writes', 30, () => writer.acknowledged.length > 100);
    for (const ordinal of [...ORDINALS].reverse()) {
      await cluster.pod(ordinal).terminate();
      await cluster.move(ordinal).start();
      // Half of the members are old and half new: all have to agree on names.
      await cluster.settled();
    }
    await eventually('it writes again', 30, () => writer.hasWritten(performance.now() - 500));
    await writer.stop();
    const master = await cluster.master();
    const found = await Promise.all(writer.acknowledged.map(({ key }) => cluster.ask(master, 6379, 'EXISTS', key)));
    expect(found.filter((one) => one !== 1)).toEqual([]);
    for (const ordinal of ORDINALS) expect(cluster.haveLearnt(ordinal)).toBe(true);
  });

  it('does without the DNS afterwards', async () => {
    cluster.lab.dns.answers = 'none';
    const master = await cluster.master();
    const writer = new Writer(cluster.proxy.host.address, 'afterwards');
    await eventually('it writes', 30, () => writer.acknowledged.length > 100);
    await cluster.pod(master).kill();
    await eventually('another is master', 30, async () => {
      const [witness = 0] = ORDINALS.filter((one) => one !== master);
      return (await cluster.elected(witness)) !== master && writer.hasWritten(performance.now() - 500);
    });
    await writer.stop();
  });
});
