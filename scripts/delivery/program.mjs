// What the scripts of this folder share: the built program, the profiles of a repository, and what GitHub tells a job.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'build/fmsynth.js');

/**
 * Runs the program in the folder of the job. Returns its exit code and what it printed; its messages go to the job's log.
 *
 * @param messages `pipe` to return the messages as well, which reach the log at the end then
 */
export function fmsynth(args, messages = 'inherit') {
  if (!existsSync(PROGRAM)) stop(`there is no ${PROGRAM}: run npm ci first`);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', messages],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) stop(`the program cannot be run: ${error.message}`);
  process.stderr.write(stderr ?? '');
  return { code: status ?? 1, stdout, stderr: stderr ?? '' };
}

/** The profiles in a folder, each with its name and the path that the program takes. */
export function profilesIn(folder) {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)) : [];
  if (files.length === 0) stop(`${folder}: there is no profile: expected files that end in .yaml`);
  return files.sort().map((file) => ({ name: basename(file, extname(file)), path: join(folder, file) }));
}

/** A folder of the job as git names it: from the root of the repository. */
export const inRepository = (folder) => posix.join(git('rev-parse', '--show-prefix') ?? '', folder).replace(/\/$/, '');

/** What git prints; undefined if it fails. */
export function git(...args) {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return status === 0 ? stdout.trim() : undefined;
}

/** The event that started the job; an empty one outside a job. */
export function event() {
  const path = process.env.GITHUB_EVENT_PATH;
  return path === undefined || path === '' ? {} : JSON.parse(readFileSync(path, 'utf8'));
}

/** Appends to a file that GitHub names to a job, such as GITHUB_STEP_SUMMARY. Outside a job there is none. */
export function tell(variable, text) {
  const path = process.env[variable];
  if (path !== undefined && path !== '') appendFileSync(path, text);
}

/** Ends the script with a message. @param code default: 1 */
export function stop(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
