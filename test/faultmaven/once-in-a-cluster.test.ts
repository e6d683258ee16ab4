import { type Any, clusterPlan, objectsOf, withoutDigest } from '../support/cluster';

/* What docs/platform.md says of objects that may exist only once in a cluster: which setting leaves out which. */

const named = (assignments: readonly string[]): readonly string[] =>
  objectsOf(clusterPlan('cluster', assignments)).map(
    ({ kind, metadata }: Any) => `${kind} ${[metadata.namespace, withoutDigest(metadata.name)].filter(Boolean).join('/')}`,
  );
/** What a setting leaves out and, after a plus, what there is only with it. */
const change = (setting: string, beside: readonly string[] = []): readonly string[] => {
  const [before, after] = [named(beside), named([...beside, setting])];
  return [...before.filter((one) => !after.includes(one)), ...after.filter((one) => !before.includes(one)).map((one) => `+ ${one}`)];
};

const NAMESPACES = ['', '-monitoring', '-node', '-logging'].map((suffix) => `Namespace faultmaven${suffix}`);
const CLASSES = ['data', 'edge', 'core', 'batch'].map((priority) => `PriorityClass faultmaven-${priority}`);
const ROLES = ['prometheus', 'kube-state-metrics'].flatMap((name) =>
  ['ClusterRole', 'ClusterRoleBinding'].map((kind) => `${kind} faultmaven-${name}`),
);
/** The setting with one of its parts off. */
const without = (part: string): string =>
  `clusterScoped={${['namespace', 'priorityClasses', 'clusterRoles'].map((one) => `${one}: ${one !== part}`).join(', ')}}`;

it.each([
  ['namespace', NAMESPACES],
  ['priorityClasses', CLASSES],
  ['clusterRoles', ROLES],
])('leaves out what belongs to no namespace, and nothing that uses it: %s', (part, left) => {
  expect(change(without(part)).toSorted()).toEqual([...left].sort());
});

it('leaves out all of it without clusterScoped', () => {
  expect(change('clusterScoped=false').toSorted()).toEqual([...NAMESPACES, ...CLASSES, ...ROLES].sort());
});

/** Objects of the monitoring that name no node and need no right in the cluster stay; their configuration changes with what is asked. */
const NO_LOGGING = ['platform.logging=none'];

it('leaves out with the owner what looks at nodes, its namespace with all that is in it, and every right in the cluster', () => {
  expect(change('platform.owner=false', NO_LOGGING).toSorted()).toEqual(
    [
      ...ROLES,
      'Namespace faultmaven-node',
      ...['DaemonSet', 'Service', 'ServiceAccount', 'NetworkPolicy'].map((kind) => `${kind} faultmaven-node/node-exporter`),
      ...['ResourceQuota', 'LimitRange'].map((kind) => `${kind} faultmaven-node/faultmaven`),
      ...['default-deny', 'allow-dns'].map((name) => `NetworkPolicy faultmaven-node/${name}`),
      ...['prometheus', 'kube-state-metrics'].flatMap((name) => ['Role', 'RoleBinding'].map((kind) => `${kind} faultmaven-node/${name}`)),
    ].sort(),
  );
});

it('leaves out with node-exporter its namespace, where nothing else runs there', () => {
  expect(change('monitoring.nodeExporter=false', NO_LOGGING)).toContain('Namespace faultmaven-node');
  expect(change('monitoring.nodeExporter=false', NO_LOGGING)).not.toContain('ClusterRole faultmaven-prometheus');
  expect(change('monitoring.nodeExporter=false')).not.toContain('Namespace faultmaven-node');
});

it('has no right in the cluster beside a Prometheus that is there', () => {
  const existing = ['platform.monitoring=existing', 'monitoring.namespace=watchers', ...NO_LOGGING];
  expect(named(existing).filter((one) => one.startsWith('Cluster'))).toEqual([]);
  expect(change('platform.owner=false', existing)).toEqual(['ConfigMap faultmaven/dashboard-fmsynth-nodes']);
});
