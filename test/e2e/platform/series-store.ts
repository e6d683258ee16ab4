import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A store for series by remote write, which keeps nothing. */
export class SeriesStore {
  static async listen(): Promise<SeriesStore> {
    const store = new SeriesStore();
    await new Promise<void>((resolve) => store.server.listen(0, '127.0.0.1', resolve));
    return store;
  }

  /** The status of its answers: below 300 it takes what it is sent, with 400 it never will, from 500 on it may later. */
  answers = 200;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(this.answers).end());
    });
    this.server.unref();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/write`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
