import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../control-plane/free-port';
import { record } from '../failover/figures';
import { FAULTS } from '../platform/faults';
import { PROMETHEUS, REDIS_EXPORTER } from '../platform/programs';
import type { Place } from '../platform/watch';
import { eventually } from '../support/eventually';
import { committed, find } from '../support/manifests';
import { describeWith, REDIS } from '../support/tools';
import { MEMORY_CAGE, MemoryCage } from './memory-cage';
import { watchedRedis } from './watched';

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

  /** Where a Prometheus finds it. */
  get place(): Place {
    return { pod: 'redis-0', container: 'redis', port: 'redis', address: `127.0.0.1:${this.port}` };
  }

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

  /** The process that writes a file for it, if there is one. */
  child(): number | undefined {
    const { stdout } = spawnSync('pgrep', ['--parent', `${this.info('process_id')}`], { encoding: 'utf8' });
    return Number(stdout) > 0 ? Number(stdout) : undefined;
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

  /** Writes until it is as full as it may be. @returns how many keys it has then */
  async fill(): Promise<number> {
    const full = Number(this.info('maxmemory')) * FILLED;
    const empty = Number(this.info('used_memory'));
    let [keys, more] = [0, PORTION];
    while (more > 0) {
      await this.write(keys, keys + more);
      keys += more;
      const used = Number(this.info('used_memory'));
      more = Math.floor((full - used) / ((used - empty) / keys));
    }
    return keys;
  }

  /** Gives it a replica that keeps up with it. */
  async attachReplica(): Promise<ChildProcess> {
    const folder = join(this.folder, 'replica');
    mkdirSync(folder);
    const options = ['--port', String(this.replicaPort), '--dir', folder, '--save', '', '--replicaof', '127.0.0.1', String(this.port)];
    const replica = spawn('redis-server', options, { stdio: 'ignore' });
    this.processes.push(replica);
    await this.caughtUp();
    return replica;
  }

  /** Once its replica has read everything. */
  async caughtUp(): Promise<void> {
    await eventually('its replica has everything', 120, () => {
      const [, read] = /state=online,offset=(\d+)/.exec(this.info('slave0') ?? '') ?? [];
      return read !== undefined && read === this.info('master_repl_offset');
    });
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

/** Has all of its data written anew to its file, and overwrites everything before that has come to its end. */
async function rewriteUnderLoad(redis: Caged): Promise<void> {
  // Before it is filled: the log that replicas are sent is data too.
  const replica = await redis.attachReplica();
  const keys = await redis.fill();
  await redis.caughtUp();
  replica.kill('SIGSTOP');
  redis.ask('config', 'set', 'rdb-key-save-delay', '60');
  redis.ask('bgrewriteaof');
  let rewriting: number | undefined;
  await eventually('it rewrites, or was killed because of that', 60, () => {
    rewriting = redis.info('aof_rewrite_in_progress') === '1' ? redis.child() : undefined;
    return rewriting !== undefined || redis.cage.killed > 0;
  });
  // However long it takes to overwrite everything: whoever writes the file waits for that.
  if (rewriting !== undefined) spawnSync('kill', ['-STOP', String(rewriting)]);
  await redis.write(0, keys);
  // Otherwise not every page was there twice.
  if (redis.cage.killed === 0) expect([redis.info('aof_rewrite_in_progress'), redis.info('errorstat_OOM')]).toEqual(['1', undefined]);
  // A Redis that was killed leaves it behind; unless it was the one that the kernel chose.
  if (rewriting !== undefined) spawnSync('kill', [redis.cage.killed === 0 ? '-CONT' : '-KILL', String(rewriting)]);
  await eventually('the rewrite has ended', 180, () => redis.cage.killed > 0 || redis.info('aof_rewrite_in_progress') === '0');
}

describeWith([REDIS, MEMORY_CAGE, ...PROMETHEUS, REDIS_EXPORTER], 'a full Redis under its memory limit', () => {
  let redis: Caged;

  afterEach(async () => redis?.stop());

  it('survives a rewrite of its file while all data is overwritten and a replica does not read', async () => {
    redis = await Caged.start(undefined);
    const fault = 'a full Redis';
    const watch = await watchedRedis([redis.place], '');
    try {
      await watch.quiet();
      await watch.during(fault, FAULTS.memory[fault], async (untilFired) => {
        await rewriteUnderLoad(redis);
        await untilFired();
        redis.ask('flushall');
      });
      record('alerts-of-memory', { faults: watch.seen });
    } finally {
      await watch.stop();
    }
    expect([redis.isAlive, redis.cage.killed, redis.info('aof_last_bgrewrite_status')]).toEqual([true, 0, 'ok']);
  });

  it('is killed if maxmemory is five eighths of the limit', async () => {
    redis = await Caged.start(640 * MEBIBYTE);
    await rewriteUnderLoad(redis);
    expect(redis.cage.killed).toBeGreaterThan(0);
  });
});
