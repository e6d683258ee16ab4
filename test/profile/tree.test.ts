import { describeSource } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import { merge, plainScalar, sourceAt, toPlain } from '../../lib/profile/tree';
import { entryAt, valueAt } from '../../lib/yaml-value';

const base = (text: string) => parseProfile(text, 'base.yaml').tree;
const over = (text: string) => parseProfile(text, 'over.yaml').tree;
const merged = (below: string, above: string): unknown => toPlain(merge(base(below), over(above)));
const nowhere = { kind: 'flag', flag: '--set' } as const;

describe('a text without quotes', () => {
  it.each([
    ['1', 1],
    ['-1', -1],
    ['0.25', 0.25],
    ['4.0', 4],
    ['true', true],
    ['false', false],
    ['null', null],
    ['~', null],
    ['', null],
  ])('%j means %j', (text, value) => {
    expect(plainScalar(text, nowhere)).toMatchObject({ kind: 'scalar', value, text });
  });

  it.each([
    '1e3',
    '1E3',
    '0x10',
    '0o17',
    '.nan',
    'NaN',
    '.inf',
    '.5',
    '5.',
    '01',
    '1_000',
    '+1',
    'True',
    'yes',
    'no',
    'on',
    'NULL',
    'Null',
  ])('%s stays text', (text) => {
    expect(plainScalar(text, nowhere).value).toBe(text);
  });
});

describe('merging', () => {
  it.each([
    ['maps merge', '{ a: { x: 1, y: 2 } }', '{ a: { y: 3, z: 4 } }', { a: { x: 1, y: 3, z: 4 } }],
    ['a scalar replaces a scalar', '{ a: 1 }', '{ a: 2 }', { a: 2 }],
    ['a list replaces a list', '{ a: [1, 2, 3] }', '{ a: [4] }', { a: [4] }],
    ['an empty list replaces a list', '{ a: [1] }', '{ a: [] }', { a: [] }],
    ['a scalar replaces a map', '{ a: { x: 1 } }', '{ a: 2 }', { a: 2 }],
    ['a map replaces a scalar', '{ a: 1 }', '{ a: { x: 1 } }', { a: { x: 1 } }],
    ['an empty map changes nothing', '{ a: { x: 1 } }', '{ a: {} }', { a: { x: 1 } }],
    ['null removes a scalar', '{ a: 1, b: 2 }', '{ a: null }', { b: 2 }],
    ['a tilde removes as null does', '{ a: 1, b: 2 }', '{ a: ~ }', { b: 2 }],
    ['null removes a whole map', '{ a: { x: { y: 1 } }, b: 2 }', '{ a: null }', { b: 2 }],
    ['null removes deep inside', '{ a: { x: 1, y: 2 } }', '{ a: { x: null } }', { a: { y: 2 } }],
    ['null in quotes is a text', '{ a: 1 }', '{ a: "null" }', { a: 'null' }],
    ['a forgotten value removes nothing', 'a: 1', 'a:', { a: null }],
    ['what is new comes after what was there', '{ b: 1, c: 2 }', '{ a: 3, b: 4 }', { b: 4, c: 2, a: 3 }],
  ])('%s', (_, below, above, expected) => {
    expect(JSON.stringify(merged(below, above))).toBe(JSON.stringify(expected));
  });

  it('leaves both trees as they were', () => {
    const [below, above] = [base('{ a: { x: 1 } }'), over('{ a: { x: null } }')];
    merge(below, above);
    expect(toPlain(below)).toEqual({ a: { x: 1 } });
    expect(toPlain(above)).toEqual({ a: { x: null } });
  });

  it('keeps for every value the file that supplied it', () => {
    const tree = merge(base('a:\n  x: 1\n  y: 2\n'), over('# over\na:\n  y: 3\n'));
    expect(describeSource(sourceAt(tree, ['a', 'x']))).toBe('base.yaml:2:6');
    expect(describeSource(sourceAt(tree, ['a', 'y']))).toBe('over.yaml:3:6');
  });
});

describe('finding', () => {
  const tree = base('a:\n  x: { y: 1 }\n');

  it('finds the value and the key at a path', () => {
    expect(valueAt(tree, ['a', 'x', 'y'])).toMatchObject({ value: 1 });
    expect(entryAt(tree, ['a', 'x'])?.source).toMatchObject({ line: 2, column: 3 });
    expect(valueAt(tree, [])).toBe(tree);
  });

  it.each([[['b']], [['a', 'z']], [['a', 'x', 'y', 'z']]])('finds nothing at %j', (path) => {
    expect(valueAt(tree, path)).toBeUndefined();
  });

  it('gives for what is missing the place of the nearest thing around it', () => {
    expect(describeSource(sourceAt(tree, ['a', 'x', 'missing', 'too']))).toBe('base.yaml:2:6');
    expect(describeSource(sourceAt(tree, ['missing']))).toBe('base.yaml:1:1');
  });
});

it('turns keys that objects treat specially into plain keys', () => {
  const plain = toPlain(base('{ __proto__: 1, constructor: 2 }')) as object;
  expect(Object.keys(plain)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
});
