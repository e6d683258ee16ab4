import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { spawnBound } from '../support/bound';
import { eventually } from '../support/eventually';
import type { get } from './nginx';

/** A gateway as a process of its own: it takes a while to answer, with who it is, or with what the path asks for. */
const PROGRAM = `
const [address, port, delay] = process.argv.slice(1);
require('node:http').createServer((request, response) => {
  request.resume().on('end', () => setTimeout(() => {
    const failing = request.url.startsWith('/api/fails-at/' + address);
    response.writeHead(failing ? 502 : 200, { 'X-Copy': address }).end(request.method === 'HEAD' ? undefined : 'answered');
  }, Number(delay)));
}).listen(Number(port), address);
`;

/** Methods of requests that may be sent again. */
export const REPEATABLE = ['GET', 'HEAD', 'PUT', 'DELETE'];

/** Gateways at addresses of the loopback interface, all at one port. */
export class Gateways {
  private readonly running = new Map<string, ChildProcess>();

  /** @param milliseconds how long each takes to answer */
  constructor(
    private readonly port: number,
    private readonly milliseconds = 20,
  ) {}

  start(address: string): void {
    const args = ['-e', PROGRAM, address, String(this.port), String(this.milliseconds)];
    this.running.set(address, spawnBound('KILL', [process.execPath, ...args], { stdio: 'ignore' }));
  }

  /** Kills one without warning. */
  async kill(address: string): Promise<void> {
    const gateway = this.running.get(address) as ChildProcess;
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
  }

  signal(address: string, signal: NodeJS.Signals): void {
    this.running.get(address)?.kill(signal);
  }

  stop(): void {
    for (const gateway of this.running.values()) gateway.kill('SIGKILL');
  }
}

/** How often each method got each status. */
export type Counts = Readonly<Record<string, number>>;

/** Asks from several sides for as long as something is done, and counts what comes back by method and status. */
export async function underLoad(
  ask: (method: string) => ReturnType<typeof get>,
  methods: readonly string[],
  done: (sofar: Counts) => Promise<void>,
): Promise<Counts> {
  const counts: Record<string, number> = {};
  let isDone = false;
  const asking = methods.map(async (method) => {
    while (!isDone) {
      const status = await ask(method).then(
        (answer) => answer.status,
        (error) => error.code,
      );
      counts[`${method} ${status}`] = (counts[`${method} ${status}`] ?? 0) + 1;
    }
  });
  try {
    await eventually('everybody asks', 20, () => methods.every((method) => (counts[`${method} 200`] ?? 0) > 0));
    await done(counts);
  } finally {
    isDone = true;
    await Promise.all(asking);
  }
  return counts;
}

/** What else than 200 came back to these methods. */
export const failed = (counts: Counts, methods: readonly string[]): readonly string[] =>
  Object.keys(counts).filter((key) => methods.some((method) => key.startsWith(`${method} `)) && !key.endsWith(' 200'));
