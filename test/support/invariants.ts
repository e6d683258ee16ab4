import { type Any, ofKind, workloads } from './cluster';
import { openings } from './openness';

/** What is wrong with the objects of a cluster, whatever its profile said. */
export function broken(objects: readonly Any[]): readonly string[] {
  const wrong: string[] = [];
  const say = (object: Any, what: string): void => void wrong.push(`${object.kind} ${object.metadata.name}: ${what}`);
  for (const object of objects) {
    eachNumber(object, (number) => Number.isInteger(number) && Math.abs(number) < 2 ** 31) ||
      say(object, 'a number that the API does not take');
    eachText(object, (text) => !/\p{Cs}/u.test(text)) || say(object, 'half of a surrogate pair');
    NAME.test(object.metadata.name) || say(object, 'its name');
    for (const value of Object.values<string>(object.metadata.labels ?? {})) LABEL.test(value) || say(object, `its label ${value}`);
    for (const key of Object.keys(object.metadata.annotations ?? {})) ANNOTATION.test(key) || say(object, `its annotation ${key}`);
  }
  for (const { kind, metadata, spec } of workloads(objects))
    for (const container of [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers])
      for (const resource of ['cpu', 'memory', 'ephemeral-storage'])
        quantity(container.resources.requests[resource]) <= quantity(container.resources.limits[resource]) ||
          say({ kind, metadata }, `${container.name} asks for more ${resource} than it may take`);
  for (const hpa of ofKind(objects, 'HorizontalPodAutoscaler'))
    (hpa.spec.minReplicas >= 1 && hpa.spec.minReplicas <= hpa.spec.maxReplicas) || say(hpa, 'its minimum above its maximum');
  for (const pdb of ofKind(objects, 'PodDisruptionBudget')) {
    const { least } = replicasOf(pdb.metadata.name, objects);
    (pdb.spec.minAvailable >= 1 && pdb.spec.minAvailable < least) || say(pdb, `keeps ${pdb.spec.minAvailable} of ${least}`);
  }
  return [...wrong, ...quotaTooSmall(objects), ...openings(objects)];
}

const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const LABEL = /^(?=.{0,63}$)([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/;
const ANNOTATION = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

/** The least and the most pods of a workload. */
function replicasOf(name: string, objects: readonly Any[]): { readonly least: number; readonly most: number } {
  const named = (kind: string): Any => ofKind(objects, kind).find((object) => object.metadata.name === name);
  const { minReplicas, maxReplicas } = named('HorizontalPodAutoscaler')?.spec ?? {};
  const { replicas = 1 } = (named('Deployment') ?? named('StatefulSet')).spec;
  return { least: minReplicas ?? replicas, most: maxReplicas ?? replicas };
}

/** Each quota has room for everything that can exist at once in its namespace: a rollout of a Deployment at its maximum, every member, every Job. */
const quotaTooSmall = (objects: readonly Any[]): readonly string[] =>
  ofKind(objects, 'ResourceQuota').flatMap((quota) => {
    const { namespace } = quota.metadata;
    return exceeded(
      quota,
      objects.filter(({ metadata }) => metadata.namespace === namespace),
    );
  });

/** @param objects of the namespace of the quota */
function exceeded(quota: Any, objects: readonly Any[]): readonly string[] {
  const needs = new Map<string, number>();
  const need = (what: string, amount: number): void => void needs.set(what, (needs.get(what) ?? 0) + amount);
  for (const { kind, metadata, spec } of workloads(objects)) {
    const { most } = kind === 'Deployment' || kind === 'StatefulSet' ? replicasOf(metadata.name, objects) : { most: 1 };
    const pods = kind === 'Deployment' ? 2 * most + 1 : most;
    need('pods', pods);
    for (const sort of ['requests', 'limits'])
      for (const resource of ['cpu', 'memory'])
        for (const container of spec.template.spec.containers)
          need(`${sort}.${resource}`, pods * quantity(container.resources[sort][resource]));
    for (const claim of spec.volumeClaimTemplates ?? []) need('requests.storage', pods * quantity(claim.spec.resources.requests.storage));
  }
  return [...needs]
    .filter(([what, amount]) => what in quota.spec.hard && amount > quantity(quota.spec.hard[what]) * (1 + 1e-9))
    .map(([what]) => `quota of ${quota.metadata.namespace}: ${what}`);
}

/** A quantity of Kubernetes as a number. */
function quantity(text: string): number {
  const [, digits, unit = ''] = /^(\d+)(m|Mi|Gi)?$/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`no quantity: ${text}`);
  return Number(digits) * ({ m: 0.001, Mi: 2 ** 20, Gi: 2 ** 30 }[unit] ?? 1);
}

const leaves = (node: Any): readonly Any[] =>
  typeof node === 'object' && node !== null ? Object.entries(node).flatMap(([key, inner]) => [key, ...leaves(inner)]) : [node];
const eachNumber = (node: Any, holds: (value: number) => boolean): boolean =>
  leaves(node).every((leaf) => typeof leaf !== 'number' || holds(leaf));
const eachText = (node: Any, holds: (value: string) => boolean): boolean =>
  leaves(node).every((leaf) => typeof leaf !== 'string' || holds(leaf));
