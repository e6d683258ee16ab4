import { spawnSync } from 'node:child_process';
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX } from '../output/file-name';
import { type OutputIndex, parseIndex, type Writer } from '../output/index-file';
import { look } from '../output/look';
import type { OutputFile } from '../output/output-file';
import { isGenerated } from '../output/seal';
import { InputError, reasonOf } from '../problem';
import { inMessage, shown } from '../text';

/** Outputs that were generated before, by the names of their profiles. */
export interface Base {
  /** As the user names it: `git:main`. */
  readonly name: string;
  /** The profiles of which it has an output. */
  profiles(): readonly string[];
  /** The output of a profile; undefined if it has none. @throws InputError if it cannot be read */
  read(profile: string): BaseOutput | undefined;
}

export interface BaseOutput {
  readonly files: readonly OutputFile[];
  /** Undefined if there is none that can be read: an older version wrote it, or nobody. */
  readonly index?: OutputIndex;
  /** What stands before the name of a file in messages. */
  readonly where: string;
}

/** More than the outputs of a thousand services. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The outputs in a folder: that of one profile, or a folder for each.
 *
 * @param single whether it may be the output itself, whichever profile is asked for
 * @param typed the folder as the user names it
 */
export function baseInFolder(folder: string, typed: string, writers: readonly Writer[], single: boolean): Base {
  const readAt = (path: string, named: string): BaseOutput | undefined => {
    const names = namesIn(path, (entry) => entry.isFile());
    const contentOf = (name: string): string | undefined => {
      const found = look(path, name);
      return found.kind === 'file' ? found.bytes.toString() : undefined;
    };
    return outputOf(names, contentOf, `${named}/`, writers);
  };
  const itself = single ? readAt(folder, typed) : undefined;
  if (itself !== undefined) return { name: `dir:${typed}`, profiles: () => [], read: () => itself };
  return {
    name: `dir:${typed}`,
    profiles: () =>
      namesIn(folder, (entry) => entry.isDirectory()).filter((name) => readAt(join(folder, name), join(typed, name)) !== undefined),
    read: (profile) => readAt(join(folder, profile), join(typed, profile)),
  };
}

/** @throws InputError if it cannot be read */
function namesIn(folder: string, isMeant: (entry: Dirent) => boolean): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(isMeant)
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new InputError([{ message: `${folder}: cannot be read: ${reasonOf(error)}` }]);
  }
}

/** The files of an output: those that its index lists, or those that this program can have written. */
function outputOf(
  names: readonly string[],
  contentOf: (name: string) => string | undefined,
  where: string,
  writers: readonly Writer[],
): BaseOutput | undefined {
  const text = names.includes(INDEX) ? contentOf(INDEX) : undefined;
  const index = text === undefined ? undefined : parseIndex(text, writers);
  const ours = index?.paths ?? names.filter((name) => writers.some((writer) => writer.renders(name)));
  const files = ours.flatMap((path) => {
    const content = names.includes(path) ? contentOf(path) : undefined;
    // Without an index, a file tells itself whose it is.
    return content === undefined || (index === undefined && !isGenerated(content)) ? [] : [{ path, content }];
  });
  return files.length === 0 && index === undefined ? undefined : { files, index, where };
}

/**
 * The outputs in a folder of a commit.
 *
 * @param at a folder in the repository, which is there
 * @param folder the folder of the outputs, from there
 * @throws InputError if there is no git, no repository or no such commit
 */
export function baseInGit(ref: string, at: string, folder: string, writers: readonly Writer[]): Base {
  const git = gitIn(at);
  const text = (...asked: Parameters<Git>): string => git(...asked).toString();
  const name = `git:${ref}`;
  const commit = text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], () => {
    git(['rev-parse', '--git-dir'], (said) => fail(`${at} is in no repository of git${said === '' ? '' : `: ${said}`}`));
    return fail(`--against ${shown(name)}: no such commit here: see git branch -a, or fetch it first`);
  }).trim();
  /** By the profile and the name of a file. */
  const blobs = new Map<string, Map<string, string>>();
  for (const line of text(['ls-tree', '-r', '-z', commit, '--', `${folder}/`], fail).split('\0')) {
    const [, mode = '', id = '', path = ''] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    const [profile = '', file = '', ...deeper] = path.slice(folder.length + 1).split('/');
    if (!mode.startsWith('100') || file === '' || deeper.length > 0) continue;
    blobs.set(profile, (blobs.get(profile) ?? new Map<string, string>()).set(file, id));
  }
  const read = (profile: string): BaseOutput | undefined => {
    const of = blobs.get(profile) ?? new Map<string, string>();
    const wanted = [...of].filter(([file]) => file === INDEX || writers.some((writer) => writer.renders(file)));
    if (wanted.length === 0) return undefined;
    const contents = contentsOf(wanted, git);
    return outputOf([...contents.keys()], (file) => contents.get(file), `${name}:${folder}/${profile}/`, writers);
  };
  return { name, profiles: () => [...blobs.keys()].filter((profile) => read(profile) !== undefined), read };
}

const fail = (message: string): never => {
  throw new InputError([{ message }]);
};

/** What git prints. @param failed is told what it said instead */
type Git = (args: readonly string[], failed: (said: string) => never, input?: string) => Buffer;

const gitIn =
  (cwd: string): Git =>
  (args, failed, input) => {
    const { error, status, stdout, stderr } = spawnSync('git', args, { cwd, input, maxBuffer: MOST_BYTES });
    if (error !== undefined)
      return fail(
        (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? 'there is no git command, which --against git: needs'
          : `git cannot be run: ${reasonOf(error)}`,
      );
    return status === 0 ? stdout : failed(inMessage(stderr.toString().trim().split('\n')[0] ?? ''));
  };

/** The contents of blobs, each of which git announces with its size in bytes. */
function contentsOf(wanted: readonly (readonly [file: string, id: string])[], git: Git): ReadonlyMap<string, string> {
  // Bytes: of what is no UTF-8, a text would have another size.
  const bytes = git(['cat-file', '--batch'], fail, wanted.map(([, id]) => `${id}\n`).join(''));
  const contents = new Map<string, string>();
  let at = 0;
  for (const [file] of wanted) {
    const end = bytes.indexOf('\n', at);
    const [, size] = /^\w+ blob (\d+)$/.exec(bytes.toString('utf8', at, end)) ?? [];
    if (size === undefined) return fail(`git does not have what is committed as ${shown(file)}: fetch it first`);
    const start = end + 1;
    contents.set(file, bytes.toString('utf8', start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}
