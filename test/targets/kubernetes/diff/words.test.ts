import { differences } from '../../../../lib/targets/kubernetes/diff/effects/differences';
import { reasonsOf } from '../../../../lib/targets/kubernetes/diff/effects/words';
import { reasonText } from '../../../../lib/targets/kubernetes/diff/figures';
import type { Any } from '../../../support/cluster';

/** What is said of the difference between two objects that are the same but for this. */
const said = (before: Any, after: Any, kind = 'Deployment'): readonly string[] => {
  const object = (rest: Any): Any => ({ apiVersion: 'v1', kind, metadata: { name: 'x' }, ...rest });
  const [then, now] = [object(before), object(after)];
  return reasonsOf(differences(then, now), now).map(reasonText);
};

const pod = (rest: Any): Any => ({ spec: { template: { spec: rest } } });
const container = (rest: Any): Any => pod({ containers: [{ name: 'main', image: 'a', ...rest }] });
const env = (value?: string): Any => container({ env: value === undefined ? [] : [{ name: 'MEMBERS', value }] });
const LONG = 'a'.repeat(200);
const spread = [{ maxSkew: 1, topologyKey: 'zone', labelSelector: { matchLabels: { app: LONG } } }];

describe('of a value that is too long to be said', () => {
  it.each([
    ['a variable', env(), env(LONG), 'new variable MEMBERS', 'no variable MEMBERS'],
    ['a list', pod({}), pod({ topologySpreadConstraints: spread }), 'new topologySpreadConstraints', 'no topologySpreadConstraints'],
    ['a command', container({}), container({ args: ['sh', LONG] }), 'new args', 'no args'],
    ['content', { data: { a: '1' } }, { data: { a: '1', b: LONG } }, 'new content of b', 'no content of b'],
    [
      'an annotation',
      { metadata: { name: 'x' } },
      { metadata: { name: 'x', annotations: { a: LONG } } },
      'new annotation a',
      'no annotation a',
    ],
  ])('says of %s whether it is new or gone', (_, without, having, isNew, isGone) => {
    expect(said(without, having)).toEqual([isNew]);
    expect(said(having, without)).toEqual([isGone]);
  });

  it('does not take a value for gone that another one takes the place of', () => {
    expect(said(env('short'), env(LONG))).toEqual(['variable MEMBERS']);
    expect(said(env(LONG), env('short'))).toEqual(['variable MEMBERS']);
    expect(said(env(LONG), env(`${LONG}b`))).toEqual(['variable MEMBERS']);
  });
});

it('shows a part of both values where they do not fit in a line', () => {
  const text = (start: string, end = ''): string => `${start}${'c'.repeat(120)}${end}`;
  const half = 'c'.repeat(48);
  expect(said(env(text('a')), env(text('b')))).toEqual([`variable MEMBERS a${half}…→b${half}…`]);
  expect(said(env(text('a', 'x')), env(text('a', 'y')))).toEqual(['variable MEMBERS']);
});

it('shows a value that is empty', () => {
  expect(said(env('a'), env(''))).toEqual(['variable MEMBERS a→""']);
});

it('never says what a Secret holds, but whether a key is new', () => {
  expect(said({ data: { a: 'eA==' } }, { data: { b: 'eQ==' } }, 'Secret')).toEqual(['no content of a', 'new content of b']);
  expect(said({ data: { a: 'eA==' } }, { data: { a: 'eQ==' } }, 'Secret')).toEqual(['content of a']);
});

it('says a word of a list once', () => {
  const modes = (...accessModes: string[]): Any => ({ spec: { accessModes } });
  expect(said(modes('a'), modes('a', 'b'), 'PersistentVolumeClaim')).toEqual(['new accessModes[b]']);
});

it('names the rules of a role as a whole', () => {
  const rules = (...resourceNames: string[]): Any => ({ rules: [{ verbs: ['get'], resources: ['pods'], resourceNames }] });
  expect(said(rules('a'), rules('a', 'b'), 'Role')).toEqual(['rules']);
});

it('says where a variable has its value from, and shows no section', () => {
  const from = (valueFrom: Any): Any => container({ env: [{ name: 'A', valueFrom }] });
  expect(said(env(), from({ fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } }))).toContain('variable A from status.podIP');
  expect(said(container({}), from({ secretKeyRef: { name: 'login', key: 'password' } }))).toEqual(['variable A from login (password)']);
  const sources = [{ configMap: { name: 'a' } }];
  expect(said(pod({ volumes: [{ name: 'v' }] }), pod({ volumes: [{ name: 'v', projected: { sources } }] }))).toEqual([
    'new volume v: projected.sources',
  ]);
});

describe('of a list of what has no names', () => {
  const peer = (name: string): Any => ({ podSelector: { matchLabels: { name } } });
  const policy = (...names: string[]): Any => ({ spec: { ingress: [{ from: names.map(peer) }], egress: [{ to: [peer('z')] }] } });

  it('names the rules of a network policy as a whole', () => {
    expect(said(policy('a', 'b', 'c'), policy('a', 'c'), 'NetworkPolicy')).toEqual(['ingress rules']);
  });

  const tolerations = (...keys: string[]): Any => pod({ tolerations: keys.map((key) => ({ key, operator: 'Exists' })) });
  it.each([
    ['the middle one is gone', ['a', 'b', 'c'], ['a', 'c'], ['no tolerations[1]']],
    ['the first one is gone', ['a', 'b', 'c'], ['b', 'c'], ['no tolerations[0]']],
    ['one is new', ['a', 'c'], ['a', 'b', 'c'], ['new tolerations[2]']],
    ['one changes', ['a', 'b', 'c'], ['a', 'x', 'c'], ['tolerations[1].key b→x']],
    ['the first one is gone and another is new', ['a', 'b'], ['b', 'c'], ['no tolerations[0]', 'new tolerations[2]']],
    ['two change places', ['a', 'b'], ['b', 'a'], ['order of tolerations 0, 1→1, 0']],
    ['one is there twice', ['a', 'a'], ['a'], ['no tolerations[1]']],
  ])('says that %s', (_, before, after, expected) => {
    expect([...said(tolerations(...before), tolerations(...after))].sort()).toEqual([...expected].sort());
  });

  it('does not mind in which order the keys of an element stand', () => {
    expect(
      said(pod({ tolerations: [{ key: 'a', operator: 'Exists' }] }), pod({ tolerations: [{ operator: 'Exists', key: 'a' }] })),
    ).toEqual([]);
  });
});
