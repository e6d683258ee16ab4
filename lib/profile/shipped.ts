import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../nearest';
import { shown } from '../text';

const ENDING = '.yaml';

/** The names of the profiles in a folder. */
export const profilesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();

/** Whether it is a name, not a path: without a slash and without the ending of a file. */
export const isName = (nameOrPath: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(nameOrPath);

/** The file of the profile that is called so. @throws Error that says which names there are */
export function profileNamed(name: string, folder: string): string {
  const names = profilesIn(folder);
  if (names.includes(name)) return join(folder, `${name}${ENDING}`);
  const guess = nearest(name, names);
  const advice = guess === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${guess}?`;
  throw new NoSuchProfile(`${shown(name)}: no such profile, ${advice} (a file of your own is named by its path, such as ./mine.yaml)`);
}

/** There is no profile of a name. */
export class NoSuchProfile extends Error {}
