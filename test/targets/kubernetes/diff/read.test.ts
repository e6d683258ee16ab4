import { manifestOf, manifestsIn } from '../../../../lib/targets/kubernetes/diff/read';

it('reads the objects in a text, and skips what is none', () => {
  const text =
    'kind: A\napiVersion: v1\nmetadata: { name: x, namespace: n }\n---\n- 1\n---\nkind: B\nmetadata: { name: y }\nspec: { a: 1 }\n';
  expect(manifestsIn(text)).toEqual([
    { kind: 'A', apiVersion: 'v1', metadata: { name: 'x', namespace: 'n' } },
    { kind: 'B', apiVersion: '', metadata: { name: 'y', namespace: undefined }, spec: { a: 1 } },
  ]);
});

it('finds nothing in what cannot be read', () => {
  expect(manifestsIn('kind: [')).toEqual([]);
  expect(manifestsIn('kind: &a A\nmetadata: { name: *a }\n')).toEqual([]);
});

it('reads no text that is far too long', () => {
  const text = (length: number): string => `kind: A\nmetadata: { name: x }\n#${'x'.repeat(length - 31)}`;
  expect(text(100)).toHaveLength(100);
  expect([manifestsIn(text(1024 * 1024)).length, manifestsIn(text(1024 * 1024 + 1)).length]).toEqual([1, 0]);
});

it.each([
  ['no map', 'x'],
  ['a list', [{ kind: 'A', metadata: { name: 'x' } }]],
  ['no kind', { metadata: { name: 'x' } }],
  ['a kind that is no text', { kind: 1, metadata: { name: 'x' } }],
  ['no name', { kind: 'A', metadata: {} }],
  ['a name that is no text', { kind: 'A', metadata: { name: 1 } }],
])('takes %s for no object', (_, value) => {
  expect(manifestOf(value)).toEqual([]);
});

it('takes a namespace that is no text for none', () => {
  expect(manifestOf({ kind: 'A', apiVersion: 1, metadata: { name: 'x', namespace: 1, labels: {} } })).toStrictEqual([
    { kind: 'A', apiVersion: '1', metadata: { name: 'x', namespace: undefined, labels: {} } },
  ]);
});
