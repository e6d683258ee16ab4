import { parseAllDocuments } from 'yaml';

/** What is looked at of a workload. */
interface Workload {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly serviceName?: string;
    readonly selector?: unknown;
    readonly podManagementPolicy?: string;
    readonly replicas?: number;
    readonly volumeClaimTemplates?: readonly Claim[];
  };
}

interface Claim {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly storageClassName?: string; readonly resources: { readonly requests: { readonly storage: string } } };
}

/** Says of each workload what Kubernetes would refuse to change in place, and how it can be changed all the same. */
export function refusedInPlace(before: string, after: string): readonly string[] {
  const earlier = new Map(workloadsIn(before).map((workload) => [idOf(workload), workload]));
  return workloadsIn(after).flatMap((now) => {
    const then = earlier.get(idOf(now));
    return then === undefined ? [] : changes(then, now).map((change) => `${idOf(now)}: ${change}`);
  });
}

const workloadsIn = (text: string): readonly Workload[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as Workload | null)
    .filter((object): object is Workload => object?.kind === 'StatefulSet' || object?.kind === 'Deployment');

const idOf = ({ kind, metadata }: Workload): string => `${kind} ${metadata?.name}`;

function changes(then: Workload, now: Workload): readonly string[] {
  const name = String(now.metadata?.name);
  const differs = (field: 'serviceName' | 'selector' | 'podManagementPolicy'): boolean =>
    JSON.stringify(then.spec?.[field]) !== JSON.stringify(now.spec?.[field]);
  const orphan = `kubectl delete statefulset ${name} --cascade=orphan, which leaves the pods alone, then apply`;
  const again = `kubectl delete ${now.kind?.toLowerCase()} ${name}, which ends its pods and leaves its disks alone, then apply`;
  return [
    ...(differs('selector') ? [`its selector changes: ${again}`] : []),
    ...(differs('serviceName') ? [`the Service that names its members changes, and their names with it: ${again}`] : []),
    ...(differs('podManagementPolicy') ? [`how its pods are started changes: ${orphan}`] : []),
    ...claimChanges(name, then, now, orphan),
  ];
}

function claimChanges(name: string, then: Workload, now: Workload, orphan: string): readonly string[] {
  const earlier = new Map((then.spec?.volumeClaimTemplates ?? []).map((claim) => [claim.metadata.name, claim]));
  const claims = now.spec?.volumeClaimTemplates ?? [];
  const known = claims.flatMap((claim) => {
    const before = earlier.get(claim.metadata.name);
    return before === undefined ? [] : [{ claim, before }];
  });
  return [
    ...(known.length === claims.length && known.length === earlier.size
      ? []
      : [`its members' disks are others: ${orphan}, and move the data yourself`]),
    ...known.flatMap(({ claim, before }) => claimChange(`${claim.metadata.name}-${name}`, before, claim, orphan)),
  ];
}

function claimChange(prefix: string, before: Claim, after: Claim, orphan: string): readonly string[] {
  const sizeOf = ({ spec }: Claim): string => spec.resources.requests.storage;
  const classOf = ({ spec }: Claim): string => spec.storageClassName ?? "the cluster's default";
  const [from, to] = [sizeOf(before), sizeOf(after)];
  return [
    ...(classOf(before) === classOf(after)
      ? []
      : [
          `the class of its disks goes from ${classOf(before)} to ${classOf(after)}: ${orphan}, then delete one member's claim and pod after the other, each when the others are in sync`,
        ]),
    ...(from === to
      ? []
      : [`its disks go from ${from} to ${to}: ${bytesOf(to) > bytesOf(from) ? growing(prefix, to, orphan) : shrinking(prefix, orphan)}`]),
  ];
}

const growing = (prefix: string, to: string, orphan: string): string =>
  `for each member N, kubectl patch pvc ${prefix}-N --patch '{"spec":{"resources":{"requests":{"storage":"${to}"}}}}' (its class has to allow expansion); ${orphan}`;

const shrinking = (prefix: string, orphan: string): string =>
  `a disk never shrinks: ${orphan}, then delete one member's claim (${prefix}-N) and pod after the other, each when the others are in sync`;

const UNITS: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024 };

/** Sizes as this program writes them. */
const bytesOf = (quantity: string): number => Number.parseFloat(quantity) * (UNITS[quantity.slice(-2)] ?? 1);
