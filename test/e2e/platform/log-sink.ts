import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Any } from '../support/manifests';

/** A record as it reaches the store. */
export interface Record {
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly severity?: string;
  /** As OpenTelemetry counts: 9 is INFO, 17 ERROR. */
  readonly severityNumber?: number;
  readonly attributes: Readonly<{ [key: string]: string }>;
  readonly resource: Readonly<{ [key: string]: string }>;
}

interface Pair {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string };
}

const pairs = (list: readonly Pair[] = []) =>
  Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue ?? String(value.intValue ?? '')]));

/** The records of a request, which is JSON of OTLP over HTTP. */
export const recordsIn = (text: string): readonly Record[] =>
  (JSON.parse(text).resourceLogs ?? []).flatMap(({ resource, scopeLogs }: Any) =>
    scopeLogs.flatMap(({ logRecords }: Any) =>
      logRecords.map(({ body, timeUnixNano = '0', severityText, severityNumber, attributes }: Any) => ({
        body: body.stringValue ?? '',
        time: Number(timeUnixNano) / 1e6,
        severity: severityText,
        severityNumber,
        attributes: pairs(attributes),
        resource: pairs(resource.attributes),
      })),
    ),
  );

/** Stands in for the store: takes records in the JSON of OTLP over HTTP, and hands each to a function. */
export class LogSink {
  private server?: ReturnType<typeof createServer>;
  private readonly sockets = new Set<Socket>();

  /** How many records were in the largest request. */
  largest = 0;

  /** What it answers with. */
  status = 200;

  constructor(
    readonly port: number,
    private readonly take: (record: Record) => void,
  ) {}

  /** Is there. It may be there already. */
  async start(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const records = recordsIn(Buffer.concat(chunks).toString());
        this.largest = Math.max(this.largest, records.length);
        for (const record of records) this.take(record);
        response.statusCode = this.status;
        response.setHeader('content-type', 'application/json');
        response.end('{}');
      });
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  /** Is away: connections break off, and new ones are refused. */
  async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
