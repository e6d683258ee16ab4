import { componentOf, labelOf, ownerOf, partOf, sidesOf } from '../../../../lib/targets/kubernetes/diff/side';
import { labelled, nameOf, object } from './objects';

/** As this program writes it. */
const text = (kind: string, name: string, label: string, rest = ''): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  labels:\n    app.kubernetes.io/name: ${label}\n${rest}`;
const file = (path: string, ...texts: readonly string[]) => ({ path, content: texts.map((one) => `---\n${one}`).join('') });

const shared = text('Deployment', 'cart', 'shop-cart', 'spec:\n  a: login.x\n  b: "other"\n');
const other = text('Service', 'cart', 'shop-cart');
const [old, now] = ['1', '2'].map((size) => text('Deployment', 'orders', 'shop-orders', `spec:\n  size: ${size}\n`)) as [string, string];
const { before, after } = sidesOf([file('a', shared, old, other)], [file('b', now, shared), file('c', other)], 'base/');
const KINDS = new Set(['Deployment']);

it('has what the other side has not', () => {
  expect(before.own.map(({ spec }) => spec)).toEqual([{ size: 1 }]);
  expect(after.own.map(({ spec }) => spec)).toEqual([{ size: 2 }]);
});

it('finds objects of a service, also those that both have', () => {
  expect(before.ofService('shop-orders', KINDS)).toEqual(before.own);
  expect(before.ofService('shop-cart', KINDS)).toMatchObject([{ kind: 'Deployment', metadata: { name: 'cart' } }]);
  expect(before.ofService('shop-cart', new Set(['Deployment', 'Service']))).toHaveLength(2);
  expect(before.ofService('shop-orders', new Set(['Service']))).toEqual([]);
});

it('finds an object by its name, also one that both have', () => {
  expect(after.named('Deployment', 'orders')).toBe(after.own[0]);
  expect(after.named('Deployment', 'cart')).toMatchObject({ kind: 'Deployment', metadata: { name: 'cart' } });
  expect([after.named('Service', 'orders'), after.named('Deployment', 'carts'), after.named('Service', 'cart')?.kind]).toEqual([
    undefined,
    undefined,
    'Service',
  ]);
});

it.each([
  ['shop-cart', ['login.x'], true],
  ['shop-cart', ['login.x', 'other'], true],
  ['shop-cart', ['login.x', 'another'], false],
  ['shop-cart', ['login'], false],
  ['shop-cart', ['x'], false],
  ['shop-cart', ['loginax'], false],
  ['shop-orders', ['login.x'], false],
])('knows whether what both have of %s says %j', (label, words, expected) => {
  expect(before.sharedSays(label, words)).toBe(expected);
});

it('says where a text that cannot be read stands', () => {
  expect(() => sidesOf([{ path: 'a', content: 'a: [' }], [], 'base/')).toThrow(/^base\/a:/);
  expect(() => sidesOf([], [{ path: 'a', content: 'a: [' }], 'base/')).toThrow(/^a:/);
});

it('knows what an object belongs to', () => {
  const one = object('Job');
  const task = labelled(one, 'shop-cart', 'migration');
  expect([labelOf(one), labelOf(task), componentOf(one), componentOf(task)]).toEqual([undefined, 'shop-cart', undefined, 'migration']);
  expect([partOf('cart', undefined), partOf('cart', 'service'), partOf('cart', 'backup')]).toEqual(['cart', 'cart', "cart's backup"]);
  expect(ownerOf(one, nameOf)).toBe('the namespace');
  expect(ownerOf(task, nameOf)).toBe("cart's migration");
  expect(ownerOf(labelled(one, 'shop-cart'), nameOf)).toBe('cart');
  const ofCompartment = { ...one, metadata: { name: 'x', labels: { 'app.kubernetes.io/component': 'watch' } } };
  expect(ownerOf(ofCompartment, nameOf)).toBe('the namespace of watch');
});

it('knows which names are in several namespaces of a side', () => {
  const placed = (kind: string, name: string, namespace: string): string =>
    `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
  const [one, two, moved] = [placed('Role', 'a', 'shop'), placed('Role', 'a', 'shop-node'), placed('Role', 'b', 'shop')];
  const sides = sidesOf([file('a', one, two, moved)], [file('a', one, placed('Role', 'b', 'elsewhere'))], '');
  for (const side of [sides.before, sides.after])
    expect(['a', 'b', 'c'].map((name) => side.isInSeveral({ kind: 'Role', name }))).toEqual([true, false, false]);
  expect(sides.before.isInSeveral({ kind: 'RoleBinding', name: 'a' })).toBe(false);
});
