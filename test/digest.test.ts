import { digestOf, sha256 } from '../lib/digest';
import { Memory } from '../lib/units/memory';

it('is the SHA-256 of what it is given', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(Buffer.from('abc'))).toBe(sha256('abc'));
});

it('does not depend on the order of keys, at any depth', () => {
  expect(digestOf({ a: 1, b: { c: [{ d: 2, e: 3 }], f: 4 } })).toBe(digestOf({ b: { f: 4, c: [{ e: 3, d: 2 }] }, a: 1 }));
});

it('depends on the order of lists', () => {
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});

it('does not count what is undefined', () => {
  expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }));
  expect(digestOf({ a: null })).not.toBe(digestOf({}));
});

it.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { a: '1' }],
  [{ a: 1 }, { b: 1 }],
  [[], {}],
])('tells %j from %j', (one, other) => {
  expect(digestOf(one)).not.toBe(digestOf(other));
});

it('takes a size for what it is, not for how it was written', () => {
  expect(digestOf(Memory.parse('1.5Gi'))).toBe(digestOf(Memory.parse('1536Mi')));
});
