import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sha256 } from '../../lib/digest';
import { MalformedTar, membersOf, tar } from '../../lib/publish/tar';
import { namesIn, scratch } from '../support/scratch';
import { checksum } from '../support/tar-header';

const FILES = [
  { path: 'a.yaml', content: 'kind: A\n' },
  { path: 'b.yaml', content: Buffer.alloc(512, 'b') },
  { path: 'empty', content: '' },
];

it('is the same bytes always', () => {
  expect(sha256(tar(FILES))).toBe('23c86e8ff270708f618a46472df7608a620e7e1171ba3a196a13a7a38756741c');
});

it('is read by itself', () => {
  expect(membersOf(tar(FILES)).map(({ name, kind, bytes }) => [name, kind, bytes.length])).toEqual([
    ['a.yaml', 'file', 8],
    ['b.yaml', 'file', 512],
    ['empty', 'file', 0],
  ]);
});

it("is read by the system's own program, which writes what is read here", () => {
  const folder = scratch({ 'x.tar': tar(FILES), 'in/a.yaml': 'kind: A\n', 'in/deep/b': 'b' });
  execFileSync('tar', ['-xf', '../x.tar'], { cwd: join(folder, 'in') });
  expect(namesIn(join(folder, 'in'))).toEqual(['a.yaml', 'b.yaml', 'deep', 'empty']);
  expect(readFileSync(join(folder, 'in/b.yaml'), 'utf8')).toBe('b'.repeat(512));
  for (const format of ['gnu', 'ustar', 'v7']) {
    execFileSync('tar', [`--format=${format}`, '-cf', '../y.tar', '.'], { cwd: join(folder, 'in') });
    const members = membersOf(readFileSync(join(folder, 'y.tar')));
    expect(members.filter(({ kind }) => kind === 'file').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['./a.yaml', './b.yaml', './deep/b', './empty']),
    );
  }
});

it('refuses a name that it could only cut', () => {
  expect(() => tar([{ path: 'x'.repeat(101), content: '' }])).toThrow(RangeError);
});

/** A tar of one file with some bytes of its header changed, and its checksum right again. */
function changed(change: (header: Buffer) => unknown): Buffer {
  const bytes = tar([{ path: 'a', content: 'x' }]);
  const header = bytes.subarray(0, 512);
  change(header);
  checksum(header);
  return bytes;
}

describe('of hostile bytes', () => {
  const whole = tar(FILES);

  it.each<readonly [string, Buffer, string]>([
    ['no bytes', Buffer.alloc(0), 'its end is missing'],
    ['no tar', Buffer.from('text\n'.repeat(500)), 'a header has'],
    ['a tar that is cut in a file', whole.subarray(0, 1800), 'it ends in the middle of a file'],
    ['a tar without its end', whole.subarray(0, whole.length - 1024), 'its end is missing'],
    ['a tar with more behind its end', Buffer.concat([whole, Buffer.from('x')]), 'it goes on after its end'],
    ['a tar with a second one behind it', Buffer.concat([whole, whole]), 'it goes on after its end'],
    ['a changed header', Buffer.from(whole).fill('c', 0, 1), 'a header has a wrong checksum'],
    ['a size beyond the end', changed((header) => header.write('77777777777\0', 124)), 'it ends in the middle of a file'],
    ['a size that is negative', changed((header) => header.fill(0xff, 124, 136)), 'a header has no number where one stands'],
    ['a size that is none', changed((header) => header.write('-0000000001\0', 124)), 'a header has no number where one stands'],
  ])('refuses %s', (_, bytes, reason) => {
    expect(() => membersOf(bytes)).toThrow(MalformedTar);
    expect(() => membersOf(bytes)).toThrow(reason);
  });

  it('refuses names in extended headers, which others would follow', () => {
    const folder = scratch({ [`${'long/'.repeat(30)}x`]: '' });
    execFileSync('tar', ['--format=posix', '-cf', 'x.tar', 'long'], { cwd: folder });
    expect(() => membersOf(readFileSync(join(folder, 'x.tar')))).toThrow('make it with tar --format=ustar');
  });

  it.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a device'],
    ['6', 'a pipe'],
  ])('takes %s for no file: %s', (type) => {
    expect(membersOf(changed((header) => header.write(type, 156)))).toEqual([{ name: 'a', kind: 'else', bytes: Buffer.from('x') }]);
  });

  it('never fails otherwise, whatever is changed', () => {
    const edit = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(edit, fc.nat(whole.length), (edits, length) => {
        const bytes = Buffer.from(whole);
        for (const [position, value] of edits) bytes[position] = value;
        try {
          membersOf(bytes.subarray(0, length));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedTar);
        }
      }),
    );
  });
});
