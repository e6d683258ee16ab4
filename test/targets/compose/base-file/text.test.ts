import { MAX_BASE_BYTES, textOfBase } from '../../../../lib/targets/compose/base-file/text';
import { problemsOf } from '../../../support/problems';

const TEXT = 'services:\n  räder: { image: "😀" }\n';
const problems = (bytes: Uint8Array) => problemsOf(() => textOfBase(bytes, 'base.yml'));

it.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, little-endian', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16, big-endian', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
])('reads %s', (_, bytes) => {
  expect(textOfBase(bytes, 'base.yml')).toBe(TEXT);
});

it('leaves the bytes that it got alone', () => {
  const bytes = Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16();
  const before = Buffer.from(bytes);
  textOfBase(bytes, 'base.yml');
  expect(bytes.equals(before)).toBe(true);
});

it.each([
  ['Latin-1', Buffer.from(TEXT, 'latin1'), /neither UTF-8 text nor UTF-16/],
  ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x61]), /neither UTF-8 text nor UTF-16/],
  ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le'), /neither UTF-8|binary/],
  ['zeros', Buffer.alloc(100), /is a binary file/],
  ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), /is a binary file/],
  ['too much', Buffer.alloc(MAX_BASE_BYTES + 1, 'a'), /is larger than 2 MiB/],
])('refuses %s in our own words', (_, bytes, message) => {
  expect(problems(bytes)).toEqual([expect.stringMatching(message)]);
});

it.each([
  ['\u0007', 'U+0007'],
  ['\u001b', 'U+001B'],
  ['\uffff', 'U+FFFF'],
])('refuses the character %j at its place, as YAML does', (character, name) => {
  expect(problems(Buffer.from(`a: b\nc: x${character}\n`))).toEqual([
    `base.yml:2:5: the character ${name} stands here, which YAML does not allow: remove it`,
  ]);
});
