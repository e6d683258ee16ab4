import { setTimeout as sleep } from 'node:timers/promises';
import type { LabHost } from '../lab/host';
import { PASSWORD } from './cluster';
import { RespClient } from './resp';

/** A write that was acknowledged. */
export interface Acknowledgement {
  readonly key: string;
  /** When the answer came, in milliseconds of performance.now(). */
  readonly at: number;
}

/**
 * A client that writes one key after the other without a pause, and keeps what was acknowledged. When its connection is closed it opens
 * another, as client libraries do. It never closes one by itself, because not all of them do. It ends with the lab, if nobody stops it before.
 */
export class RedisWriter {
  readonly acknowledged: Acknowledgement[] = [];
  private number = 0;
  private client?: RespClient;
  private readonly end = new AbortController();
  private readonly done: Promise<void>;

  /** @param replicas the number of replicas that have to confirm a write (`WAIT`) before it counts as acknowledged */
  constructor(
    private readonly host: Pick<LabHost, 'lab' | 'address'>,
    private readonly name: string,
    private readonly replicas = 0,
    private readonly port = 6379,
  ) {
    this.done = this.write();
    host.lab.adopt(this);
  }

  /** The longest time without a write since a moment, in seconds. */
  pause(since: number): number {
    const times = this.acknowledged.map(({ at }) => at);
    const gaps = times.slice(1).map((at, index) => (at > since ? at - (times[index] ?? at) : 0));
    return Math.max(...gaps) / 1000;
  }

  /** Whether it has written since a moment. */
  hasWritten(since: number): boolean {
    return (this.acknowledged.at(-1)?.at ?? 0) > since;
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.done;
  }

  private async write(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      try {
        this.client ??= await RespClient.connect(this.host.address, this.port, PASSWORD, undefined, signal);
        await this.writeOne(this.client);
        await sleep(5);
      } catch {
        // Refused, closed, or no master at the moment: the next attempt uses a new connection.
        this.client?.close();
        this.client = undefined;
        await sleep(20);
      }
    }
  }

  private async writeOne(client: RespClient): Promise<void> {
    const key = `${this.name}:${this.number++}`;
    const answers = [client.send('SET', key, 'x'), ...(this.replicas > 0 ? [client.send('WAIT', this.replicas, 1000)] : [])];
    const [, confirmed] = await Promise.all(answers);
    if (this.replicas === 0 || Number(confirmed) >= this.replicas) this.acknowledged.push({ key, at: performance.now() });
  }
}
