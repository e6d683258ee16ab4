import { readdirSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { nearest } from '../nearest';
import { InputError } from '../problem';
import type { Context } from './context';

/** A profile as the command line names it. */
export interface ProfileRef {
  readonly file: string;
  /** It is one of `profiles/`, so its output is committed in `dist/`. */
  readonly shipped: boolean;
}

/** Where the profiles are that come with this program. */
export const profilesFolder = ({ root }: Pick<Context, 'root'>): string => join(root, 'profiles');

/** The names of the profiles that come with this program. */
export const shippedProfiles = (context: Pick<Context, 'root'>): readonly string[] =>
  readdirSync(profilesFolder(context))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();

/**
 * `laptop` is one of `profiles/`; whatever has a slash or ends in .yaml or .yml is a path from the user's folder.
 *
 * @throws InputError if there is no shipped profile of that name
 */
export function findProfile(nameOrPath: string, context: Pick<Context, 'root' | 'cwd'>): ProfileRef {
  const folder = profilesFolder(context);
  if (/[/\\]|\.ya?ml$/.test(nameOrPath)) {
    const file = resolve(context.cwd, nameOrPath);
    return { file, shipped: resolve(file, '..') === folder };
  }
  const names = shippedProfiles(context);
  if (names.includes(nameOrPath)) return { file: join(folder, `${nameOrPath}.yaml`), shipped: true };
  const guess = nearest(nameOrPath, names);
  const advice = guess === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${guess}?`;
  throw new InputError([
    {
      message: `--profile ${JSON.stringify(nameOrPath)}: no such profile, ${advice} (a file of your own is named by its path, such as ./mine.yaml)`,
    },
  ]);
}

/** The project's own folder for somebody who works in it, the user's folder for everybody else. */
export function defaultOutput(profile: string, { root, cwd }: Pick<Context, 'root' | 'cwd'>): string {
  const inside = relative(root, cwd);
  const working = !inside.startsWith('..') && !isAbsolute(inside) && !root.split(sep).includes('node_modules');
  return join(working ? root : cwd, 'dist', profile);
}
