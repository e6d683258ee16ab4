import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './scratch';

/** An environment whose `docker` is this shell script. */
export function withDocker(script: string): Readonly<Record<string, string>> {
  const folder = scratch();
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

/** An environment whose Docker engine says this of itself. */
export const withEngine = (info: object): Readonly<Record<string, string>> => withDocker(`echo '${JSON.stringify(info)}'`);
