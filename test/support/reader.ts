import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './cli';
import type { Block } from './markdown';
import { scratch } from './scratch';

/** What was typed, and what came of it. */
export interface Typed {
  readonly code: number | null;
  /** What stood on the screen. */
  readonly shown: string;
}

const COMMANDS = ['docker', 'git', 'kubectl', 'npm', 'npx', 'fmsynth', 'openssl', 'rclone'] as const;

/** Somebody who reads a document in a clone of this project and types what it says. */
export class Reader {
  private readonly clone: string;
  private readonly env: NodeJS.ProcessEnv;

  /** @param real commands that are not stood in for */
  constructor({ deployed, real = [] }: { readonly deployed: boolean; readonly real?: readonly (typeof COMMANDS)[number][] }) {
    const desk = scratch();
    this.clone = join(desk, 'faultmaven-infra');
    const deployment = join(desk, 'faultmaven-deploy');
    copyProject(this.clone);
    for (const own of ['tls.crt', 'tls.key']) writeFileSync(join(this.clone, own), '');
    for (const folder of deployed ? ['published', 'faultmaven-deploy'] : ['published']) publish(join(desk, folder));
    mkdirSync(join(desk, 'bin'));
    for (const command of COMMANDS.filter((one) => !real.includes(one))) {
      const file = join(desk, 'bin', command);
      writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'test/support/stand-in/commands.mjs')}' ${command} "$@"\n`);
      chmodSync(file, 0o755);
    }
    const { PATH, HOME } = process.env;
    this.env = {
      PATH: [join(desk, 'bin'), dirname(process.execPath), PATH].join(':'),
      HOME,
      CLONE: this.clone,
      DEPLOYMENT: deployment,
      MADE: join(desk, 'made'),
    };
  }

  /** Saves a profile as the document says. */
  save(text: string): void {
    writeFileSync(join(this.clone, 'mine.yaml'), text);
  }

  /** Types a block into a shell, in the clone. */
  type({ text }: Pick<Block, 'text'>): Typed {
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', text], {
      cwd: this.clone,
      env: this.env,
      encoding: 'utf8',
    });
    return { code: status, shown: stdout + stderr };
  }
}

let built = false;

/** What of the project a user needs: the program itself, built from the current source, and what it reads. */
function copyProject(clone: string): void {
  if (!built) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  built = true;
  for (const path of ['package.json', 'profiles', 'dist', 'docs', 'build'])
    cpSync(join(ROOT, path), join(clone, path), { recursive: true, filter: (source) => !source.endsWith('.tmp') });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
}

/** FaultMaven's deployment as its repository has it. */
function publish(folder: string): void {
  cpSync(join(ROOT, 'test/fixtures/docker-compose.yml'), join(folder, 'docker-compose.yml'));
}

/** Documents that a user reads. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];
