import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { InputError, reasonOf } from '../problem';

/** What stands under a name in a folder. */
export type Found =
  | { readonly kind: 'nothing' }
  /** It is never followed. */
  | { readonly kind: 'link' }
  /** Larger than anything that this program writes, and not read. */
  | { readonly kind: 'large' }
  | { readonly kind: 'file'; readonly bytes: Buffer };

/** Ten times the largest file of a thousand services. */
export const MOST_BYTES_OF_FILE = 16 * 1024 * 1024;

/**
 * Looks at a file of a folder that anybody may have filled: no link is followed, no pipe waited for, no device read.
 *
 * @throws InputError if it is no file, or cannot be read
 */
export function look(folder: string, name: string, most = MOST_BYTES_OF_FILE): Found {
  const path = join(folder, name);
  const fail = (message: string): never => {
    throw new InputError([{ message: `${path}: ${message}` }]);
  };
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'nothing' };
    if (stats.isSymbolicLink()) return { kind: 'link' };
    if (!stats.isFile()) return fail(`is ${sortOf(stats)}, expected a file: move it away`);
    if (stats.size > most) return { kind: 'large' };
    return { kind: 'file', bytes: read(path) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { kind: 'nothing' };
    if (code === 'ENOTDIR') throw new InputError([{ message: `${folder}: is a file, expected a folder to write to` }]);
    return fail(`cannot be read: ${reasonOf(error)}`);
  }
}

/** What has taken the place of the file meanwhile is neither followed nor waited for. */
function read(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error('it has just been replaced by something else');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const sortOf = (stats: Stats): string =>
  stats.isDirectory() ? 'a folder' : stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
