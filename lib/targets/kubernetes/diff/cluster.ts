import type { OutputFile } from '../../../output/output-file';
import { toYaml } from '../../../output/yaml';
import type { Session } from '../../../session';
import { inMessage } from '../../../text';
import { answered, type Conflict, conflictsIn, firstOf, NO_NAMESPACE, objectsIn, RIGHTS, takenOf, unanswered } from './answers';
import type { ObjectChange } from './effect';
import { effectsOf, idOf } from './effects';
import { isTree, listOf } from './effects/differences';
import type { Warning } from './effects/kind';
import { Kubectl } from './kubectl';
import type { Manifest } from './manifest';
import { manifestOf } from './read';

/** What runs, and what an apply would make of it. */
export interface ClusterSource {
  readonly before: readonly OutputFile[];
  readonly after: readonly OutputFile[];
  /** Puts in place of what is foretold what the API server said of an object. */
  corrected(changes: readonly ObjectChange[]): readonly ObjectChange[];
}

/** What tells the objects of one deployment. */
interface Owned {
  /** The selector of everything that this program writes for it. */
  readonly selector: string;
  readonly namespace: string;
}

/**
 * Asks the user's own kubectl what lives of the objects of `files`, and what `kubectl apply --server-side` would make of it. The API server
 * answers that itself (`--dry-run=server`), so that defaults and the fields of others are nobody's guess. Secrets are never read. The
 * context is printed before anything is asked.
 *
 * @throws InputError if there is no kubectl, no cluster, no such namespace, or no right to ask
 */
export function clusterSource(files: readonly OutputFile[], owned: Owned, { env, terminal }: Session): ClusterSource {
  const kubectl = new Kubectl(env);
  const context = kubectl.context();
  terminal.err(context === undefined ? 'kubectl has no current context\n' : `kubectl's context: ${inMessage(context)}\n`);
  const ours = files.flatMap(({ documents = [] }) => documents.flatMap(manifestOf)).filter(isOurs);
  const live = livingOf(kubectl, ours);
  const left = leftOver(kubectl, owned, ours);
  const { made, refused } = applied(kubectl, ours, live);
  const warnings = new Map([...refused].map(([id, { warnings: said }]) => [id, said]));
  return {
    before: filesOf([...live.values(), ...left]),
    after: filesOf(ours.flatMap((object) => made.get(idOf(object)) ?? refused.get(idOf(object))?.after ?? [])),
    corrected: (changes) =>
      changes.map((change) => {
        const object = change.after ?? change.before;
        const said = object && warnings.get(idOf(object));
        return said === undefined ? change : { ...change, effects: [...said, ...change.effects.filter(({ kind }) => kind === 'destroys')] };
      }),
  };
}

/** A Secret is never asked for, and a kustomization is no object. */
const isOurs = ({ kind, apiVersion }: Manifest): boolean => kind !== 'Secret' && !apiVersion.startsWith('kustomize.config.k8s.io/');

const list = (items: readonly object[]): object => ({ apiVersion: 'v1', kind: 'List', items });

const filesOf = (objects: readonly Manifest[]): readonly OutputFile[] =>
  objects.map((object) => ({ path: `${object.kind}/${object.metadata.name}`, content: `---\n${toYaml(object)}`, documents: [object] }));

/** Answers within seconds, or not at all. */
const SOON = '--request-timeout=60s';

type Objects = ReadonlyMap<string, Manifest>;

function livingOf(kubectl: Kubectl, ours: readonly Manifest[]): Objects {
  return byId(objectsIn(answered(kubectl.run(['get', SOON, '--ignore-not-found', '--output', 'json', '-f', '-'], list(ours)))));
}

/** The kinds that are looked through for what is no longer generated. */
const KINDS = [
  ...['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'horizontalpodautoscalers', 'poddisruptionbudgets', 'services'],
  ...['ingresses', 'networkpolicies', 'configmaps', 'serviceaccounts', 'roles', 'rolebindings', 'persistentvolumeclaims', 'resourcequotas'],
].join(',');

/** What this program wrote, lives, and is not among the objects any more. */
function leftOver(kubectl: Kubectl, { selector, namespace }: Owned, ours: readonly Manifest[]): readonly Manifest[] {
  const said = kubectl.run(['get', KINDS, SOON, '--namespace', namespace, '--selector', selector, '--output', 'json']);
  const wanted = byId(ours);
  return objectsIn(answered(said)).filter((object) => !wanted.has(idOf(object)) && listOf(object.metadata.ownerReferences).length === 0);
}

interface Applied {
  /** What the API server would store. */
  readonly made: Objects;
  readonly refused: ReadonlyMap<string, { readonly after: Manifest; readonly warnings: readonly Warning[] }>;
}

const DRY = ['apply', SOON, '--server-side', '--dry-run=server', '-f', '-'];

/** What an apply would make of each object. */
function applied(kubectl: Kubectl, ours: readonly Manifest[], live: Objects): Applied {
  // Where nothing lives, one object tells whether the namespace is there. All would take long to say so.
  const first = live.size === 0 ? ours.find(({ metadata }) => metadata.namespace !== undefined) : undefined;
  const probe = first && kubectl.run(DRY, first);
  if (probe !== undefined && NO_NAMESPACE.test(probe.stderr)) throw unanswered(probe);
  const all = kubectl.run([...DRY, '--output', 'json'], list(ours));
  if (all.ok) return { made: byId(objectsIn(all.stdout)), refused: new Map() };
  // With an error kubectl prints no object. Which ones it is about are those that it does not list, in their order.
  const plain = kubectl.run(DRY, list(ours));
  const taken = takenOf(ours, plain.stdout);
  if (taken.length === 0 || RIGHTS.test(plain.stderr) || NO_NAMESPACE.test(plain.stderr)) throw unanswered(plain);
  const made = byId(objectsIn(kubectl.run([...DRY, '--output', 'json'], list(taken)).stdout));
  const refused = ours.filter((object) => !taken.includes(object)).map((object) => [idOf(object), refusal(kubectl, object, live)] as const);
  return { made, refused: new Map(refused) };
}

/** What the API server says of an object that it refuses. */
function refusal(kubectl: Kubectl, object: Manifest, live: Objects): { readonly after: Manifest; readonly warnings: readonly Warning[] } {
  const said = kubectl.run(DRY, object);
  const then = live.get(idOf(object));
  const owners = conflictsIn(said.stderr);
  if (owners.length > 0) {
    const forced = kubectl.run([...DRY, '--force-conflicts', '--output', 'json'], object);
    const [after = object] = objectsIn(forced.stdout);
    return { after, warnings: owners.map(conflict) };
  }
  const after = then === undefined ? object : laidOver(then, object);
  const foretold =
    then === undefined
      ? []
      : effectsOf([then], [after]).flatMap(({ effects }) => effects.flatMap((effect) => (effect.kind === 'refused' ? [effect] : [])));
  const unknown: Warning = {
    kind: 'refused',
    code: 'refused-by-server',
    field: 'spec',
    what: `the API server says: ${firstOf(said.stderr)}`,
    way: 'read what it says, and correct the profile or the cluster',
  };
  return { after, warnings: foretold.length > 0 ? foretold : [unknown] };
}

const conflict = ({ field, owner }: Conflict): Warning => ({
  kind: 'refused',
  code: 'owned-by-others',
  field,
  what: `${inMessage(field)} was set by ${inMessage(owner)}`,
  way: 'apply with --force-conflicts, which sets it back; or write it into the profile, if it shall stay',
});

/** An object with the fields of another one, as an apply lays them over it. Lists are taken whole. */
function laidOver(live: Manifest, ours: Manifest): Manifest {
  const over = (then: unknown, now: unknown): unknown => {
    if (!isTree(then) || !isTree(now)) return now ?? then;
    return Object.fromEntries([...new Set([...Object.keys(then), ...Object.keys(now)])].map((key) => [key, over(then[key], now[key])]));
  };
  return over(live, ours) as Manifest;
}

const byId = (objects: readonly Manifest[]): Objects => new Map(objects.map((object) => [idOf(object), object]));
