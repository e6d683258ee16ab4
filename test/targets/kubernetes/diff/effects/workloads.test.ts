import { effectsOf } from '../../../../../lib/targets/kubernetes/diff/effects';
import type { Any } from '../../../../support/cluster';
import { object, warningsOf } from '../objects';

const pod = (image: string, ...claims: readonly unknown[]): Any => ({
  spec: {
    containers: [{ name: 'main', image }],
    volumes: claims.map((claimName, n) => ({ name: `v${n}`, persistentVolumeClaim: { claimName } })),
  },
});

/** What is warned of when the specification of a workload changes: code, field and what, in a line. */
const warned = (kind: string, before: Any, after: Any): readonly string[] =>
  warningsOf([object(kind, 'x', { spec: before })], [object(kind, 'x', { spec: after })]).map(([code, field, what]) =>
    `${code} ${field}: ${what}`.replace('  ', ' '),
  );

const wayOf = (kind: string, before: Any, after: Any): string | undefined =>
  warningsOf([object(kind, 'x', { spec: before })], [object(kind, 'x', { spec: after })])[0]?.[3];

const FALL = (count: number): string =>
  `destroys replicas-fall-to-one : nothing states its ${count} replicas any more, so all but one end until an autoscaler adds them again`;
const STAYS = (strategy: string, other: string): string =>
  `refused rolling-update-stays spec.${strategy}: its pods shall be replaced by ${other}, and the numbers of its rolling update stay`;
const recreate = { strategy: { type: 'Recreate' } };
const rolling = (rollingUpdate: Any): Any => ({ strategy: { type: 'RollingUpdate', rollingUpdate } });
const left = (name: string): string => `destroys data-left-behind : its pods no longer mount the claim ${name}, whose data stays there`;

it.each<[string, Any, Any, readonly string[]]>([
  [
    'of another selector',
    { selector: { a: 'b' } },
    { selector: { a: 'c' } },
    ['refused selector-is-fixed spec.selector: its selector changes'],
  ],
  ['whose number of pods is stated no longer', { replicas: 3 }, {}, [FALL(3)]],
  ['whose single pod is stated no longer', { replicas: 1, paused: true }, {}, []],
  ['whose number of pods was none', { replicas: 'x' }, {}, []],
  ['of fewer pods', { replicas: 3 }, { replicas: 1 }, []],
  ['that is recreated', {}, recreate, [STAYS('strategy', 'Recreate')]],
  ['that stated one of the two numbers', rolling({ maxSurge: 1 }), recreate, [STAYS('strategy', 'Recreate')]],
  ['that stated both numbers', rolling({ maxSurge: 1, maxUnavailable: 0 }), recreate, []],
  ['that was recreated before', recreate, { ...recreate, paused: true }, []],
  ['that rolls', {}, rolling({ maxSurge: 1 }), []],
  ['that no longer mounts a claim', { template: pod('a', 'one', 'two') }, { template: pod('a', 'two') }, [left('one')]],
  ['that mounts another claim', { template: pod('a') }, { template: pod('a', 'one') }, []],
  ['that mounted what has no name', { template: pod('a', 7) }, { template: pod('a') }, []],
])('warns of a Deployment %s', (_, before, after, expected) => {
  expect(warned('Deployment', before, after)).toEqual(expected);
});

const onDelete = { updateStrategy: { type: 'OnDelete' } };
const partition = (number: unknown): Any => ({ updateStrategy: { rollingUpdate: { partition: number } } });
const policy = (whenScaled: string, whenDeleted = 'Retain'): Any => ({ persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } });
const members = (from: number, to: number, disks = 'stay unused'): string =>
  `destroys fewer-members : its members go from ${from} to ${to}: x-${to} and above end, and their disks ${disks}`;

it.each<[string, Any, Any, readonly string[]]>([
  [
    'of another selector',
    { selector: { a: 'b' } },
    { selector: { a: 'c' } },
    ['refused selector-is-fixed spec.selector: its selector changes'],
  ],
  [
    'of another Service',
    { serviceName: 'a' },
    { serviceName: 'b' },
    ['refused service-name-is-fixed spec.serviceName: the Service that names its members changes, and their names with it'],
  ],
  [
    'whose pods start at once',
    {},
    { podManagementPolicy: 'Parallel' },
    ['refused pod-management-is-fixed spec.podManagementPolicy: how its pods are started changes'],
  ],
  [
    'of one more disk',
    {},
    { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    ["refused claim-templates-are-fixed spec.volumeClaimTemplates: its members' disks are others"],
  ],
  ['that replaces no pod by itself', {}, onDelete, [STAYS('updateStrategy', 'OnDelete')]],
  ['that stated its partition', partition(1), onDelete, []],
  ['that said in words how it rolls', { updateStrategy: { type: 'RollingUpdate' } }, onDelete, []],
  ['whose number of pods is stated no longer', { replicas: 3 }, {}, [FALL(3)]],
  ['of fewer members', { replicas: 3 }, { replicas: 2 }, [members(3, 2)]],
  [
    'of fewer members, whose disks go',
    { ...policy('Delete'), replicas: 3 },
    { ...policy('Delete'), replicas: 1 },
    [members(3, 1, 'are deleted')],
  ],
  ['of more members', { replicas: 2 }, { replicas: 3 }, []],
  ['of as many members', { replicas: 2 }, { replicas: 2, minReadySeconds: 1 }, []],
  [
    'whose disks follow',
    {},
    policy('Delete', 'Delete'),
    [
      'destroys disks-follow-deletion : its disks are deleted with it',
      'destroys disks-follow-deletion : its disks are deleted with each member that it loses',
    ],
  ],
  ['whose disks follow as before', policy('Delete'), { ...policy('Delete'), minReadySeconds: 1 }, []],
  ['that no longer mounts a claim', { template: pod('a', 'one') }, { template: pod('a') }, [left('one')]],
])('warns of a StatefulSet %s', (_, before, after, expected) => {
  expect(warned('StatefulSet', before, after)).toEqual(expected);
});

it.each<[string, string, Any, Any, readonly string[]]>([
  ['DaemonSet', 'of another selector', { selector: { a: 'b' } }, {}, ['refused selector-is-fixed spec.selector: its selector changes']],
  ['DaemonSet', 'that no longer mounts a claim', { template: pod('a', 'one') }, { template: pod('a') }, [left('one')]],
  ['Job', 'of another image', { template: pod('a') }, { template: pod('b') }, ['refused job-is-fixed spec.template: what it runs changes']],
  ['Job', 'that runs more often', { completions: 2 }, { completions: 3 }, ['refused job-is-fixed spec.completions: what it runs changes']],
  ['Job', 'that goes away later', {}, { ttlSecondsAfterFinished: 60, parallelism: 2, backoffLimit: 1 }, []],
])('warns of a %s %s', (kind, _, before, after, expected) => {
  expect(warned(kind, before, after)).toEqual(expected);
});

it.each<[string, Any, Any, string]>([
  [
    'Deployment',
    { replicas: 3 },
    {},
    `let somebody else state them first: echo '{"apiVersion":"v1","kind":"Deployment","metadata":{"name":"x"},"spec":{"replicas":3}}' | kubectl apply --server-side --field-manager=handover -f -, then apply`,
  ],
  [
    'Deployment',
    {},
    recreate,
    `kubectl patch deployment x --patch '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}', then apply`,
  ],
  ['Deployment', { selector: 'a' }, {}, 'kubectl delete deployment x, which ends its pods and leaves its disks alone, then apply'],
  [
    'StatefulSet',
    {},
    { podManagementPolicy: 'Parallel' },
    'kubectl delete statefulset x --cascade=orphan, which leaves the pods alone, then apply',
  ],
  ['Job', { completions: 2 }, {}, 'kubectl delete job x, with its pods and their logs, then apply'],
])('says of a %s from %j to %j how it is done nevertheless', (kind, before, after, expected) => {
  expect(wayOf(kind, before, after)).toBe(expected);
});

/** How pods are replaced when their image changes. */
function restarted(kind: string, spec: Any): string {
  const [change] = effectsOf(
    [object(kind, 'x', { spec: { ...spec, template: pod('a') } })],
    [object(kind, 'x', { spec: { ...spec, template: pod('b') } })],
  );
  const [effect] = change?.effects ?? [];
  return effect?.kind === 'restart'
    ? `${effect.how}${effect.pods.from === undefined ? '' : ` from ${effect.pods.from}`}`
    : `${effect?.kind}`;
}

it.each<[string, Any, string]>([
  ['Deployment', {}, 'rolling'],
  ['Deployment', rolling({ maxSurge: 1 }), 'rolling'],
  ['Deployment', rolling({ maxSurge: '10%' }), 'rolling'],
  ['Deployment', rolling({ maxSurge: 0 }), 'one by one'],
  ['Deployment', rolling({ maxSurge: '0%' }), 'one by one'],
  ['Deployment', recreate, 'recreate'],
  ['Deployment', { paused: true }, 'in-place'],
  ['Deployment', { replicas: 0 }, 'in-place'],
  ['StatefulSet', {}, 'one by one'],
  ['StatefulSet', { replicas: 3, ...partition(2) }, 'one by one from 2'],
  ['StatefulSet', { replicas: 3, ...partition(0) }, 'one by one'],
  ['StatefulSet', { replicas: 3, ...partition('2') }, 'one by one'],
  ['StatefulSet', { replicas: 3, ...partition(3) }, 'in-place'],
  ['StatefulSet', { replicas: 0 }, 'in-place'],
  ['StatefulSet', onDelete, 'in-place'],
  ['DaemonSet', {}, 'one by one'],
  ['DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 1 } } }, 'rolling'],
  ['DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 0 } } }, 'one by one'],
  ['DaemonSet', onDelete, 'in-place'],
])('foretells how the pods of a %s with %j are replaced', (kind, spec, expected) => {
  expect(restarted(kind, spec)).toBe(expected);
});
