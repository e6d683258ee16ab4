import { execFileSync, spawn } from 'node:child_process';
import { constants, openSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBaseFile, readStandardInput } from '../../../../lib/targets/compose/base-file/read';
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

describe('what another program pipes in', () => {
  const piped = (path: string, flags: string | number = 'r') => readStandardInput('other | this', openSync(path, flags));
  const file = (text: string): string => join(scratch({ piped: text }), 'piped');

  it('is read to its end', () => {
    expect(piped(file('services: {}\n')).toString()).toBe('services: {}\n');
    const long = Array.from({ length: 50_000 }, (_, n) => `${n}\n`).join('');
    expect(piped(file(long)).toString()).toBe(long);
  });

  it('is waited for, and read no further than one byte more than a base file has', () => {
    const pipe = join(scratch(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    spawn('sh', ['-c', `head -c ${MAX_BASE_BYTES + 1} /dev/zero > '${pipe}'`]);
    expect(readStandardInput('other | this', end)).toHaveLength(MAX_BASE_BYTES + 1);
    const much = file('');
    writeFileSync(much, Buffer.alloc(MAX_BASE_BYTES + 5));
    expect(piped(much)).toHaveLength(MAX_BASE_BYTES + 1);
  });

  it('is refused where it is nothing, or cannot be read', () => {
    expect(problemsOf(() => piped(file('')))).toEqual([
      '--base -: nothing came through the pipe, so the program before it has failed: other | this',
    ]);
    expect(problemsOf(() => piped(scratch()))).toEqual(['--base -: cannot be read: it is a directory']);
  });
});
