import { type ChildProcess, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createServerOverTls, request as requestOverTls, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnBound } from '../support/bound';
import { eventually } from '../support/eventually';
import { installed } from '../support/installed';
import { describeWith, NGINX, type Tool } from '../support/tools';

/** nginx that is started as root runs its workers as another user, who may not enter the test's folder. In a pod it is not root. */
const SAME_USER = process.getuid?.() === 0 ? 'user root;' : '';

/** Bytes of headers that Node reads: more than nginx lets through. */
const LARGEST = 128 * 1024;

const RECENT = join(installed('nginx'), 'bin');

/** The builds of nginx: Debian's, which is older than those of the images, and one that `.ci/run` installs, which is newer. */
export const BUILDS = {
  old: { tool: NGINX, env: process.env },
  recent: {
    tool: { name: 'a recent nginx', probe: [join(RECENT, 'nginx'), '-v'] },
    env: { ...process.env, PATH: `${RECENT}:${process.env.PATH}` },
  },
} satisfies Record<string, { readonly tool: Tool; readonly env: NodeJS.ProcessEnv }>;

export type Build = keyof typeof BUILDS;

/** A describe block for each of these builds. @param tools what it needs besides */
export function describeWithNginx(builds: readonly Build[], tools: readonly Tool[], name: string, body: (build: Build) => void): void {
  for (const build of builds) describeWith([BUILDS[build].tool, ...tools], `${name}, under the ${build} nginx`, () => body(build));
}

/** A real nginx with a generated configuration, as a process of the test. */
export class Nginx {
  readonly folder = mkdtempSync(join(tmpdir(), 'fm-nginx-'));
  /** Environment and working folder with which a process finds the `nginx` of the build. nginx writes there what has no other place. */
  readonly place: { readonly env: NodeJS.ProcessEnv; readonly cwd: string };
  private process?: ChildProcess;

  constructor(build: Build = 'old') {
    this.place = { env: BUILDS[build].env, cwd: this.folder };
    for (const name of ['run', 'tmp', 'html']) mkdirSync(join(this.folder, name));
  }

  /**
   * Writes the configuration with each of these texts replaced; fails if one is not there. It listens on IPv6 only where they say so:
   * its port there is one that other tests have too.
   *
   * @param file where it is in nginx' own folder
   */
  configure(configuration: string, replacements: Readonly<Record<string, string>>, file = 'nginx.conf'): void {
    const adapted = Object.entries(replacements).reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the configuration has no ${JSON.stringify(from)}`);
      return text.replaceAll(from, to);
    }, configuration);
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), adapted.replaceAll(/^ *listen \[::\]:(8080|8000|8443|8083)\b.*\n/gm, ''));
  }

  /** What nginx says of the configuration. */
  test(): string {
    return spawnSync('nginx', ['-t', '-c', join(this.folder, 'nginx.conf')], { encoding: 'utf8', ...this.place }).stderr;
  }

  /** @param script the shell script that starts it, from `inFolder`. @default - nginx alone. @param path a path that it answers at once */
  async start(port: number, script = this.inFolder('exec nginx -c /etc/nginx/nginx.conf -g "daemon off;"'), path = '/'): Promise<void> {
    // A group of its own, so that all of it can be killed. Of a master that was killed, the workers would be left.
    this.process = spawnBound('TERM', ['sh', '-c', script], { stdio: 'ignore', detached: true, ...this.place });
    this.process.unref();
    await eventually('nginx answers', 20, async () => (await get(port, path)).status > 0);
  }

  /** A script of a pod, with the folders and the user of this test. */
  inFolder(script: string): string {
    return script
      .replaceAll('/tmp/', `${this.folder}/tmp/`)
      .replaceAll(/\/etc\/nginx\b/g, this.folder)
      .replaceAll('daemon off;', `daemon off; ${SAME_USER}`);
  }

  /** What it has logged as an error, if its configuration writes that into the folder. */
  get errors(): string {
    return readFileSync(join(this.folder, 'errors'), 'utf8');
  }

  /** How often it says that somebody behind it broke off, or could not be reached. */
  get missed(): number {
    return this.errors.match(/prematurely closed|Connection refused|reset by peer|timed out/g)?.length ?? 0;
  }

  /** Sends a signal to all its workers. */
  signalWorkers(signal: NodeJS.Signals): void {
    spawnSync('pkill', ['--signal', signal, '--parent', String(this.process?.pid)]);
  }

  /** Lets it finish what it has begun. @throws Error if it has not within 20 s; it is killed then */
  async stop(): Promise<void> {
    const { process: running } = this;
    const hasEnded = (): boolean => running === undefined || running.exitCode !== null || running.signalCode !== null;
    running?.kill('SIGQUIT');
    try {
      await eventually('nginx has stopped', 20, hasEnded);
    } catch (error) {
      process.kill(-(running?.pid as number), 'SIGKILL');
      await eventually('nginx is killed', 20, hasEnded);
      throw error;
    } finally {
      rmSync(this.folder, { recursive: true });
    }
  }
}

/** A request as a backend of the edge received it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly length: number;
}

/** What a server answers. */
export interface Said {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
}

/** A server that keeps the requests that it received. */
export class Backend {
  readonly received: Received[] = [];
  private readonly server: Server;

  /**
   * @param answer status and headers for a request, at once or later. @default - 200 without any
   * @param tls how it is asked over TLS. @default - it is asked without
   */
  constructor(answer: (request: Received) => Said | Promise<Said> = () => ({ status: 200 }), tls?: ServerOptions) {
    const answering = (incoming: IncomingMessage, response: ServerResponse): void => {
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      incoming.on('end', async () => {
        const got = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, length };
        this.received.push(got);
        const { status, headers } = await answer(got);
        response.writeHead(status, headers).end('answered');
      });
    };
    const options = { maxHeaderSize: LARGEST };
    this.server = tls === undefined ? createServer(options, answering) : createServerOverTls({ ...options, ...tls }, answering);
    this.server.unref();
  }

  /** @param address of the loopback interface. @param port @default - any that is free */
  async listen(address = '127.0.0.1', port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, address, resolve));
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a request has besides its path. */
export interface Asking {
  readonly headers?: Record<string, string | string[]>;
  readonly method?: string;
  readonly body?: Buffer;
  /** The host that is asked over TLS, whoever vouches for it. @default - it is asked without TLS */
  readonly tls?: string;
  /** The address of the loopback interface that it comes from. @default - 127.0.0.1 */
  readonly from?: string;
}

/** Sends a request with path and headers exactly as given. */
export const get = (port: number, path: string, { headers = {}, method = 'GET', body, tls, from }: Asking = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const where = { host: '127.0.0.1', port, path, method, agent: false, maxHeaderSize: LARGEST, localAddress: from };
    const answered = (response: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    };
    const asked =
      tls === undefined
        ? request({ ...where, headers }, answered)
        : requestOverTls({ ...where, headers: { host: tls, ...headers }, servername: tls, rejectUnauthorized: false }, answered);
    asked.on('error', reject);
    asked.end(body);
  });
