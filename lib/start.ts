import type { Invocation } from './attempt';
import { faultmaven } from './faultmaven/application';
import { reasonOf } from './problem';
import { projectRoot } from './project';
import { targets } from './targets/targets';
import { inMessage } from './text';

/** What a process of Node gives the program. */
export function invocation(): Invocation {
  const { stdout, stderr, env, argv } = process;
  for (const stream of [stdout, stderr]) stream.on('error', onLostOutput);
  const root = projectRoot();
  const cwd = workingFolder(root);
  return { args: argv.slice(2), env, cwd, folderIsGone: env[GONE] !== undefined, root, application: faultmaven, targets, stdout, stderr };
}

/** Is set where a program that starts this one, or this one, has left a folder that is gone. */
const GONE = 'FMSYNTH_FOLDER_IS_GONE';

/** The folder that the user is in; where that is gone, the project's, which whatever is started from here can be in. */
function workingFolder(root: string): string {
  try {
    return process.cwd();
  } catch {
    process.chdir(root);
    process.env[GONE] = '1';
    process.stderr.write(`fmsynth: the folder that you are in is gone: relative paths are taken from ${inMessage(root)}\n`);
    return root;
  }
}

/** Whoever read our output has closed it (`| head`), which is no error; a full disk is one. */
function onLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`fmsynth: output cannot be written: ${inMessage(reasonOf(error))}\n`);
  process.exit(1);
}
