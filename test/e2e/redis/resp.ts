import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer of Redis that is no error. */
export type Reply = string | number | null | readonly Reply[];

/** An error that Redis answered. */
export class RespError extends Error {}

/** A connection to Redis or Sentinel (RESP2, redis.io, "Redis serialization protocol"). */
export class RespClient {
  /** @param signal closes it, at any time. @default - only `close` does */
  static async connect(host: string, port: number, password: string, timeoutMs = 5000, signal?: AbortSignal): Promise<RespClient> {
    const socket = connect({ host, port, noDelay: true });
    socket.unref();
    socket.on('error', () => {});
    // The socket's own option for it leaves a listener behind for each connection.
    const stop = (): unknown => socket.destroy(new Error('the client was stopped'));
    signal?.addEventListener('abort', stop);
    socket.on('close', () => signal?.removeEventListener('abort', stop));
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) }).catch((error) => {
      socket.destroy();
      throw error;
    });
    const client = new RespClient(socket);
    await client.send('AUTH', password);
    return client;
  }

  private readonly waiting: { resolve(reply: Reply): void; reject(error: Error): void }[] = [];
  private received = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    let reason = new Error('the connection was closed');
    socket.on('error', (error) => {
      reason = error;
    });
    socket.on('close', () => {
      for (const { reject } of this.waiting.splice(0)) reject(reason);
    });
    socket.on('data', (chunk) => {
      try {
        this.receive(chunk);
      } catch (error) {
        // Thrown from here it would end whatever test is running.
        socket.destroy(error as Error);
      }
    });
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  /** @throws RespError if the answer is an error, and any other Error if there is none */
  send(...words: readonly (string | number)[]): Promise<Reply> {
    if (!this.isOpen) return Promise.reject(new Error('the connection is closed'));
    const texts = words.map(String);
    this.socket.write(`*${texts.length}\r\n${texts.map((text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`).join('')}`);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (let parsed = parse(this.received, 0); parsed !== undefined; parsed = parse(this.received, 0)) {
      this.received = this.received.subarray(parsed.end);
      const waiting = this.waiting.shift();
      if (parsed.reply instanceof RespError) waiting?.reject(parsed.reply);
      else waiting?.resolve(parsed.reply);
    }
  }
}

interface Parsed {
  readonly reply: Reply | RespError;
  readonly end: number;
}

/** The reply that begins at an offset, if it is complete. */
function parse(data: Buffer, start: number): Parsed | undefined {
  const newline = data.indexOf('\r\n', start);
  if (newline < 0) return undefined;
  const end = newline + 2;
  const text = data.toString('utf8', start + 1, newline);
  switch (String.fromCharCode(data[start] ?? 0)) {
    case '+':
      return { reply: text, end };
    case '-':
      return { reply: new RespError(text), end };
    case ':':
      return { reply: Number(text), end };
    case '$':
      return bulk(data, end, Number(text));
    case '*':
      return list(data, end, Number(text));
    default:
      throw new Error(`not RESP: ${data.toString('latin1', start, newline)}`);
  }
}

function bulk(data: Buffer, start: number, length: number): Parsed | undefined {
  if (length < 0) return { reply: null, end: start };
  const end = start + length + 2;
  return data.length < end ? undefined : { reply: data.toString('utf8', start, end - 2), end };
}

function list(data: Buffer, start: number, length: number): Parsed | undefined {
  const replies: Reply[] = [];
  let end = start;
  for (let number = 0; number < length; number++) {
    const parsed = parse(data, end);
    if (parsed === undefined) return undefined;
    if (parsed.reply instanceof RespError) throw parsed.reply;
    replies.push(parsed.reply);
    end = parsed.end;
  }
  return { reply: replies, end };
}
