import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../digest';
import { InputError, reasonOf } from '../problem';
import type { OutputFile } from '../synthesizers/synthesizer';
import { INDEX, parseIndex } from './index-file';

/** What has to happen to one file of the output folder. `add` and `replace` write, `same` does nothing. */
export type Change =
  | { readonly kind: 'add' | 'same'; readonly path: string; readonly content: string }
  | { readonly kind: 'replace'; readonly path: string; readonly content: string; readonly before: string; readonly origin: Origin }
  | { readonly kind: 'remove'; readonly path: string; readonly origin: Origin };

/**
 * Whose bytes stand there now: ours and untouched; an untouched copy of the example beside it, as FaultMaven's wrapper makes
 * one; or anybody's, a file of ours that was edited included.
 */
export type Origin = 'ours' | 'example' | 'foreign';

/**
 * Compares rendered files with what is in a folder; nothing is written. Only what the folder's own index lists is ever removed.
 *
 * @throws InputError if a file in the folder cannot be read
 */
export function changesTo(folder: string, files: readonly OutputFile[]): readonly Change[] {
  const index = parseIndex(read(folder, INDEX)?.toString() ?? '');
  const written = new Map(index?.files.map((file) => [file.path, file.sha256]));
  const wanted = new Set(files.map(({ path }) => path));
  const originOf = (path: string, bytes: Buffer): Origin => {
    if (path === INDEX ? index !== undefined : written.get(path) === sha256(bytes)) return 'ours';
    return read(folder, `${path}.example`)?.equals(bytes) ? 'example' : 'foreign';
  };
  const update = ({ path, content }: OutputFile): Change => {
    const bytes = read(folder, path);
    if (bytes === undefined && isDanglingLink(folder, path)) return { kind: 'replace', path, content, before: '', origin: 'foreign' };
    if (bytes === undefined) return { kind: 'add', path, content };
    if (bytes.equals(Buffer.from(content))) return { kind: 'same', path, content };
    return { kind: 'replace', path, content, before: bytes.toString(), origin: originOf(path, bytes) };
  };
  const removal = (path: string): readonly Change[] => {
    const bytes = read(folder, path);
    return bytes === undefined ? [] : [{ kind: 'remove', path, origin: originOf(path, bytes) }];
  };
  return [...files.map(update), ...[...written.keys()].filter((path) => !wanted.has(path)).flatMap(removal)];
}

/** Everything but what is the same already. */
export const pending = (changes: readonly Change[]): readonly Change[] => changes.filter(({ kind }) => kind !== 'same');

/** What would be replaced or removed that this program did not write, or that was edited since, each with what to do. */
export const foreignIn = (folder: string, changes: readonly Change[]): readonly string[] =>
  changes
    .filter((change) => 'origin' in change && change.origin === 'foreign')
    .map(
      ({ path }) =>
        `${join(folder, path)}: was not written by this program, or was edited since: move it away, or give --force to replace it and keep it as a .bak file`,
    );

/** The bytes of a file, undefined if there is none. */
function read(folder: string, path: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') throw new InputError([{ message: `${folder}: is a file, expected a folder to write to` }]);
    throw new InputError([{ message: `${join(folder, path)}: cannot be read: ${reasonOf(error)}` }]);
  }
}

/** Somebody else's: this program writes no links. */
const isDanglingLink = (folder: string, path: string): boolean =>
  lstatSync(join(folder, path), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
