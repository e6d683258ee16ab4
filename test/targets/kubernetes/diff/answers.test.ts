import { answered, conflictsIn, firstOf, objectsIn, takenOf, unanswered } from '../../../../lib/targets/kubernetes/diff/answers';
import { object } from './objects';

const one = { kind: 'A', apiVersion: 'v1', metadata: { name: 'x' } };

it.each([
  ['nothing', '', []],
  ['an empty line', ' \n', []],
  ['an object', JSON.stringify(one), [one]],
  ['a list', JSON.stringify({ kind: 'List', items: [one, { kind: 'B' }] }), [one]],
  ['items that are no list', JSON.stringify({ ...one, items: {} }), [{ ...one, items: {} }]],
  [
    'what the API server keeps on its own',
    JSON.stringify({
      ...one,
      status: {},
      metadata: {
        name: 'x',
        labels: { a: 'b' },
        uid: '1',
        managedFields: [],
        resourceVersion: '1',
        generation: 1,
        creationTimestamp: 'x',
        selfLink: 'y',
      },
    }),
    [{ ...one, metadata: { name: 'x', labels: { a: 'b' } } }],
  ],
])('finds the objects of an answer that is %s', (_, answer, expected) => {
  expect(objectsIn(answer)).toEqual(expected);
  expect(objectsIn(answer).every((found) => !('status' in found))).toBe(true);
});

it('finds the objects of which an apply printed a line, in their order', () => {
  const ours = [object('Deployment', 'web'), object('Service', 'web'), object('Service', 'more')];
  const [deployment, , more] = ours;
  const taken = (kind: string, name: string): string => `${kind}/${name} serverside-applied (server dry run)`;
  expect(takenOf(ours, `Warning: x\n${taken('deployment.apps', 'web')}\n${taken('service', 'more')}\n`)).toEqual([deployment, more]);
  expect(takenOf(ours, `${taken('service', 'more')}\n${taken('deployment.apps', 'web')}`)).toEqual([more]);
  expect(takenOf(ours, ` ${taken('service', 'web')}\ndeployment.apps/web created`)).toEqual([]);
  expect(takenOf(ours, '')).toEqual([]);
});

const FAILED = 'error: Apply failed with 2 conflicts:';

it.each([
  [
    'one in a line',
    'error: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    ['kubectl: spec.replicas'],
  ],
  [
    'several of several',
    `${FAILED} conflicts with "edit" using apps/v1:\n- .spec.a\n- .spec.b\nconflict with "patch": .spec.c\nPlease - .x`,
    ['edit: spec.a', 'edit: spec.b', 'patch: spec.c'],
  ],
  ['an owner without a name', `${FAILED} conflicts with "":\n- .spec.a\n -.b\nx - .spec.c`, [': spec.a']],
  ['no conflict', 'error: conflict with "edit": .spec.a\n- .spec.b', []],
  ['more than ten', 'Apply failed with 12 conflicts: conflict with "edit": .spec.a', ['edit: spec.a']],
])('finds conflicts: %s', (_, stderr, expected) => {
  expect(conflictsIn(stderr).map(({ owner, field }) => `${owner}: ${field}`)).toEqual(expected);
});

it.each([
  ['error: no', 'no'],
  ['Error from server (Forbidden): error: no\nmore', 'no'],
  ['Error from server: no', 'no'],
  ['\n \nWarning: old\nno Warning: new', 'no Warning: new'],
  ['no error: x', 'no error: x'],
  [`error: ${'a'.repeat(500)}`, 'a'.repeat(400)],
  ['a\u0007', 'a\\u0007'],
  ['', ''],
])('finds the first line of %j that says something', (stderr, expected) => {
  expect(firstOf(stderr)).toBe(expected);
});

it.each([
  ['error: namespaces "shop" not found', /: namespaces "shop" not found: nothing has been applied there yet/],
  ['namespace "shop" not found', /nothing has been applied there yet/],
  ['x is forbidden: User "a" cannot list resource "x"', /^--against cluster: kubectl may not ask: x is forbidden/],
  ['The connection to the server x was refused', /no cluster answers: The connection/],
  ['connection to x refused', /no cluster answers/],
  ['dial tcp: no such host', /no cluster answers/],
  ['i/o timeout', /no cluster answers/],
  ['UNABLE TO CONNECT to the server', /no cluster answers/],
  ['context deadline exceeded', /no cluster answers/],
  ['error: You must be logged in to the server', /does not know kubectl's user: You must/],
  ['E1234 a\nerror: EOF', /does not know kubectl's user: EOF/],
  ['EOF', /does not know kubectl's user/],
  ['an EOF', /kubectl says: an EOF$/],
  ['EOF of it', /kubectl says: EOF of it$/],
  ['provide credentials', /does not know kubectl's user/],
  ['no matches for kind "X"', /lacks a kind of object: .*Install what brings it first$/],
  ['E1128 10:00 memcache.go: x\nW0101 y\nI9999 z\nsomething', /^--against cluster: kubectl says: something$/],
  ['xE1128 10:00', /kubectl says: xE1128 10:00$/],
])('says in plain words why kubectl could not answer: %j', (stderr, expected) => {
  expect(unanswered({ ok: false, stdout: '', stderr }).message).toMatch(expected);
});

it('has what kubectl printed, unless it failed', () => {
  expect(answered({ ok: true, stdout: 'a', stderr: 'Warning: b' })).toBe('a');
  expect(() => answered({ ok: false, stdout: 'a', stderr: 'b' })).toThrow('--against cluster: kubectl says: b');
});
