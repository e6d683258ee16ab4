import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { readBaseFile } from '../../lib/base-file/read';
import { MAX_BASE_BYTES } from '../../lib/base-file/text';
import { problemsOf } from '../support/problems';
import { scratch } from '../support/scratch';

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
  expect(problems(pipe)).toEqual(['base.yml: is a pipe or a device, expected a file; pipe it in as --base - instead']);
});

it.each(['/dev/zero', '/dev/null', '/dev/tty'])('says what %s is', (path) => {
  expect(problems(path)).toEqual([expect.stringMatching(/^base\.yml: (is a pipe or a device|cannot be read)/)]);
});

it('reads no more of a huge file than tells that it is too large', () => {
  const file = join(scratch({ 'base.yml': 'a' }), 'base.yml');
  truncateSync(file, 10 * MAX_BASE_BYTES);
  expect(readBaseFile(file, 'x')).toHaveLength(MAX_BASE_BYTES + 1);
});

it('says what is not there, and what is a folder', () => {
  expect(problems(join(scratch(), 'nope'))).toEqual(['base.yml: cannot be read: no such file or directory']);
  expect(problems(scratch())).toEqual(["base.yml: is a directory, expected FaultMaven's docker-compose.yml"]);
});
