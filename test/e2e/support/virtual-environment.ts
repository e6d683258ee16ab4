import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `.ci/run` puts the Python packages that it installs under a name. */
export const virtualEnvironment = (name: string): string => join(homedir(), '.cache/faultmaven-infra', name);
