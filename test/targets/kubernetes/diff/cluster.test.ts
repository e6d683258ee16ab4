import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterSource } from '../../../../lib/targets/kubernetes/diff/cluster';
import { effectsOf } from '../../../../lib/targets/kubernetes/diff/effects';
import type { Any } from '../../../support/cluster';
import { scratch } from '../../../support/scratch';

const OWNED = { namespace: 'shop', selector: 'a=b' };

const object = (kind: string, name: string, rest: object = {}): Any => ({
  apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});

/** What kubectl answers to the first command that has these words in it. */
interface Answer {
  readonly to: RegExp;
  readonly says?: unknown;
  readonly fails?: string;
}

/** A kubectl that answers from a list, and writes down what it is asked. */
function kubectl(answers: readonly Answer[]): { readonly env: Record<string, string>; readonly asked: () => readonly string[] } {
  const cwd = scratch({
    'answers.json': JSON.stringify(
      answers.map(({ to, says = '', fails }) => ({ to: to.source, says: typeof says === 'string' ? says : JSON.stringify(says), fails })),
    ),
  });
  const script = `#!${process.execPath}
const { readFileSync, appendFileSync } = require('node:fs');
const asked = process.argv.slice(2).join(' ') + ' ' + readFileSync(0, 'utf8');
appendFileSync('${join(cwd, 'asked')}', asked + '\\n');
const found = JSON.parse(readFileSync('${join(cwd, 'answers.json')}', 'utf8')).find(({ to }) => new RegExp(to).test(asked));
process.stdout.write(found?.says ?? '');
process.stderr.write(found?.fails ?? '');
process.exitCode = found?.fails === undefined ? 0 : 1;
`;
  writeFileSync(join(cwd, 'kubectl'), script, { mode: 0o755 });
  return {
    env: { KUBECTL: join(cwd, 'kubectl') },
    asked: () =>
      readFileSync(join(cwd, 'asked'), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
  };
}

/** Asks about objects, and returns what was found as text, with what was said meanwhile. */
function ask(objects: readonly Any[], env: Readonly<Record<string, string>>) {
  const said: string[] = [];
  const terminal = { err: (text: string) => said.push(text) };
  const files = [{ path: 'x.yaml', content: '', documents: objects }];
  const { before, after, corrected } = clusterSource(files, OWNED, { env, terminal } as unknown as Parameters<typeof clusterSource>[2]);
  const of = (some: typeof before): readonly Any[] => some.flatMap(({ documents = [] }) => documents);
  const changes = corrected(effectsOf(of(before), of(after)));
  return { said, changes };
}

const web = object('Deployment', 'web', { spec: { replicas: 2 } });
const settings = object('ConfigMap', 'settings', { data: { a: 'b' } });
const CONTEXT: Answer = { to: /current-context/, says: 'here\n' };
const server = (one: Any): Any => ({
  ...one,
  metadata: { ...one.metadata, uid: '1', resourceVersion: '2', generation: 3 },
  status: { x: 1 },
});

it('leaves out what the API server keeps on its own, and finds nothing else', () => {
  const { env, asked } = kubectl([CONTEXT, { to: /^get .*-f -/, says: server(web) }, { to: /^apply/, says: server(web) }]);
  const { said, changes } = ask([web, object('Secret', 'keys')], env);
  expect(changes).toEqual([]);
  expect(said).toEqual(["kubectl's context: here\n"]);
  expect(asked().filter((line) => /secret/i.test(line))).toEqual([]);
});

it('finds what nobody generates any more, but not what a controller made', () => {
  const made = { ...object('ConfigMap', 'made'), metadata: { name: 'made', namespace: 'shop', ownerReferences: [{ name: 'web' }] } };
  const { env } = kubectl([
    CONTEXT,
    { to: /--selector a=b/, says: { items: [web, object('ConfigMap', 'old'), made] } },
    { to: /^(get|apply)/, says: web },
  ]);
  expect(ask([web], env).changes).toMatchObject([{ ref: { name: 'old' }, change: 'removed' }]);
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
  const { env } = kubectl([
    CONTEXT,
    { to: /^get .*-f -/, says: { items: [scaled, settings] } },
    { to: /--force-conflicts/, says: web },
    { to: /^apply .*--output json.*"web"/, fails },
    { to: /^apply .*--output json/, says: { items: [settings] } },
    { to: /^apply/, says: 'configmap/settings serverside-applied (server dry run)\n', fails },
  ]);
  const { changes } = ask([web, settings], env);
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
  const { env } = kubectl([
    CONTEXT,
    { to: /^get .*-f -/, says: { items: [web, settings] } },
    { to: /^apply .*--output json.*"web"/, fails },
    { to: /^apply .*--output json/, says: { items: [settings] } },
    { to: /^apply/, says: 'configmap/settings serverside-applied (server dry run)\n', fails },
  ]);
  const { changes } = ask([object('Deployment', 'web', rest), settings], env);
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
  const { env } = kubectl([CONTEXT, { to: /./, fails }]);
  expect(() => ask([web], env)).toThrow(expected);
});

it('says that there is no kubectl, and names the context only where there is one', () => {
  expect(() => ask([web], { KUBECTL: '/no/such' })).toThrow(/there is no \/no\/such command: install kubectl/);
  const { env } = kubectl([
    { to: /current-context/, fails: 'error: current-context is not set' },
    { to: /^(get|apply)/, says: web },
  ]);
  expect(ask([web], env).said).toEqual(['kubectl has no current context\n']);
});
