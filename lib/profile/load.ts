import { isUtf8 } from 'node:buffer';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InputError, type Problem, reasonOf, type Source } from '../problem';
import { projectRoot } from '../project';
import { decode, type ProfileValues, type Sizeable } from './decode';
import { type Parsed, parseProfile } from './parse';
import { parseAssignment } from './set';
import { merge, sourceAt, valueAt } from './tree';

const MAX_BYTES = 1024 * 1024;

/** A profile together with what a message about it needs. */
export interface LoadedProfile {
  /** The file's name without its extension. */
  readonly name: string;
  readonly values: ProfileValues;
  /** The place that supplied the value at a path, or the nearest thing around it. */
  readonly sourceAt: (path: readonly string[]) => Source;
  /** Whether the value at a path stands in what the profile extends. */
  readonly isInherited: (path: readonly string[]) => boolean;
  /** Whether the value at a path stands in a profile that comes with this program; of the empty path, whether the profile itself is one. */
  readonly isShipped: (path: readonly string[]) => boolean;
}

export interface LoadOptions {
  /** The profile's file, absolute or relative to `cwd`. */
  readonly file: string;
  /** The folder from which paths in messages are told. */
  readonly cwd: string;
  readonly services: Sizeable;
  /** Assignments of `--set`, applied in order. @default - none */
  readonly assignments?: readonly string[];
  /** The folder of the profiles that come with this program. @default - that of this project */
  readonly shipped?: string;
}

/**
 * Reads a profile, what it extends and what `--set` lays over it.
 *
 * @throws InputError with every problem of the files, each with its place
 * @throws UsageError if an assignment is not PATH=VALUE
 */
export function loadProfile({
  file,
  cwd,
  services,
  assignments = [],
  shipped = join(projectRoot(), 'profiles'),
}: LoadOptions): LoadedProfile {
  const overlays = assignments.map(parseAssignment);
  const { tree: written, problems } = readWithBases(resolve(cwd, file), cwd, []);
  const tree = overlays.reduce(merge, written);
  const own = shownPath(resolve(cwd, file), cwd);
  return {
    name: profileName(file),
    values: decode({ tree, problems }, services),
    sourceAt: (path) => sourceAt(tree, path),
    isInherited: (path) => {
      const source = sourceAt(tree, path);
      return source.kind === 'file' && source.file !== own;
    },
    isShipped: (path) => {
      const source = path.length === 0 ? sourceAt(written, path) : sourceAt(tree, path);
      return source.kind === 'file' && sameFolder(dirname(resolve(cwd, source.file)), shipped);
    },
  };
}

/** Whether two paths lead to one folder, through links as well. */
function sameFolder(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** The file's name without its extension: it names the output folder and stands in the header of what is generated. */
function profileName(file: string): string {
  const name = basename(file).replace(/\.ya?ml$/, '');
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return name;
  throw new InputError([
    { message: `${JSON.stringify(file)}: expected a file name of letters, digits, dots, hyphens and underscores: it names the output` },
  ]);
}

/** The file's tree, laid over the tree of what it extends. `above` are the files that led here, to find a circle. */
function readWithBases(file: string, cwd: string, above: readonly string[], extendedAt?: Source): Parsed {
  const shown = shownPath(file, cwd);
  const { tree, problems } = parseProfile(readText(file, shown, extendedAt), shown);
  const base = valueAt(tree, ['extends']);
  if (base === undefined || base.kind !== 'scalar' || typeof base.value !== 'string') return { tree, problems };
  const chain = [...above, file];
  const baseFile = resolve(dirname(file), base.value);
  if (chain.includes(baseFile)) {
    const circle = [...chain.slice(chain.indexOf(baseFile)), baseFile].map((path) => basename(path)).join(' -> ');
    throw new InputError([{ source: base.source, path: 'extends', message: `goes in a circle: ${circle}` }]);
  }
  const below = readWithBases(baseFile, cwd, chain, base.source);
  return { tree: merge(below.tree, tree), problems: [...below.problems, ...problems] };
}

/** @throws InputError if it is not a readable text file of at most 1 MiB; at the `extends` that named it, if one did */
function readText(file: string, shown: string, extendedAt?: Source): string {
  const fail = (message: string): never => {
    const problem: Problem =
      extendedAt === undefined
        ? { message: `${shown}: ${message}` }
        : { source: extendedAt, path: 'extends', message: `${shown}: ${message}` };
    throw new InputError([problem]);
  };
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) return fail('is a directory, expected a profile in YAML');
    if (!stats.isFile()) return fail('is not a regular file, expected a profile in YAML');
    if (stats.size > MAX_BYTES) return fail(`is larger than 1 MiB (${stats.size} bytes), expected a profile in YAML`);
    const bytes = readFileSync(file);
    if (bytes.includes(0)) return fail('is a binary file, expected a profile in YAML');
    if (!isUtf8(bytes)) return fail('is not UTF-8 text, expected a profile in YAML');
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    const name = extendedAt !== undefined && /^[^/\\.]+$/.test(shown);
    const hint = name ? ` (extends takes the path of a file, relative to this one, such as ./${shown}.yaml)` : '';
    return fail(`cannot be read: ${reasonOf(error)}${hint}`);
  }
}

/** Relative to the folder that the user is in, unless that would climb out of it. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
