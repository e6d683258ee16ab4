import { spawnSync } from 'node:child_process';
import { InputError, reasonOf } from '../../../problem';
import type { Session } from '../../../session';
import { inMessage } from '../../../text';

/** What a run of kubectl printed. */
export interface Said {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** More than the objects of a thousand services. */
const MOST_BYTES = 256 * 1024 * 1024;
/** In milliseconds. */
const PATIENCE = 120_000;

/** The kubectl of the user: what the variable KUBECTL names, otherwise the one on the PATH. It never asks for a Secret. */
export class Kubectl {
  private readonly program: string;

  constructor(private readonly env: Session['env']) {
    this.program = env.KUBECTL || 'kubectl';
  }

  /** The name of the context that it uses; undefined if none is set, as in a pod. @throws InputError if it cannot be run */
  context(): string | undefined {
    const { ok, stdout } = this.run(['config', 'current-context']);
    return ok ? stdout.trim() : undefined;
  }

  /** @throws InputError if it cannot be run, or does not end */
  run(args: readonly string[], input?: object): Said {
    const { error, status, stdout, stderr } = spawnSync(this.program, [...args], {
      env: { ...this.env },
      input: input === undefined ? '' : JSON.stringify(input),
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
      timeout: PATIENCE,
      windowsHide: true,
    });
    if (error !== undefined) throw new InputError([{ message: `--against cluster: ${this.fault(error)}` }]);
    return { ok: status === 0, stdout, stderr };
  }

  private fault(error: NodeJS.ErrnoException): string {
    const name = inMessage(this.program);
    if (error.code === 'ENOENT') return `there is no ${name} command: install kubectl, or name yours in the variable KUBECTL`;
    if (error.code === 'ETIMEDOUT') return `${name} did not end within ${PATIENCE / 1000} seconds`;
    return `${name} cannot be run: ${reasonOf(error)}`;
  }
}
