import fc from 'fast-check';
import { describeSource, InputError } from '../../../../lib/problem';
import type { BaseNode } from '../../../../lib/targets/compose/base-file/node';
import { nodeAt } from '../../../../lib/targets/compose/base-file/node';
import { readTree } from '../../../../lib/targets/compose/base-file/tree';
import { problemsOf } from '../../../support/problems';

const problems = (text: string) => problemsOf(() => readTree(text, 'base.yml'));
const read = (text: string) => readTree(text, 'base.yml').documents[0] as BaseNode;

function plain(node: BaseNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
  }
}

const value = (text: string): unknown => plain(read(text));

describe('values', () => {
  it.each([
    ['512m', '512m'],
    ['8001:8000', '8001:8000'],
    ['536870912', 536_870_912],
    ['1_000', 1000],
    ['0x10', 16],
    ['0o17', 15],
    ['017', 15],
    ['1.5e9', 1_500_000_000],
    ['.5', 0.5],
    ['-1', -1],
    ['"1"', '1'],
    ["'true'", 'true'],
    ['true', true],
    ['no', 'no'],
    ['off', 'off'],
    ['~', null],
    ['', null],
    ['null', null],
    ['!!str 5', '5'],
    ['!custom 5', 5],
    ['|\n  text\n', 'text\n'],
  ])('reads %j as Compose does', (text, expected) => {
    expect(value(`a: ${text}`)).toEqual({ a: expected });
  });

  it('takes away what is reset, in maps and in lists, also through an alias', () => {
    expect(value('a: !reset 1\nb: [1, !reset 2]\nc: &c !reset [1]\nd: *c\ne: !override [1]\n')).toEqual({ b: [1], e: [1] });
  });
});

describe('aliases and merge keys', () => {
  it('are followed', () => {
    expect(value('x: &x { a: 1, b: 2 }\ny: *x\nz: { <<: *x, b: 3 }\n')).toMatchObject({ y: { a: 1, b: 2 }, z: { a: 1, b: 3 } });
  });

  it('let the first of several maps win, and the map itself before them', () => {
    const text = 'p: &p { a: 1, b: 1, c: 1 }\nq: &q { b: 2, c: 2, d: 2 }\nz: { c: 3, <<: [*p, *q] }\n';
    expect(value(text)).toMatchObject({ z: { a: 1, b: 1, c: 3, d: 2 } });
  });

  it('do nothing in quotes', () => {
    expect(value('z: { "<<": { a: 1 } }')).toEqual({ z: { '<<': { a: 1 } } });
  });

  it('mean the anchor before them, of several with one name', () => {
    expect(value('- &a 1\n- *a\n- &a 2\n- *a\n')).toEqual([1, 1, 2, 2]);
  });

  it('may be many: Compose does not count them', () => {
    const text = `x: &x { a: 1 }\n${Array.from({ length: 5000 }, (_, n) => `k${n}: *x\n`).join('')}`;
    expect(Object.keys(value(text) as object)).toHaveLength(5001);
  });

  it('are refused at a bomb, in our own words', () => {
    const layers = Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`);
    expect(problems(`l0: &l0 [x]\n${layers.join('\n')}\nservices: { a: *l9 }\n`)).toEqual([
      expect.stringMatching(/^base\.yml:1:1: its aliases repeat more than 1000000 values/),
    ]);
  });

  it('are refused at a bomb of merge keys', () => {
    const first = `m: &m { ${Array.from({ length: 1000 }, (_, n) => `k${n}: 1`).join(', ')} }\n`;
    const text = `${first}${Array.from({ length: 1100 }, (_, n) => `s${n}: { <<: *m }\n`).join('')}`;
    expect(problems(text)[0]).toContain('its aliases repeat more than 1000000 values');
  });

  it.each([
    ['a: *nope', 'no anchor named nope stands before this alias'],
    ['a: *later\nb: &later 1', 'no anchor named later stands before this alias'],
    ['a: &a [*a]', 'this alias stands inside of what it repeats'],
    ['a: { <<: 5 }', '<< takes a map or a list of maps'],
    ['a: { <<: [{}, 5] }', '<< takes a map or a list of maps'],
  ])('are refused in %j', (text, message) => {
    expect(problems(text)[0]).toContain(`not valid YAML: ${message}`);
  });
});

describe('what is refused', () => {
  it.each(['a: 1\na: 2', '{ a: 1, "a": 2 }', 'x: &x {}\na: { <<: *x, <<: *x }'])('a key that stands twice, in %j', (text) => {
    expect(problems(text)[0]).toMatch(/^base\.yml:\d+:\d+: not valid YAML: this key stands twice in its map: remove one$/);
  });

  it.each(['1: a', '{ null: a }', '? [a]\n: b', 'true: a'])('a key that is no name, in %j', (text) => {
    expect(problems(text)[0]).toContain('expected a name before the colon');
  });

  it('what is nested deeper than a stack, at its place', () => {
    const text = `services:\n  a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
    expect(problems(text)).toEqual(['base.yml:2:36: nested deeper than 32 levels']);
  });

  it('every place where it is not YAML', () => {
    const lines = problems('services:\n  a: {}\n  a: {}\n\tb: {}\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^base\.yml:3:3: not valid YAML: /);
    expect(lines[1]).toMatch(/^base\.yml:4:1: not valid YAML: a tab/);
  });

  it('thousands of mistakes in a few lines', () => {
    const lines = problems('a: *x\n'.repeat(3000));
    expect(lines).toHaveLength(21);
    expect(lines).toContain('and 5979 more problems of this kind');
  });

  it('never in the words of the library', () => {
    const broken = [
      'a: [1',
      'a: "x',
      'a: b: c',
      '- a\nb: c',
      'a: @x',

      '&a &b x',
      '*',
      '&',
      '{a',
      ']',
      'a: !<x',
      '"\\q"',
      'a:\n b\n  c: d',
    ];
    for (const text of broken) {
      for (const line of problems(text)) expect(line).not.toMatch(/flow|implicit|collection|YAML\.|scalar|node|map key|resolved/i);
    }
  });
});

describe('what git leaves of a merge', () => {
  const merged = (text: string) => `services:\n${text}`;
  const CONFLICT = 'git has left a conflict here: decide between its two sides, and remove the lines that mark them';

  it.each([
    ['both sides', '<<<<<<< HEAD\n  a: {}\n=======\n  a: { image: x }\n>>>>>>> other\n', 2],
    ['their ancestor too, with carriage returns', '  b: {}\r\n<<<<<<< HEAD\r\n||||||| 1234\r\n=======\r\n>>>>>>> other\r\n', 3],
    ['a mark that was forgotten', '  a: {}\n>>>>>>> other\n', 3],
    ['a line between that was forgotten', '  a: {}\n=======\n  b: {}\n', 3],
  ])('is told in one line: %s', (_, text, line) => {
    expect(problems(merged(text))).toEqual([`base.yml:${line}:1: ${CONFLICT}`]);
  });

  it('is not what stands in a text', () => {
    expect(value('a: |\n  <<<<<<< HEAD\n  =======\nb: "======="\n')).toEqual({ a: '<<<<<<< HEAD\n=======\n', b: '=======' });
  });
});

it('reads every document', () => {
  expect(readTree('a: 1\n---\nb: &x 2\nc: *x\n', 'base.yml').documents.map(plain)).toEqual([{ a: 1 }, { b: 2, c: 2 }]);
});

it('knows the place of every value', () => {
  const { documents, at } = readTree('a:\r\n  b:\r\n    - c\r\n', 'base.yml');
  const list = nodeAt(documents[0], 'a', 'b');
  expect(list?.kind === 'list' && describeSource(at(list.items[0]?.offset ?? 0))).toBe('base.yml:3:7');
});

it('reads any text, or says what is wrong with it', () => {
  const token = fc.constantFrom(
    ...[
      'a:',
      ' ',
      '\n',
      '  b:',
      '\t',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '&x ',
      '*x',
      '<<: ',
      '!reset ',
      '!t ',
      ': ',
      '? ',
      '|',
      '>',
      '#',
      '---\n',
      '%',
      '@',
    ],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
      ),
      (text) => {
        try {
          readTree(text, 'base.yml');
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      },
    ),
    { numRuns: 300 },
  );
});
