import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../lib/host';
import { Memory } from '../../lib/units/memory';
import { scratch } from './scratch';

/** The computer of a test, whichever one it runs on. */
export const HOST: Host = { platform: 'linux', kernel: '6.1.0-test', memory: Memory.parse('32Gi') };

/** An environment whose `docker` is this shell script. */
export function withDocker(script: string): Readonly<Record<string, string>> {
  const folder = scratch();
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

/** An environment whose Docker engine says this of itself. */
export const withEngine = (info: object): Readonly<Record<string, string>> => withDocker(`cat <<'END'\n${JSON.stringify(info)}\nEND`);
