import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '../lab/pod';
import type { PatroniCluster } from './cluster';
import type { Member } from './member';

const CONTAINER = 'writer';

/** A row whose insert was acknowledged, and when, in milliseconds since 1970. */
export interface Acknowledged {
  readonly number: number;
  readonly at: number;
}

/** A client in a pod of its own that inserts rows without a pause through the Service `postgres`, and logs what was acknowledged. */
export class PostgresWriter {
  static async start(cluster: PatroniCluster): Promise<PostgresWriter> {
    const writer = new PostgresWriter(cluster.client(CONTAINER, ['python', '/clients/writer.py']));
    await writer.pod.start();
    return writer;
  }

  private constructor(private readonly pod: Pod) {}

  get acknowledged(): readonly Acknowledged[] {
    const log = this.pod.log(CONTAINER);
    if (!this.pod.isRunning(CONTAINER)) throw new Error(`the writer has ended:\n${log.split('\n').slice(-15).join('\n')}`);
    return [...log.matchAll(/^(\d+) ([\d.]+)\n/gm)].map(([, number, seconds]) => ({ number: Number(number), at: Number(seconds) * 1000 }));
  }

  /** Waits until writes have succeeded for half a second since a moment. */
  async resumed(since: number, limitSeconds: number): Promise<void> {
    const deadline = since + limitSeconds * 1000;
    while (!this.acknowledged.some(({ at }) => at > since + 500)) {
      if (Date.now() > deadline) throw new Error(`no write was acknowledged within ${limitSeconds} s`);
      await sleep(500);
    }
  }

  /** The longest time without an acknowledgement since a moment, in seconds. */
  longestPause(since: number): number {
    const times = [since, ...this.acknowledged.map(({ at }) => at).filter((at) => at > since), Date.now()];
    return Math.max(...times.slice(1).map((at, number) => at - (times[number] as number))) / 1000;
  }

  /** The acknowledged rows that a member does not have. */
  async lost(member: Member, confirmed = this.acknowledged): Promise<readonly number[]> {
    const rows = await member.sql('select number from written', { database: 'fm_evidence' });
    const there = new Set(rows.split('\n').map(Number));
    return confirmed.map(({ number }) => number).filter((number) => !there.has(number));
  }
}
