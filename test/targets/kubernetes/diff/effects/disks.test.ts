import { SHARE_NOTHING } from '../../../../../lib/targets/kubernetes/annotations';
import { differences } from '../../../../../lib/targets/kubernetes/diff/effects/differences';
import { claim, memberDisks } from '../../../../../lib/targets/kubernetes/diff/effects/disks';
import { below, type Refused } from '../../../../../lib/targets/kubernetes/diff/effects/kind';
import type { Any } from '../../../../support/cluster';
import { object } from '../objects';

/** A description of a disk of a size, with more in it. */
const disk = (storage: unknown, more: Any = {}): Any => ({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more });

const set = (disks: Readonly<Record<string, Any>>, annotations?: Any): Any => ({
  ...object('StatefulSet', 'db', {
    spec: { volumeClaimTemplates: Object.entries(disks).map(([name, spec]) => ({ metadata: { name }, spec })) },
  }),
  metadata: { name: 'db', annotations },
});

const line = ({ code, field, what }: Refused): string => `${code} ${field}: ${what}`;

const ofMembers = (before: Any, after: Any): readonly Refused[] =>
  memberDisks(below(differences(before, after), 'spec', 'volumeClaimTemplates'), before, after);

const ofClaim = (before: Any, after: Any): readonly Refused[] => {
  const [then, now] = [before, after].map((spec) => object('PersistentVolumeClaim', 'data', { spec })) as [Any, Any];
  return claim(below(differences(then, now), 'spec'), then, now);
};

const TEMPLATES = 'spec.volumeClaimTemplates';
const OTHERS = `claim-templates-are-fixed ${TEMPLATES}: its members' disks are others`;

it.each<[string, Any, Any, readonly string[]]>([
  ['the same disks', { data: disk('1Gi') }, { data: disk('1024Mi') }, []],
  ['larger ones', { data: disk('1Gi') }, { data: disk('2Gi') }, [`disk-grows ${TEMPLATES}: the size of its disks goes from 1Gi to 2Gi`]],
  ['smaller ones', { data: disk('2Gi') }, { data: disk('1Gi') }, [`disk-shrinks ${TEMPLATES}: the size of its disks goes from 2Gi to 1Gi`]],
  [
    'a size in bytes',
    { data: disk(2048) },
    { data: disk(1024) },
    [`disk-shrinks ${TEMPLATES}: the size of its disks goes from 2048 to 1024`],
  ],
  [
    'another class',
    { data: disk('1Gi') },
    { data: disk('1Gi', { storageClassName: 'fast' }) },
    [`disk-class-is-fixed ${TEMPLATES}: the class of its disks goes from the cluster's default to fast`],
  ],
  [
    'a class that is no text',
    { data: disk('1Gi', { storageClassName: {} }) },
    { data: disk('1Gi', { storageClassName: 'fast' }) },
    [`disk-class-is-fixed ${TEMPLATES}: the class of its disks goes from the cluster's default to fast`],
  ],
  ['a size that is none', { data: disk({}) }, { data: disk('1Gi') }, []],
  ['another way to mount them', { data: disk('1Gi') }, { data: disk('1Gi', { accessModes: ['ReadWriteMany'] }) }, [OTHERS]],
  [
    'another way to mount them, and another size',
    { data: disk('1Gi') },
    { data: disk('2Gi', { accessModes: ['ReadWriteMany'] }) },
    [OTHERS, `disk-grows ${TEMPLATES}: the size of its disks goes from 1Gi to 2Gi`],
  ],
  ['one more', { data: disk('1Gi') }, { data: disk('1Gi'), log: disk('1Gi', { storageClassName: 'fast' }) }, [OTHERS]],
  ['one fewer', { data: disk('1Gi'), log: disk('1Gi') }, { data: disk('1Gi') }, [OTHERS]],
])('says of the members of a StatefulSet with %s what is refused', (_, before, after, expected) => {
  expect(ofMembers(set(before), set(after)).map(line)).toEqual(expected);
});

it('says how the disks of members grow', () => {
  const [found] = ofMembers(set({ data: disk('1Gi') }), set({ data: disk('2Gi') }));
  expect(found?.way).toBe(
    'apply the new quota first (namespace.yaml, or that of another namespace, namespace-….yaml); ' +
      'for each member N, kubectl patch pvc data-db-N --patch ' +
      `'{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}' (its class has to allow expansion); ` +
      'kubectl delete statefulset db --cascade=orphan, which leaves the pods alone, then apply',
  );
});

it('has the data copied from member to member only where they hold the same', () => {
  const shrink = (annotations?: Any): string | undefined =>
    ofMembers(set({ data: disk('2Gi') }), set({ data: disk('1Gi') }, annotations))[0]?.way;
  expect(shrink()).toMatch(/^a disk never shrinks: kubectl delete statefulset db .*, then delete one member's claim \(data-db-N\) and pod/);
  expect(shrink({ [SHARE_NOTHING]: 'true' })).toMatch(
    /^a disk never shrinks: its members copy nothing from one another: save what is on data-db-0 /,
  );
});

it.each<[string, Any, Any, readonly string[]]>([
  ['a larger disk', disk('1Gi'), disk('2Gi'), []],
  ['a smaller disk', disk('2Gi'), disk('1Gi'), ['disk-shrinks spec.resources: the size of its disk goes from 2Gi to 1Gi']],
  [
    'another class',
    disk('1Gi', { storageClassName: 'fast' }),
    disk('1Gi'),
    ["disk-class-is-fixed spec.storageClassName: the class of its disk goes from fast to the cluster's default"],
  ],
  ['another class of attributes', disk('1Gi'), disk('1Gi', { volumeAttributesClassName: 'gold' }), []],
  [
    'another way to mount it',
    disk('1Gi'),
    disk('1Gi', { accessModes: ['ReadWriteMany', 'ReadOnlyMany'] }),
    ['claim-is-fixed spec.accessModes: its accessModes changes'],
  ],
  [
    'a certain volume, as another kind of device',
    disk('1Gi'),
    disk('1Gi', { volumeName: 'v', volumeMode: 'Block' }),
    ['claim-is-fixed spec.volumeName: its volumeName changes', 'claim-is-fixed spec.volumeMode: its volumeMode changes'],
  ],
])('says of a claim with %s what is refused', (_, before, after, expected) => {
  expect(ofClaim(before, after).map(line)).toEqual(expected);
});

it('says how a claim is replaced', () => {
  expect(ofClaim(disk('2Gi'), disk('1Gi'))[0]?.way).toBe(
    'a disk never shrinks: save what is on it (a snapshot, or a copy of its files), kubectl delete pvc data and its pod, apply, and put the data back',
  );
});
