import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { spawnBound } from '../support/bound';
import { eventually } from '../support/eventually';

/**
 * A program that runs in the background and writes a log. It does not keep the test running, and the kernel kills it when the test ends,
 * however that happens.
 */
export class Daemon {
  readonly name: string;
  readonly pid: number;
  private readonly log: string;
  private readonly child: ChildProcess;

  constructor(folder: string, program: string, args: readonly string[], { name = basename(program), env }: DaemonOptions = {}) {
    this.name = name;
    this.log = join(folder, `${this.name}.log`);
    const file = openSync(this.log, 'a');
    this.child = spawnBound('KILL', [program, ...args], { cwd: folder, env, stdio: ['ignore', file, file] });
    closeSync(file);
    this.child.unref();
    this.pid = this.child.pid as number;
  }

  /** True until its last thread has ended: until then it may hold its port and write files. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Null while it runs, and if a signal ended it. */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** The last lines of its log. */
  tail(lines = 15): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Kills it, and waits until it has ended. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await eventually(`${this.name} has ended`, 30, () => !this.isAlive);
  }
}

export interface DaemonOptions {
  /** Its name in messages and of its log. @default - as the program */
  readonly name?: string;
  /** @default - the test's own */
  readonly env?: NodeJS.ProcessEnv;
}
