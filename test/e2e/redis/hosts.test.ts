import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAB } from '../lab/lab';
import { eventually } from '../support/eventually';
import { describeWith, MOUNT, REDIS } from '../support/tools';
import { RedisCluster } from './cluster';

jest.setTimeout(120_000);

describeWith([...LAB, REDIS, MOUNT], "the file of the members' addresses, on a disk that can be full", () => {
  let cluster: RedisCluster;
  let disk: string;

  const file = (): string => join(disk, 'hosts');
  const content = (): string => readFileSync(file(), 'utf8');

  const fill = (): void => {
    expect(() => execFileSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1k'], { stdio: 'ignore' })).toThrow();
  };

  /** Runs the init container to its end. @returns what it ended with, and what it wrote */
  async function prepare(): Promise<readonly [number | undefined, string]> {
    const pod = cluster.pod(0);
    const before = pod.log('hosts').length;
    await pod.start('hosts');
    await eventually('the file is prepared', 60, () => !pod.isRunning('hosts'));
    return [pod.exitCode('hosts'), pod.log('hosts').slice(before)];
  }

  beforeAll(async () => {
    cluster = await RedisCluster.create();
    disk = cluster.pod(0).folder('data');
    const { mode, gid } = statSync(disk);
    const options = `size=64k,mode=${(mode & 0o7777).toString(8)},gid=${gid}`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
  });

  beforeEach(async () => {
    rmSync(join(disk, 'filler'), { force: true });
    rmSync(file(), { force: true });
    expect(await prepare()).toEqual([0, '']);
    expect(cluster.pod(0).isRunning('sentinel')).toBe(false);
  });

  afterAll(async () => {
    await cluster?.pod(0).kill();
    if (disk !== undefined) execFileSync('umount', ['--lazy', disk]);
    await cluster?.stop();
  });

  it('does not change at a start on a full disk', async () => {
    const before = content();
    expect(before).toMatch(/^127\.0\.0\.1 localhost\n/);
    fill();
    expect(await prepare()).toEqual([0, '']);
    expect(content()).toBe(before);
  });

  it('gets a new address on a full disk', async () => {
    fill();
    cluster.renew(1);
    expect(await prepare()).toEqual([0, '']);
    expect(cluster.addressOf(1)).toBe(content().split('\n').at(-3)?.split(' ')[0]);
  });

  it('is kept if it would have another length and cannot be written', async () => {
    const before = `${content()}192.0.2.1 another\n`;
    writeFileSync(file(), before);
    fill();
    expect(await prepare()).toEqual([
      0,
      expect.stringContaining('the addresses cannot be written, and stay as they are: is the disk full?\n'),
    ]);
    expect(content()).toBe(before);
    expect(existsSync(join(disk, 'hosts.new'))).toBe(false);
  });

  it.each([
    ['missing', () => rmSync(file())],
    ['empty', () => writeFileSync(file(), '')],
    ['without a member', () => writeFileSync(file(), content().split('\n').slice(0, -2).join('\n'))],
  ])('fails the start if it is %s and cannot be written', async (_, spoil) => {
    spoil();
    fill();
    expect(await prepare()).toEqual([1, expect.stringContaining('the addresses cannot be written: is the disk full?\n')]);
  });

  it('follows a replaced Service while the disk is full', async () => {
    await cluster.pod(0).start('sentinel');
    await eventually('Sentinel answers', 60, () => cluster.pod(0).probe('sentinel', 'liveness'));
    fill();
    const before = cluster.pod(0).log('sentinel').length;
    cluster.renew(2);
    await eventually('the file has the new address', 60, () => content().includes(cluster.addressOf(2)));
    const { output } = await cluster.pod(0).exec('sentinel', ['cat', '/etc/hosts']);
    expect(output).toBe(content());
    expect(cluster.pod(0).log('sentinel').slice(before)).not.toContain('No space left');
  });
});
