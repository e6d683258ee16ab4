import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { readBaseFile } from '../../../../lib/targets/compose/base-file/read';
import { MAX_BASE_BYTES } from '../../../../lib/targets/compose/base-file/text';
import { problemsOf } from '../../../support/problems';
import { scratch } from '../../../support/scratch';

const problems = (path: string) => problemsOf(() => readBaseFile(path, 'base.yml'));

it('reads a file, also through a link', () => {
  const folder = scratch({ 'base.yml': 'services: {}\n' });
  symlinkSync('base.yml', join(folder, 'link.yml'));
  expect(readBaseFile(join(folder, 'base.yml'), 'x').toString()).toBe('services: {}\n');
  expect(readBaseFile(join(folder, 'link.yml'), 'x').toString()).toBe('services: {}\n');
});

it('never waits for the other end of a pipe', () => {
  const pipe = join(scratch(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(problems(pipe)).toEqual(["base.yml: is not a regular file: a pipe's content goes into --base -"]);
});

it.each(['/dev/zero', '/dev/null', '/dev/tty'])('says what %s is', (path) => {
  expect(problems(path)).toEqual([expect.stringMatching(/^base\.yml: (is not a regular file|cannot be read)/)]);
});

it('reads nothing of a huge file', () => {
  const file = join(scratch({ 'base.yml': 'a' }), 'base.yml');
  truncateSync(file, 10 * MAX_BASE_BYTES);
  expect(problems(file)).toEqual([`base.yml: is larger than 2 MiB (${10 * MAX_BASE_BYTES} bytes)`]);
});

it('says what is not there, and what is a folder', () => {
  expect(problems(join(scratch(), 'nope'))).toEqual(['base.yml: cannot be read: no such file or directory']);
  expect(problems(scratch())).toEqual(['base.yml: is a directory, expected a file such as its docker-compose.yml']);
});
