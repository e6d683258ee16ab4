import { resolve } from 'node:path';
import type { Invocation } from '../../lib/attempt';
import { faultmaven } from '../../lib/faultmaven/application';
import { run } from '../../lib/run';
import { targets } from '../../lib/targets/targets';
import { FIXTURE, shop } from '../fixture/shop';
import { HOST } from './engine';
import { emptyFolder } from './scratch';

export const ROOT = resolve(__dirname, '../..');

/** What a run of the program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process: in an empty folder, on the tests' own computer, without colours, unless told otherwise. */
export async function fmsynth(
  args: readonly string[],
  options: Partial<Omit<Invocation, 'args' | 'stdout' | 'stderr'>> & { readonly isTTY?: boolean; readonly columns?: number } = {},
): Promise<Outcome> {
  const { isTTY, columns, ...invocation } = options;
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await run({
    args,
    env: {},
    cwd: emptyFolder(),
    root: ROOT,
    application: faultmaven,
    targets,
    host: () => HOST,
    // As long as a busy machine needs to start a shell.
    patience: 30,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    ...invocation,
  });
  return { code, ...written };
}

/** The same over the shop, whose profiles are called `laptop` and `cluster`. */
export const shopsynth: typeof fmsynth = (args, options = {}) => fmsynth(args, { root: FIXTURE, application: shop, ...options });
