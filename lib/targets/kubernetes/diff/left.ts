import { some } from '../../../diff/words';
import { inMessage } from '../../../text';
import type { ObjectChange } from './effect';
import { fields, textOf } from './fields';
import type { Side } from './side';

/** What objects of these kinds do as long as they are there, whoever generates them. Of disks and namespaces there are warnings. */
const STILL: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'still scales its pods',
  NetworkPolicy: 'still allows its edges',
  RoleBinding: 'still gives its rights',
  ClusterRoleBinding: 'still gives its rights',
  Ingress: 'still leads to its Services',
  CronJob: 'still runs its Jobs',
  Deployment: 'still runs its pods',
  StatefulSet: 'still runs its pods',
  DaemonSet: 'still runs its pods',
  PodDisruptionBudget: 'still limits drains',
  ResourceQuota: 'still limits its namespace',
  LimitRange: 'still limits its namespace',
};

/** Notes on what is no longer generated and still acts, because an apply deletes nothing. */
export function leftNotes(changes: readonly ObjectChange[], after: Side): readonly string[] {
  const left = changes.filter(({ change, ref: { kind } }) => change === 'removed' && Object.hasOwn(STILL, kind));
  if (left.length === 0) return [];
  const kinds = Object.keys(STILL);
  const told = left
    .toSorted((one, other) => kinds.indexOf(one.ref.kind) - kinds.indexOf(other.ref.kind))
    .map(({ ref: { kind, name } }) => `${inMessage(`${kind}/${name}`)} ${STILL[kind]}`);
  const its = left.length === 1 ? 'it' : 'them';
  return [
    `an apply leaves what is no longer generated: ${some(told)}. Delete ${its}, or let a tool prune ${its}.`,
    ...left.flatMap((one) => scaled(one, after)),
  ];
}

/** A number of replicas that is fixed, where an autoscaler that nothing deletes sets it. */
function scaled({ ref: { kind, name }, before }: ObjectChange, after: Side): readonly string[] {
  if (kind !== 'HorizontalPodAutoscaler') return [];
  const target = fields(before?.spec, 'scaleTargetRef');
  const [of, its] = [textOf(target.kind) ?? '', textOf(target.name) ?? ''];
  if (fields(after.named(of, its)?.spec).replicas === undefined) return [];
  return [
    `delete ${inMessage(`${kind}/${name}`)} before the apply: as long as it sets the replicas of ${inMessage(`${of}/${its}`)}, the API server refuses another number.`,
  ];
}
