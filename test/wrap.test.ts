import fc from 'fast-check';
import { columnsOf, wrap } from '../lib/wrap';

it('breaks at spaces, and hangs the lines that follow', () => {
  expect(wrap('warning  code  one two three four', 20, 4)).toBe('warning  code  one\n    two three four');
});

it('keeps spaces that stand at the beginning or between words of a line', () => {
  expect(wrap('  a  b   c', 80)).toBe('  a  b   c');
});

it('leaves a word whole that is longer than a line', () => {
  expect(wrap('a ghcr.io/example/shop-search-of-products b', 12, 2)).toBe('a\n  ghcr.io/example/shop-search-of-products\n  b');
});

it('breaks nothing where there is no width', () => {
  expect(wrap('x '.repeat(500), Number.POSITIVE_INFINITY)).toBe('x '.repeat(500));
});

it.each([
  ['plain', 5],
  ['\u001b[31mred\u001b[39m', 3],
  ['e\u0301', 1],
  ['日本語', 6],
  ['한', 2],
  ['👨‍👩‍👧', 2],
  ['❤️', 2],
  ['…', 1],
  ['4→5Gi – so', 10],
  ['↔\ufe0f', 2],
  ['\u200b', 0],
  ['', 0],
])('takes %j for %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

it('counts columns, not characters', () => {
  expect(wrap('日本 日本 日本', 9)).toBe('日本 日本\n日本');
  expect(wrap(`${'\u001b[1m'}ab cd ef${'\u001b[22m'}`, 5)).toBe('\u001b[1mab cd\nef\u001b[22m');
});

it('loses no word and exceeds the width by single words only', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 })), fc.integer({ min: 1, max: 60 }), (words, width) => {
      const text = words.join(' ');
      const lines = wrap(text, width, 3).split('\n');
      const wordsOf = (from: string): readonly string[] => from.split(/[ \n]+/).filter((word) => word !== '');
      expect(wordsOf(lines.join('\n'))).toEqual(wordsOf(text));
      for (const line of lines) expect(columnsOf(line) <= width || wordsOf(line).length <= 1).toBe(true);
    }),
  );
});
