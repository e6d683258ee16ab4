import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { ORDINALS, type Store } from './cluster';

const PORT = 9200;

/**
 * Stands in for the Service of the store: hands each connection to a member that takes it, beginning with one and going on with the next when
 * one takes none. Connections stay with their member, as those through a Service do. It ends with the lab, if nobody stops it before.
 */
export class Front {
  /** @param first the ordinal of the member that takes connections first */
  static async start(store: Store, first = 0): Promise<Front> {
    const front = new Front(store, first);
    await new Promise<void>((resolve) => front.server.listen(0, '127.0.0.1', resolve));
    store.lab.adopt(front);
    return front;
  }

  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private away = false;

  private constructor(
    private readonly store: Store,
    private member: number,
  ) {
    this.server = createServer((client) => {
      this.keep(client);
      if (this.away) client.destroy();
      else this.hand(client, ORDINALS.length);
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Whether no member is there: connections break off, and new ones end at once. */
  set isAway(away: boolean) {
    this.away = away;
    if (away) for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private hand(client: Socket, tries: number): void {
    if (tries === 0) {
      client.destroy();
      return;
    }
    const ordinal = ORDINALS[this.member % ORDINALS.length] as number;
    const member = this.keep(connect(PORT, this.store.pod(ordinal).host.address));
    let isTaken = false;
    member.on('connect', () => {
      isTaken = true;
      client.pipe(member).pipe(client);
    });
    member.on('close', () => {
      if (isTaken) client.destroy();
      else {
        this.member += 1;
        this.hand(client, tries - 1);
      }
    });
    client.on('close', () => member.destroy());
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
    return socket;
  }
}
