import { isAbsolute, resolve } from 'node:path';
import { InputError } from './problem';
import type { Session } from './session';

/** A scheme, or a name and a password in front of a host. A path that looks like that can be typed with `./` before it. */
const REMOTE = /:\/\/|^[^/\\]*:(?![\\/]).*@/s;

/** Whether what stands for a path is the address of another machine, which may hold a password. */
export const isRemote = (typed: string): boolean => REMOTE.test(typed);

/**
 * @param expected what the flag takes
 * @throws InputError that repeats nothing of a URL
 */
export function refuseUrl(flag: string, typed: string, expected: string): void {
  if (isRemote(typed)) throw new InputError([{ message: `${flag}: expected ${expected}, got a URL` }]);
}

/**
 * The folder that a flag or a variable names to write to, from the folder that the user is in.
 *
 * @throws InputError for a URL, and for a relative path where the user's folder is gone
 */
export function outputPath(flag: string, typed: string, { cwd, folderIsGone }: Pick<Session, 'cwd' | 'folderIsGone'>): string {
  refuseUrl(flag, typed, 'a folder');
  if (folderIsGone && !isAbsolute(typed))
    throw new InputError([{ message: `${flag}: the folder that you are in is gone: go to another one, or give an absolute path` }]);
  return resolve(cwd, typed);
}
