import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { look } from '../../lib/output/look';
import { problemsOf } from '../support/problems';
import { scratch } from '../support/scratch';

it('reads a file', () => {
  expect(look(scratch({ a: 'x' }), 'a')).toEqual({ kind: 'file', bytes: Buffer.from('x') });
});

it('reads a file of two names', () => {
  const folder = scratch({ a: 'x' });
  linkSync(join(folder, 'a'), join(folder, 'b'));
  expect(look(folder, 'b').kind).toBe('file');
});

it('sees nothing where nothing is', () => {
  expect(look(scratch(), 'a')).toEqual({ kind: 'nothing' });
  expect(look('/nowhere/at/all', 'a')).toEqual({ kind: 'nothing' });
});

it.each(['b', 'nowhere', '/etc/passwd', '.'])('follows no link to %s', (to) => {
  const folder = scratch({ b: 'x' });
  symlinkSync(to, join(folder, 'a'));
  expect(look(folder, 'a')).toEqual({ kind: 'link' });
});

it('goes into a folder that is a link', () => {
  const folder = scratch({ 'b/a': 'x' });
  symlinkSync('b', join(folder, 'link'));
  expect(look(join(folder, 'link'), 'a').kind).toBe('file');
});

it('reads nothing that is larger than it may be', () => {
  expect(look(scratch({ a: 'xx' }), 'a', 1)).toEqual({ kind: 'large' });
  expect(look(scratch({ a: 'x' }), 'a', 1).kind).toBe('file');
});

it('rejects a folder', () => {
  const folder = scratch();
  mkdirSync(join(folder, 'a'));
  expect(problemsOf(() => look(folder, 'a'))).toEqual([`${join(folder, 'a')}: is a folder, expected a file: move it away`]);
});

it('rejects a pipe and does not wait for it', () => {
  const folder = scratch();
  execFileSync('mkfifo', [join(folder, 'a')]);
  expect(problemsOf(() => look(folder, 'a'))).toEqual([`${join(folder, 'a')}: is a pipe, expected a file: move it away`]);
});

it('rejects a socket', async () => {
  const folder = scratch();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'a'), resolve));
  expect(problemsOf(() => look(folder, 'a'))).toEqual([`${join(folder, 'a')}: is a socket, expected a file: move it away`]);
  await new Promise((resolve) => server.close(resolve));
});

it('rejects a device', () => {
  expect(problemsOf(() => look('/dev', 'null'))).toEqual(['/dev/null: is a device, expected a file: move it away']);
});

it('rejects a folder that is a file', () => {
  const file = join(scratch({ file: 'x' }), 'file');
  expect(problemsOf(() => look(file, 'a'))).toEqual([`${file}: is a file, expected a folder to write to`]);
});

// Root may read anything.
(process.getuid?.() === 0 ? it.skip : it)('rejects what it may not read', () => {
  const folder = scratch({ a: 'x' });
  chmodSync(join(folder, 'a'), 0);
  expect(problemsOf(() => look(folder, 'a'))).toEqual([`${join(folder, 'a')}: cannot be read: permission denied`]);
});
