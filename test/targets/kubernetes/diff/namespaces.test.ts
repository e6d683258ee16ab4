import { join } from 'node:path';
import { WATCHED } from '../../../fixture/shop';
import { shopsynth } from '../../../support/cli';
import { scratch } from '../../../support/scratch';

/* What diff says of a deployment that has more than one namespace. */

const AGAINST = ['--against', `dir:${join(WATCHED, 'dist/cluster')}`];

const diff = async (profile: string, ...args: readonly string[]) =>
  shopsynth(['diff', '--profile', './mine.yaml', ...AGAINST, ...args], {
    root: WATCHED,
    cwd: scratch({ 'mine.yaml': `extends: cluster\n${profile}` }),
  });

it('tells the quota of each namespace by what it is for', async () => {
  const { stdout } = await diff('services: { watch: { memory: { limit: 512Mi } }, cart: { memory: { limit: 256Mi } } }\n');
  expect(stdout).toMatch(/^ *memory limits .* 15→16\.1Gi +1280→2560Mi$/m);
  expect(stdout).toContain('the namespace (ResourceQuota), the namespace of watch (ResourceQuota)');
});

it('tells a compartment that is turned off', async () => {
  const { stdout } = await diff('platform: { owner: false }\n');
  expect(stdout).not.toContain('another namespace');
  expect(stdout).toContain('destroys  namespace-removed:Namespace/shop-node');
  expect(stdout).toContain('namespaces that are gone\n    shop-node\n');
  // One connection, whose two ends are in two namespaces.
  expect(stdout).toMatch(/^ {4}kubectl delete --ignore-not-found --namespace shop-node .*DaemonSet\/\S+ /m);
  expect(stdout).toMatch(/^ {4}kubectl delete --ignore-not-found ClusterRole\/shop-shop-watch ClusterRoleBinding\/shop-shop-watch$/m);
  expect(stdout).not.toMatch(/^ {4}kubectl delete .*(Namespace|PersistentVolumeClaim)\//m);
  expect(stdout.match(/watch to .*pulse.*/g)).toEqual(['watch to pulse: 9000/TCP']);
  // Pods of the other namespace go on asking for names, and its quota stays.
  expect(stdout).toMatch(/^ {4}every pod in the namespace shop-node to .*: 53\/UDP$/m);
  expect(stdout).not.toMatch(/^ {4}every pod (?!in the namespace shop-node )/m);
  expect(stdout).toMatch(/^ {4}ResourceQuota\/shop in shop-node$/m);
  expect(stdout).toMatch(/^ {4}DaemonSet\/shop-pulse$/m);
});

it('tells that all namespaces have other names, and nothing else, of a deployment elsewhere', async () => {
  const { stdout, code } = await diff('namespace: elsewhere\nexternalSecrets: null\n');
  expect(code).toBe(3);
  expect(stdout).toContain('another namespace: shop→elsewhere');
  expect(stdout).not.toMatch(/DaemonSet|Deployment|ResourceQuota|NetworkPolicy| to pulse|every pod/);
});

it('tells what a deployment elsewhere has not, by the namespace in which it would be', async () => {
  const { stdout } = await diff('namespace: elsewhere\nexternalSecrets: null\nplatform: { owner: false }\n');
  expect(stdout).toMatch(/^ {4}every pod in the namespace elsewhere-node to .*: 53\/UDP$/m);
  expect(stdout).toMatch(/^ {4}ResourceQuota\/shop in shop-node$/m);
});
