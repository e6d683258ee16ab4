import { clusterSource } from '../../../../lib/targets/kubernetes/diff/cluster';
import { effectsOf } from '../../../../lib/targets/kubernetes/diff/effects';
import type { Any } from '../../../support/cluster';
import { type Answer, kubectlSays } from './kubectl-stand-in';

const OWNED = { namespaces: ['shop'], formerly: [], selector: 'a=b' };

const object = (kind: string, name: string, rest: object = {}): Any => ({
  apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});

/** Asks about objects, and returns what was found as text, with what was said meanwhile. */
function ask(objects: readonly Any[], owned = {}) {
  const said: string[] = [];
  const terminal = { err: (text: string) => said.push(text) };
  const files = [
    { path: 'x.yaml', content: '', documents: objects },
    { path: 'x.txt', content: 'x' },
  ];
  const { before, after, corrected } = clusterSource(files, { ...OWNED, ...owned }, { env: {}, terminal } as unknown as Parameters<
    typeof clusterSource
  >[2]);
  const of = (some: typeof before): readonly Any[] => some.flatMap(({ documents = [] }) => documents);
  const changes = corrected(effectsOf(of(before), of(after)));
  return { said, changes };
}

const web = object('Deployment', 'web', { spec: { replicas: 2 } });
const settings = object('ConfigMap', 'settings', { data: { a: 'b' } });
const CUSTOM = /^get (podmonitors|prometheusrules|httproutes|externalsecrets)\.\S+ /;
const EXTERNAL = /^get externalsecrets\.external-secrets\.io /;
const CONTEXT: Answer = { to: /current-context/, says: 'here\n' };
const server = (one: Any): Any => ({
  ...one,
  metadata: { ...one.metadata, uid: '1', resourceVersion: '2', generation: 3 },
  status: { x: 1 },
});

it('leaves out what the API server keeps on its own, and finds nothing else', () => {
  const asked = kubectlSays([CONTEXT, { to: /^get .*-f -/, says: server(web) }, { to: /^apply/, says: server(web) }]);
  const kustomization = { ...object('Kustomization', 'all'), apiVersion: 'kustomize.config.k8s.io/v1beta1' };
  const { said, changes } = ask([web, object('Secret', 'keys'), kustomization]);
  expect(changes).toEqual([]);
  expect(said).toEqual(["kubectl's context: here\n"]);
  expect(asked.filter((line) => /secret|kustomiz/i.test(line) && !EXTERNAL.test(line))).toEqual([]);
});

it('finds what nobody generates any more, but not what a controller made', () => {
  const made = { ...object('ConfigMap', 'made'), metadata: { name: 'made', namespace: 'shop', ownerReferences: [{ name: 'web' }] } };
  kubectlSays([
    CONTEXT,
    { to: /--selector a=b/, says: { items: [web, object('ConfigMap', 'old'), made] } },
    { to: /^(get|apply)/, says: web },
  ]);
  expect(ask([web]).changes).toMatchObject([{ ref: { name: 'old' }, change: 'removed' }]);
});

it.each(['PodMonitor', 'PrometheusRule', 'HTTPRoute', 'ExternalSecret'])(
  'finds a %s that is left, and needs no cluster that knows the others',
  (kind) => {
    const left = object(kind, 'old');
    kubectlSays([
      CONTEXT,
      { to: new RegExp(`^get ${kind.toLowerCase()}s\\.`), says: { items: [left] } },
      { to: CUSTOM, fails: `error: the server doesn't have a resource type` },
      { to: /^(get|apply)/, says: web },
    ]);
    expect(ask([web]).changes).toMatchObject([{ ref: { kind, name: 'old' }, change: 'removed' }]);
  },
);

it('looks into every namespace, and into those of parts that are off if it may', () => {
  const namespaces = ['shop', 'shop-watch'];
  const left = (name: string, namespace: string): Any => ({ ...object('ConfigMap', name), metadata: { name, namespace } });
  const asked = kubectlSays([
    CONTEXT,
    { to: /--namespace shop --selector/, says: { items: [web, left('old', 'shop')] } },
    { to: /--namespace shop-watch --selector/, says: { items: [left('older', 'shop-watch')] } },
    {
      to: /--namespace shop-node --selector/,
      fails: 'Error from server (Forbidden): configmaps is forbidden: User "x" cannot list resource',
    },
    { to: /--namespace shop-past --selector/, says: { items: [left('oldest', 'shop-past')] } },
    { to: /^(get|apply)/, says: web },
  ]);
  const { changes } = ask([web], { namespaces, formerly: ['shop', 'shop-node', 'shop-past'] });
  const all = asked.filter((line) => line.includes('--selector'));
  const looked = all.filter((line) => !CUSTOM.test(line));
  // What a cluster may not know is asked for by itself, and only where it can be.
  const custom = all.filter((line) => CUSTOM.test(line) && !EXTERNAL.test(line));
  expect(custom).toHaveLength(3);
  expect(custom.every((line) => line.includes('--namespace shop '))).toBe(true);
  expect(looked.map((line) => /--namespace (\S+)/.exec(line)?.[1])).toEqual(['shop', 'shop-watch', 'shop-node', 'shop-past']);
  const external = all.filter((line) => EXTERNAL.test(line));
  expect(external.map((line) => /--namespace (\S+)/.exec(line)?.[1])).toEqual(['shop', 'shop-watch', 'shop-node', 'shop-past']);
  expect(looked[0]).toMatch(/^get deployments,.*,services,ingresses,.*,resourcequotas,limitranges /);
  expect(changes.map(({ ref, change }) => [ref.name, change])).toEqual([
    ['old', 'removed'],
    ['older', 'removed'],
    ['oldest', 'removed'],
  ]);
});

it('finds rights in the whole cluster that are its own, and not those of another deployment', () => {
  const role = (name: string): Any => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels: { 'app.kubernetes.io/name': 'eye' } },
  });
  kubectlSays([
    CONTEXT,
    { to: /--namespace shop --selector/, says: { items: [web] } },
    { to: /^get clusterroles/, says: { items: [role('shop-eye'), role('shop-two-eye'), role('eye')] } },
    { to: /^(get|apply)/, says: web },
  ]);
  expect(ask([web]).changes).toMatchObject([{ ref: { kind: 'ClusterRole', name: 'shop-eye' }, change: 'removed' }]);
});

it('takes what is for a namespace that is not there yet for new, unless it is the main one', () => {
  const rule = { ...settings, metadata: { name: 'settings', namespace: 'shop-watch' } };
  const missing = { to: /^apply.*shop-watch/, fails: 'Error from server (NotFound): namespaces "shop-watch" not found\n' };
  const running = { ...web, spec: { ...web.spec, written: 'by the server' } };
  kubectlSays([CONTEXT, missing, { to: /--selector a=b/ }, { to: /^(get|apply)/, says: running }]);
  expect(ask([web, rule], { namespaces: ['shop', 'shop-watch'] }).changes).toMatchObject([
    { ref: { name: 'settings', namespace: 'shop-watch' }, change: 'added' },
  ]);
  expect(() => ask([rule, web], { namespaces: ['shop-watch', 'shop'] })).toThrow('nothing has been applied there yet');
});

it.each([
  [
    'one field',
    'error: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas\nPlease review',
    ['spec.replicas was set by kubectl'],
  ],
  [
    'fields of several',
    'error: Apply failed with 3 conflicts: conflicts with "edit" using apps/v1:\n- .spec.replicas\n- .spec.paused\nconflicts with "patch":\n- .spec.x\nPlease',
    ['spec.replicas was set by edit', 'spec.paused was set by edit', 'spec.x was set by patch'],
  ],
])('says who owns %s, and what an apply would make of it by force', (_, fails, expected) => {
  const scaled = object('Deployment', 'web', { spec: { replicas: 5 } });
  kubectlSays([
    CONTEXT,
    { to: /^get .*-f -/, says: { items: [scaled, settings] } },
    { to: /--force-conflicts/, says: web },
    { to: /^apply .*--output json.*"web"/, fails },
    { to: /^apply .*--output json/, says: { items: [settings] } },
    { to: /^apply/, says: 'configmap/settings serverside-applied (server dry run)\n', fails },
  ]);
  const { changes } = ask([web, settings]);
  expect(changes).toMatchObject([{ ref: { name: 'web' }, before: { spec: { replicas: 5 } }, after: { spec: { replicas: 2 } } }]);
  expect(changes[0]?.effects.map((effect) => ('what' in effect ? effect.what : effect.kind))).toEqual(expected);
});

it.each([
  [
    'with the way round where it is known',
    'The Deployment "web" is invalid: spec.selector: Invalid value: field is immutable',
    { spec: { replicas: 2, selector: { a: 'b' } } },
    ['selector-is-fixed'],
  ],
  [
    'in its own words otherwise',
    'Error from server: admission webhook "x" denied the request: no',
    { spec: { replicas: 3 } },
    ['refused-by-server'],
  ],
])('says what the API server refuses, %s', (_, fails, rest, expected) => {
  kubectlSays([
    CONTEXT,
    { to: /^get .*-f -/, says: { items: [web, settings] } },
    { to: /^apply .*--output json.*"web"/, fails },
    { to: /^apply .*--output json/, says: { items: [settings] } },
    { to: /^apply/, says: 'configmap/settings serverside-applied (server dry run)\n', fails },
  ]);
  const { changes } = ask([object('Deployment', 'web', rest), settings]);
  expect(changes.flatMap(({ effects }) => effects.map((effect) => ('code' in effect ? effect.code : effect.kind)))).toEqual(expected);
});

it.each([
  ['The connection to the server localhost:8080 was refused - did you specify the right host or port?', /no cluster answers: .*refused/],
  ['Unable to connect to the server: dial tcp: lookup x: no such host', /no cluster answers: .*no such host/],
  ['error: You must be logged in to the server (Unauthorized)', /the cluster does not know kubectl's user/],
  ['Error from server (Forbidden): deployments.apps "web" is forbidden: User "x" cannot get resource "deployments"', /kubectl may not ask/],
  ['Error from server (NotFound): namespaces "shop" not found', /nothing has been applied there yet/],
  [
    'error: resource mapping not found for name: "x": no matches for kind "ExternalSecret" in version "v1"',
    /the cluster lacks a kind of object/,
  ],
  ['error: something else', /^--against cluster: kubectl says: something else$/],
])('says in plain words that kubectl failed: %s', (fails, expected) => {
  kubectlSays([CONTEXT, { to: /./, fails }]);
  expect(() => ask([web])).toThrow(expected);
});

it('names the context only where there is one', () => {
  kubectlSays([
    { to: /current-context/, fails: 'error: current-context is not set' },
    { to: /^(get|apply)/, says: web },
  ]);
  expect(ask([web]).said).toEqual(['kubectl has no current context\n']);
});

it('probes no namespace in which something lives', () => {
  const asked = kubectlSays([CONTEXT, { to: /--selector a=b/ }, { to: /^(get|apply)/, says: web }]);
  expect(ask([settings, web]).changes).toMatchObject([]);
  expect(asked.filter((line) => line.startsWith('apply') && !line.includes('"List"'))).toEqual([]);
});

describe('of what is refused', () => {
  const fails = 'Error from server: no';
  const TAKEN = 'configmap/settings serverside-applied (server dry run)\n';
  /** What happens where one object is refused, and ConfigMaps are taken. */
  const refusing = (live: readonly Any[], after: readonly Any[], ...first: readonly Answer[]) => {
    const asked = kubectlSays([
      ...first,
      { to: /--selector a=b/ },
      { to: /^get .*-f -/, says: { items: live } },
      { to: /^apply .*--output json.*"(web|db)"/, fails },
      { to: /^apply .*--output json/, says: { items: [settings] } },
      { to: /^apply/, says: TAKEN, fails },
    ]);
    return { ...ask(after), asked };
  };
  const codes = (changes: ReturnType<typeof ask>['changes']): unknown =>
    changes.map(({ ref, change, effects }) => [ref.name, change, effects.map((effect) => ('code' in effect ? effect.code : effect.kind))]);

  it('asks again of that alone', () => {
    const other = object('ConfigMap', 'settings', { data: { a: 'c' } });
    const { changes, asked } = refusing([web, other], [object('Deployment', 'web', { spec: { replicas: 3 } }), settings]);
    expect(codes(changes)).toEqual([
      ['web', 'changed', ['refused-by-server']],
      ['settings', 'changed', ['in-place']],
    ]);
    const alone = asked.filter((line) => line.startsWith('apply') && !line.includes('"List"'));
    expect(alone).toEqual([expect.stringContaining('"web"')]);
  });

  it('says so of what is new', () => {
    const { changes } = refusing([settings], [web, settings]);
    expect(codes(changes)).toEqual([['web', 'added', ['refused-by-server']]]);
  });

  it('says besides what would be lost', () => {
    const set = (replicas: number): Any => ({ ...object('StatefulSet', 'db', { spec: { replicas } }), apiVersion: 'apps/v1' });
    expect(codes(refusing([set(3), settings], [set(1), settings]).changes)).toEqual([
      ['db', 'changed', ['refused-by-server', 'fewer-members']],
    ]);
  });

  it('keeps what lives and no manifest says', () => {
    const lives = { ...web, spec: { replicas: 1, strategy: { type: 'x', more: 1 }, args: ['a'] } };
    const { changes } = refusing([lives, settings], [{ ...web, spec: { replicas: 2, strategy: { type: 'y' }, args: ['b'] } }, settings]);
    expect(changes[0]?.after?.spec).toEqual({ replicas: 2, strategy: { type: 'y', more: 1 }, args: ['b'] });
  });

  it('has what an apply by force would make', () => {
    const conflict = 'Apply failed with 1 conflict: conflict with "edit": .spec.replicas';
    const { changes } = refusing(
      [{ ...web, spec: { replicas: 1 } }, settings],
      [web, settings],
      { to: /--force-conflicts --output json/, says: { ...web, spec: { replicas: 2, written: 'by the server' } } },
      { to: /^apply (?!.*--output json).*items":\[.*"web"/, says: TAKEN, fails: conflict },
      { to: /^apply (?!.*--output json).*"web"/, fails: conflict },
    );
    expect(changes[0]?.after?.spec).toEqual({ replicas: 2, written: 'by the server' });
    expect(codes(changes)).toEqual([['web', 'changed', ['owned-by-others']]]);
  });

  it.each([
    ['all are', '', 'Error from server: no', 'kubectl says: no'],
    ['a right is missing', TAKEN, 'x is forbidden: User "a" cannot patch resource "b"', 'kubectl may not ask'],
    ['a namespace is missing', TAKEN, 'Error from server (NotFound): namespaces "shop-x" not found', 'nothing has been applied there yet'],
  ])('ends where %s', (_, says, stderr, expected) => {
    const one = { to: /^apply (?!.*--output json)/, says, fails: stderr };
    expect(() => refusing([web, settings], [web, settings], one)).toThrow(expected);
  });
});
