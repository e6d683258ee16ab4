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
