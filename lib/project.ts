import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this project: the nearest one above this file that has a package.json. */
export const projectRoot = (): string => {
  const holds = (folder: string): string =>
    existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : holds(dirname(folder));
  return holds(__dirname);
};
