import { whenRemoved } from '../../../../../lib/targets/kubernetes/diff/effects/removed';
import type { Any } from '../../../../support/cluster';
import { object } from '../objects';

const spec = (image: string, disk = 'data', more: Any = {}): Any => ({
  volumeClaimTemplates: [{ metadata: { name: disk } }],
  template: { spec: { containers: [{ name: 'main', image }] } },
  ...more,
});

const inNamespace = (one: Any, namespace: string): Any => ({ ...one, metadata: { ...one.metadata, namespace } });

const set = object('StatefulSet', 'db', { spec: spec('a') });
const claim = object('PersistentVolumeClaim', 'disk', { spec: { storageClassName: 'fast' } });

/** What is lost, as `code: what`. */
const lost = (gone: Any, ...added: readonly Any[]): readonly string[] =>
  whenRemoved(gone, added, [gone]).map(({ code, what }) => `${code}: ${what}`);

const REMOVED = 'members-removed: when it is deleted or pruned, its pods end, and its disks stay unused';
const UNUSED = 'disk-removed: whoever deletes or prunes it deletes its data, unless its class retains volumes';

it.each<[string, Any, readonly Any[], readonly string[]]>([
  ['a Namespace', object('Namespace'), [], ['namespace-removed: whoever deletes or prunes it deletes everything in it']],
  ['a Deployment', object('Deployment', 'db', { spec: spec('a') }), [], []],
  ['a StatefulSet without disks', object('StatefulSet', 'db', { spec: { template: {} } }), [], []],
  ['a StatefulSet', set, [], [REMOVED]],
  [
    'a StatefulSet that takes its disks along',
    object('StatefulSet', 'db', { spec: spec('a', 'data', { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }) }),
    [],
    ['members-removed: when it is deleted or pruned, its pods end, and its disks are deleted'],
  ],
  ['a claim', claim, [], [UNUSED]],
  ['a StatefulSet in another namespace', set, [inNamespace(set, 'b')], ['data-left-behind: its namespace goes from none to b']],
  ['a claim that leaves its namespace', inNamespace(claim, 'a'), [claim], ['data-left-behind: its namespace goes from a to none']],
  ['a StatefulSet of another name', set, [{ ...set, metadata: { name: 'pg' } }], ['data-left-behind: its name goes from db to pg']],
  ['a claim of another name', claim, [{ ...claim, metadata: { name: 'd' } }], ['data-left-behind: its name goes from disk to d']],
  ['a StatefulSet beside one with another image', set, [object('StatefulSet', 'pg', { spec: spec('b') })], [REMOVED]],
  ['a StatefulSet beside one with other disks', set, [object('StatefulSet', 'pg', { spec: spec('a', 'log') })], [REMOVED]],
  ['a StatefulSet beside one of another name elsewhere', set, [inNamespace({ ...set, metadata: { name: 'pg' } }, 'b')], [REMOVED]],
  [
    'a StatefulSet of another name and number of replicas',
    set,
    [object('StatefulSet', 'pg', { spec: spec('a', 'data', { replicas: 3 }) })],
    ['data-left-behind: its name goes from db to pg'],
  ],
  ['a claim beside one of another kind', claim, [object('PersistentVolumeClaim', 'd', { spec: {} })], [UNUSED]],
  ['a StatefulSet beside other kinds', set, [object('Service', 'db'), object('Deployment', 'pg', { spec: spec('a') })], [REMOVED]],
  [
    'a StatefulSet that has a namesake elsewhere and a twin beside it',
    set,
    [{ ...set, metadata: { name: 'pg' } }, inNamespace(set, 'b')],
    ['data-left-behind: its namespace goes from none to b'],
  ],
])('says what is lost with %s', (_, gone, added, expected) => {
  expect(lost(gone, ...added)).toEqual(expected);
});

it.each<[string, Any, string, string]>([
  ['a claim', inNamespace(claim, 'logs'), ', disks included', 'save the data first, or see that nothing prunes it'],
  ['a StatefulSet with disks', inNamespace(set, 'logs'), ', disks included', 'save the data first, or see that nothing prunes it'],
  ['a StatefulSet without', inNamespace(object('StatefulSet', 'db', { spec: {} }), 'logs'), '', 'see that nothing prunes it'],
  ['a claim of another namespace', inNamespace(claim, 'db'), '', 'see that nothing prunes it'],
  ['a claim of none', claim, '', 'see that nothing prunes it'],
])('tells of the disks of a Namespace with %s', (_, beside, disks, way) => {
  const space = object('Namespace', 'logs');
  expect(whenRemoved(space, [], [space, beside])).toEqual([
    {
      kind: 'destroys',
      code: 'namespace-removed',
      what: `whoever deletes or prunes it deletes everything in it${disks}`,
      way,
    },
  ]);
});
