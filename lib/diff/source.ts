import { spawnSync } from 'node:child_process';
import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { INDEX, MOST_BYTES_OF_INDEX } from '../output/file-name';
import { type OutputIndex, parseIndex, type Writer } from '../output/index-file';
import { type Found, look, MOST_BYTES_OF_FILE } from '../output/look';
import type { OutputFile } from '../output/output-file';
import { isGenerated } from '../output/seal';
import type { Contents } from '../output/verify';
import { InputError, type Problem, reasonOf } from '../problem';
import { inMessage, shown } from '../text';

/** Outputs that were generated before, by the names of their profiles. */
export interface Base {
  /** As the user names it: `git:main`. */
  readonly name: string;
  /** The profiles of which it has an output. @throws InputError with everything that is damaged */
  profiles(): readonly string[];
  /** The output of a profile; undefined if it has none. @throws InputError with everything that is damaged in it */
  read(profile: string): BaseOutput | undefined;
  /** Why it cannot be compared with, if it has no output at all. */
  nothing(): InputError;
}

export interface BaseOutput {
  readonly files: readonly OutputFile[];
  /** @default - there is none, so which files are missing cannot be told */
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
  const readAt = (path: string, named: string): BaseOutput | undefined =>
    outputOf({ names: namesIn(path, () => true), look: (name, most) => look(path, name, most) }, `${named}/`, writers);
  const name = `dir:${typed}`;
  const nothing = (): InputError =>
    problem(`--against ${shown(name)}: no output of this program is there: give the folder of one, or the folder above it`);
  const itself = single ? readAt(folder, typed) : undefined;
  if (itself !== undefined) return { name, profiles: () => [], read: () => itself, nothing };
  const read = (profile: string): BaseOutput | undefined => {
    const stats = statSync(join(folder, profile), { throwIfNoEntry: false }) ?? lstatSync(join(folder, profile), { throwIfNoEntry: false });
    if (stats?.isDirectory() === false) throw problem(`${join(typed, profile)}: is no folder, expected the output of ${profile}`);
    return readAt(join(folder, profile), join(typed, profile));
  };
  return {
    name,
    profiles: () =>
      present(
        namesIn(folder, (entry) => entry.isDirectory()),
        read,
      ),
    read,
    nothing,
  };
}

/** Those of which there is an output. @throws InputError with everything that is damaged */
const present = (profiles: readonly string[], read: Base['read']): readonly string[] =>
  everyOne(profiles, (profile) => (read(profile) === undefined ? [] : [profile])).flat();

/** @throws InputError with every problem of every one */
export function everyOne<One, Other>(all: readonly One[], of: (one: One) => Other): readonly Other[] {
  const problems: Problem[] = [];
  const found = all.flatMap((one) => {
    try {
      return [of(one)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  return found;
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
    throw problem(`${folder}: cannot be read: ${reasonOf(error)}`);
  }
}

/**
 * The files of an output: those that its index lists, or those that this program can have written.
 *
 * @throws InputError with everything that the index lists and that is not there as a file, or if the index is none
 */
function outputOf(contents: Contents, where: string, writers: readonly Writer[]): BaseOutput | undefined {
  if (!contents.names.includes(INDEX)) return withoutIndex(contents, where, writers);
  const whole = (path: string, most?: number): string => {
    const found = contents.look(path, most);
    if (found.kind === 'file') return found.bytes.toString();
    throw damaged(`${where}${path}`, DAMAGE[found.kind]);
  };
  const index = parseIndex(whole(INDEX, MOST_BYTES_OF_INDEX), writers);
  if (index === undefined) throw damaged(`${where}${INDEX}`, 'is not an index as this program writes it');
  return { files: everyOne(index.paths, (path) => ({ path, content: whole(path) })), index, where };
}

const DAMAGE = {
  nothing: 'is missing, and the index lists it',
  link: 'is a link, expected a file',
  large: 'is larger than anything that this program writes',
};

const damaged = (path: string, why: string): InputError =>
  problem(`${path}: ${why}: compare with an output that is whole, such as that of another commit`);

/** Then a file tells itself whose it is. */
function withoutIndex({ names, look: lookAt }: Contents, where: string, writers: readonly Writer[]): BaseOutput | undefined {
  const files = names.flatMap((path) => {
    if (!writers.some((writer) => writer.renders(path))) return [];
    const found = lookAt(path);
    const content = found.kind === 'file' ? found.bytes.toString() : '';
    return isGenerated(content) ? [{ path, content }] : [];
  });
  return files.length === 0 ? undefined : { files, where };
}

/** What `git:` names: a commit, and the folder of the outputs from the root of the repository. A time of a reflog has colons of its own. */
const REF_AND_FOLDER = /^((?:[^:{]|\{[^}]*\})+):(.+)$/s;

/**
 * The outputs in a folder of a commit.
 *
 * @param typed `REF`, or `REF:FOLDER` with a folder from the root of the repository
 * @param at a folder in the repository, which is there
 * @param folder the folder of the outputs from there, if none was typed
 * @throws InputError if there is no git, no repository or no such commit
 */
export function baseInGit(typed: string, at: string, folder: string, writers: readonly Writer[]): Base {
  const git = gitIn(at);
  const text = (...asked: Parameters<Git>): string => git(...asked).toString();
  const name = `git:${typed}`;
  const [, ref = typed, given] = REF_AND_FOLDER.exec(typed) ?? [];
  const commit = text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], () => {
    git(['rev-parse', '--git-dir'], (said) => fail(`${at} is in no repository of git${said === '' ? '' : `: ${said}`}`));
    return fail(`--against ${shown(name)}: no such commit here: see git branch -a, or fetch it first`);
  }).trim();
  const from = given ?? posix.join(text(['rev-parse', '--show-prefix'], fail).replace(/\n$/, ''), folder);
  const place = posix.normalize(`${from}/`).replace(/^\.\/$/, '');
  const entries = text(['ls-tree', '-r', '-l', '-z', '--full-tree', commit, ...(place === '' ? [] : ['--', place])], fail).split('\0');
  /** By the profile and the name of a file. What stands in the place of a folder has no name of a file. */
  const outputs = new Map<string, Map<string, Entry>>();
  for (const line of entries) {
    const [, mode = '', id = '', size, path = ''] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
    const [profile = '', file = '', ...deeper] = path.slice(place.length).split('/');
    if (mode === '' || deeper.length > 0) continue;
    outputs.set(profile, (outputs.get(profile) ?? new Map<string, Entry>()).set(file, { id, mode, bytes: Number(size) }));
  }
  const read = (profile: string): BaseOutput | undefined => {
    const of = outputs.get(profile) ?? new Map<string, Entry>();
    const where = `git:${ref}:${place}${profile}`;
    if (of.has('')) throw problem(`${where}: is no folder, expected the output of ${profile}`);
    const names = [...of.keys()].filter((file) => file === INDEX || writers.some((writer) => writer.renders(file)));
    if (names.length === 0) return undefined;
    const wanted = names.flatMap((file) => {
      const entry = of.get(file);
      return entry === undefined || kindOf(entry) !== 'file' ? [] : [[file, entry.id] as const];
    });
    const contents = contentsOf(wanted, git);
    const lookAt = (file: string, most = MOST_BYTES_OF_FILE): Found => {
      const entry = of.get(file);
      if (entry === undefined) return { kind: 'nothing' };
      const kind = kindOf(entry, most);
      if (kind !== 'file') return { kind };
      const bytes = contents.get(file);
      return bytes === undefined ? { kind: 'nothing' } : { kind, bytes };
    };
    return outputOf({ names, look: lookAt }, `${where}/`, writers);
  };
  const nothing = (): InputError => {
    const others = placesIn(text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit], fail).split('\0'));
    const advice =
      others.length === 0
        ? 'give a commit that has what synth wrote'
        : `${others.join(', ')} has some: give --against git:${ref}:${others[0]}`;
    return problem(`--against ${shown(name)}: no output of this program is in ${shown(place || '.')} of that commit: ${advice}`);
  };
  const folders = [...outputs].filter(([, files]) => !files.has('')).map(([profile]) => profile);
  return { name, profiles: () => present(folders, read), read, nothing };
}

/** What a commit has under a name. */
interface Entry {
  readonly id: string;
  readonly mode: string;
  readonly bytes: number;
}

/** A submodule is followed as little as a link is. */
const kindOf = ({ mode, bytes }: Entry, most = MOST_BYTES_OF_FILE): 'file' | 'link' | 'large' =>
  mode.startsWith('100') ? (bytes > most ? 'large' : 'file') : 'link';

/** The folders that hold folders with an index. */
const placesIn = (paths: readonly string[]): readonly string[] => [
  ...new Set(paths.filter((path) => path.endsWith(`/${INDEX}`)).map((path) => posix.dirname(posix.dirname(path)))),
];

const problem = (message: string): InputError => new InputError([{ message }]);

const fail = (message: string): never => {
  throw problem(message);
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
function contentsOf(wanted: readonly (readonly [file: string, id: string])[], git: Git): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  if (wanted.length === 0) return contents;
  // Bytes: of what is no UTF-8, a text would have another size.
  const bytes = git(['cat-file', '--batch'], fail, wanted.map(([, id]) => `${id}\n`).join(''));
  let at = 0;
  for (const [file] of wanted) {
    const end = bytes.indexOf('\n', at);
    const [, size] = /^\w+ blob (\d+)$/.exec(bytes.toString('utf8', at, end)) ?? [];
    if (size === undefined) return fail(`git does not have what is committed as ${shown(file)}: fetch it first`);
    const start = end + 1;
    contents.set(file, bytes.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}
