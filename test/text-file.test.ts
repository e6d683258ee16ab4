import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile, type Unreadable } from '../lib/text-file';
import { thrownBy } from './support/problems';
import { scratch } from './support/scratch';

const refused = (file: string, most = 1024 ** 2): string => (thrownBy(() => readTextFile(file, most)) as Unreadable).message;

it('reads a file as it is, up to the limit', () => {
  const cwd = scratch({ empty: '', full: 'ä'.repeat(512), large: 'x'.repeat(1025) });
  expect(readTextFile(join(cwd, 'empty'), 1024)).toBe('');
  expect(readTextFile(join(cwd, 'full'), 1024)).toBe('ä'.repeat(512));
  expect(refused(join(cwd, 'large'), 1024)).toBe('is larger than 0.0009765625 MiB (1025 bytes)');
});

it('reads a file of the kernel, which says that it is empty', () => {
  if (existsSync('/proc/version')) expect(readTextFile('/proc/version', 1024 ** 2)).toContain('Linux');
});

it('says what is no text', () => {
  const cwd = scratch({ binary: 'a\0b', latin: new Uint8Array([0xe4]) });
  expect(refused(join(cwd, 'binary'))).toBe('is a binary file');
  expect(refused(join(cwd, 'latin'))).toBe('is not UTF-8 text');
});

it('says in our words why a file cannot be read', () => {
  const cwd = scratch({ 'a/b': 'x' });
  symlinkSync('circle', join(cwd, 'circle'));
  expect(refused(cwd)).toBe('is a directory');
  expect(refused(join(cwd, 'nope'))).toBe('cannot be read: no such file or directory');
  expect(refused(join(cwd, 'a/b/c'))).toBe('cannot be read: a part of its path is not a directory');
  expect(refused(join(cwd, 'circle'))).toBe('cannot be read: its symbolic links go in a circle');
  expect(refused(join(cwd, 'x'.repeat(300)))).toBe('cannot be read: its name is too long');
  expect(refused('a\0b')).toBe('cannot be read: no file can have that name');
});

it('waits for nothing: a pipe, a device, a file without an end', () => {
  const cwd = scratch();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  expect(refused(join(cwd, 'pipe'))).toBe('is not a regular file');
  expect(refused('/dev/zero')).toBe('is not a regular file');
  const sparse = join(cwd, 'sparse');
  writeFileSync(sparse, '');
  truncateSync(sparse, 2 ** 40);
  expect(refused(sparse)).toBe(`is larger than 1 MiB (${2 ** 40} bytes)`);
});
