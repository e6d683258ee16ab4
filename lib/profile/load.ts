import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InputError, type Problem, type Source } from '../problem';
import { projectRoot } from '../project';
import { describe } from '../shape/values';
import { shown, withoutSecrets } from '../text';
import { readTextFile, Unreadable } from '../text-file';
import { valueAt } from '../yaml-value';
import { decode, whyNoProfile } from './decode';
import { type Parsed, parseProfile } from './parse';
import type { ProfileShape, ProfileValues } from './profile-shape';
import { parseAssignment } from './set';
import { isName, NoSuchProfile, profileNamed } from './shipped';
import { merge, sourceAt, type Tree, toPlain, without } from './tree';

const MAX_BYTES = 1024 * 1024;
/** Nobody keeps a longer chain in mind. */
const MAX_FILES = 16;

/** A profile together with what a message about it needs. */
export interface LoadedProfile<Values extends ProfileValues = ProfileValues> {
  /** The file's name without its extension. */
  readonly name: string;
  readonly values: Values;
  /** The files that it was read from: its own, then what it extends. Absolute. */
  readonly files: readonly string[];
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
  /** Of every target that the profile can be for. */
  readonly shapes: readonly ProfileShape[];
  /** Assignments of `--set`, applied in order. @default - none */
  readonly assignments?: readonly string[];
  /** The folder of the profiles that come with this program, which `extends` finds by their names. @default - that of this project */
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
  shapes,
  assignments = [],
  shipped = join(projectRoot(), 'profiles'),
}: LoadOptions): LoadedProfile {
  const overlays = assignments.map(parseAssignment);
  const name = profileName(file);
  const reader = new Reader(cwd, shipped, shapes);
  const { tree: written, problems } = reader.read(resolve(cwd, file));
  const tree = laidOver(shapes, written, ...overlays);
  const own = shownPath(resolve(cwd, file), cwd);
  return {
    name,
    values: decode({ tree, problems }, shapes),
    files: reader.files,
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
    {
      message: `${shown(basename(file))}: expected a file name of letters, digits, dots, hyphens and underscores: it names the output`,
    },
  ]);
}

/** What was read last of each file: profiles that extend the same one read it once. */
const lastRead = new Map<string, { readonly text: string; readonly parsed: Parsed }>();

/** @throws InputError as `parseProfile` does */
function parsedOnce(text: string, file: string): Parsed {
  const last = lastRead.get(file);
  if (last?.text === text) return last.parsed;
  const parsed = parseProfile(text, file);
  lastRead.set(file, { text, parsed });
  return parsed;
}

/** Reads files, each laid over what it extends. */
class Reader {
  /** What was read so far. */
  readonly files: string[] = [];

  constructor(
    private readonly cwd: string,
    private readonly shipped: string,
    private readonly shapes: readonly ProfileShape[],
  ) {}

  /** @param above the files that led here, the last of which names it at a place */
  read(file: string, above: readonly string[] = [], extendedAt?: Source): Parsed {
    this.files.push(file);
    const shown = shownPath(file, this.cwd);
    const refuse = (message: string): InputError => new InputError([{ ...at(extendedAt), message: `${shownAsTyped(shown)}: ${message}` }]);
    const { tree, problems } = parsedOnce(this.textOf(file, refuse), shown);
    const strange = whyNoProfile(tree, this.shapes);
    if (strange !== undefined) throw refuse(strange);
    const base = valueAt(tree, ['extends']);
    if (base === undefined) return { tree, problems };
    if (base.kind !== 'scalar' || typeof base.value !== 'string')
      throw new InputError([...problems, { ...at(base.source), message: `${NAME_OR_PATH}, got ${describe(toPlain(base))}` }]);
    const baseFile = this.fileOf(base.value, file, base.source);
    const chain = [...above, file];
    if (chain.includes(baseFile)) {
      const circle = [...chain.slice(chain.indexOf(baseFile)), baseFile].map((path) => basename(path)).join(' -> ');
      throw new InputError([{ ...at(base.source), message: `goes in a circle: ${circle}` }]);
    }
    if (chain.length >= MAX_FILES)
      throw new InputError([{ ...at(base.source), message: `goes on for more than ${MAX_FILES} files: write some of them as one` }]);
    const below = this.read(baseFile, chain, base.source);
    refuseOtherTarget(below.tree, tree, shownPath(baseFile, this.cwd));
    return { tree: laidOver(this.shapes, below.tree, tree), problems: [...below.problems, ...problems] };
  }

  /** @throws InputError if it is not a readable text file of at most 1 MiB */
  private textOf(file: string, refuse: (message: string) => InputError): string {
    try {
      return readTextFile(file, MAX_BYTES);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      throw refuse(error.message.startsWith('cannot') ? error.message : `${error.message}, expected a profile in YAML`);
    }
  }

  /** The file that `extends` means: a shipped profile by its name, any other by its path from the file that names it. */
  private fileOf(value: string, from: string, source: Source): string {
    const refuse = (message: string): InputError => new InputError([{ ...at(source), message }]);
    if (value === '' || value.includes('://')) throw refuse(`${NAME_OR_PATH}, got ${value === '' ? 'nothing' : 'a URL'}`);
    if (!isName(value)) return resolve(dirname(from), value);
    try {
      return profileNamed(value, this.shipped);
    } catch (error) {
      if (error instanceof NoSuchProfile) throw refuse(error.message);
      throw error;
    }
  }
}

/** What is written over a base: as `merge` does it, without what the base says of parts that are then off. */
function laidOver(shapes: readonly ProfileShape[], base: Tree, ...over: readonly Tree[]): Tree {
  const merged = merge(base, ...over);
  const target = valueAt(merged, ['target']);
  const needless = over.length === 0 ? undefined : shapes.find(({ name }) => target?.kind === 'scalar' && target.value === name)?.needless;
  const paths = (needless?.(toPlain(merged)) ?? []).map(({ path }) => path);
  return paths.length === 0 ? merged : merge(paths.reduce(without, base), ...over);
}

const NAME_OR_PATH = 'expected the name of a shipped profile or the path of a file';

/** What a laptop's profile says, no cluster's can build on. */
function refuseOtherTarget(base: Tree, over: Tree, shown: string): void {
  const [below, above] = [base, over].map((tree) => valueAt(tree, ['target']));
  if (below?.kind !== 'scalar' || above?.kind !== 'scalar' || above.value === null || below.value === above.value) return;
  const message = `expected ${describe(below.value)} as in ${shown}, which it extends, got ${describe(above.value)}`;
  throw new InputError([{ source: above.source, path: 'target', message }]);
}

/** At the `extends` that names a file, if one does. */
const at = (source: Source | undefined): Pick<Problem, 'source' | 'path'> => (source === undefined ? {} : { source, path: 'extends' });

/** A path that cannot be read may be something else than a path: `user:password@host:x.yaml`, `x?token=…`. */
const shownAsTyped = (path: string): string => (/:.*@|[?#].*=/s.test(path) ? withoutSecrets(path) : path);

/** Relative to the folder that the user is in, unless that would climb out of it. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path || '.';
}
