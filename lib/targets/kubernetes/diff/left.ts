import { some } from '../../../diff/words';
import { inMessage, quoted } from '../../../text';
import type { ObjectChange } from './effect';
import { fields, textOf } from './fields';
import type { Ref } from './manifest';
import type { Side } from './side';

/** What objects of these kinds do as long as they are there, whoever generates them. Of disks and namespaces there are warnings. */
const STILL: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'still scales its pods',
  NetworkPolicy: 'still allows its edges',
  RoleBinding: 'still gives its rights',
  ClusterRoleBinding: 'still gives its rights',
  Ingress: 'still leads to its Services',
  HTTPRoute: 'still leads to its Services',
  PodMonitor: 'still has its pods asked for metrics',
  PrometheusRule: 'still raises its alerts',
  CronJob: 'still runs its Jobs',
  Deployment: 'still runs its pods',
  StatefulSet: 'still runs its pods',
  DaemonSet: 'still runs its pods',
  PodDisruptionBudget: 'still limits drains',
  ResourceQuota: 'still limits its namespace',
  LimitRange: 'still limits its namespace',
};

/** What holds data or hands it out. It is deleted by hand, after its data is saved. */
const KEPT: readonly string[] = ['Namespace', 'PersistentVolumeClaim', 'Secret', 'ExternalSecret'];

/** Notes on what is no longer generated and still acts, because an apply deletes nothing. */
export function leftNotes(changes: readonly ObjectChange[], after: Side): readonly string[] {
  const removed = changes.filter(({ change }) => change === 'removed');
  const left = removed.filter(({ ref: { kind } }) => Object.hasOwn(STILL, kind));
  const kinds = Object.keys(STILL);
  const all = left
    .toSorted((one, other) => kinds.indexOf(one.ref.kind) - kinds.indexOf(other.ref.kind))
    .map(({ ref }) => `${told(ref)} ${STILL[ref.kind]}`);
  const its = left.length === 1 ? 'it' : 'them';
  return [
    ...(left.length === 0 ? [] : [`an apply leaves what is no longer generated: ${some(all)}. Delete ${its}, or let a tool prune ${its}.`]),
    ...left.flatMap((one) => scaled(one, after)),
    ...orphaning(removed.filter(({ ref: { kind } }) => kind === 'ExternalSecret')),
  ];
}

/** What fills in a Secret owns it (creationPolicy: Owner), so the Secret is collected with it. */
const orphaning = (removed: readonly ObjectChange[]): readonly string[] =>
  removed.length === 0
    ? []
    : [
        `an apply leaves ${some(removed.map(({ ref }) => told(ref)))}. An ExternalSecret goes on to fill in its Secret, and takes it along when it is deleted. If pods still read that Secret, delete the ExternalSecret with kubectl delete --cascade=orphan, and let no tool prune it.`,
      ];

/**
 * The commands that delete what is no longer generated, one for each namespace and one for what is in none: of every kind, but what holds
 * data or hands it out. None if nothing of it acts: what is left of every change, such as a ConfigMap, may wait.
 */
export function deletions(changes: readonly ObjectChange[]): readonly string[] {
  const gone = changes.flatMap(({ change, ref }) => (change === 'removed' && !KEPT.includes(ref.kind) ? [ref] : []));
  if (!gone.some(({ kind }) => Object.hasOwn(STILL, kind))) return [];
  return [...new Set(gone.map(({ namespace }) => namespace))].map((namespace) => {
    const names = gone.filter((ref) => ref.namespace === namespace).map(({ kind, name }) => quoted(`${kind}/${name}`));
    const scope = namespace === undefined ? [] : ['--namespace', quoted(namespace)];
    return ['kubectl', 'delete', '--ignore-not-found', ...scope, ...names.toSorted()].join(' ');
  });
}

/** Which object, with its namespace: several may have one of a name, as each has its `default-deny`. */
const told = ({ kind, name, namespace }: Ref): string => inMessage(`${kind}/${name}${namespace === undefined ? '' : ` in ${namespace}`}`);

/** A number of replicas that is fixed, where an autoscaler that nothing deletes sets it. */
function scaled({ ref, before }: ObjectChange, after: Side): readonly string[] {
  if (ref.kind !== 'HorizontalPodAutoscaler') return [];
  const target = fields(before?.spec, 'scaleTargetRef');
  const [of, its] = [textOf(target.kind) ?? '', textOf(target.name) ?? ''];
  if (fields(after.named(of, its)?.spec).replicas === undefined) return [];
  return [
    `delete ${told(ref)} before the apply: as long as it sets the replicas of ${inMessage(`${of}/${its}`)}, the API server refuses another number.`,
  ];
}
