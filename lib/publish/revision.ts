import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { InputError, type Problem } from '../problem';
import { type Environment, runProgram } from './program';

/** The commit that files come from. */
export interface Revision {
  readonly commit: string;
  /** When it was committed, in ISO 8601, UTC. */
  readonly committed: string;
}

const MOST_TOLD = 5;

/**
 * The commit in which files stand as they are. What is not committed gives no artifact that anybody could make again.
 *
 * @param files of which the first says the repository
 * @throws InputError if they are in no commit, or if any file of the repository is not as it was committed
 */
export async function revisionOf(files: readonly [string, ...string[]], env: Environment): Promise<Revision> {
  const folder = dirname(files[0]);
  const top = await answer(folder, ['rev-parse', '--show-toplevel'], env, `${files[0]}: is in no git repository, so it has no revision`);
  const head = await answer(folder, ['rev-parse', '--verify', 'HEAD^{commit}'], env, `${top}: has no commit`);
  const seconds = await answer(folder, ['show', '--no-patch', '--format=%ct', head, '--'], env, `${top}: its commit cannot be read`);
  const problems = [...(await changed(folder, top, env)), ...(await Promise.all(files.map((file) => untracked(file, top, env)))).flat()];
  if (problems.length > 0) throw new InputError(problems);
  return { commit: head, committed: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

async function changed(folder: string, top: string, env: Environment): Promise<readonly Problem[]> {
  const lines = await answer(folder, ['status', '--porcelain', '--untracked-files=no'], env, `${top}: its state cannot be read`);
  if (lines === '') return [];
  const paths = lines.split('\n').map((line) => line.trim().replace(/^\S+ /, ''));
  const more = paths.length > MOST_TOLD ? ` and ${paths.length - MOST_TOLD} more` : '';
  return [{ message: `${top}: ${paths.slice(0, MOST_TOLD).join(', ')}${more}: not committed: commit or undo that, then publish` }];
}

async function untracked(file: string, top: string, env: Environment): Promise<readonly Problem[]> {
  const folder = dirname(file);
  const other = await answer(folder, ['rev-parse', '--show-toplevel'], env, `${file}: is in no git repository`);
  if (other !== top && realpathSync(other) !== realpathSync(top))
    return [{ message: `${file}: is in another git repository than the profile, so that one revision does not name both` }];
  const { code } = await git(folder, ['ls-files', '--error-unmatch', '--', basename(file)], env);
  return code === 0 ? [] : [{ message: `${file}: is not committed: git add and commit it, then publish` }];
}

async function answer(folder: string, args: readonly string[], env: Environment, failure: string): Promise<string> {
  const { code, stdout, said } = await git(folder, args, env);
  if (code !== 0) throw new InputError([{ message: said === '' ? failure : `${failure} (${said})` }]);
  return stdout.toString().trim();
}

const git = (folder: string, args: readonly string[], env: Environment) => runProgram('git', ['-C', folder, ...args], { env });
