import fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml } from '../lib/yaml-writer';
import { anyText } from './support/any-text';

const read = (text: string, version: '1.1' | '1.2') => parse(text, { version, logLevel: 'error', uniqueKeys: false });

it.each([
  ['a short text', { a: 'x' }, 'a: x\n'],
  ['an image', { a: 'ghcr.io/x/y:sha-1' }, 'a: ghcr.io/x/y:sha-1\n'],
  ['quantities', { a: '512Mi', b: '250m', c: '2Gi' }, 'a: 512Mi\nb: 250m\nc: 2Gi\n'],
  ['what would be a number', { a: '8000', b: '1e3', c: '0x10', d: '1:20' }, 'a: "8000"\nb: "1e3"\nc: "0x10"\nd: "1:20"\n'],
  ['an exponent without digits before it', { a: 'e3', b: 'E+0', c: 'e-12', d: 'e+x' }, 'a: "e3"\nb: "E+0"\nc: "e-12"\nd: e+x\n'],
  ['what would be a truth value', { a: 'on', b: 'No', c: 'y', d: 'null' }, 'a: "on"\nb: "No"\nc: "y"\nd: "null"\n'],
  ['what would be a comment or a key', { a: 'x #y', b: 'x: y', c: 'x:' }, 'a: "x #y"\nb: "x: y"\nc: "x:"\n'],
  ['quotes', { a: 'say "x"', b: `it's "x"` }, `a: 'say "x"'\nb: 'it''s "x"'\n`],
  ['a file', { a: 'x {\n  y\n\n}\n' }, 'a: |\n  x {\n    y\n\n  }\n'],
  ['a file without a last line end', { a: 'x\ny' }, 'a: |-\n  x\n  y\n'],
  ['a file with what is no ASCII', { a: 'é –\n…\n' }, 'a: |\n  é –\n  …\n'],
  ['a file that no block can hold', { a: ' x\n', b: 'x\n\n', c: 'x\n\ty\u00ad\n' }, 'a: " x\\n"\nb: "x\\n\\n"\nc: "x\\n\\ty\\u00ad\\n"\n'],
  [
    'a file with a line that a CI system would obey',
    { a: 'x\n\n  ::error::y\n', b: 'x ::y\nz\n' },
    'a: "x\\n\\n  ::error::y\\n"\nb: |\n  x ::y\n  z\n',
  ],
  ['lists', { a: ['x', { b: 1, c: [true] }, [2]] }, 'a:\n  - x\n  - b: 1\n    c:\n      - true\n  - - 2\n'],
  ['what is empty', { a: [], b: {}, c: '', d: { e: undefined } }, 'a: []\nb: {}\nc: ""\nd: {}\n'],
  ['a file in a list', { a: ['x\ny\n'] }, 'a:\n  - |\n    x\n    y\n'],
])('writes %s', (_, value, expected) => {
  expect(toYaml(value)).toBe(expected);
});

it('writes any data so that both versions of YAML read the same again', () => {
  const text = fc.oneof(
    fc.string(),
    anyText,
    fc.stringMatching(/^[a-z0-9:#'" \n.~!&*?|>%@`{}[\],-]*$/),
    fc.constantFrom(
      'yes',
      'off',
      '~',
      '.nan',
      '-',
      '?',
      '- x',
      '#',
      '0o7',
      '2001-01-01',
      '=',
      '<<',
      ' x',
      'x ',
      '\n',
      '\nx',
      'x\n\n',
      '\tx\n',
      '|\n',
    ),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, tie('map'), tie('list')),
    leaf: fc.oneof(text, fc.integer(), fc.boolean()),
    any: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('map'), tie('list')),
    list: fc.array(tie('any'), { maxLength: 4 }),
    map: fc.dictionary(text, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(value, (data) => {
      for (const version of ['1.1', '1.2'] as const) expect(read(toYaml(data as object), version)).toEqual(data);
    }),
    { numRuns: 300 },
  );
});
