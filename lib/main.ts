import { catalogues } from './catalogue';
import { reasonOf } from './problem';
import { projectRoot } from './project';
import { run } from './run';

/** What `bin` and `npm run synth` start. */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onLostOutput);
  process.exitCode = await run({
    args: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    root: projectRoot(),
    catalogues,
    stdout: process.stdout,
    stderr: process.stderr,
  });
}

/** Whoever read our output has closed it (`| head`), which is no error; a full disk is one. */
function onLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`fmsynth: output cannot be written: ${reasonOf(error)}\n`);
  process.exit(1);
}

void main();
