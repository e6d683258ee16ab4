import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const TYPE_A = 1;
const NAME_ERROR = 3;
/** Seconds, as CoreDNS has it by default. */
const TIME_TO_LIVE = 5;

/** A DNS server that the test controls: it answers with the A records that it was given, and that other names do not exist. */
export class Dns {
  static async listen(address: string): Promise<Dns> {
    const socket = createSocket('udp4');
    socket.unref();
    socket.bind(53, address);
    await once(socket, 'listening');
    return new Dns(socket, address);
  }

  /** Listens on a free address of the loopback interface: other tests may run on this machine. */
  static async listenAnywhere(): Promise<Dns> {
    for (let last = 1; last < 255; last += 1) {
      try {
        return await Dns.listen(`127.77.0.${last}`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      }
    }
    throw new Error('all addresses in 127.77.0.0/24 are in use');
  }

  /**
   * Which queries are answered. `half`: as if one of two servers were gone, where a node sends all queries from one port to the same
   * server. `later`: all but those from the port of the first query.
   */
  answers: 'all' | 'half' | 'none' | 'later' = 'all';
  private first?: number;
  /** Every name in a query. */
  readonly asked = new Set<string>();
  private readonly addresses = new Map<string, readonly string[]>();

  private constructor(
    private readonly socket: Socket,
    readonly address: string,
  ) {
    socket.on('message', (query, { address, port }) => {
      const answer = this.answer(query);
      this.first ??= port;
      const answered = { all: true, half: port % 2 === 0, none: false, later: port !== this.first }[this.answers];
      if (answered) socket.send(answer, port, address);
    });
  }

  /** Sets the addresses of a name. */
  set(name: string, ...addresses: readonly [string, ...string[]]): void {
    this.addresses.set(name.toLowerCase(), addresses);
  }

  /** Removes a name. */
  remove(name: string): void {
    this.addresses.delete(name.toLowerCase());
  }

  close(): void {
    this.socket.close();
  }

  /** RFC 1035 §4.1: a header of twelve bytes, the question, and the answer, which refers to the question for its name. */
  private answer(query: Buffer): Buffer {
    const { name, type, end } = questionOf(query);
    this.asked.add(name);
    const addresses = this.addresses.get(name);
    const records = addresses !== undefined && type === TYPE_A ? addresses.map(record) : [];
    const header = Buffer.from(query.subarray(0, 12));
    // An authoritative answer. Recursion is "available": clients do not ask a resolver without it again.
    header.writeUInt16BE(0x8580 | (addresses === undefined ? NAME_ERROR : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    header.fill(0, 8);
    return Buffer.concat([header, query.subarray(12, end), ...records]);
  }
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function record(address: string): Buffer {
  const fixed = Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, TIME_TO_LIVE, 0, 4]);
  return Buffer.concat([fixed, Buffer.from(address.split('.').map(Number))]);
}
