import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { faultmaven } from '../../../lib/faultmaven/application';
import { servicesIn } from '../../../lib/model/application';
import type { Base } from '../../support/bases';
import { CHECKOUT } from '../support/checkout';
import { fmsynth, type Run } from '../support/program';
import type { MergedService } from './deployment';
import { composeDown } from './engine';

const PROFILES = resolve(CHECKOUT, 'profiles');
const kinds = servicesIn(faultmaven, 'laptop').map(({ kind }) => kind);

type Merged = Readonly<Record<string, MergedService>>;

/** A folder with a base file, a profile over it and the override that the program makes of the profile. */
export class Project {
  private readonly folder = mkdtempSync(join(tmpdir(), 'fm-base-'));

  constructor(private readonly row: Base) {
    const nulls = kinds.filter((kind) => !row.sizes.includes(kind)).map((kind) => `  ${kind}: null\n`);
    const profile = [`extends: ${PROFILES}/laptop.yaml`, 'target: compose', `services:${nulls.length === 0 ? ' {}' : ''}`, ''].join('\n');
    const files = { ...row.beside, 'base.yml': row.base, 'profile.yaml': profile + nulls.join('') };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
  }

  /** What the program finds in the base file. */
  check(...args: readonly string[]): Run {
    return this.program('check', ...this.selection(), '--base', 'base.yml', ...args);
  }

  writeOverride(): void {
    const { code, stdout, stderr } = this.program(...this.selection(), '--stdout');
    if (code !== 0) throw new Error(stderr);
    writeFileSync(join(this.folder, 'override.yml'), stdout);
  }

  /** What Compose makes of the base file alone, or of both. */
  config(...files: readonly string[]): { readonly services?: Merged; readonly refusal: string } {
    const { status, stdout, stderr } = spawnSync('docker', ['compose', ...this.files(files), 'config', '--format', 'json'], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    return status === 0 ? { services: JSON.parse(stdout).services, refusal: '' } : { refusal: stderr };
  }

  /** Starts both on an engine; what it refuses. */
  up(env: NodeJS.ProcessEnv): string {
    const args = ['compose', ...this.files(BOTH), '--progress', 'quiet', 'up', '--detach', '--pull', 'never'];
    const { status, stderr } = spawnSync('docker', args, { cwd: this.folder, env, encoding: 'utf8' });
    return status === 0 ? '' : stderr;
  }

  /** Removes what was started. */
  async down(env: NodeJS.ProcessEnv): Promise<void> {
    await composeDown(() =>
      execFileSync('docker', ['compose', ...this.files(BOTH), '--progress', 'quiet', 'down', '--volumes', '--timeout', '0'], {
        cwd: this.folder,
        env,
        stdio: 'ignore',
      }),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private program(...args: readonly string[]): Run {
    return fmsynth(args, { cwd: this.folder });
  }

  private selection(): readonly string[] {
    return ['--profile', 'profile.yaml', ...(this.row.set ?? []).flatMap((value) => ['--set', value])];
  }

  private files(names: readonly string[]): readonly string[] {
    return ['--project-name', 'table', ...names.flatMap((name) => ['-f', name])];
  }
}

export const BOTH = ['base.yml', 'override.yml'];
