import type { OutputFile } from '../../../output/output-file';
import type { Session } from '../../../session';
import { inMessage } from '../../../text';
import { toYaml } from '../../../yaml-writer';
import { answered, type Conflict, conflictsIn, firstOf, NO_NAMESPACE, objectsIn, RIGHTS, takenOf, unanswered } from './answers';
import type { ObjectChange } from './effect';
import { effectsOf, idOf } from './effects';
import { isTree, listOf } from './effects/differences';
import type { Warning } from './effects/kind';
import { Kubectl, type Said } from './kubectl';
import type { Manifest } from './manifest';
import { manifestOf } from './read';
import { labelOf } from './side';

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
  /** Its namespaces, the main one first. */
  readonly namespaces: readonly string[];
  /** Namespaces of parts that are off. What was generated of them may still be there, and who asks may not be allowed to see it. */
  readonly formerly: readonly string[];
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
  const { made, refused } = applied(kubectl, ours, live, owned.namespaces);
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
  ...[
    'ingresses',
    'networkpolicies',
    'configmaps',
    'serviceaccounts',
    'roles',
    'rolebindings',
    'persistentvolumeclaims',
    'resourcequotas',
    'limitranges',
  ],
].join(',');

/** Kinds that a cluster may not have. Each is asked for by itself: kubectl refuses all for an unknown one. */
const CUSTOM = {
  inMain: ['podmonitors.monitoring.coreos.com', 'prometheusrules.monitoring.coreos.com', 'httproutes.gateway.networking.k8s.io'],
  inEach: ['externalsecrets.external-secrets.io'],
};

/** What this program wrote, lives, and is not among the objects any more. */
function leftOver(kubectl: Kubectl, { selector, namespaces, formerly }: Owned, ours: readonly Manifest[]): readonly Manifest[] {
  const get = (kinds: string, ...where: readonly string[]): Said =>
    kubectl.run(['get', kinds, SOON, ...where, '--selector', selector, '--output', 'json']);
  const seen = ({ ok, stdout }: Said): readonly Manifest[] => (ok ? objectsIn(stdout) : []);
  const others = formerly.filter((name) => !namespaces.includes(name));
  const found = [
    ...namespaces.flatMap((name) => objectsIn(answered(get(KINDS, '--namespace', name)))),
    ...others.flatMap((name) => seen(get(KINDS, '--namespace', name))),
    ...CUSTOM.inMain.flatMap((kind) => seen(get(kind, '--namespace', namespaces[0] ?? ''))),
    ...CUSTOM.inEach.flatMap((kind) => [...namespaces, ...others].flatMap((name) => seen(get(kind, '--namespace', name)))),
    ...seen(get(RIGHTS_IN_ALL)).filter((object) => object.metadata.name === `${namespaces[0]}-${labelOf(object)}`),
  ];
  const wanted = byId(ours);
  return [...byId(found).values()].filter((object) => !wanted.has(idOf(object)) && listOf(object.metadata.ownerReferences).length === 0);
}

/** Rights in the whole cluster, where other deployments have theirs under other names. */
const RIGHTS_IN_ALL = 'clusterroles,clusterrolebindings';

interface Applied {
  /** What the API server would store. */
  readonly made: Objects;
  readonly refused: ReadonlyMap<string, { readonly after: Manifest; readonly warnings: readonly Warning[] }>;
}

const DRY = ['apply', SOON, '--server-side', '--dry-run=server', '-f', '-'];

/** What an apply would make of each object. Objects of a namespace that is not there yet are made as they are. */
function applied(kubectl: Kubectl, all: readonly Manifest[], live: Objects, namespaces: readonly string[]): Applied {
  const absent = namespaces.filter((name) => isAbsent(kubectl, name, all, live, name === namespaces[0]));
  const isNew = ({ metadata }: Manifest): boolean => absent.includes(metadata.namespace ?? '');
  const ours = all.filter((object) => !isNew(object));
  const { made, refused } = asked(kubectl, ours, live);
  return { made: new Map([...made, ...byId(all.filter(isNew))]), refused };
}

/**
 * Whether a namespace is not there. Where nothing lives, one object tells. All would take long to say so.
 *
 * @param isMain whether nothing can be compared without it
 * @throws InputError if it is the main one
 */
function isAbsent(kubectl: Kubectl, namespace: string, ours: readonly Manifest[], live: Objects, isMain: boolean): boolean {
  const own = ours.filter(({ metadata }) => metadata.namespace === namespace);
  const first = own.some((object) => live.has(idOf(object))) ? undefined : own[0];
  const probe = first && kubectl.run(DRY, first);
  if (probe === undefined || !NO_NAMESPACE.test(probe.stderr)) return false;
  if (isMain) throw unanswered(probe);
  return true;
}

/** What the API server says of objects. */
function asked(kubectl: Kubectl, ours: readonly Manifest[], live: Objects): Applied {
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
