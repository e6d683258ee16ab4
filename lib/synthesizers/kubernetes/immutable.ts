import { parseAllDocuments } from 'yaml';
import { SHARE_NOTHING } from './stateful-set';

/** What is looked at of an object. */
interface Looked {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: ClaimSpec & {
    readonly serviceName?: string;
    readonly selector?: unknown;
    readonly podManagementPolicy?: string;
    readonly volumeClaimTemplates?: readonly Claim[];
  };
}

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly resources?: { readonly requests: { readonly storage: string } };
}

interface Claim {
  readonly metadata: { readonly name: string };
  readonly spec: ClaimSpec;
}

const KINDS: readonly (string | undefined)[] = ['StatefulSet', 'Deployment', 'PersistentVolumeClaim'];

/** Says of each object what Kubernetes would refuse to change in place, and how it can be changed all the same. */
export function refusedInPlace(before: string, after: string): readonly string[] {
  const earlier = new Map(objectsIn(before).map((object) => [idOf(object), object]));
  return objectsIn(after).flatMap((now) => {
    const then = earlier.get(idOf(now));
    return then === undefined ? [] : changes(then, now).map((change) => `${idOf(now)}: ${change}`);
  });
}

const objectsIn = (text: string): readonly Looked[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as Looked | null)
    .filter((object): object is Looked => KINDS.includes(object?.kind));

const idOf = ({ kind, metadata }: Looked): string => `${kind} ${metadata?.name}`;

function changes(then: Looked, now: Looked): readonly string[] {
  const name = String(now.metadata?.name);
  if (then.metadata?.namespace !== now.metadata?.namespace) return movedTo(then, now);
  if (now.kind === 'PersistentVolumeClaim') return diskChanges('its disk', then.spec, now.spec, single(name));
  const differs = (field: 'serviceName' | 'selector' | 'podManagementPolicy'): boolean =>
    JSON.stringify(then.spec?.[field]) !== JSON.stringify(now.spec?.[field]);
  const again = `kubectl delete ${now.kind?.toLowerCase()} ${name}, which ends its pods and leaves its disks alone, then apply`;
  return [
    ...(differs('selector') ? [`its selector changes: ${again}`] : []),
    ...(differs('serviceName') ? [`the Service that names its members changes, and their names with it: ${again}`] : []),
    ...(differs('podManagementPolicy') ? [`how its pods are started changes: ${orphan(name)}`] : []),
    ...templateChanges(name, then, now),
  ];
}

/** In another namespace it is another object, which Kubernetes does not refuse; but what it stores stays behind. */
const movedTo = (then: Looked, now: Looked): readonly string[] =>
  now.kind === 'PersistentVolumeClaim' || now.spec?.volumeClaimTemplates !== undefined
    ? [
        `its namespace goes from ${then.metadata?.namespace} to ${now.metadata?.namespace}: it starts empty there, beside the old one, which stays; restore there what that holds`,
      ]
    : [];

const orphan = (name: string): string => `kubectl delete statefulset ${name} --cascade=orphan, which leaves the pods alone, then apply`;

function templateChanges(name: string, then: Looked, now: Looked): readonly string[] {
  const earlier = new Map((then.spec?.volumeClaimTemplates ?? []).map((claim) => [claim.metadata.name, claim]));
  const claims = now.spec?.volumeClaimTemplates ?? [];
  const known = claims.flatMap((claim) => {
    const before = earlier.get(claim.metadata.name);
    return before === undefined ? [] : [{ claim, before }];
  });
  const copying = now.metadata?.annotations?.[SHARE_NOTHING] === undefined;
  return [
    ...(known.length === claims.length && known.length === earlier.size
      ? []
      : [`its members' disks are others: ${orphan(name)}, and move the data yourself`]),
    ...known.flatMap(({ claim, before }) =>
      diskChanges('its disks', before.spec, claim.spec, membersOf(name, `${claim.metadata.name}-${name}`, copying)),
    ),
  ];
}

/** How disks can be changed all the same. */
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

function diskChanges(
  what: string,
  before: ClaimSpec | undefined,
  after: ClaimSpec | undefined,
  { grow, replace }: Ways,
): readonly string[] {
  const classOf = (spec: ClaimSpec | undefined): string => spec?.storageClassName ?? "the cluster's default";
  const [from = '', to = ''] = [before, after].map((spec) => spec?.resources?.requests.storage);
  const larger = mebibytesOf(to) > mebibytesOf(from);
  return [
    ...(classOf(before) === classOf(after) ? [] : [`the class of ${what} goes from ${classOf(before)} to ${classOf(after)}: ${replace}`]),
    ...(from !== to && larger && grow !== undefined ? [`the size of ${what} goes from ${from} to ${to}: ${grow(to)}`] : []),
    ...(from !== to && !larger ? [`the size of ${what} goes from ${from} to ${to}: a disk never shrinks: ${replace}`] : []),
  ];
}

const UNITS: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024 };

/** Sizes as this program writes them. */
const mebibytesOf = (quantity: string): number => Number.parseFloat(quantity) * (UNITS[quantity.slice(-2)] ?? 1);
