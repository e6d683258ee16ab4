import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { ROOT } from '../support/cli';
import { scratch } from '../support/scratch';

// Building takes seconds on a busy machine.
jest.setTimeout(120_000);

/** A copy of what the program is built from. Its packages are a link, as a workspace of npm has them. */
function copy(): string {
  const folder = scratch();
  for (const name of ['lib', 'scripts', 'profiles', 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function versionOf(folder: string): string {
  const script =
    "import('./scripts/build.mjs').then(({ build }) => build('lib/main.ts', 'build/one', { compiled: false })).then(console.log)";
  const program = execFileSync(process.execPath, ['--eval', script], { cwd: folder, encoding: 'utf8' }).trim();
  return execFileSync(process.execPath, [program, '--version'], { cwd: folder, encoding: 'utf8' });
}

it('names the version and the sources, the same wherever they are built, and others after any change', () => {
  const one = copy();
  const first = versionOf(one);
  expect(first).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')} \\(sources [0-9a-f]{16}\\)\n$`));
  expect([versionOf(one), versionOf(copy())]).toEqual([first, first]);
  appendFileSync(join(one, 'lib/nearest.ts'), '// Another comment.\n');
  expect(versionOf(one)).toMatch(/ \(sources [0-9a-f]{16}\)\n$/);
  expect(versionOf(one)).not.toBe(first);
});
