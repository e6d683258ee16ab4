import { plain, table } from '../../lib/documents/markdown';

it('keeps a bar and a line break inside of a cell', () => {
  expect(table(['a', 'b'], [['x|y', '`p|q`\nr']])).toBe('| a | b |\n|---|---|\n| x\\|y | `p\\|q` r |');
});

it.each([
  ['dist/<profile>', 'dist/\\<profile>'],
  ['*every* one', '\\*every* one'],
  ['[list] of `x`', '\\[list] of \\`x`'],
  ['mem_limit, 2 * 3 < 7', 'mem_limit, 2 * 3 < 7'],
])('shows %j as it is', (text, expected) => {
  expect(plain(text)).toBe(expected);
});
