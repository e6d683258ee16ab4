import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { ORDINALS, type Store } from './cluster';

/** Milliseconds between two lines, and after which a member that does not answer is given up. */
const EVERY_MS = 50;
const PATIENCE_MS = 4000;

/**
 * Appends numbered lines as the shipper does: one after the other, each until a member has taken it, whichever that is. It ends with the lab, if
 * nobody stops it before.
 */
export class Writer {
  /** The numbers of the lines that were acknowledged, and when, in milliseconds since 1970. */
  readonly acknowledged: { readonly number: number; readonly at: number }[] = [];
  /** What was answered instead. */
  readonly refusals: string[] = [];
  private isStopped = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly store: Store,
    private readonly name: string,
  ) {
    this.running = this.write();
    store.lab.adopt(this);
  }

  /** Waits until a line is acknowledged that was sent from now on. @returns the seconds until then */
  async next(since = Date.now()): Promise<number> {
    const found = () => this.acknowledged.find(({ at }) => at > since);
    await eventually(`a line is acknowledged, and not ${this.refusals.at(-1) ?? 'nothing'}`, 90, () => found() !== undefined);
    return ((found()?.at ?? since) - since) / 1000;
  }

  /** The longest time between two acknowledgements since a moment, in seconds. */
  gap(since: number): number {
    const times = this.acknowledged.map(({ at }) => at).filter((at) => at >= since);
    return Math.max(...[since, ...times].map((at, index, all) => ((all[index + 1] ?? at) - at) / 1000));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  /** The acknowledged lines that are not in the store, and those that are there twice. */
  async compare(): Promise<{ readonly lost: readonly number[]; readonly doubled: readonly number[] }> {
    await this.store.ask(0, '/logs-*/_refresh', { method: 'POST' });
    const query = { bool: { filter: [{ term: { 'attributes.logger': this.name } }] } };
    const body = { size: 10_000, query, _source: ['attributes.correlation_id'] };
    const { json } = await this.store.ask(0, '/logs-containers/_search', { method: 'POST', body, user: 'reader' });
    const numbers: readonly number[] = json.hits.hits.map(({ _source }: { _source: { attributes: { correlation_id: string } } }) =>
      Number(_source.attributes.correlation_id),
    );
    const there = new Set(numbers);
    return {
      lost: this.acknowledged.map(({ number }) => number).filter((number) => !there.has(number)),
      doubled: numbers.filter((number, index) => numbers.indexOf(number) !== index),
    };
  }

  private async write(): Promise<void> {
    let asked = 0;
    for (let number = 0; !this.isStopped; number += 1) {
      const line = {
        '@timestamp': new Date().toISOString(),
        body: `line ${number}`,
        attributes: { logger: this.name, correlation_id: String(number) },
      };
      const body = `{"create":{}}\n${JSON.stringify(line)}\n`;
      for (;;) {
        const problem = await this.store
          .ask(ORDINALS[asked % ORDINALS.length] as number, '/logs-containers/_bulk?timeout=2s', {
            method: 'POST',
            body,
            user: 'shipper',
            timeoutMs: PATIENCE_MS,
          })
          .then(({ status, json }) => (status === 200 && json.errors === false ? undefined : `${status} ${JSON.stringify(json)}`))
          .catch(String);
        if (problem === undefined) break;
        this.refusals.push(problem);
        asked += 1;
        if (this.isStopped) return;
        await sleep(EVERY_MS);
      }
      this.acknowledged.push({ number, at: Date.now() });
      await sleep(EVERY_MS);
    }
  }
}
