import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOGS } from '../../../lib/platform/logging/record';
import { type Record, recordsIn } from '../platform/log-sink';
import { ORDINALS, type Store } from './cluster';

/** After which a member that does not answer is given up. */
const PATIENCE_MS = 4000;

/** A record as the collector's exporter for OpenSearch writes it. */
const ss4oOf = ({ time, body, severity, severityNumber, attributes, resource }: Record): object => ({
  '@timestamp': new Date(time).toISOString(),
  body,
  severity: { text: severity, number: severityNumber },
  attributes,
  resource,
});

/**
 * Stands in for the collector's exporter for OpenSearch: takes records in the JSON of OTLP over HTTP, and appends them to the store as its
 * user `shipper` does. What the store does not take is answered by 503, so that the collector sends it again.
 */
export class Bridge {
  /** When records were taken, in milliseconds since 1970. */
  readonly taken: number[] = [];
  /** How many records are in the requests that failed and may yet be in the store, as a whole or in part: these may come twice. */
  uncertain = 0;
  /** Why requests failed. */
  readonly refusals: string[] = [];
  private readonly server: Server;

  /** @param asked the ordinal of the member that is asked first. Whenever a request fails, the next one is asked. */
  constructor(
    private readonly store: Store,
    private asked: number,
  ) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', async () => {
        const isTaken = await this.append(recordsIn(Buffer.concat(chunks).toString()));
        response.writeHead(isTaken ? 200 : 503, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  /** @returns the port that it listens at */
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async append(records: readonly Record[]): Promise<boolean> {
    const body = records.map((record) => `{"create":{}}\n${JSON.stringify(ss4oOf(record))}\n`).join('');
    const asking = { method: 'POST', body, user: 'shipper', timeoutMs: PATIENCE_MS };
    try {
      const member = ORDINALS[this.asked % ORDINALS.length] as number;
      const { status, json, text } = await this.store.ask(member, `/${LOGS}/_bulk?timeout=2s`, asking);
      if (status === 200 && json.errors === false) {
        this.taken.push(Date.now());
        return true;
      }
      this.refusals.push(`${status} ${text.slice(0, 300)}`);
      // An answer other than 200 is of a request of which nothing was taken.
      if (status === 200) this.uncertain += records.length;
    } catch (error) {
      this.refusals.push(String(error));
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') this.uncertain += records.length;
    }
    this.asked += 1;
    return false;
  }
}
