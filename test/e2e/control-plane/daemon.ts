import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { eventually } from '../support/eventually';

/**
 * A program that runs beside the test and writes a log. It does not keep the test from ending, and the kernel ends it when the
 * test does, however that happens.
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
    // setpriv becomes the program, so the process is the program's.
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], { cwd: folder, env, stdio: ['ignore', file, file] });
    closeSync(file);
    this.child.unref();
    if (this.child.pid === undefined) throw new Error('setpriv cannot be started: apt-get install util-linux');
    this.pid = this.child.pid;
  }

  /** Until the last of its threads is gone: before, it may still hold its port and write files. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** With what it has ended. @default - it runs, or a signal ended it */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** The end of what it has written so far. */
  tail(lines = 15): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Ends it at once: nothing of it outlives the test. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await eventually(`${this.name} has ended`, 30, () => !this.isAlive);
  }
}

export interface DaemonOptions {
  /** What it is called, and its log. @default - as the program */
  readonly name?: string;
  /** @default - the test's own */
  readonly env?: NodeJS.ProcessEnv;
}
