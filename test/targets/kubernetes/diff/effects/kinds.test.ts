import type { Any } from '../../../../support/cluster';
import { object, warningsOf } from '../objects';

/** What is refused when an object of a kind has other fields: code, field and what, in a line. */
const refused = (kind: string, before: Any, after: Any): readonly string[] =>
  warningsOf([object(kind, 'x', before)], [object(kind, 'x', after)]).map(([code, field, what]) => `${code} ${field}: ${what}`);

const ADDRESS = 'refused cluster-ip-is-fixed spec';

it.each<[string, Any, Any, readonly string[]]>([
  ['that has a certain address', {}, { clusterIP: '10.0.0.7' }, [`${ADDRESS}.clusterIP: its address goes from its own to 10.0.0.7`]],
  [
    'of another address',
    { clusterIP: '10.0.0.7' },
    { clusterIP: 'None' },
    [`${ADDRESS}.clusterIP: its address goes from 10.0.0.7 to None`],
  ],
  ['that shall have an address', { clusterIP: 'None' }, {}, [`${ADDRESS}.clusterIP: it stays without an address`]],
  ['whose address is stated no longer', { clusterIP: '10.0.0.7' }, {}, []],
  ['that keeps its address', { clusterIP: 'None' }, { clusterIP: 'None', ports: [{ port: 80 }] }, []],
  [
    'of another first family',
    { ipFamilies: ['IPv4', 'IPv6'] },
    { ipFamilies: ['IPv6'] },
    [`${ADDRESS}.ipFamilies: its first address is one of IPv6 instead of IPv4`],
  ],
  ['of another second family', { ipFamilies: ['IPv4'] }, { ipFamilies: ['IPv4', 'IPv6'] }, []],
  ['that states its family', {}, { ipFamilies: ['IPv4'] }, []],
  ['that states its family no longer', { ipFamilies: ['IPv4'] }, {}, []],
  [
    'of another class and port for checks',
    { loadBalancerClass: 'a', healthCheckNodePort: 1 },
    { loadBalancerClass: 'b', healthCheckNodePort: 2 },
    [`${ADDRESS}.healthCheckNodePort: its healthCheckNodePort changes`, `${ADDRESS}.loadBalancerClass: its loadBalancerClass changes`],
  ],
  ['that has a class', {}, { loadBalancerClass: 'b' }, []],
  ['that leads elsewhere', { clusterIP: 'None' }, { type: 'ExternalName', externalName: 'a' }, []],
  ['that leads elsewhere no longer', { type: 'ExternalName', externalName: 'a' }, { clusterIP: 'None' }, []],
])('says of a Service %s what is refused', (_, before, after, expected) => {
  expect(refused('Service', { spec: before }, { spec: after })).toEqual(expected);
});

const CONTENT = 'its content changes, and it is immutable';

it.each<[string, Any, Any, readonly string[]]>([
  ['ConfigMap', { data: { a: '1' } }, { data: { a: '2' } }, []],
  ['ConfigMap', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }, [`data: ${CONTENT}`]],
  ['ConfigMap', { immutable: true }, { immutable: true, binaryData: { a: '2' } }, [`binaryData: ${CONTENT}`]],
  ['ConfigMap', { immutable: true }, {}, [`immutable: ${CONTENT}`]],
  ['ConfigMap', {}, { immutable: true }, []],
  ['ConfigMap', { type: 'a' }, { type: 'b' }, []],
  ['ConfigMap', { immutable: true, type: 'a' }, { immutable: true, type: 'b' }, []],
  ['Secret', { stringData: { a: '1' } }, { stringData: { a: '2' } }, []],
  ['Secret', { immutable: true }, { immutable: true, stringData: { a: '2' } }, [`stringData: ${CONTENT}`]],
  ['Secret', { type: 'a' }, { type: 'b' }, ['type: its type changes']],
  ['Secret', { type: 'Opaque' }, {}, []],
])('says of a %s from %j to %j what is refused', (kind, before, after, expected) => {
  expect(refused(kind, before, after)).toEqual(expected.map((line) => `refused content-is-fixed ${line}`));
});

const role = (name: string): Any => ({ roleRef: { kind: 'Role', name } });

it.each<[string, Any, Any, readonly string[]]>([
  ['RoleBinding', role('a'), role('b'), ['refused role-reference-is-fixed roleRef: its role goes from a to b']],
  ['ClusterRoleBinding', role('a'), role('b'), ['refused role-reference-is-fixed roleRef: its role goes from a to b']],
  ['RoleBinding', { subjects: [{ name: 'a' }] }, { subjects: [{ name: 'b' }] }, []],
  ['PriorityClass', { value: 1 }, { value: 2 }, ['refused priority-is-fixed value: its value goes from 1 to 2']],
  [
    'PriorityClass',
    {},
    { preemptionPolicy: 'Never' },
    ['refused priority-is-fixed preemptionPolicy: whether its pods preempt others changes'],
  ],
  ['StorageClass', { parameters: { a: '1' } }, {}, ['refused provisioning-is-fixed parameters: how it makes volumes changes']],
  ['StorageClass', {}, { allowVolumeExpansion: true }, []],
  [
    'IngressClass',
    { spec: { controller: 'a' } },
    { spec: { controller: 'b' } },
    ['refused provisioning-is-fixed spec.controller: its controller goes from a to b'],
  ],
  ['ResourceQuota', {}, { spec: { scopes: ['a'] } }, ['refused quota-scopes-are-fixed spec.scopes: which pods it counts changes']],
  ['PersistentVolumeClaim', {}, { spec: { volumeName: 'a' } }, ['refused claim-is-fixed spec.volumeName: its volumeName changes']],
  ['PersistentVolumeClaim', {}, { metadata: { name: 'x', labels: { a: 'b' } } }, []],
  ['constructor', {}, { spec: { a: 1 } }, []],
])('says of a %s from %j to %j what is refused', (kind, before, after, expected) => {
  expect(refused(kind, before, after)).toEqual(expected);
});

it.each<[string, Any, Any, string]>([
  ['Service', {}, { spec: { clusterIP: 'None' } }, 'kubectl delete service x, whose name then leads nowhere until it is back, then apply'],
  ['Secret', { type: 'a' }, { type: 'b' }, 'kubectl delete secret x, without which no pod that reads it starts, then apply'],
  ['RoleBinding', role('a'), role('b'), 'kubectl delete rolebinding x, whose rights are away until then, then apply'],
  ['PriorityClass', { value: 1 }, { value: 2 }, 'kubectl delete priorityclass x, then apply, and restart what shall have the new one'],
])('says of a %s how it is done nevertheless', (kind, before, after, expected) => {
  expect(warningsOf([object(kind, 'x', before)], [object(kind, 'x', after)]).map(([, , , way]) => way)).toEqual([expected]);
});
