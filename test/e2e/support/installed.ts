import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where `.ci/run` and install.sh put what they install under a name: a virtual environment of Python, or programs. */
export const installed = (name: string): string => join(homedir(), '.cache/faultmaven-infra', name);

/** The folders besides /usr that programs of an environment need. */
export function foldersOf(environment: string): readonly string[] {
  const interpreter = dirname(dirname(realpathSync(join(environment, 'bin/python'))));
  return interpreter === '/usr' ? [environment] : [environment, interpreter];
}
