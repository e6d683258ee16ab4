import { secretsBetween } from '../../../../../lib/targets/kubernetes/diff/topics/secrets';
import type { Any } from '../../../../support/cluster';
import { labelled, nameOf, object, sideOf } from '../objects';

const of = (kind: string, spec: Any, namespace?: string): Any => {
  const one = labelled(object(kind, 'x', { spec }), 'shop-cart');
  return { ...one, metadata: { ...one.metadata, namespace } };
};
const pod = (spec: Any, namespace?: string): Any => of('Deployment', { template: { spec } }, namespace);
const between = (before: readonly Any[], after: readonly Any[], areTwo = false): unknown => {
  const { gained, lost } = secretsBetween(sideOf(before), sideOf(after), nameOf, areTwo);
  return [gained, lost];
};
const password = { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }] };

it.each<[string, Any, readonly string[]]>([
  ['a variable', pod({ containers: [password] }), ['cart: login (password)']],
  ['a variable of a container that runs before', pod({ initContainers: [password] }), ['cart: login (password)']],
  [
    'all variables',
    pod({ containers: [{ envFrom: [{ secretRef: { name: 'login' } }, { configMapRef: { name: 'a' } }] }] }),
    ['cart: login'],
  ],
  ['a volume', pod({ volumes: [{ secret: { secretName: 'tls' } }, { emptyDir: {} }] }), ['cart: tls']],
  ['a part of a volume', pod({ volumes: [{ projected: { sources: [{ secret: { name: 'ca' } }, { configMap: {} }] } }] }), ['cart: ca']],
  ['a registry', pod({ imagePullSecrets: [{ name: 'pull' }] }), ['cart: pull']],
  ['an Ingress', of('Ingress', { tls: [{ secretName: 'tls' }, {}] }), ['cart: tls']],
  ['an ExternalSecret', of('ExternalSecret', {}), ['cart: x']],
  ['an ExternalSecret of no service', object('ExternalSecret'), ['ExternalSecret: x']],
  ['another kind', of('Service', { tls: [{ secretName: 'tls' }] }), []],
])('says which Secret %s reads', (_, one, expected) => {
  expect(between([], [one])).toEqual([expected, []]);
  expect(between([one], [])).toEqual([[], expected]);
  expect(between([one], [one])).toEqual([[], []]);
});

it('takes one in another namespace for another one, unless there are two deployments', () => {
  const [before, after] = ['a', 'b'].map((namespace) => pod({ containers: [password] }, namespace));
  expect(between([before], [after])).toEqual([
    ['cart: login (password) in the namespace b'],
    ['cart: login (password) in the namespace a'],
  ]);
  expect(between([before], [after], true)).toEqual([[], []]);
  expect(between([before], [before])).toEqual([[], []]);
  expect(between([pod({ containers: [password] })], [after])).toEqual([
    ['cart: login (password) in the namespace b'],
    ['cart: login (password) in the namespace none'],
  ]);
});

it('does not take one for news that another object of its service reads', () => {
  const reads = sideOf([pod({ containers: [password] }), pod({ imagePullSecrets: [{ name: 'pull' }] })]);
  const shared = (...words: readonly string[]) => sideOf([], { 'shop-cart': words });
  expect(secretsBetween(shared('login', 'password', 'pull'), reads, nameOf, false).gained).toEqual([]);
  expect(secretsBetween(reads, shared('login', 'password', 'pull'), nameOf, false).lost).toEqual([]);
  expect(secretsBetween(shared('login'), reads, nameOf, false).gained).toEqual(['cart: login (password)', 'cart: pull']);
  expect(secretsBetween(reads, shared('password', 'pull'), nameOf, false).lost).toEqual(['cart: login (password)']);
});

it('takes one that an object of no service reads for news', () => {
  const one = object('Deployment', 'x', { spec: { template: { spec: { imagePullSecrets: [{ name: 'pull' }] } } } });
  expect(between([], [one])).toEqual([['the namespace: pull'], []]);
});

it('names the namespace of an ExternalSecret that several have, unless there are two deployments', () => {
  const [shop, node] = ['shop', 'shop-node'].map((namespace) => ({ ...object('ExternalSecret'), metadata: { name: 'x', namespace } })) as [
    Any,
    Any,
  ];
  const then = sideOf([shop, node]);
  const now = { ...sideOf([shop]), isInSeveral: then.isInSeveral };
  expect(secretsBetween(then, now, nameOf, false).lost).toEqual(['ExternalSecret in the namespace shop-node: x']);
  expect(secretsBetween(then, now, nameOf, true).lost).toEqual([]);
});
