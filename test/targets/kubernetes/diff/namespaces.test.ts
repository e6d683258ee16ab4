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
});

it('tells that all namespaces have other names, and nothing else, of a deployment elsewhere', async () => {
  const { stdout, code } = await diff('namespace: elsewhere\nexternalSecrets: null\n');
  expect(code).toBe(3);
  expect(stdout).toContain('another namespace: shop→elsewhere');
  expect(stdout).not.toMatch(/DaemonSet|Deployment|ResourceQuota|NetworkPolicy| to pulse/);
});
