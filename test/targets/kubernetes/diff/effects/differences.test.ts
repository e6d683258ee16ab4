import {
  at,
  type Difference,
  differences,
  isElement,
  listOf,
  treeOf,
} from '../../../../../lib/targets/kubernetes/diff/effects/differences';

/** A line for each field that differs: `a.[x] 1→2`. */
const lines = (found: readonly Difference[]): readonly string[] =>
  found.map(({ path, from, to }) => `${path.join('.')} ${JSON.stringify(from) ?? 'none'}→${JSON.stringify(to) ?? 'none'}`);

const named = (...names: readonly string[]): readonly object[] => names.map((name) => ({ name }));

it.each<[string, unknown, unknown, readonly string[]]>([
  ['the same', { a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 }, []],
  ['another value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b 1→2']],
  ['a new value', {}, { a: 1 }, ['a none→1']],
  ['a value that is gone', { a: 1 }, {}, ['a 1→none']],
  ['a new section', {}, { a: { b: 1, c: 2 } }, ['a.b none→1', 'a.c none→2']],
  ['a new section that is empty', {}, { a: {} }, ['a none→{}']],
  ['a section in the place of a word', { a: 'x' }, { a: { b: 1 } }, ['a "x"→{"b":1}']],
  ['a word in the place of a section', { a: { b: 1 } }, { a: 'x' }, ['a {"b":1}→"x"']],
  ['a list in the place of a word', { a: 'x' }, { a: named('b') }, ['a "x"→[{"name":"b"}]']],
  ['null, which is nothing', { a: null }, {}, []],
  ['an empty list, which is nothing', { a: [] }, { a: null }, []],
  ['an empty list in the place of a word', { a: [] }, { a: 'x' }, ['a none→"x"']],
  ['a default', { spec: {} }, { spec: { replicas: 1, strategy: { type: 'RollingUpdate' } } }, []],
  ['a quantity in other words', { limits: { cpu: '0.5' } }, { limits: { cpu: '500m' } }, []],
  ['a quantity', { limits: { cpu: '0.5' } }, { limits: { cpu: 5 } }, ['limits.cpu "0.5"→5']],
  ['two that are no quantities', { limits: { cpu: 'x' } }, { limits: { cpu: 'y' } }, ['limits.cpu "x"→"y"']],
  ['a new quantity', { limits: {} }, { limits: { cpu: 5 } }, ['limits.cpu none→5']],
  ['a key that every map has', {}, { constructor: 1 }, ['constructor none→1']],
])('finds %s', (_, before, after, expected) => {
  expect(lines(differences(before, after))).toEqual(expected);
});

const list = (...items: readonly unknown[]): object => ({ l: items });

it.each<[string, object, object, readonly string[]]>([
  ['words by themselves', list('a', 'b'), list('b', 'c'), ['l.[a] "a"→none', 'l.[c] none→"c"']],
  ['numbers by themselves', list(80, 443), list(80, 8080), ['l.[443] 443→none', 'l.[8080] none→8080']],
  ['words in another order', list('a', 'b'), list('b', 'a'), ['l.(order) "a, b"→"b, a"']],
  ['words in the same order with one between them', list('a', 'b'), list('a', 'c', 'b'), ['l.[c] none→"c"']],
  ['a name', list({ name: 'a', v: 1 }), list({ name: 'a', v: 2 }), ['l.[a].v 1→2']],
  ['a new name as a whole', list(), list({ name: 'a', v: 1 }), ['l.[a] none→{"name":"a","v":1}']],
  ['what has no names as a whole', {}, list({ name: 'a' }, { v: 1 }), ['l none→[{"name":"a"},{"v":1}]']],
  [
    'mounts by their places',
    list({ name: 'd', mountPath: '/a' }, { name: 'd', mountPath: '/b' }),
    list({ name: 'd', mountPath: '/b' }),
    ['l.[/a] {"name":"d","mountPath":"/a"}→none'],
  ],
  [
    'ports of containers by number and protocol',
    list({ containerPort: 53, protocol: 'UDP', x: 1 }, { containerPort: 53 }),
    list({ containerPort: 53 }, { containerPort: 53, protocol: 'UDP', x: 2 }),
    ['l.[53 UDP].x 1→2', 'l.(order) "53 UDP, 53"→"53, 53 UDP"'],
  ],
  [
    'ports by number and protocol',
    list({ port: 53, protocol: 'UDP', x: 1 }, { port: 53 }),
    list({ port: 53 }, { port: 53, protocol: 'UDP', x: 2 }),
    ['l.[53 UDP].x 1→2', 'l.(order) "53 UDP, 53"→"53, 53 UDP"'],
  ],
  [
    'subjects by kind and name',
    list({ kind: 'User', name: 'a', x: 1 }, { kind: 'Group', name: 'a' }),
    list({ kind: 'Group', name: 'a' }, { kind: 'User', name: 'a', x: 2 }),
    ['l.[User a].x 1→2', 'l.(order) "User a, Group a"→"Group a, User a"'],
  ],
  [
    'a name that two have by place',
    list({ name: 'a', v: 1 }, { name: 'a', v: 2 }),
    list({ name: 'a', v: 1 }),
    ['l.[1] {"name":"a","v":2}→none'],
  ],
  ['what has no names by place', list({ v: 1 }), list({ v: 2 }), ['l.[0].v 1→2']],
  [
    'two new ones behind those that were there',
    list({ v: 1 }),
    list({ v: 1 }, { v: 2 }, { v: 3 }),
    ['l.[1] none→{"v":2}', 'l.[2] none→{"v":3}'],
  ],
  [
    'the same elements, whatever the order of their keys',
    list({ v: 1, w: { x: 1, y: 2 } }, { v: 3, w: null }),
    list({ w: null, v: 3 }, { w: { y: 2, x: 1 }, v: 1 }),
    ['l.(order) "0, 1"→"1, 0"'],
  ],
  ['which of several is gone', list({ v: 1 }, { v: 2 }, { v: 3 }), list({ v: 1 }, { v: 3 }), ['l.[1] {"v":2}→none']],
  ['which of several changes', list({ v: 1 }, { v: 2 }, { v: 3 }), list({ v: 1 }, { v: 9 }, { v: 3 }), ['l.[1].v 2→9']],
  [
    'one gone at the start and one new at the end',
    list({ v: 1 }, { v: 2 }),
    list({ v: 2 }, { v: 3 }),
    ['l.[0] {"v":1}→none', 'l.[2] none→{"v":3}'],
  ],
  ['one of two that are the same', list({ v: 1 }, { v: 1 }), list({ v: 1 }), ['l.[1] {"v":1}→none']],
])('tells apart %s', (_, before, after, expected) => {
  expect(lines(differences(before, after))).toEqual(expected);
});

it('knows where both stand in their object', () => {
  expect(lines(differences({ cpu: '1' }, { cpu: '1000m' }, ['spec', 'limits']))).toEqual([]);
  expect(lines(differences('a', 'b', ['spec', 'x']))).toEqual(['spec.x "a"→"b"']);
});

it('takes what has another type for nothing', () => {
  for (const value of [null, undefined, 1, 'x', []]) expect(treeOf(value)).toEqual({});
  for (const value of [null, undefined, 1, 'x', {}]) expect(listOf(value)).toEqual([]);
  expect([treeOf({ a: 1 }), listOf([1])]).toEqual([{ a: 1 }, [1]]);
  expect([at({ a: { b: 1 } }, 'a', 'b'), at({ a: null }, 'a', 'b'), at({}, 'toString'), at(['x'], '0')]).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ]);
});

it('knows a key that names an element', () => {
  expect(['[a]', 'a', undefined].map(isElement)).toEqual([true, false, false]);
});
