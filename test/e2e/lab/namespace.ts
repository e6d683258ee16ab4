import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { Daemon } from '../control-plane/daemon';

/** Milliseconds that a new process may take to enter its namespace. */
const PATIENCE = 10_000;

/** A network namespace. It lives as long as the process that holds it, at most as long as the test. */
export class Namespace {
  private readonly holder: Daemon;

  constructor(folder: string, name: string) {
    this.holder = new Daemon(folder, 'unshare', ['--net', 'sleep', 'infinity'], { name: `namespace-${name}` });
    const own = readlinkSync('/proc/self/ns/net');
    for (const start = Date.now(); readlinkSync(this.path) === own; pause()) {
      if (Date.now() - start > PATIENCE || !this.holder.isAlive) throw new Error(`no network namespace: ${this.holder.tail()}`);
    }
    this.ip('link set lo up');
  }

  /** What `nsenter --net=` takes. */
  get path(): string {
    return `/proc/${this.pid}/ns/net`;
  }

  /** What `ip link … netns` takes. */
  get pid(): number {
    return this.holder.pid;
  }

  /** Runs commands of `ip` inside. */
  ip(...commands: readonly string[]): void {
    execFileSync('nsenter', [`--net=${this.path}`, 'ip', '-batch', '-'], { input: commands.join('\n'), stdio: ['pipe', 'ignore', 'pipe'] });
  }

  /** Changes a rule of netfilter inside. */
  iptables(change: '--append' | '--delete', rule: string): void {
    execFileSync('nsenter', [`--net=${this.path}`, 'iptables', '--wait', change, ...rule.split(' ')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  stop(): Promise<void> {
    return this.holder.stop();
  }
}

const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
};
