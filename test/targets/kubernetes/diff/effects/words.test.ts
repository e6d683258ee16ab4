import { differences } from '../../../../../lib/targets/kubernetes/diff/effects/differences';
import { reasonsOf } from '../../../../../lib/targets/kubernetes/diff/effects/words';
import { reasonText } from '../../../../../lib/targets/kubernetes/diff/figures';
import type { Any } from '../../../../support/cluster';

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

/** What a field is called, whatever becomes of it. */
const called = (before: Any, after: Any, kind?: string): readonly string[] => {
  const object = { apiVersion: 'v1', kind: kind ?? 'Deployment', metadata: { name: 'x' } };
  const now = { ...object, ...after };
  return reasonsOf(differences({ ...object, ...before }, now), now).map(({ what }) => what);
};

const labels = (key: string): Any => ({ metadata: { name: 'x', [key]: { a: 'b' } } });
const two = (rest: Any): Any => pod({ containers: [{ name: 'main', image: 'a', ...rest }, { name: 'beside' }] });
const first = (rest: Any): Any => pod({ containers: [{ name: 'main', image: 'a' }], initContainers: [{ name: 'first', ...rest }] });
const memory = { resources: { limits: { memory: '1Gi' }, requests: { cpu: 1 } } };

it.each<[string, Any, Any, readonly string[]]>([
  ['a label', {}, labels('labels'), ['label a']],
  ['an annotation', {}, labels('annotations'), ['annotation a']],
  ['what else stands in the metadata', {}, labels('others'), ['others.a']],
  [
    'content',
    {},
    { data: { 'a.b': 'x' }, binaryData: { c: 'x' }, stringData: { d: 'x' } },
    ['content of a.b', 'content of c', 'content of d'],
  ],
  ['a field of an object', {}, { parameters: { template: { metadata: 'x' } } }, ['parameters.template.metadata']],
  ['a field below spec', {}, { spec: { strategy: { type: 'Recreate' } } }, ['strategy.type']],
  ['a label of pods', {}, { spec: { template: { metadata: { labels: { a: 'b' } } } } }, ["pods' label a"]],
  ['what is no part of pods', {}, { spec: { template: { other: { a: 'b' } } } }, ['a']],
  ['a field of pods', pod({}), pod({ dnsConfig: { x: 1 } }), ['dnsConfig.x']],
  ['an element in pods', pod({}), pod({ hostAliases: [{ name: 'a' }] }), ['hostAliases[a]']],
  ['a volume', pod({}), pod({ volumes: [{ name: 'v', emptyDir: {} }] }), ['volume v']],
  [
    'a part of a volume',
    pod({ volumes: [{ name: 'v', secret: { secretName: 'a' } }] }),
    pod({ volumes: [{ name: 'v' }] }),
    ['volume v: secret.secretName'],
  ],
  ['a container', container({}), two({}), ['container beside']],
  ['a container that runs before', container({}), first({}), ['init container first']],
  ['a field of the only container', container({}), container({ workingDir: 'x' }), ['workingDir']],
  ['a field of one of two containers', two({}), two({ workingDir: 'x' }), ['main: workingDir']],
  ['a field of a container that runs before', first({}), first({ workingDir: 'x' }), ['first: workingDir']],
  ['a limit and a request', container({}), container(memory), ['memory limit', 'cpu request']],
  ['limits that are none', container({ resources: { limits: 'a' } }), container({ resources: { limits: 'b' } }), ['resources.limits']],
  ['another part of resources', container({}), container({ resources: { claims: [{ name: 'gpu' }] } }), ['resources.claims[gpu]']],
  ['a variable', container({}), container({ env: [{ name: 'A', value: 'b' }] }), ['variable A']],
  ['variables that are no list', container({ env: 'a' }), container({ env: { A: 'b' } }), ['env']],
  ['a key of variables that are no list', container({ env: { A: 'a' } }), container({ env: { A: 'b' } }), ['env.A']],
  [
    'the order of variables',
    container({ env: [{ name: 'A' }, { name: 'B' }] }),
    container({ env: [{ name: 'B' }, { name: 'A' }] }),
    ['order of env'],
  ],
  ['a mount', container({}), container({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }), ['mount at v']],
  ['mounts that are no list', container({ volumeMounts: { a: 1 } }), container({ volumeMounts: { a: 2 } }), ['volumeMounts.a']],
  ['a port', container({}), container({ ports: [{ name: 'http', containerPort: 80 }] }), ['ports[http]']],
  ['a probe', container({}), container({ readinessProbe: {} }), ['readiness probe']],
  [
    'a part of a probe',
    container({ livenessProbe: { periodSeconds: 1 } }),
    container({ livenessProbe: { periodSeconds: 2 } }),
    ['liveness probe: periodSeconds'],
  ],
  ['another probe', container({}), container({ startupProbe: {} }), ['startup probe']],
  ['one word of a command', container({ command: ['a', 'b'] }), container({ command: ['a', 'c'] }), ['command']],
  ['one word of the arguments', container({ args: ['a', 'b'] }), container({ args: ['a'] }), ['args']],
  ['the order of a command', container({ command: ['a', 'b'] }), container({ command: ['b', 'a'] }), ['command']],
  ['a command of one of two containers', two({ command: ['a'] }), two({ command: ['b'] }), ['main: command']],
  [
    'a command of a probe',
    container({ livenessProbe: { exec: { command: ['a'] } } }),
    container({ livenessProbe: { exec: { command: ['b'] } } }),
    ['liveness probe: exec.command'],
  ],
  ['a command that no container has', { command: ['a'] }, { command: ['b'] }, ['command']],
  ['a field of that name', container({}), container({ command: { x: 1 } }), ['command.x']],
])('calls %s by its name', (_, before, after, expected) => {
  expect(called(before, after)).toEqual(expected);
});

it.each<[string, Any, Any, readonly string[]]>([
  ['NetworkPolicy', {}, { spec: { egress: [{ to: [] }] } }, ['egress rules']],
  ['NetworkPolicy', {}, { spec: { policyTypes: ['Egress'] } }, ['policyTypes']],
  ['Role', {}, { rules: [{ verbs: ['a'] }] }, ['rules']],
  ['ClusterRole', {}, { rules: [{ verbs: ['a'] }] }, ['rules']],
  ['ClusterRoleBinding', {}, { subjects: [{ name: 'a' }] }, ['subjects']],
  ['RoleBinding', {}, { roleRef: { name: 'a' } }, ['roleRef.name']],
  ['PrometheusRule', {}, { rules: { a: 1 } }, ['rules.a']],
  ['RoleTemplate', {}, { rules: { a: 1 } }, ['rules.a']],
  ['SomeRole', {}, { rules: { a: 1 } }, ['rules.a']],
])('names what a %s allows as a whole, and nothing else of other kinds', (kind, before, after, expected) => {
  expect(called(before, after, kind)).toEqual(expected);
});

it.each<[string, Any, Any, Any]>([
  ['another value', container({ workingDir: 'a' }), container({ workingDir: 'b' }), { what: 'workingDir', from: 'a', to: 'b' }],
  ['a number', {}, { spec: { minReadySeconds: 7 } }, { what: 'minReadySeconds', change: 'added', to: '7' }],
  ['a value that is gone', container({ workingDir: 'a' }), container({}), { what: 'workingDir', change: 'removed', from: 'a' }],
  ['a value of several lines', {}, { data: { a: 'b\nc' } }, { what: 'content of a', change: 'added' }],
  ['the longest value', {}, { data: { a: 'b'.repeat(160) } }, { what: 'content of a', change: 'added', to: 'b'.repeat(160) }],
  ['a longer value', {}, { data: { a: 'b'.repeat(161) } }, { what: 'content of a', change: 'added' }],
  ['a list of words', container({}), container({ args: ['sh', '-c'] }), { what: 'args', change: 'added', to: 'sh -c' }],
  [
    'the longest list',
    container({}),
    container({ args: ['b'.repeat(80), 'c'.repeat(79)] }),
    { what: 'args', change: 'added', to: `${'b'.repeat(80)} ${'c'.repeat(79)}` },
  ],
  ['a longer list', container({}), container({ args: ['b'.repeat(80), 'c'.repeat(80)] }), { what: 'args', change: 'added' }],
  ['a list of lines', container({}), container({ args: ['sh', 'a\nb'] }), { what: 'args', change: 'added' }],
  ['a list of sections', container({}), container({ args: ['sh', {}] }), { what: 'args', change: 'added' }],
  ['a list of lists', container({}), container({ args: ['sh', []] }), { what: 'args', change: 'added' }],
  ['a section', pod({}), pod({ volumes: [{ name: 'v', emptyDir: {} }] }), { what: 'volume v', change: 'added' }],
  ['a word of a list', {}, { spec: { accessModes: ['a'] } }, { what: 'accessModes', change: 'added', to: 'a' }],
  [
    'one more word of a list',
    { spec: { accessModes: ['a'] } },
    { spec: { accessModes: ['a', 'b'] } },
    { what: 'accessModes[b]', change: 'added' },
  ],
  ['a variable', container({}), container({ env: [{ name: 'A', value: 'b' }] }), { what: 'variable A', change: 'added', to: 'b' }],
])('shows %s', (_, before, after, expected) => {
  const object = { apiVersion: 'v1', kind: 'Deployment', metadata: { name: 'x' } };
  const now = { ...object, ...after };
  expect(reasonsOf(differences({ ...object, ...before }, now), now)).toEqual([expected]);
});

it.each<[string, Any, string | undefined]>([
  ['a key of a Secret', { secretKeyRef: { name: 'login', key: 'password' } }, 'from login (password)'],
  ['a field', { fieldRef: { fieldPath: 'metadata.name' } }, 'from metadata.name'],
  ['a resource', { resourceFieldRef: { resource: 'limits.cpu' } }, 'from limits.cpu'],
  ['a key of what has no name', { configMapKeyRef: { key: 'a' } }, undefined],
  ['what has no key', { configMapKeyRef: { name: 'a' } }, undefined],
])('shows that a variable comes from %s', (_, valueFrom, expected) => {
  const after = { apiVersion: 'v1', kind: 'Deployment', metadata: { name: 'x' }, ...container({ env: [{ name: 'A', valueFrom }] }) };
  const [reason] = reasonsOf(
    [{ path: ['spec', 'template', 'spec', 'containers', '[main]', 'env', '[A]'], to: { name: 'A', valueFrom } }],
    after,
  );
  expect(reason).toEqual({ what: 'variable A', change: 'added', to: expected });
});
