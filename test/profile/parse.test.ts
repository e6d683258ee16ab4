import fc from 'fast-check';
import { InputError } from '../../lib/problem';
import { parseProfile, parseValue } from '../../lib/profile/parse';
import { toPlain } from '../../lib/profile/tree';
import { anyText } from '../support/any-text';
import { problemsOf } from '../support/problems';

const problems = (text: string) =>
  problemsOf(() => {
    throw new InputError(parseProfile(text, 'x.yaml').problems);
  });
const read = (text: string) => parseProfile(text, 'x.yaml').tree;
const ALIAS = 'an alias is not supported: write the value out, or share it through extends';
const TAB = 'a tab indents this line: YAML is indented with spaces';
const TWICE = 'this key stands twice in its map: remove one';
const TOO_DEEP = 'nested deeper than 32 levels';
const EMPTY = 'the file is empty: expected a profile that starts with target, or with extends and the name of a profile';

describe('reading', () => {
  it('reads maps, lists and scalars', () => {
    expect(toPlain(read('a: { b: [1, "2", three] }\nc: true\nd:\n'))).toEqual({
      a: { b: [1, '2', 'three'] },
      c: true,
      d: null,
    });
  });

  it('takes what stands in quotes as text', () => {
    expect(toPlain(read(`{ a: "1", b: 'true', c: "null", d: "" }`))).toEqual({ a: '1', b: 'true', c: 'null', d: '' });
  });

  it('reads windows line ends and a byte order mark', () => {
    expect(toPlain(read('\ufeffa: 1\r\nb: 2\r\n'))).toEqual({ a: 1, b: 2 });
  });

  it('knows the place of every value', () => {
    const tree = read('a: 1\nb:\n  - x\n  - { c: 2 }\n');
    if (tree.kind !== 'map') throw new Error('expected a map');
    expect(tree.entries.get('a')).toMatchObject({ source: { line: 1, column: 1 }, value: { source: { line: 1, column: 4 } } });
    expect(tree.entries.get('b')?.value).toMatchObject({ items: [{ source: { line: 3, column: 5 } }, { source: { line: 4, column: 5 } }] });
  });
});

describe('refusing', () => {
  it.each([
    ['an empty file', '', [`x.yaml:1:1: ${EMPTY}`]],
    ['nothing but comments', '# nothing\n\n# here\n', [`x.yaml:1:1: ${EMPTY}`]],
    ['an empty document', '---\n', [`x.yaml:1:1: ${EMPTY}`]],
    ['null', 'null\n', [`x.yaml:1:1: ${EMPTY}`]],
    ['a tab that indents', 'target: compose\nmachine:\n\tmemory: 8Gi\n', [`x.yaml:3:1: ${TAB}`]],
    ['a key that stands twice', 'a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n', [`x.yaml:5:3: ${TWICE}`]],
    ['a key that stands twice on a line', '{ a: 1, a: 2 }\n', [`x.yaml:1:9: ${TWICE}`]],
    [
      'a conflict that git left',
      'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n',
      ['x.yaml:2:1: git has left a conflict here: decide between its two sides, and remove the lines that mark them'],
    ],
    ['an alias', 'a: &x 1\nb: *x\n', [`x.yaml:2:4: ${ALIAS}`]],
    ['an alias without an anchor', 'a: *nope\n', [`x.yaml:1:4: ${ALIAS}`]],
    ['a merge key', 'a: &x { b: 1 }\nc:\n  <<: *x\n', [`x.yaml:3:7: ${ALIAS}`]],
    [
      'a tag',
      'a: !secret x\n',
      [
        'x.yaml:1:4: not valid YAML: a tag (a word with an exclamation mark before it) says nothing here: remove it, or write the value in quotes',
      ],
    ],
    ['a list as a key', '? [a]\n: b\n', ['x.yaml:1:3: expected a name before the colon, got a map, a list or an alias']],
    ['a map as a key', '? { a: b }\n: c\n', ['x.yaml:1:3: expected a name before the colon, got a map, a list or an alias']],
  ])('rejects %s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('rejects a second document', () => {
    expect(problems('a: 1\n---\nb: 2\n')).toEqual(['x.yaml:2:1: a second document starts here: a profile is one document']);
  });

  it('rejects a quote that is not closed, at its place', () => {
    expect(problems('a: "b\nc: 1\n')[0]).toMatch(/^x\.yaml:\d+:\d+: not valid YAML: a quote is not closed$/);
  });

  it('rejects all of a tab, a double key and an alias at once', () => {
    expect(problems('a: 1\na: 2\nb:\n\tc: 1\nd: *x\n')).toEqual([`x.yaml:2:1: ${TWICE}`, `x.yaml:4:1: ${TAB}`, `x.yaml:5:4: ${ALIAS}`]);
  });

  it('rejects an alias bomb without expanding it', () => {
    const layers = Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(', ')}]`);
    const lines = problems(`l0: &l0 [x]\n${layers.join('\n')}\n`);
    expect(lines).toHaveLength(300);
    expect(lines).toContain(`x.yaml:2:10: ${ALIAS}`);
    expect(lines.every((line) => line.endsWith(ALIAS))).toBe(true);
  });

  it('takes 32 levels and rejects a 33rd', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseProfile(nested(32), 'x.yaml').problems).toEqual([]);
    expect(problems(nested(33))).toEqual([`x.yaml:1:33: ${TOO_DEEP}`]);
  });

  it.each([
    ['brackets', '['.repeat(100_000), '1:33'],
    ['braces', '{a: '.repeat(100_000), '1:129'],
    ['hyphens', '- '.repeat(100_000), '1:65'],
    ['question marks', '? '.repeat(100_000), '1:65'],
    ['indented maps', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''), '33:33'],
    ['indented lists', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}-\n`).join(''), '33:33'],
  ])('rejects more open %s than the stack holds at the first that is too deep', (_, text, place) => {
    expect(problems(text)).toEqual([`x.yaml:${place}: ${TOO_DEEP}`]);
  });

  it.each([
    ['a quote that is not closed', '"a\nb: c\n- d\n', 1],
    ['a list among keys', 'a: b\n- c\n', 1],
    ['an alias without a name', 'a: *\n', 1],
    ['two lines that are wrong each', 'a: @b\nc: `d\n', 2],
  ])('says one thing of %s', (_, text, count) => {
    expect(problems(text)).toHaveLength(count);
  });

  it('says nothing else beside a quote that is not closed, since it takes in what follows', () => {
    expect(problems('a: @b\nc: "x\nd: 1\n')).toEqual([expect.stringMatching(/not valid YAML: a quote is not closed$/)]);
  });

  it.each([
    ['"\\x01"', 'U+0001'],
    ['"a\\x0bb"', 'U+000B'],
    ['"\\x0c"', 'U+000C'],
    ['"\\x7f"', 'U+007F'],
    ['"\\x9f"', 'U+009F'],
    ['"\\uD800"', 'U+D800'],
    ['"\\uFFFE"', 'U+FFFE'],
    ['"\\uFFFF"', 'U+FFFF'],
  ])('rejects %s, which names a character that no file of YAML can hold', (text, name) => {
    const message = `this text holds ${name}, which no file of YAML can hold: remove it`;
    expect(problems(`a: ${text}\n`)).toEqual([`x.yaml:1:4: ${message}`]);
    expect(problems(`b:\n  ${text}: 1\n`)).toEqual([`x.yaml:2:3: ${message}`]);
  });

  it('takes every other character', () => {
    const text = '\t \u0085\u00a0é漢😀';
    expect(toPlain(read(`a: "\\t \\x85${text.slice(3)}"\n`))).toEqual({ a: text });
  });

  it('says of invalid YAML only one line for each problem', () => {
    for (const line of problems('a: [1\nb: }\n')) expect(line).toMatch(/^x\.yaml:\d+:\d+: [^\n]+$/);
  });
});

it('rejects any text with an InputError or reads it', () => {
  const token = fc.constantFrom(
    'a',
    ': ',
    '\n',
    '  ',
    '\t',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '&x ',
    '*x',
    '!t ',
    '#',
    '|',
    '>',
    '---',
    '? ',
    '%',
    '1',
    '~',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        anyText,
        fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
      ),
      (text) => {
        try {
          toPlain(read(text));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          expect(error.message).not.toMatch(/\n\s+at /);
        }
      },
    ),
    { numRuns: 500 },
  );
});

describe('a value that stands in no file', () => {
  const flag = { kind: 'flag', flag: '--set' } as const;

  it('is read with the place of whoever says it', () => {
    const { tree, problems: wrong } = parseValue('{ a: [1, "2"] }', flag);
    expect([toPlain(tree), tree.source, wrong]).toEqual([{ a: [1, '2'] }, flag, []]);
  });

  it('is told what is wrong with it, with what could be read', () => {
    const { tree, problems: wrong } = parseValue('[1, *x', flag);
    expect(wrong.length).toBeGreaterThan(1);
    for (const { source, message } of wrong) expect([source, message]).toEqual([flag, expect.stringMatching(/./)]);
    expect(toPlain(tree)).toEqual([1, null]);
  });

  it('is nothing if nothing is said', () => {
    expect(toPlain(parseValue('', flag).tree)).toBeNull();
  });
});
