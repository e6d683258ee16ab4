import { type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { InputError, reasonOf } from '../problem';
import type { Session } from '../session';
import { withoutSecrets } from '../text';

export type Environment = Session['env'];

/** What a program left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: Buffer;
  /** Its last line on stderr that says something, for a message. */
  readonly said: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env: Environment;
  readonly cwd?: string;
  /** Whether it may ask the user for something. @default false */
  readonly asks?: boolean;
}

/** No answer that is waited for is as long. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** The path of a program of the user. Undefined if there is none. */
export function whichOf(name: string, { PATH = '' }: Environment): string | undefined {
  return PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a program and waits for its end, whatever it is.
 *
 * @throws InputError if it cannot be started, or says more than can be meant
 */
export function runProgram(program: string, args: readonly string[], { env, cwd, asks = false }: RunOptions): Promise<Ran> {
  const options: SpawnOptions = { env: { ...env }, cwd, stdio: [asks ? 'inherit' : 'ignore', 'pipe', 'pipe'], windowsHide: true };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    const parts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    const fail = (message: string): void => reject(new InputError([{ message: `${program}: ${message}` }]));
    let length = 0;
    for (const name of ['stdout', 'stderr'] as const)
      child[name]?.on('data', (part: Buffer) => {
        parts[name].push(part);
        length += part.length;
        if (length > LONGEST_ANSWER) {
          child.kill('SIGKILL');
          fail('its answer does not end');
        }
      });
    child.on('error', (error) => fail(`cannot be run: ${reasonOf(error)}`));
    child.on('close', (code) => {
      const stderr = Buffer.concat(parts.stderr).toString();
      resolve({ code, stdout: Buffer.concat(parts.stdout), stderr, said: lastLine(stderr) });
    });
  });
}

const LONGEST_SAID = 400;

const lastLine = (text: string): string => {
  const line = text.trim().split('\n').at(-1)?.trim() ?? '';
  const said = line
    .split(' ')
    .map((word) => (word.includes('@') || word.includes('=') ? withoutSecrets(word) : word))
    .join(' ');
  return said.length > LONGEST_SAID ? `${said.slice(0, LONGEST_SAID)}...` : said;
};
