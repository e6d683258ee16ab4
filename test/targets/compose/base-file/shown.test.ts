import { maskedWords, shown, shownText } from '../../../../lib/targets/compose/base-file/shown';
import { readTree } from '../../../../lib/targets/compose/base-file/tree';

const of = (text: string): string => {
  const [node] = readTree(text, 'base.yml').documents;
  if (node === undefined) throw new Error('expected a value');
  return shown(node);
};

it.each([
  ['a', 'a'],
  ['""', 'nothing'],
  ['"a  b\\nc"', 'a b c'],
  ['[a, b c]', 'a b c'],
  ['{ a: 1, b: { c: [2, 3] } }', 'a: 1 b: c: 2 3'],
  ['[--requirepass, x, y]', '--requirepass *** y'],
  ['{ password: x, other: y }', 'password: *** other: y'],
  ['TOKEN=x', 'TOKEN=***'],
])('shows %s on one line', (text, expected) => expect(of(text)).toBe(expected));

it('shows a hundred characters at most, and reads no more of a value than that needs', () => {
  const text = 'abc '.repeat(24);
  expect(of(`${text}abcd`)).toBe(`${text}abcd`);
  expect(of(`${text}abcde`)).toBe(`${text}abc…`);
  expect(shownText(`${text}abcde`)).toBe(`${text}abc…`);
  const long = of(`[${Array.from({ length: 1000 }, (_, n) => `word-${n}`).join(', ')}]`);
  expect(long).toHaveLength(100);
  expect(long).toMatch(/^word-0 word-1 .*…$/);
});

it.each([
  [
    ['--requirepass', 'x', 'y'],
    ['--requirepass', '***', 'y'],
  ],
  [
    ['-token', 'x'],
    ['-token', '***'],
  ],
  [
    ['api_key:', 'x'],
    ['api_key:', '***'],
  ],
  [
    ['apikey:', 'x'],
    ['apikey:', '***'],
  ],
  [
    ['--password', '--other'],
    ['--password', '--other'],
  ],
  [
    ['password', 'x'],
    ['password', 'x'],
  ],
  [
    ['a--password', 'x'],
    ['a--password', 'x'],
  ],
  [
    ['--password.file', 'x'],
    ['--password.file', 'x'],
  ],
  [
    ['--port', '5'],
    ['--port', '5'],
  ],
  [['MY_SECRET=x=y'], ['MY_SECRET=***']],
  [['--auth=x'], ['--auth=***']],
  [['NAME=x'], ['NAME=x']],
  [['SECRET='], ['SECRET=']],
  [['=secret'], ['=secret']],
  [['redis://user:hunter2@host'], [expect.not.stringContaining('hunter2')]],
  [
    ['>hunter2', 'a>b'],
    ['>***', 'a>b'],
  ],
  [['x'], ['x']],
])('shows no secret in %j', (words, expected) => expect(maskedWords(words)).toEqual(expected));
