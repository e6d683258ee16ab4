import { join } from 'node:path';
import { installed } from '../support/installed';
import type { Tool } from '../support/tools';

/** Where install.sh puts the programs that Debian does not have. */
const FOLDER = installed('delivery');

export const COSIGN = join(installed('cosign'), 'cosign');

/** The environment in which the program finds what pushes and what signs. */
export const DELIVERY_ENV: NodeJS.ProcessEnv = { ...process.env, PATH: `${FOLDER}:${installed('cosign')}:${process.env.PATH}` };

/** The path of a program that install.sh has built. */
export const delivered = (name: 'oras' | 'crane' | 'flux'): string => join(FOLDER, name);

const tool = (name: string, ...probe: readonly [string, ...string[]]): Tool => ({
  name: `${name} (run test/e2e/delivery/install.sh)`,
  probe,
});

/** Another version of Node. */
export const nodeOf = (major: number): string => join(installed('node'), `node_modules/node-${major}/bin/node`);
export const NODES: readonly Tool[] = [22, 24].map((major) => tool(`node ${major}`, nodeOf(major), '--version'));

/** A registry, and everything that pushes to it and pulls from it. */
export const DELIVERY: readonly Tool[] = [
  { name: 'docker-registry', probe: ['docker-registry', '--version'] },
  { name: 'skopeo', probe: ['skopeo', '--version'] },
  tool('oras', delivered('oras'), 'version'),
  tool('crane', delivered('crane'), 'version'),
  tool('flux', delivered('flux'), '--version'),
];

export const SIGNING: Tool = { name: 'cosign (run test/e2e/delivery/install.sh cosign)', probe: [COSIGN, 'version'] };
