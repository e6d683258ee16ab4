import { rightsBetween } from '../../../../../lib/targets/kubernetes/diff/topics/rights';
import type { Any } from '../../../../support/cluster';
import { labelled, nameOf, object, sideOf } from '../objects';

const between = (before: readonly Any[], after: readonly Any[]): unknown => {
  const { gained, lost } = rightsBetween(sideOf(before), sideOf(after), nameOf);
  return [gained, lost];
};

const role = (...rules: readonly Any[]): Any => object('Role', 'x', { rules });
const pods = (more: Any = {}): Any => ({ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...more });

it.each<[string, Any, readonly string[]]>([
  ['a verb', role(pods()), ['Role x: get pods']],
  [
    'several',
    role(pods({ verbs: ['get', 'list'], resources: ['pods', 'jobs'] })),
    ['Role x: get pods', 'Role x: get jobs', 'Role x: list pods', 'Role x: list jobs'],
  ],
  ['no group', role(pods({ apiGroups: [] })), ['Role x: get pods']],
  ['groups', role(pods({ apiGroups: ['apps', 'batch'] })), ['Role x: get pods.apps', 'Role x: get pods.batch']],
  ['names', role(pods({ resourceNames: ['a', 'b'] })), ['Role x: get pods a b']],
  ['all and some', role(pods(), pods({ resourceNames: ['a'] })), ['Role x: get pods', 'Role x: get pods a']],
  ['paths', { ...role({ verbs: ['get'], nonResourceURLs: ['/metrics'] }), kind: 'ClusterRole' }, ['ClusterRole x: get /metrics']],
])('says that a role gives %s', (_, one, expected) => {
  expect(between([], [one])).toEqual([expected, []]);
  expect(between([one], [one])).toEqual([[], []]);
});

it.each<[string, Any, Any, unknown]>([
  ['every verb', pods(), pods({ verbs: ['*'] }), [['Role x: * pods'], []]],
  ['one of all verbs', pods({ verbs: ['*'] }), pods(), [[], ['Role x: * pods']]],
  ['one of all groups', pods({ apiGroups: ['*'] }), pods({ apiGroups: ['apps'] }), [[], ['Role x: get pods.*']]],
  ['one of all resources', pods({ resources: ['*'] }), pods(), [[], ['Role x: get *']]],
  ['another resource', pods(), pods({ resources: ['jobs'] }), [['Role x: get jobs'], ['Role x: get pods']]],
  ['another verb', pods(), pods({ verbs: ['list'] }), [['Role x: list pods'], ['Role x: get pods']]],
  ['some of all objects', pods(), pods({ resourceNames: ['a'] }), [[], ['Role x: get pods']]],
  ['all instead of some objects', pods({ resourceNames: ['a'] }), pods(), [['Role x: get pods'], []]],
  ['other objects', pods({ resourceNames: ['a'] }), pods({ resourceNames: ['b'] }), [['Role x: get pods b'], ['Role x: get pods a']]],
  [
    'a path, which all resources of all groups are not',
    pods({ apiGroups: ['*'], resources: ['*'] }),
    { verbs: ['get'], nonResourceURLs: ['/metrics'] },
    [['Role x: get /metrics'], ['Role x: get *.*']],
  ],
])('tells of a role that gives %s', (_, before, after, expected) => {
  expect(between([role(before)], [role(after)])).toEqual(expected);
});

it.each([
  ['RoleBinding', { name: 'a' }, 'Role r is given to ServiceAccount a'],
  ['RoleBinding', { name: 'a', namespace: 'shop' }, 'Role r is given to ServiceAccount a'],
  ['ClusterRoleBinding', { name: 'a', namespace: 'ops' }, 'Role r is given to ServiceAccount a in ops'],
])('says whom a %s with %j is for', (kind, subject, expected) => {
  const binding = {
    ...object(kind),
    metadata: { name: 'x', namespace: 'shop' },
    roleRef: { kind: 'Role', name: 'r' },
    subjects: [{ kind: 'ServiceAccount', ...subject }],
  };
  expect(between([], [binding])).toEqual([[expected], []]);
});

const READ_ONLY = { readOnlyRootFilesystem: true };
const main = (securityContext: Any): Any => ({ containers: [{ name: 'main', securityContext: { ...READ_ONLY, ...securityContext } }] });

it.each<[Any, readonly string[]]>([
  [main({}), []],
  [{ ...main({}), hostNetwork: true, hostPID: true, hostIPC: true }, ['cart: hostNetwork', 'cart: hostPID', 'cart: hostIPC']],
  [{ ...main({}), hostNetwork: false }, []],
  [{ ...main({}), automountServiceAccountToken: true }, ['cart: the token of its account']],
  [
    {
      ...main({}),
      volumes: [
        { name: 'a', hostPath: { path: '/var' } },
        { name: 'b', emptyDir: {} },
      ],
    },
    ['cart: /var of its node'],
  ],
  [main({ privileged: true }), ['cart, main: privileged']],
  [main({ allowPrivilegeEscalation: true }), ['cart, main: may gain privileges']],
  [main({ runAsUser: 0 }), ['cart, main: runs as root']],
  [{ ...main({}), securityContext: { runAsUser: 0 } }, ['cart, main: runs as root']],
  [{ ...main({ runAsUser: 7 }), securityContext: { runAsUser: 0 } }, []],
  [{ ...main({}), securityContext: { runAsUser: 7 } }, []],
  [main({ readOnlyRootFilesystem: false }), ['cart, main: may write into its image']],
  [{ containers: [{ name: 'main' }] }, ['cart, main: may write into its image']],
  [main({ capabilities: { add: ['NET_ADMIN', 'CHOWN'] } }), ['cart, main: capability NET_ADMIN', 'cart, main: capability CHOWN']],
])('says what pods with %j may do on their node', (pod, expected) => {
  const workload = labelled(object('Deployment', 'x', { spec: { template: { spec: pod } } }), 'shop-cart');
  expect(between([], [workload])).toEqual([expected, []]);
  expect(between([workload], [workload])).toEqual([[], []]);
});

describe('in several namespaces', () => {
  const inside = (namespace: string, one: Any): Any => ({ ...one, metadata: { name: 'x', namespace } });
  const [shop, node] = ['shop', 'shop-node'].map((namespace) => inside(namespace, role(pods()))) as [Any, Any];
  const bound = inside('shop-node', {
    ...object('RoleBinding'),
    roleRef: { kind: 'Role', name: 'x' },
    subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'shop' }],
  });

  it('names that of a role that others are called like', () => {
    const then = sideOf([shop, node, bound]);
    expect(rightsBetween(then, { ...sideOf([shop]), isInSeveral: then.isInSeveral }, nameOf)).toEqual({
      gained: [],
      lost: ['Role x in the namespace shop-node: get pods', 'Role x in the namespace shop-node is given to ServiceAccount a in shop'],
    });
    expect(between([node, bound], [])).toEqual([[], ['Role x: get pods', 'Role x is given to ServiceAccount a in shop']]);
  });

  it('tells nothing of what all went elsewhere', () => {
    const there = [inside('elsewhere', role(pods())), inside('elsewhere-node', role(pods()))];
    const moved = { from: 'shop', to: 'elsewhere' };
    expect(rightsBetween(sideOf([shop, node]), sideOf(there), nameOf, moved)).toEqual({ gained: [], lost: [] });
  });
});
