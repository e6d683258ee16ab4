import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What git needs to know of somebody who commits, whatever is configured on this machine. */
export const IDENTITY = ['user.name=test', 'user.email=test@example.org', 'commit.gpgsign=false', 'tag.gpgsign=false'].flatMap((one) => [
  '-c',
  one,
]);

/** A git repository with a profile of its own, as somebody has one who takes the program as a package. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'fm-project-'));

  constructor(base: string) {
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit(`extends: ${base}\n`);
  }

  /** The path of the profile, as one types it in the folder. */
  readonly profile = './staging.yaml';

  /** Commits another profile. Returns the commit. */
  commit(profile: string): string {
    writeFileSync(join(this.folder, 'staging.yaml'), profile);
    this.git('add', '.');
    this.git('commit', '--quiet', '--message=change');
    return this.head;
  }

  get head(): string {
    return this.git('rev-parse', 'HEAD').trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private git(...args: readonly string[]): string {
    return execFileSync('git', [...IDENTITY, ...args], { cwd: this.folder, encoding: 'utf8' });
  }
}
