import { documentsIn } from '../../../yaml-text';
import { SHARE_NOTHING } from './stateful-set';

/** The fields of an object that are compared. A field is undefined if it is missing or has an unexpected type. */
interface Looked {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly copying: boolean;
  /** The value of a PriorityClass. */
  readonly value?: string;
  readonly serviceName?: string;
  readonly podManagementPolicy?: string;
  /** As JSON. */
  readonly selector?: string;
  /** The disk of a claim. */
  readonly disk: Disk;
  /** The disks of members, by name; undefined where there are none. */
  readonly disks?: ReadonlyMap<string, Disk>;
}

interface Disk {
  readonly class?: string;
  readonly size?: string;
}

const KINDS: readonly unknown[] = ['StatefulSet', 'Deployment', 'DaemonSet', 'PersistentVolumeClaim', 'PriorityClass'];

/**
 * Names each change that Kubernetes refuses in place, and the way to make it.
 *
 * @param before the files on disk. They may have been edited: parts that cannot be read are skipped
 */
export function refusedInPlace(before: string, after: string): readonly string[] {
  const earlier = new Map(objectsIn(before).map((object) => [idOf(object), object]));
  return objectsIn(after).flatMap((now) => {
    const then = earlier.get(idOf(now));
    return then === undefined ? [] : changes(then, now).map((change) => `${idOf(now)}: ${change}`);
  });
}

/** Far larger than the file of any service. */
const MOST_CHARACTERS = 1024 * 1024;

function objectsIn(text: string): readonly Looked[] {
  if (text.length > MOST_CHARACTERS) return [];
  try {
    return [...documentsIn(text, '', 'core').documents].flatMap((document) => looked(document.toJS({ maxAliasCount: 0 })));
  } catch {
    return [];
  }
}

function looked(object: unknown): readonly Looked[] {
  const { kind, metadata, spec, value } = record(object);
  const name = textOf(record(metadata).name);
  if (!KINDS.includes(kind) || name === undefined) return [];
  const { serviceName, podManagementPolicy, selector, volumeClaimTemplates } = record(spec);
  return [
    {
      kind: String(kind),
      name,
      namespace: textOf(record(metadata).namespace),
      copying: record(record(metadata).annotations)[SHARE_NOTHING] === undefined,
      value: textOf(value),
      serviceName: textOf(serviceName),
      podManagementPolicy: textOf(podManagementPolicy),
      selector: JSON.stringify(selector),
      disk: diskOf(spec),
      disks: Array.isArray(volumeClaimTemplates) ? new Map(volumeClaimTemplates.map(memberDisk)) : undefined,
    },
  ];
}

const memberDisk = (template: unknown): readonly [string, Disk] => {
  const { metadata, spec } = record(template);
  return [String(record(metadata).name), diskOf(spec)];
};

function diskOf(spec: unknown): Disk {
  const { storageClassName, resources } = record(spec);
  return { class: textOf(storageClassName), size: textOf(record(record(resources).requests).storage) };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' || Number.isFinite(value) ? String(value) : undefined);

const idOf = ({ kind, name }: Looked): string => `${kind} ${name}`;

function changes(then: Looked, now: Looked): readonly string[] {
  const { kind, name } = now;
  if (kind === 'PriorityClass') return then.value === now.value ? [] : [valueTo(then, now)];
  if (then.namespace !== now.namespace) return movedTo(then, now);
  if (kind === 'PersistentVolumeClaim') return diskChanges('its disk', then.disk, now.disk, single(name));
  const again = `kubectl delete ${kind.toLowerCase()} ${name}, which ends its pods and leaves its disks alone, then apply`;
  return [
    ...(then.selector === now.selector ? [] : [`its selector changes: ${again}`]),
    ...(then.serviceName === now.serviceName ? [] : [`the Service that names its members changes, and their names with it: ${again}`]),
    ...(then.podManagementPolicy === now.podManagementPolicy ? [] : [`how its pods are started changes: ${orphan(name)}`]),
    ...templateChanges(then, now),
  ];
}

/** Running pods keep the priority that they were created with. */
const valueTo = (then: Looked, { name, value }: Looked): string =>
  `its value goes from ${then.value} to ${value}: kubectl delete priorityclass ${name}, then apply, and restart what shall have the new one`;

/** In another namespace it is another object, which Kubernetes does not refuse. But its data stays in the old namespace. */
const movedTo = (then: Looked, now: Looked): readonly string[] =>
  now.kind === 'PersistentVolumeClaim' || now.disks !== undefined
    ? [
        `its namespace goes from ${then.namespace ?? 'none'} to ${now.namespace ?? 'none'}: it starts empty there, beside the old one, which stays; restore there what that holds`,
      ]
    : [];

const orphan = (name: string): string => `kubectl delete statefulset ${name} --cascade=orphan, which leaves the pods alone, then apply`;

function templateChanges(then: Looked, { name, copying, disks = NONE }: Looked): readonly string[] {
  const earlier = then.disks ?? NONE;
  const known = [...disks].flatMap(([disk, now]) => {
    const before = earlier.get(disk);
    return before === undefined ? [] : [{ disk, before, now }];
  });
  return [
    ...(known.length === disks.size && known.length === earlier.size
      ? []
      : [`its members' disks are others: ${orphan(name)}, and move the data yourself`]),
    ...known.flatMap(({ disk, before, now }) => diskChanges('its disks', before, now, membersOf(name, `${disk}-${name}`, copying))),
  ];
}

const NONE: ReadonlyMap<string, Disk> = new Map();

/** The ways to change disks. */
interface Ways {
  /** @default - it is changed in place, if its class allows expansion */
  readonly grow?: (to: string) => string;
  readonly replace: string;
}

const membersOf = (name: string, claim: string, copying: boolean): Ways => ({
  grow: (to) =>
    `apply the new quota first (namespace.yaml); for each member N, kubectl patch pvc ${claim}-N --patch '{"spec":{"resources":{"requests":{"storage":"${to}"}}}}' (its class has to allow expansion); ${orphan(name)}`,
  replace: copying
    ? `${orphan(name)}, then delete one member's claim (${claim}-N) and pod after the other, each when the others are in sync`
    : `its members copy nothing from one another: save what is on ${claim}-0 (a snapshot, or a copy of its files) before anything else; ${orphan(name)}, delete the claims and the pods, and put the data back`,
});

const single = (name: string): Ways => ({
  replace: `save what is on it (a snapshot, or a copy of its files), kubectl delete pvc ${name} and its pod, apply, and put the data back`,
});

function diskChanges(what: string, before: Disk, after: Disk, { grow, replace }: Ways): readonly string[] {
  const classOf = (disk: Disk): string => disk.class ?? "the cluster's default";
  const { size: from = 'nothing' } = before;
  const { size: to = 'nothing' } = after;
  const [was, is] = [bytesOf(from), bytesOf(to)];
  return [
    ...(classOf(before) === classOf(after) ? [] : [`the class of ${what} goes from ${classOf(before)} to ${classOf(after)}: ${replace}`]),
    ...(is > was && grow !== undefined ? [`the size of ${what} goes from ${from} to ${to}: ${grow(to)}`] : []),
    ...(is < was ? [`the size of ${what} goes from ${from} to ${to}: a disk never shrinks: ${replace}`] : []),
  ];
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, m: 1e-3 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** A quantity of Kubernetes; not a number if it is none. */
function bytesOf(quantity: string): number {
  const [, number, unit = ''] = /^([+]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return Number(number) * (Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? Number.NaN) : Number.NaN);
}
