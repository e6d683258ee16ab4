import { execFileSync, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import { CHECKOUT } from './checkout';

let built = false;

/** The result of a run of the program. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A file for standard output. @default - it is returned */
  readonly stdout?: string;
}

/** Runs the built program, after building it from the current source. */
export function fmsynth(args: readonly string[], options: RunOptions = {}): Run {
  if (!built) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: CHECKOUT });
  built = true;
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(CHECKOUT, 'build/fmsynth.js'), ...args], {
    cwd: options.cwd ?? CHECKOUT,
    input: options.input,
    env: { ...process.env, ...options.env, npm_lifecycle_event: undefined },
    stdio: ['pipe', options.stdout === undefined ? 'pipe' : openSync(options.stdout, 'w'), 'pipe'],
    encoding: 'utf8',
  });
  return { code: status, stdout: stdout ?? '', stderr };
}

/** As `fmsynth`. @throws Error with the program's message if it fails */
export function mustRun(args: readonly string[], options: RunOptions = {}): Run {
  const run = fmsynth(args, options);
  if (run.code !== 0) throw new Error(`fmsynth ${args.join(' ')} ended with ${run.code}\n${run.stderr}`);
  return run;
}

/** The budget of a profile in the output of `plan`. */
export interface PlanJson {
  readonly services: readonly {
    readonly service: string;
    readonly limitMiB: number;
    readonly reservationMiB: number | null;
    readonly cpus: number | null;
  }[];
  readonly total: { readonly limitMiB: number };
}

export const planOf = (...args: readonly string[]): PlanJson => JSON.parse(mustRun(['plan', '--format', 'json', ...args]).stdout);
