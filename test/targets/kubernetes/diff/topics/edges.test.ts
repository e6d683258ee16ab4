import { edgesBetween } from '../../../../../lib/targets/kubernetes/diff/topics/edges';
import type { Any } from '../../../../support/cluster';
import { nameOf, object, sideOf } from '../objects';

const policy = (spec: Any): Any => object('NetworkPolicy', 'x', { spec });
const between = (before: readonly Any[], after: readonly Any[]): unknown => {
  const { gained, lost } = edgesBetween(sideOf(before.map(policy)), sideOf(after.map(policy)), nameOf);
  return [gained, lost];
};

const pods = (name: string, more: Any = {}): Any => ({ matchLabels: { 'app.kubernetes.io/name': name, ...more } });
const cart = { podSelector: pods('shop-cart') };
const block = (...except: readonly string[]): Any => ({ ...cart, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except } }] }] });

it.each<[string, Any, readonly string[]]>([
  ['nothing', cart, []],
  ['everybody', { ...cart, ingress: [{}] }, ['anybody to cart: any port']],
  ['every pod', { podSelector: {}, ingress: [{}] }, ['anybody to every pod: any port']],
  ['a port', { ...cart, ingress: [{ ports: [{ port: 80 }] }] }, ['anybody to cart: 80/TCP']],
  [
    'several ports',
    { ...cart, ingress: [{ ports: [{ port: 80, endPort: 90 }, { protocol: 'UDP' }] }] },
    ['anybody to cart: 80-90/TCP', 'anybody to cart: any UDP port'],
  ],
  ['both ways', { ...cart, ingress: [{}], egress: [{}] }, ['cart to anybody: any port', 'anybody to cart: any port']],
  ['only in, whatever else it says', { ...cart, policyTypes: ['Ingress'], ingress: [{}], egress: [{}] }, ['anybody to cart: any port']],
  ['out', { ...cart, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: pods('shop-orders') }] }] }, ['cart to orders: any port']],
  [
    'several peers and ports',
    { ...cart, egress: [{ to: [{ podSelector: pods('a') }, { podSelector: pods('b') }], ports: [{ port: 1 }, { port: 2 }] }] },
    ['cart to a: 1/TCP', 'cart to a: 2/TCP', 'cart to b: 1/TCP', 'cart to b: 2/TCP'],
  ],
  [
    'a part of a service',
    { podSelector: pods('shop-cart', { 'app.kubernetes.io/component': 'migration', tier: 'x' }), ingress: [{}] },
    ["anybody to cart's migration with tier=x: any port"],
  ],
  ['pods by other labels', { podSelector: { matchLabels: { a: 'b', c: 1 } }, ingress: [{}] }, ['anybody to pods a=b, c=1: any port']],
  [
    'pods by expressions',
    {
      podSelector: {
        matchExpressions: [
          { key: 'a', operator: 'In', values: ['b', 'c'] },
          { key: 'd', operator: 'Exists' },
        ],
      },
      ingress: [{}],
    },
    ['anybody to pods a In b c, d Exists: any port'],
  ],
  ['any namespace', { ...cart, ingress: [{ from: [{ namespaceSelector: {} }] }] }, ['any namespace to cart: any port']],
  [
    'a namespace',
    { ...cart, ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } }] }] },
    ['the namespace ops to cart: any port'],
  ],
  [
    'namespaces by labels',
    { ...cart, ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }] },
    ['namespaces a=b to cart: any port'],
  ],
  [
    'namespaces by expressions',
    { ...cart, ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }] }] },
    ['namespaces a Exists to cart: any port'],
  ],
  [
    'pods in a namespace',
    { ...cart, ingress: [{ from: [{ namespaceSelector: {}, podSelector: pods('dns') }] }] },
    ['dns in any namespace to cart: any port'],
  ],
  ['addresses', block(), ['cart to 10.0.0.0/8: any port']],
  ['addresses but for some', block('10.1.0.0/16', '10.2.0.0/16'), ['cart to 10.0.0.0/8: any port, but for 2 networks']],
])('says that a policy allows %s', (_, spec, expected) => {
  expect(between([], [spec])).toEqual([expected, []]);
  expect(between([spec], [])).toEqual([[], expected]);
  expect(between([spec], [spec])).toEqual([[], []]);
});

it.each<[string, readonly Any[], readonly Any[], unknown]>([
  ['fewer', [block('a', 'b')], [block('a')], [['cart to 10.0.0.0/8: any port, also in b'], []]],
  ['more', [block('a')], [block('a', 'b', 'c')], [[], ['cart to 10.0.0.0/8: any port, no longer in b c']]],
  ['what one of two policies leaves out', [block('a')], [block('a', 'b'), block('c', 'a')], [[], []]],
])('tells of a policy that leaves out %s', (_, before, after, expected) => {
  expect(between(before, after)).toEqual(expected);
});

it('looks at nothing but policies', () => {
  expect(edgesBetween(sideOf([]), sideOf([object('Other', 'x', { spec: { ...cart, ingress: [{}] } })]), nameOf)).toEqual({
    gained: [],
    lost: [],
  });
});

describe('in several namespaces', () => {
  const inside = (namespace: string, spec: Any): Any => ({ ...policy(spec), metadata: { name: 'x', namespace } });
  const all = { podSelector: {}, egress: [{ to: [{ podSelector: { matchLabels: { a: 'b' } } }] }] };
  const [shop, node] = ['shop', 'shop-node'].map((namespace) => inside(namespace, all)) as [Any, Any];
  const told = (namespace: string): string => `every pod in the namespace ${namespace} to pods a=b in the namespace ${namespace}: any port`;

  it('tells apart what is called the same', () => {
    expect(edgesBetween(sideOf([shop, node]), sideOf([shop]), nameOf)).toEqual({ gained: [], lost: [told('shop-node')] });
    expect(edgesBetween(sideOf([shop]), sideOf([node]), nameOf)).toEqual({ gained: [told('shop-node')], lost: [told('shop')] });
  });

  it('names both ends of a connection between services once', () => {
    const service = (name: string): Any => pods(name, { 'app.kubernetes.io/component': 'service' });
    const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: service('shop-cart') };
    const spec = { podSelector: service('shop-watch'), egress: [{ to: [peer, { podSelector: service('shop-orders') }] }] };
    expect(edgesBetween(sideOf([]), sideOf([inside('shop-node', spec)]), nameOf).gained).toEqual([
      'watch to cart: any port',
      'watch to orders: any port',
    ]);
  });

  it('tells nothing of what all went elsewhere', () => {
    const there = ['elsewhere', 'elsewhere-node'].map((namespace) => inside(namespace, all));
    const moved = { from: 'shop', to: 'elsewhere' };
    expect(edgesBetween(sideOf([shop, node]), sideOf(there), nameOf, moved)).toEqual({ gained: [], lost: [] });
    expect(edgesBetween(sideOf([shop, node]), sideOf(there.slice(0, 1)), nameOf, moved).lost).toEqual([told('elsewhere-node')]);
  });
});
