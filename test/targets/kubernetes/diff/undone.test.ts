import { undoneByApply } from '../../../../lib/targets/kubernetes/diff/undone';

const object = (kind: string, rest: string, name = 'x'): string => `---\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}\n`;
const set = (replicas: number, disk = 'data', name?: string): string =>
  object('StatefulSet', `spec: { replicas: ${replicas}, volumeClaimTemplates: [{ metadata: { name: ${disk} } }] }`, name);
const PRIORITY = 'kubectl delete priorityclass x, then apply, and restart what shall have the new one';

it.each([
  ['what stays', set(2), set(2), []],
  ['what changes in place', object('ConfigMap', 'data: { a: b }'), object('ConfigMap', 'data: { a: c }'), []],
  ['members that end', set(2), set(1), []],
  ['what is new', '', set(1), []],
  [
    'what the API server refuses',
    object('PriorityClass', 'value: 1'),
    object('PriorityClass', 'value: 2'),
    [`PriorityClass x: its value goes from 1 to 2: ${PRIORITY}`],
  ],
  [
    'data that does not come along',
    set(1),
    set(1, 'data', 'y'),
    ['StatefulSet x: its name goes from x to y: it starts empty there, beside the old one, which stays; restore there what that holds'],
  ],
  ['what cannot be read', 'a: [', set(1), []],
])('tells of %s', (_, before, after, expected) => {
  expect(undoneByApply(before, after)).toEqual(expected);
});
