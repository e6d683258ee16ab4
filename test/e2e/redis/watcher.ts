import { setTimeout as sleep } from 'node:timers/promises';
import type { LabHost } from '../lab/host';
import { PASSWORD } from './cluster';
import { RespClient } from './resp';

/** Asks again and again which master is behind a host, on new connections and on one that stays open, until it is stopped or the lab is. */
export class Watcher {
  private readonly seen = new Map<string, { first: number; last: number }>();
  private readonly end = new AbortController();
  private readonly done: Promise<unknown>;

  constructor(private readonly host: LabHost) {
    this.done = Promise.all([this.watch(false), this.watch(true)]);
    host.lab.adopt(this);
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.done;
  }

  /** For how many seconds two masters could be reached: from the first answer of the new one to the last of the old one. */
  get overlap(): number {
    const spans = [...this.seen.values()].sort((one, other) => one.first - other.first);
    const overlaps = spans.slice(1).map(({ first }, index) => ((spans[index]?.last ?? first) - first) / 1000);
    return Math.max(0, ...overlaps);
  }

  private async watch(keeps: boolean): Promise<void> {
    let client: RespClient | undefined;
    const { signal } = this.end;
    while (!signal.aborted) {
      try {
        client ??= await RespClient.connect(this.host.address, 6379, PASSWORD, 1000, signal);
        await Promise.race([this.look(client), sleep(1000, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer')))]);
        if (!keeps) throw new Error('a new connection for each question');
      } catch {
        client?.close();
        client = undefined;
      }
      await sleep(50);
    }
  }

  private async look(client: RespClient): Promise<void> {
    const [role, [, name]] = (await Promise.all([client.send('ROLE'), client.send('CONFIG', 'GET', 'replica-announce-ip')])) as [
      readonly string[],
      readonly string[],
    ];
    if (role[0] !== 'master' || name === undefined) return;
    const at = performance.now();
    this.seen.set(name, { first: this.seen.get(name)?.first ?? at, last: at });
  }
}
