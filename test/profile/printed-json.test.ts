import { printedJson } from '../../lib/profile/printed-json';

const value = { a: [], b: {}, c: ['x'.repeat(100), { d: 'y'.repeat(60), e: null }], 'a "key"': 1.5, f: true, left: undefined };

it('is JSON that reads as what it was made from', () => {
  expect(JSON.parse(printedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
});

it('breaks nothing that fits on a line', () => {
  expect(printedJson({ a: [1, { b: 'c' }], d: {} })).toBe('{ "a": [1, { "b": "c" }], "d": {} }\n');
});

it('breaks what does not, and only that', () => {
  const [long, short] = ['x'.repeat(120), { a: 1, b: [2] }];
  expect(printedJson({ long, short })).toBe(`{\n  "long": "${long}",\n  "short": { "a": 1, "b": [2] }\n}\n`);
  expect(printedJson([long, short])).toBe(`[\n  "${long}",\n  { "a": 1, "b": [2] }\n]\n`);
});

it('takes what is no map and no list as it is', () => {
  for (const [one, text] of [
    [null, 'null'],
    ['x'.repeat(200), `"${'x'.repeat(200)}"`],
    [[null, 'x'.repeat(140)], `[\n  null,\n  "${'x'.repeat(140)}"\n]`],
  ] as const)
    expect(printedJson(one)).toBe(`${text}\n`);
});

it('counts what stands on the line already', () => {
  const fits = (most: number, around: (one: readonly string[]) => unknown) => {
    const lines = (length: number) => printedJson(around(['x'.repeat(length)])).split('\n').length;
    return [lines(most), lines(most + 1)];
  };
  // A line has less than 140 characters: quotes, brackets, the key, its colon, and its indentation are some of them.
  expect(fits(135, (one) => one)).toEqual([2, 4]);
  expect(fits(126, (key) => ({ key, beside: 'x'.repeat(140) }))).toEqual([5, 7]);
  expect(fits(133, (one) => [one, 'x'.repeat(140)])).toEqual([5, 7]);
});
