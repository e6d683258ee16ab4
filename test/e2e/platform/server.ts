import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { type Program, platformProgram } from './programs';

/** How a program of monitoring is started. */
export interface ServerOptions {
  /** Its working folder, which gets its log. */
  readonly folder: string;
  /** Its arguments, the port being the one that it serves. */
  readonly args: (port: number) => readonly string[];
  /** The path that it answers with 200 as soon as it works. */
  readonly ready: string;
  /** Variables besides the test's own. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Its name in messages and of its log. @default - as the program */
  readonly name?: string;
}

/** A program of monitoring that serves HTTP on a free port of the loopback interface. */
export class Server {
  /** Starts it, and waits until it answers. @throws Error with the end of its log if it ends or does not answer within 30 s */
  static async start(program: Program, { folder, args, ready, env = {}, name = program }: ServerOptions): Promise<Server> {
    const port = await freePort();
    const daemon = new Daemon(folder, platformProgram(program), args(port), { name, env: { ...process.env, ...env } });
    const server = new Server(port, daemon);
    try {
      await eventually(`${name} answers, or has ended`, 30, async () => !daemon.isAlive || (await fetch(server.url(ready))).ok);
    } catch (error) {
      await daemon.stop();
      throw new Error(`${error}\n${daemon.tail()}`);
    }
    if (!daemon.isAlive) throw new Error(`${name} has ended:\n${daemon.tail()}`);
    return server;
  }

  private constructor(
    readonly port: number,
    private readonly daemon: Daemon,
  ) {}

  /** Host and port, as a target of Prometheus. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  url(path: string): string {
    return `http://${this.address}${path}`;
  }

  /** The last lines of its log. */
  get log(): string {
    return this.daemon.tail();
  }

  /** The body of an answer. @throws Error unless its status is 200 */
  async text(path: string): Promise<string> {
    const answer = await fetch(this.url(path), { signal: AbortSignal.timeout(30_000) });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  /** As `text`, parsed. */
  async json<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path));
  }

  stop(): Promise<void> {
    return this.daemon.stop();
  }
}
