import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where `.ci/run` puts the Python packages that it installs under a name. */
export const virtualEnvironment = (name: string): string => join(homedir(), '.cache/faultmaven-infra', name);

/** The folders of this machine besides /usr without which the programs of an environment do not run. */
export function foldersOf(environment: string): readonly string[] {
  const interpreter = dirname(dirname(realpathSync(join(environment, 'bin/python'))));
  return interpreter === '/usr' ? [environment] : [environment, interpreter];
}
