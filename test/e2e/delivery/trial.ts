import type { Effect, ObjectChange } from '../../../lib/targets/kubernetes/diff/effect';
import { effectsOf } from '../../../lib/targets/kubernetes/diff/effects';
import type { ManifestChange } from '../../targets/kubernetes/diff/changes';
import type { Any } from '../support/manifests';
import type { PodWatch, SeenPod } from './pod-watch';

/** Kinds that belong to no namespace. */
const CLUSTER_WIDE: readonly string[] = ['Namespace', 'PriorityClass', 'StorageClass', 'IngressClass'];

/** Which object of a cluster. */
export const keyOf = ({ kind, metadata: { namespace = '', name } }: Any): string => `${namespace}/${kind}/${name}`;

/**
 * One change in a part of the cluster of its own: in namespaces of its own, and with a number in the names of what belongs to none. So many
 * changes are tried at once.
 */
export class Trial {
  readonly name: string;
  readonly before: readonly Any[];
  readonly after: readonly Any[];
  readonly foretold: readonly ObjectChange[];
  /** What has to be there besides. */
  readonly around: readonly Any[];

  constructor(
    { name, before, after, around = [] }: ManifestChange,
    private readonly index: number,
  ) {
    this.name = name;
    this.around = around.map((object) => this.placed(object));
    this.before = before.map((object) => this.placed(object));
    this.after = after.map((object) => this.placed(object));
    this.foretold = effectsOf(this.before, this.after);
  }

  /** The namespaces that have to be there before. */
  get namespaces(): readonly string[] {
    const made = this.before.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    const all = [...this.around, ...this.before, ...this.after].flatMap(({ metadata }) => metadata.namespace ?? []);
    return [...new Set(all)].filter((namespace) => !made.includes(namespace));
  }

  /** Stands after everything else of this change in what is applied, so that its line tells where the next one starts. */
  get marker(): Any {
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: this.markerName, namespace: 'default' } };
  }

  get markerName(): string {
    return `end-of-${this.index}`;
  }

  /** What an apply no longer has, and a tool that prunes deletes. */
  get removed(): readonly Any[] {
    const kept = new Set(this.after.map(keyOf));
    return this.before.filter((object) => !kept.has(keyOf(object)));
  }

  private placed(object: Any): Any {
    const { metadata, kind } = object;
    const named = (name: string): string => `trial-${this.index}-${name}`;
    if (CLUSTER_WIDE.includes(kind)) return { ...object, metadata: { ...metadata, name: named(metadata.name) } };
    return { ...object, metadata: { ...metadata, namespace: named(metadata.namespace ?? 'main') } };
  }
}

/** What there was at a time. */
export interface Snapshot {
  /** Objects by their key, without what the server writes on every change. */
  readonly objects: ReadonlyMap<string, Any>;
  readonly pods: readonly SeenPod[];
  readonly claims: readonly Any[];
}

/** What is foretold of one object, in the words in which it is observed. What is lost is observed on its own. */
export function foretoldOf(effects: readonly Effect[]): string {
  const [worst] = effects.filter(({ kind }) => kind !== 'destroys').sort((one, other) => RANK.indexOf(one.kind) - RANK.indexOf(other.kind));
  if (worst === undefined) return 'nothing';
  if (worst.kind === 'restart') return `restart ${worst.how}${worst.pods.from === undefined ? '' : ` from ${worst.pods.from}`}`;
  return worst.kind === 'in-place' ? 'in place' : worst.kind;
}

const RANK: readonly Effect['kind'][] = ['refused', 'restart', 'in-place', 'created', 'deleted'];

/** What happened to an object. @param taken whether the apply took it */
export function observedOf(object: Any, taken: boolean, before: Snapshot, after: Snapshot, watch: PodWatch, since: number): string {
  const key = keyOf(object);
  const [then, now] = [before.objects.get(key), after.objects.get(key)];
  if (then === undefined) return now === undefined ? 'refused' : 'created';
  if (now === undefined) return 'deleted';
  if (!taken) return 'refused';
  const restarted = restartOf(object, before, after, watch, since);
  if (restarted !== undefined) return restarted;
  return JSON.stringify(then) === JSON.stringify(now) ? 'nothing' : 'in place';
}

const isPodOf =
  ({ kind, metadata: { namespace, name } }: Any) =>
  (pod: SeenPod): boolean =>
    pod.namespace === namespace && (kind === 'Deployment' ? pod.owner === `${name}-${pod.revision}` : pod.owner === name);

/** The pods of a workload. */
export const podsIn = (object: Any, { pods }: Pick<Snapshot, 'pods'>): readonly SeenPod[] => pods.filter(isPodOf(object));

function restartOf(object: Any, before: Snapshot, after: Snapshot, watch: PodWatch, since: number): string | undefined {
  const [old, now] = [podsIn(object, before), podsIn(object, after)];
  const revisions = new Set(old.map(({ revision }) => revision));
  const fresh = now.filter(({ revision, uid }) => !revisions.has(revision) && !old.some((pod) => pod.uid === uid));
  if (fresh.length === 0) return undefined;
  const uids = (pods: readonly SeenPod[]): ReadonlySet<string> => new Set(pods.map(({ uid }) => uid));
  const [were, are] = [uids(old), uids(fresh)];
  const events = watch.events.slice(since);
  /** How many of the old pods had come to that before the first of the new ones came to this. */
  const countBefore = (old: 'ending' | 'gone', fresh: 'made' | 'ready'): number =>
    events
      .slice(
        0,
        events.findIndex(({ what, uid }) => what === fresh && are.has(uid)),
      )
      .filter(({ what, uid }) => what === old && were.has(uid)).length;
  const replaced = old.filter(({ uid }) => !now.some((pod) => pod.uid === uid));
  const ordinals = replaced.map(({ name }) => Number(/-(\d+)$/.exec(name)?.[1]));
  const from = object.kind === 'StatefulSet' && replaced.length < old.length ? ` from ${Math.min(...ordinals)}` : '';
  const isDeployment = object.kind === 'Deployment';
  // Two ReplicaSets act beside each other, in any order. Whether there was a pod to spare shows in what the Deployment's controller told them.
  const spare = isDeployment
    ? watch.mostOf(object.metadata.namespace, object.metadata.name) > old.length
    : countBefore('ending', 'made') === 0;
  if (spare) return 'restart rolling';
  const recreated = isDeployment && countBefore('gone', 'made') === replaced.length;
  return recreated ? 'restart recreate' : `restart one by one${from}`;
}

/** What can be seen of a loss, with the codes that foretell it. */
export const LOSSES: Readonly<Record<string, readonly string[]>> = {
  'claim gone': ['data-left-behind', 'fewer-members', 'disks-follow-deletion', 'members-removed', 'disk-removed', 'namespace-removed'],
  'claim unused': ['data-left-behind', 'fewer-members', 'members-removed', 'replicas-fall-to-one'],
  'claim goes with its StatefulSet': ['disks-follow-deletion'],
  'one replica left': ['replicas-fall-to-one'],
};

/** The codes of losses that are foretold. */
export const lossesForetold = ({ foretold }: Trial): readonly string[] =>
  [...new Set(foretold.flatMap(({ effects }) => effects.flatMap((effect) => (effect.kind === 'destroys' ? effect.code : []))))].sort();

/** What was lost. */
export function lossesObserved(trial: Trial, before: Snapshot, after: Snapshot, watch: PodWatch, since: number): readonly string[] {
  const places = new Set([...trial.before, ...trial.after].map(({ metadata }) => metadata.namespace));
  const mine = ({ claims }: Snapshot): readonly Any[] => claims.filter(({ metadata }) => places.has(metadata.namespace));
  const now = new Map(mine(after).map((claim) => [keyOf(claim), claim]));
  const seen = mine(before).flatMap((claim): readonly string[] => {
    const then = claim.mounted;
    const is = now.get(keyOf(claim));
    if (is === undefined) return ['claim gone'];
    return [...(then && !is.mounted ? ['claim unused'] : []), ...(is.owned && !claim.owned ? ['claim goes with its StatefulSet'] : [])];
  });
  const fallen = trial.after.some((object) => {
    const old = podsIn(object, before);
    return old.length > 1 && object.spec?.replicas === undefined && fewestOf(object, old, watch, since) === 1;
  });
  return [...new Set([...seen, ...(fallen ? ['one replica left'] : [])])].sort();
}

/** The fewest pods of a workload that were there at a time. */
function fewestOf(object: Any, old: readonly SeenPod[], watch: PodWatch, since: number): number {
  const living = new Set(old.map(({ uid }) => uid));
  const isMine = isPodOf(object);
  let fewest = living.size;
  for (const { what, uid } of watch.events.slice(since)) {
    const pod = watch.pods.get(uid);
    if (pod === undefined || !isMine(pod)) continue;
    if (what === 'made') living.add(uid);
    if (what === 'ending') living.delete(uid);
    fewest = Math.min(fewest, living.size);
  }
  return fewest;
}
