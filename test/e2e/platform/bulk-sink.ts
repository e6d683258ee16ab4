import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Any } from '../support/manifests';

/** Stands in for an Elasticsearch that takes every document: keeps what the bulk API is given. */
export class BulkSink {
  /** The documents, and the index that each was for, as they came. */
  readonly taken: { readonly index: string; readonly document: Any }[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const sent = Buffer.concat(chunks);
        const lines = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString().trim().split('\n');
        // Clients of Elasticsearch talk to nobody who does not say this.
        response.writeHead(200, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
        response.end(JSON.stringify(request.url?.startsWith('/_bulk') ? this.bulk(lines) : { version: { number: '9.5.3' } }));
      });
    });
  }

  /** @returns its URL */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Every second line is a document; the one before it says what to do with it. */
  private bulk(lines: readonly string[]): object {
    const items = lines.flatMap((line, at) => {
      if (at % 2 === 1) return [];
      const { _index: index } = JSON.parse(line).create;
      this.taken.push({ index, document: JSON.parse(lines[at + 1] as string) });
      return [{ create: { _index: index, status: 201 } }];
    });
    return { took: 1, errors: false, items };
  }
}
