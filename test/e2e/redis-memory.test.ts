import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './control-plane/free-port';
import { eventually } from './support/eventually';
import { committed, find } from './support/manifests';
import { MEMORY_CAGE, MemoryCage } from './support/memory-cage';
import { describeWith, REDIS } from './support/tools';

jest.setTimeout(600_000);

const objects = committed('cluster');
const CONFIGURATION: string = find(objects, 'ConfigMap', /^redis-configuration$/).data['redis.conf'];
const LIMIT = 2 ** 30;
const MEBIBYTE = 2 ** 20;
/** Of what it may store: a full one takes no writes. */
const FILLED = 0.96;
const VALUE = 'x'.repeat(1000);
const PORTION = 10_000;

/** A Redis of the manifest under its memory limit. */
class Caged {
  static async start(maxmemory: number | undefined): Promise<Caged> {
    return new Caged(maxmemory, await freePort(), await freePort()).begin();
  }

  readonly cage = new MemoryCage('fm-redis', LIMIT);
  private readonly folder = mkdtempSync(join(tmpdir(), 'fm-redis-memory-'));
  private readonly processes: ChildProcess[] = [];

  private constructor(
    private readonly maxmemory: number | undefined,
    private readonly port: number,
    private readonly replicaPort: number,
  ) {}

  ask(...command: readonly string[]): string {
    return spawnSync('redis-cli', ['-p', String(this.port), ...command], { encoding: 'utf8' }).stdout;
  }

  /** A field of what it says of itself; nothing if it does not answer. */
  info(field: string): string | undefined {
    return new RegExp(`^${field}:(.*)\r$`, 'm').exec(this.ask('info'))?.[1];
  }

  get isAlive(): boolean {
    return this.processes[0]?.exitCode === null && this.processes[0]?.signalCode === null;
  }

  /** Sets keys from one number to another, as fast as it can, or until it ends. */
  async write(from: number, to: number): Promise<void> {
    const pipe = spawn('redis-cli', ['-p', String(this.port), '--pipe'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(pipe, 'exit').catch(() => {});
    pipe.stdin.on('error', () => {});
    for (let start = from; start < to && pipe.exitCode === null; start += PORTION) {
      const keys = Array.from({ length: Math.min(PORTION, to - start) }, (_, index) => `key:${start + index}`);
      const text = keys.map((key) => `*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$${VALUE.length}\r\n${VALUE}\r\n`).join('');
      if (!pipe.stdin.write(text)) await Promise.race([once(pipe.stdin, 'drain').catch(() => {}), ended]);
    }
    pipe.stdin.end();
    await ended;
  }

  /** @returns how many keys it has when it is as full as it gets */
  async fill(): Promise<number> {
    const before = Number(this.info('used_memory'));
    await this.write(0, PORTION);
    const each = (Number(this.info('used_memory')) - before) / PORTION;
    const keys = Math.floor((Number(this.info('maxmemory')) * FILLED - before) / each);
    await this.write(PORTION, keys);
    return keys;
  }

  /** Gives it a replica that has a copy, and stops to read what comes after it. */
  async attachReplica(): Promise<void> {
    const replica = join(this.folder, 'replica');
    mkdirSync(replica);
    const options = ['--port', String(this.replicaPort), '--dir', replica, '--save', '', '--replicaof', '127.0.0.1', String(this.port)];
    const copying = spawn('redis-server', options, { stdio: 'ignore' });
    this.processes.push(copying);
    await eventually('it has a replica', 120, () => this.info('slave0')?.includes('state=online') ?? false);
    copying.kill('SIGSTOP');
  }

  async stop(): Promise<void> {
    for (const one of this.processes) one.kill('SIGKILL');
    await this.cage.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<this> {
    const own = [`dir ${this.folder}`, `port ${this.port}`, ...(this.maxmemory === undefined ? [] : [`maxmemory ${this.maxmemory}`])];
    // Nobody is asked to confirm anything here.
    const text = [CONFIGURATION.replace(/^(dir|port|min-replicas-to-write) .*$/gm, ''), ...own].join('\n');
    writeFileSync(join(this.folder, 'redis.conf'), text);
    const [shell = '', ...caged] = this.cage.around(`redis-server ${join(this.folder, 'redis.conf')}`);
    this.processes.push(spawn(shell, caged, { stdio: 'ignore' }));
    await eventually('it answers', 30, () => this.ask('ping').includes('PONG'));
    return this;
  }
}

/** Has all of its data written anew to its file, slowly enough that everything is overwritten meanwhile. */
async function rewriteUnderLoad(redis: Caged): Promise<void> {
  const keys = await redis.fill();
  await redis.attachReplica();
  redis.ask('config', 'set', 'rdb-key-save-delay', '60');
  redis.ask('bgrewriteaof');
  await eventually('it rewrites', 60, () => redis.info('aof_rewrite_in_progress') === '1');
  await redis.write(0, keys);
  // Otherwise not every page was there twice.
  if (redis.isAlive && redis.cage.killed === 0) expect(redis.info('aof_rewrite_in_progress')).toBe('1');
  redis.ask('config', 'set', 'rdb-key-save-delay', '0');
  await eventually('the rewrite has ended', 180, () => !redis.isAlive || redis.info('aof_rewrite_in_progress') === '0');
}

describeWith([REDIS, MEMORY_CAGE], 'a full Redis under its memory limit', () => {
  let redis: Caged;

  afterEach(async () => redis?.stop());

  it('survives a rewrite of its file during which all of its data is overwritten, with a replica that does not read', async () => {
    redis = await Caged.start(undefined);
    await rewriteUnderLoad(redis);
    expect([redis.isAlive, redis.cage.killed, redis.info('aof_last_bgrewrite_status')]).toEqual([true, 0, 'ok']);
  });

  it('would not if it were given five eighths of it', async () => {
    redis = await Caged.start(640 * MEBIBYTE);
    await rewriteUnderLoad(redis);
    expect(redis.cage.killed).toBeGreaterThan(0);
  });
});
