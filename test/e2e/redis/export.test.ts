import { chownSync, copyFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { blocksOf } from '../../support/markdown';
import { BUSYBOX_IMAGE } from '../lab/image';
import { LAB } from '../lab/lab';
import { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { type Any, committed, find } from '../support/manifests';
import { describeWith, REDIS } from '../support/tools';
import { PASSWORD, RedisCluster } from './cluster';
import { type Content, contentOf, fill } from './content';
import { ObjectStore, RCLONE, S3_SERVER } from './object-store';
import { RespClient } from './resp';

jest.setTimeout(240_000);

const objects = committed('cluster');
const cronJob = find(objects, 'CronJob', /^redis-export$/);
const statefulSet = find(objects, 'StatefulSet', /^redis$/);
const secrets = { redis: { password: PASSWORD }, 'redis-export': { 'access-key-id': 'key', 'secret-access-key': 'secret' } };
const images = { redis: BUSYBOX_IMAGE, 'rclone/rclone': BUSYBOX_IMAGE };

const [{ env: uploading }]: readonly Any[] = cronJob.spec.jobTemplate.spec.template.spec.containers;
const variable = (name: string): string => uploading.find((one: Any) => one.name === name).value;
const BUCKET = `:s3:${variable('BUCKET')}`;
const KEEP_DAYS = Number(variable('KEEP_DAYS'));

interface Piped {
  /** On the disk of a member. */
  readonly file: string;
  /** What is run behind it. */
  readonly command: string;
}

/** What the runbook pipes a snapshot into: first to have it checked, then to have it loaded. */
const [checked, loaded] = blocksOf('docs/runbooks/redis-restore.md').flatMap(({ text }) =>
  [...text.matchAll(/'cat > \/data\/(\S+) && (.+)' < redis\.rdb/g)].map(([, file = '', command = '']): Piped => ({ file, command })),
) as [Piped, Piped];

/** The CronJob as it is generated for a bucket that has an endpoint. */
function exportingTo(endpoint: string): Any {
  const copy = structuredClone(cronJob);
  const [{ env }] = copy.spec.jobTemplate.spec.template.spec.containers;
  env.find(({ name }: Any) => name === 'RCLONE_S3_PROVIDER').value = 'Other';
  env.push({ name: 'RCLONE_S3_ENDPOINT', value: endpoint });
  return copy;
}

describeWith([...LAB, REDIS, RCLONE, S3_SERVER], 'the export of Redis', () => {
  let cluster: RedisCluster;
  let store: ObjectStore;
  let client: RespClient;
  let content: Content;
  let runs = 0;

  const everything = async (address: string): Promise<Content> => {
    const one = await RespClient.connect(address, 6379, PASSWORD);
    return contentOf(one).finally(() => one.close());
  };

  /** A run of the CronJob. */
  const run = (): Promise<string> => {
    const name = `redis-export-${++runs}`;
    return new Pod(cluster.lab.host(name), { name, workload: exportingTo(store.url), objects, secrets, images }).run(60);
  };

  const exports = (): readonly string[] => store.rclone('lsf', '--files-only', '--recursive', BUCKET).trim().split('\n').sort();

  /** An object in the bucket whose content was last changed days ago. */
  const place = (key: string, daysAgo: number): void => {
    const file = join(cluster.lab.folder, 'old');
    writeFileSync(file, 'old');
    const time = Date.now() / 1000 - daysAgo * 24 * 60 * 60;
    utimesSync(file, time, time);
    store.rclone('copyto', file, `${BUCKET}/${key}`);
  };

  /** The last export, on this machine. */
  const download = (): string => {
    const file = join(cluster.lab.folder, 'downloaded.rdb');
    const last = exports().findLast((key) => /redis-\d/.test(key));
    store.rclone('copyto', `${BUCKET}/${last}`, file);
    return file;
  };

  /** A file on a member's disk, as its user wrote it. */
  const write = (pod: Pod, name: string, content: string): void => {
    const file = join(pod.folder('data'), name);
    copyFileSync(content, file);
    chownSync(file, statefulSet.spec.template.spec.securityContext.runAsUser, 0);
  };

  /** The last export without its end. */
  const damaged = (): string => {
    const file = join(cluster.lab.folder, 'damaged.rdb');
    writeFileSync(file, readFileSync(download()).subarray(0, -1000));
    return file;
  };

  /** Hands a member a snapshot as the runbook does. @returns the exit code */
  const pipe = async (pod: Pod, snapshot: string, { file, command }: Piped): Promise<number | undefined> => {
    write(pod, file, snapshot);
    return (await pod.exec('redis', ['sh', '-c', command])).code;
  };

  /** The first member with an empty disk, while no other one runs. */
  const firstAlone = async (): Promise<Pod> => {
    const first = cluster.pod(0);
    first.wipe('data');
    const before = first.log('redis').length;
    await first.start();
    await eventually('the first member waits', 30, () => first.log('redis').slice(before).includes('waiting for a majority'));
    return first;
  };

  beforeAll(async () => {
    cluster = await RedisCluster.create();
    store = await ObjectStore.start(cluster.lab.folder, cluster.lab.address);
    store.rclone('mkdir', BUCKET);
    await cluster.start();
    client = await RespClient.connect(cluster.proxy.host.address, 6379, PASSWORD);
    await fill(client);
    // An export is taken from a replica.
    await eventually('the replicas have it', 30, async () => Number(await client.send('WAIT', 2, 1000)) === 2);
    content = await contentOf(client);
  });

  afterAll(async () => {
    client?.close();
    await store?.stop();
    await cluster?.stop();
  });

  it('uploads a snapshot named by its time, and changes nothing else in the bucket', async () => {
    const before = store.requests.length;
    await run();
    expect(exports()).toEqual([expect.stringMatching(/^redis\/redis-\d{8}T\d{6}Z\.rdb$/)]);
    // The server may write a line after its answer.
    const written = () => store.requests.slice(before).filter((request) => !/^(GET|HEAD) /.test(request));
    await eventually('the server has logged the upload', 10, () => written().length > 0);
    expect(written()).toEqual([`PUT /${variable('BUCKET')}/${exports()[0]}`]);
  });

  it('reads from a replica without becoming one in the eyes of Sentinel', async () => {
    const master = await cluster.master();
    const copies = await cluster.info(master, 'sync_full');
    await run();
    expect(await cluster.info(master, 'sync_full')).toBe(copies);
  });

  it('deletes its own old snapshots, and no other object', async () => {
    const own = exports();
    const kept = ['other/redis-2.rdb', 'redis/below/redis-3.rdb', 'redis/notes.txt'];
    for (const key of [...kept, 'redis/redis-old.rdb']) place(key, KEEP_DAYS + 1);
    place('redis/redis-recent.rdb', KEEP_DAYS - 1);
    await run();
    expect(exports()).toEqual(expect.arrayContaining([...own, ...kept, 'redis/redis-recent.rdb']));
    expect(exports()).not.toContain('redis/redis-old.rdb');
  });

  it('has a snapshot checked by a member that runs, whose disk is as before', async () => {
    const member = cluster.pod(0);
    const before = readdirSync(member.folder('data'));
    expect(await pipe(member, download(), checked)).toBe(0);
    expect(await pipe(member, damaged(), checked)).not.toBe(0);
    expect(readdirSync(member.folder('data'))).toEqual(before);
  });

  it('comes back from the disks of the others if the restored member refuses the snapshot', async () => {
    await Promise.all(cluster.pods.map((pod) => pod.kill()));
    const first = await firstAlone();
    expect(await pipe(first, damaged(), loaded)).not.toBe(0);
    await Promise.all([1, 2].map((ordinal) => cluster.pod(ordinal).start()));
    await cluster.settled();
    for (const { host } of [...cluster.pods, cluster.proxy]) expect(await everything(host.address)).toEqual(content);
  });

  it('fails without deleting anything while no Redis answers; a snapshot restores three empty members', async () => {
    await run();
    const snapshot = download();
    place('redis/redis-last-good.rdb', KEEP_DAYS + 1);
    await Promise.all(cluster.pods.map((pod) => pod.kill()));
    await expect(run()).rejects.toThrow('no snapshot: none of redis-0');
    expect(exports()).toContain('redis/redis-last-good.rdb');

    const first = await firstAlone();
    expect(await pipe(first, snapshot, loaded)).toBe(0);
    for (const ordinal of [1, 2]) cluster.pod(ordinal).wipe('data');
    await Promise.all([1, 2].map((ordinal) => cluster.pod(ordinal).start()));
    await cluster.settled();

    for (const { host } of [...cluster.pods, cluster.proxy]) expect(await everything(host.address)).toEqual(content);
    expect(readdirSync(first.folder('data')).filter((name) => name.startsWith('restor'))).toEqual([]);
    await run();
    expect(exports()).not.toContain('redis/redis-last-good.rdb');
  });

  describe('loaded by load-snapshot.sh', () => {
    let member: Pod;
    const load = () => member.exec('redis', ['sh', '/etc/redis/load-snapshot.sh']);
    /** But the names of the members, which are no data. */
    const onDisk = (): readonly string[] =>
      readdirSync(member.folder('data'))
        .filter((name) => name !== 'hosts')
        .sort();

    beforeAll(async () => {
      const workload = structuredClone(statefulSet);
      const { spec } = workload.spec.template;
      spec.containers = [{ ...spec.containers.find(({ name }: Any) => name === 'redis'), command: ['sleep', '600'] }];
      member = new Pod(cluster.lab.host('redis-9'), { name: 'redis-9', workload, objects, secrets, images });
      await member.start();
      await run();
    });

    beforeEach(() => member.wipe('data'));

    it('does nothing without a snapshot', async () => {
      expect(await load()).toEqual({ code: 0, output: '' });
      expect(onDisk()).toEqual([]);
    });

    it('turns a whole snapshot into an append-only file, and a damaged one into nothing', async () => {
      write(member, 'restore.rdb', damaged());
      expect((await load()).code).not.toBe(0);
      expect(onDisk()).not.toContain('appendonlydir');
      write(member, 'restore.rdb', download());
      expect((await load()).code).toBe(0);
      expect(onDisk()).toEqual(['appendonlydir']);
    });

    it.each([50, 100, 150, 200, 300, 400])('can be repeated after its container was killed %s ms after the start', async (milliseconds) => {
      write(member, 'restore.rdb', download());
      const ended = load();
      await sleep(milliseconds);
      await member.kill();
      await ended;
      await member.start();
      expect(await load()).toMatchObject({ code: 0 });
      expect(onDisk()).toEqual(['appendonlydir']);
    });

    it('does not touch existing data', async () => {
      write(member, 'restore.rdb', download());
      await load();
      const manifest = join(member.folder('data'), 'appendonlydir/appendonly.aof.manifest');
      const before = readFileSync(manifest, 'utf8');
      write(member, 'restore.rdb', download());
      expect(await load()).toEqual({ code: 0, output: expect.stringContaining('is not loaded') });
      expect([readFileSync(manifest, 'utf8'), onDisk()]).toEqual([before, ['appendonlydir', 'restore.rdb']]);
    });
  });
});
