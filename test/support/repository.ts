import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...args], {
    cwd: root,
    encoding: 'utf8',
  });

/** Commits everything in a folder, on branch `main` of a repository that it makes of it if it is none. */
export function committed(root: string): string {
  if (!existsSync(join(root, '.git'))) git(root, 'init', '--quiet', '--initial-branch', 'main');
  git(root, 'add', '--all', '--force', '.');
  git(root, 'commit', '--quiet', '--message', 'base');
  return root;
}

/** Changes a file, which has to have what is replaced. */
export function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(file, edited);
}
