import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Base } from '../../support/bases';
import { type Outcome, shopsynth } from '../../support/cli';
import { EVERY_SIZE, onlySizing, workbench } from '../../support/workbench';
import { eventually } from '../support/eventually';
import type { MergedService } from './deployment';

type Merged = Readonly<Record<string, MergedService>>;

/** A folder with a base file, a profile over it and the override that the program makes of the profile. */
export class MergedBase {
  private readonly folder = mkdtempSync(join(tmpdir(), 'fm-base-'));

  constructor(private readonly row: Base) {
    const files = { ...row.beside, 'base.yml': row.base, 'profile.yaml': EVERY_SIZE };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
  }

  /** What the program finds in the base file. */
  check(...args: readonly string[]): Promise<Outcome> {
    return this.program('check', ...this.selection(), '--base', 'base.yml', ...args);
  }

  async writeOverride(): Promise<void> {
    const { code, stdout, stderr } = await this.program(...this.selection(), '--stdout');
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

  /**
   * Removes what was started; again if that fails: the engine gives up on a container whose end it has not noticed within ten seconds, as
   * on a busy machine.
   */
  async down(env: NodeJS.ProcessEnv): Promise<void> {
    await eventually('the containers are gone', 120, () => {
      execFileSync('docker', ['compose', ...this.files(BOTH), '--progress', 'quiet', 'down', '--volumes', '--timeout', '0'], {
        cwd: this.folder,
        env,
        stdio: 'ignore',
      });
      return true;
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private program(...args: readonly string[]): Promise<Outcome> {
    return shopsynth(args, { cwd: this.folder, application: workbench });
  }

  private selection(): readonly string[] {
    return ['--profile', 'profile.yaml', ...[...onlySizing(this.row.sizes), ...(this.row.set ?? [])].flatMap((value) => ['--set', value])];
  }

  private files(names: readonly string[]): readonly string[] {
    return ['--project-name', 'table', ...names.flatMap((name) => ['-f', name])];
  }
}

export const BOTH = ['base.yml', 'override.yml'];
