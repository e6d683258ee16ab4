import type { Explanations } from '../../../model/explanation';

const RUNBOOK = '[docs/runbooks/immutable-fields.md](runbooks/immutable-fields.md)';

/** What an apply does not do, or what it destroys. The names are those of `--allow`. */
export const EFFECTS = {
  'claim-is-fixed': {
    means: 'A PersistentVolumeClaim changes in something else than its size: how it is mounted, or which volume it takes.',
    matters: 'The API server refuses it. Nothing else of the claim changes either.',
    wayOut: 'Save what is on it, delete the claim and its pod, apply, and put the data back.',
  },
  'claim-templates-are-fixed': {
    means: 'The disks of a StatefulSet are others: one more or fewer, or another name, label or way to mount it.',
    matters: 'The API server refuses it. Nothing else of the StatefulSet changes either.',
    wayOut: `Delete the StatefulSet with \`--cascade=orphan\`, apply, and move the data: ${RUNBOOK}.`,
  },
  'cluster-ip-is-fixed': {
    means: "A Service's own address changes, or whether it has one.",
    matters: 'The API server refuses another address. If the manifest names none any more, the Service keeps what it has.',
    wayOut: 'Delete the Service and apply. Nothing reaches its pods by its name in between.',
  },
  'content-is-fixed': {
    means: 'An immutable ConfigMap or Secret has other content, or is immutable no longer, or a Secret is of another type.',
    matters: 'The API server refuses it.',
    wayOut: 'Give the object another name. Or delete it and apply, and restart the pods that read it.',
  },
  'data-in-pods-lost': {
    means: 'Pods are replaced that keep data in memory, or in a folder that no disk holds.',
    matters: 'It goes with them.',
    wayOut: 'Give the service a disk, a bucket or a database first, if it can have one. Otherwise apply when nobody needs the data.',
  },
  'data-left-behind': {
    means:
      'What keeps data has another name or namespace, a Deployment no longer mounts its claim, or a service looks for its data in another folder, bucket or database.',
    matters: 'The new place is empty. The data stays where nothing uses it, or goes if a tool prunes what is old.',
    wayOut: 'Keep the name, or restore in the new place what the old one holds, before the old one goes.',
  },
  'disk-class-is-fixed': {
    means: 'A disk has another StorageClass.',
    matters: 'The API server refuses it. A disk never changes its class.',
    wayOut: `Give each member a new disk, one after the other: ${RUNBOOK}.`,
  },
  'disk-grows': {
    means: 'The disks of a StatefulSet are larger.',
    matters: 'The API server refuses it: the size in a StatefulSet is for new members. Nothing else of the StatefulSet changes either.',
    wayOut: `Grow the claims that there are, and replace the StatefulSet around its pods: ${RUNBOOK}.`,
  },
  'disk-removed': {
    means: 'A PersistentVolumeClaim is no longer among the manifests.',
    matters: 'An apply leaves it alone. Whoever deletes or prunes it deletes its data, unless its class retains volumes.',
    wayOut: 'Save what is on it first.',
  },
  'disk-shrinks': {
    means: 'A disk is smaller.',
    matters: 'The API server refuses it. A disk never shrinks.',
    wayOut: `Give each member a new disk, one after the other: ${RUNBOOK}.`,
  },
  'disks-follow-deletion': {
    means: 'The disks of a StatefulSet are deleted with it, or with each member that it loses.',
    matters: 'Until now they stayed. Replicas that are lowered for an hour lose their data.',
    wayOut: 'Keep `Retain`, and delete claims by hand.',
  },
  'fewer-members': {
    means: 'A StatefulSet has fewer replicas.',
    matters:
      'The members with the highest numbers end. Their disks stay, unless the StatefulSet says otherwise. What only they hold is away.',
    wayOut: 'See that the others have everything, and that enough stay to elect a leader.',
  },
  'job-is-fixed': {
    means: 'A Job changes in what it runs, or how often.',
    matters: 'The API server refuses it.',
    wayOut: 'Delete the Job and apply, which runs it again. The Jobs of this program have a digest in their names for that reason.',
  },
  'members-removed': {
    means: 'A StatefulSet is no longer among the manifests.',
    matters: 'An apply leaves it alone. When it is deleted or pruned, its pods end. Its disks stay, unless it says otherwise.',
    wayOut: 'Save its data first, and delete its claims by hand when nobody wants them any more.',
  },
  'namespace-removed': {
    means: 'A Namespace is no longer among the manifests.',
    matters: 'An apply leaves it alone. Whoever deletes or prunes it deletes everything in it, and disks that are in it.',
    wayOut: 'Save the data first. Or keep the Namespace, and see that nothing prunes it.',
  },
  'owned-by-others': {
    means: 'A field that the manifests state has another value in the cluster, and somebody else has set it: by hand, or a controller.',
    matters: 'The API server refuses to apply the object until it is said who shall own the field.',
    wayOut: 'Write the value into the profile if it shall stay. Otherwise apply with `--force-conflicts`, which sets it back.',
  },
  'pod-management-is-fixed': {
    means: 'The pods of a StatefulSet start one after the other instead of at once, or the other way round.',
    matters: 'The API server refuses it. Nothing else of the StatefulSet changes either.',
    wayOut: 'Delete the StatefulSet with `--cascade=orphan`, which leaves the pods alone, then apply.',
  },
  'priority-is-fixed': {
    means: 'A PriorityClass has another value, or preempts otherwise.',
    matters: 'The API server refuses it. Running pods keep the priority that they were created with.',
    wayOut: `Delete the class and apply, and restart what shall have the new one: ${RUNBOOK}.`,
  },
  'provisioning-is-fixed': {
    means: 'A StorageClass makes volumes otherwise, or an IngressClass names another controller.',
    matters: 'The API server refuses it.',
    wayOut: 'Delete the class and apply. What was made by it stays as it is.',
  },
  'quota-scopes-are-fixed': {
    means: 'A ResourceQuota counts other pods.',
    matters: 'The API server refuses it.',
    wayOut: 'Delete the quota and apply. Nothing is counted in between.',
  },
  'refused-by-server': {
    means: 'The API server of the cluster refuses an object for a reason that this program does not know.',
    matters: 'An apply leaves the object as it is, and ends with an error.',
    wayOut: 'Read what it says. A webhook, a quota or somebody else who owns a field may be the reason.',
  },
  'replicas-fall-to-one': {
    means: 'The number of replicas leaves a manifest, because an autoscaler sets it from then on.',
    matters: 'The API server takes what nobody states to be 1. All replicas but one end, until the autoscaler adds them again.',
    wayOut:
      'Let somebody else own the field first: `kubectl apply --server-side --field-manager=handover` with a manifest that holds only it, then apply.',
  },
  'role-reference-is-fixed': {
    means: 'A binding names another role.',
    matters: 'The API server refuses it. The old rights stay.',
    wayOut: 'Delete the binding and apply.',
  },
  'rolling-update-stays': {
    means: 'A Deployment goes to Recreate, or a StatefulSet to OnDelete, and has not stated all numbers of its rolling update.',
    matters: 'The API server refuses it: the numbers that it wrote by default stay, and the other strategy allows none.',
    wayOut: 'Remove the numbers with `kubectl patch`, then apply.',
  },
  'selector-is-fixed': {
    means: 'A workload selects its pods by other labels.',
    matters: 'The API server refuses it. Nothing else of the workload changes either.',
    wayOut: 'Delete the workload, which ends its pods and leaves disks alone, then apply.',
  },
  'service-name-is-fixed': {
    means: 'Another Service names the members of a StatefulSet, so that their host names are others.',
    matters: 'The API server refuses it. Nothing else of the StatefulSet changes either.',
    wayOut: 'Delete the StatefulSet, which ends its pods and leaves disks alone, then apply.',
  },
} as const satisfies Explanations;

/** The code of an effect that somebody has to accept by name. */
export type DiffCode = keyof typeof EFFECTS;
