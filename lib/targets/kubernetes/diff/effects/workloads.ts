import type { PodsOf, Restart } from '../effect';
import type { Manifest } from '../manifest';
import { at, listOf } from './differences';
import { memberDisks, orphan } from './disks';
import { again, all, below, type Changed, fixed, type Kind, refOf, type Warning } from './kind';
import { amountOf } from './quantity';

const ENDS_PODS = 'which ends its pods and leaves its disks alone';

const selector = fixed('selector-is-fixed', ['spec.selector'], () => 'its selector changes', again(ENDS_PODS));

const replicasOf = ({ spec }: Manifest): number => {
  const count = at(spec, 'replicas');
  return typeof count === 'number' ? count : 1;
};

/** A number of pods that is stated no longer. */
function unstated({ then, now }: Changed): readonly Warning[] {
  const was = replicasOf(then);
  if (at(now.spec, 'replicas') !== undefined || was <= 1) return [];
  const { kind, name } = refOf(now);
  const object = `{"apiVersion":"${now.apiVersion}","kind":"${kind}","metadata":{"name":"${name}"},"spec":{"replicas":${was}}}`;
  return [
    {
      kind: 'destroys',
      code: 'replicas-fall-to-one',
      what: `nothing states its ${was} replicas any more, so all but one end until an autoscaler adds them again`,
      way: `let somebody else state them first: echo '${object}' | kubectl apply --server-side --field-manager=handover -f -, then apply`,
    },
  ];
}

/** Numbers that the API server wrote by default. It keeps them, and the other strategy cannot have them beside it. */
const keptNumbers =
  (strategy: string, other: string, numbers: readonly string[]) =>
  ({ then, now }: Changed): readonly Warning[] => {
    const earlier = at(then.spec, strategy);
    const stated = numbers.every((key) => at(earlier, 'rollingUpdate', key) !== undefined);
    if (at(now.spec, strategy, 'type') !== other || at(earlier, 'type') === other || stated) return [];
    const { kind, metadata } = now;
    return [
      {
        kind: 'refused',
        code: 'rolling-update-stays',
        field: `spec.${strategy}`,
        what: `its pods shall be replaced by ${other}, and the numbers of its rolling update stay`,
        way: `kubectl patch ${kind.toLowerCase()} ${metadata.name} --patch '{"spec":{"${strategy}":{"type":"${other}","rollingUpdate":null}}}', then apply`,
      },
    ];
  };

const keptPartition = keptNumbers('updateStrategy', 'OnDelete', ['partition']);

const claimsOf = ({ spec }: Manifest): readonly string[] =>
  listOf(at(spec, 'template', 'spec', 'volumes')).flatMap((volume) => {
    const name = at(volume, 'persistentVolumeClaim', 'claimName');
    return typeof name === 'string' ? [name] : [];
  });

/** Claims that pods mounted. */
const unmounted = ({ then, now }: Changed): readonly Warning[] =>
  claimsOf(then)
    .filter((name) => !claimsOf(now).includes(name))
    .map((name) => ({
      kind: 'destroys',
      code: 'data-left-behind',
      what: `its pods no longer mount the claim ${name}, whose data stays there`,
      way: `copy what ${name} holds to where the new pods look for it`,
    }));

/** The number below which a workload replaces no pod, where only some of them shall have the new template. */
function replacedFrom(spec: unknown): number | undefined {
  const partition = at(spec, 'updateStrategy', 'rollingUpdate', 'partition');
  return typeof partition === 'number' && partition > 0 ? partition : undefined;
}

const isNothing = (value: unknown): boolean => value === undefined || amountOf(String(value).replace(/%$/, '')) === 0;

const onDelete = (spec: unknown): boolean => at(spec, 'updateStrategy', 'type') === 'OnDelete';

function rollout(now: Manifest): { readonly pods: PodsOf; readonly how: Restart } | undefined {
  const { spec } = now;
  if (at(spec, 'paused') === true || replicasOf(now) === 0) return undefined;
  const surge = at(spec, 'strategy', 'rollingUpdate', 'maxSurge') ?? '25%';
  const rolling = isNothing(surge) ? 'one by one' : 'rolling';
  return { pods: refOf(now), how: at(spec, 'strategy', 'type') === 'Recreate' ? 'recreate' : rolling };
}

function fewerMembers({ then, now }: Changed): readonly Warning[] {
  const [was, is] = [replicasOf(then), replicasOf(now)];
  if (is >= was || at(now.spec, 'replicas') === undefined) return [];
  const { name } = now.metadata;
  return [
    {
      kind: 'destroys',
      code: 'fewer-members',
      what: `its members go from ${was} to ${is}: ${name}-${is} and above end, and their disks ${deletes(now, 'whenScaled') ? 'are deleted' : 'stay unused'}`,
      way: 'see that the others hold everything, and that enough stay to elect a leader',
    },
  ];
}

/** When the disks of a StatefulSet can be deleted, by the field that says so. */
const OCCASIONS = { whenDeleted: 'with it', whenScaled: 'with each member that it loses' } as const;

/** Whether the disks of a StatefulSet are deleted at an occasion. */
export const deletes = ({ spec }: Manifest, occasion: keyof typeof OCCASIONS): boolean =>
  at(spec, 'persistentVolumeClaimRetentionPolicy', occasion) === 'Delete';

const followDeletion = ({ then, now }: Changed): readonly Warning[] =>
  (['whenDeleted', 'whenScaled'] as const)
    .filter((occasion) => deletes(now, occasion) && !deletes(then, occasion))
    .map((occasion) => ({
      kind: 'destroys',
      code: 'disks-follow-deletion',
      what: `its disks are deleted ${OCCASIONS[occasion]}`,
      way: 'keep Retain, and delete claims by hand',
    }));

/** All that can be changed of a Job. */
const JOB_CHANGES: readonly string[] = ['parallelism', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished', 'suspend'];

function job({ found, now }: Changed): readonly Warning[] {
  const refused = below(found, 'spec').find(({ path }) => !JOB_CHANGES.includes(path[1] ?? ''));
  if (refused === undefined) return [];
  return [
    {
      kind: 'refused',
      code: 'job-is-fixed',
      field: `spec.${refused.path[1]}`,
      what: 'what it runs changes',
      way: again('with its pods and their logs')(now),
    },
  ];
}

/** What has pods. */
export const WORKLOADS = {
  Deployment: {
    warnings: all(selector, keptNumbers('strategy', 'Recreate', ['maxSurge', 'maxUnavailable']), unstated, unmounted),
    restart: rollout,
  },
  StatefulSet: {
    warnings: all(
      selector,
      fixed(
        'service-name-is-fixed',
        ['spec.serviceName'],
        () => 'the Service that names its members changes, and their names with it',
        again(ENDS_PODS),
      ),
      fixed(
        'pod-management-is-fixed',
        ['spec.podManagementPolicy'],
        () => 'how its pods are started changes',
        ({ metadata }) => orphan(metadata.name),
      ),
      ({ found, then, now }) => memberDisks(below(found, 'spec', 'volumeClaimTemplates'), then, now),
      // With a strategy in words, the API server writes no number.
      (changed) => (at(changed.then.spec, 'updateStrategy', 'type') === undefined ? keptPartition(changed) : []),
      unstated,
      fewerMembers,
      followDeletion,
      unmounted,
    ),
    restart: (now) => {
      const from = replacedFrom(now.spec);
      if (onDelete(now.spec) || (from ?? 0) >= replicasOf(now)) return undefined;
      return { pods: { ...refOf(now), ...(from === undefined ? {} : { from }) }, how: 'one by one' };
    },
  },
  DaemonSet: {
    warnings: all(selector, unmounted),
    restart: (now) => {
      if (onDelete(now.spec)) return undefined;
      const surge = at(now.spec, 'updateStrategy', 'rollingUpdate', 'maxSurge');
      return { pods: refOf(now), how: isNothing(surge) ? 'one by one' : 'rolling' };
    },
  },
  Job: { warnings: job },
} as const satisfies Readonly<Record<string, Kind>>;
