import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isRemote } from '../local-path';
import { InputError } from '../problem';
import { NoSuchProfile, profileNamed, profilesIn } from '../profile/shipped';
import { quoted, shown } from '../text';
import type { Context } from './context';

/** A profile as the command line names it. */
export interface ProfileRef {
  readonly file: string;
  /** It is one of `profiles/`, so its output is committed in `dist/`. */
  readonly shipped: boolean;
}

/** Where the profiles are that come with this program. */
export const profilesFolder = ({ root }: Pick<Context, 'root'>): string => join(root, 'profiles');

/** Their names. */
export const shippedProfiles = (context: Pick<Context, 'root'>): readonly string[] => profilesIn(profilesFolder(context));

/**
 * The profiles that `--all` means, as `--profile` takes each: those in a folder; without one, those that come with this program.
 *
 * @throws InputError if there are none
 */
export function profilesOf(folder: string | true, context: Pick<Context, 'root' | 'cwd'>): readonly string[] {
  if (folder === true) return shippedProfiles(context);
  const problem = (message: string): InputError => new InputError([{ message: `--all ${message}` }]);
  if (isRemote(folder)) throw problem('expects a folder, got a URL');
  const path = resolve(context.cwd, folder);
  try {
    const names = profilesIn(path);
    if (names.length > 0) return names.map((name) => `${folder.replace(/\/+$/, '')}/${name}.yaml`);
  } catch {
    throw problem(`${shown(folder)}: cannot be read: expected a folder of profiles`);
  }
  throw problem(`${shown(folder)}: no profile (a file that ends in .yaml) is there`);
}

/** Whether a profile is named by its file. */
export const isPath = (nameOrPath: string): boolean => /[/\\]|\.ya?ml$/.test(nameOrPath);

/**
 * `laptop` is one of `profiles/`; whatever has a slash or ends in .yaml or .yml is a path from the user's folder.
 *
 * @throws InputError if there is no shipped profile of that name
 */
export function findProfile(nameOrPath: string, context: Pick<Context, 'root' | 'cwd'>): ProfileRef {
  const folder = profilesFolder(context);
  if (nameOrPath.includes('://'))
    throw new InputError([{ message: '--profile: expected a name or the path of a file, got a URL: fetch it first' }]);
  if (isPath(nameOrPath)) {
    const file = resolve(context.cwd, nameOrPath);
    return { file, shipped: resolve(file, '..') === folder };
  }
  try {
    return { file: profileNamed(nameOrPath, folder), shipped: true };
  } catch (error) {
    if (error instanceof NoSuchProfile)
      throw new InputError([{ message: `--profile ${besides(nameOrPath, context.cwd) ?? error.message}` }]);
    throw error;
  }
}

/** What to say of a name that is none of ours but one of the user's own files. */
function besides(name: string, cwd: string): string | undefined {
  const file = ['.yaml', '.yml'].map((ending) => `${name}${ending}`).find((path) => existsSync(join(cwd, path)));
  return file === undefined ? undefined : `"${name}": no such profile, did you mean --profile ${quoted(`./${file}`)}?`;
}

/** The project's own folder for somebody who works in it, the user's folder for everybody else. */
export function defaultOutput(profile: string, { root, cwd }: Pick<Context, 'root' | 'cwd'>): string {
  const inside = relative(root, cwd);
  const working = !inside.startsWith('..') && !isAbsolute(inside) && !root.split(sep).includes('node_modules');
  return join(working ? root : cwd, 'dist', profile);
}
