import { type Any, clusterPlan, clusterPlanOf, find, objectsOf, ofKind } from '../../support/cluster';

const objects = objectsOf(clusterPlan());
const deployments = ofKind(objects, 'Deployment');
/** How long a probe goes on asking before something is done. */
const patience = ({ periodSeconds, failureThreshold }: Any): number => periodSeconds * failureThreshold;
const container = (name: string): Any => find(objects, 'Deployment', name).spec.template.spec.containers[0];

it('gives a start longer than the images wait for Redis and their databases', () => {
  for (const { spec } of deployments) expect(patience(spec.template.spec.containers[0].startupProbe)).toBeGreaterThan(16);
});

it('has time to start before a rollout is given up', () => {
  for (const { spec } of deployments) {
    const { startupProbe } = spec.template.spec.containers[0];
    expect(spec.progressDeadlineSeconds).toBeGreaterThanOrEqual(Math.max(600, startupProbe.httpGet ? patience(startupProbe) : 0));
  }
});

it('takes beat for hung only when its schedule is older than it can be', () => {
  const { livenessProbe } = container('fm-job-worker-beat');
  expect(Number(/< (\d+)/.exec(livenessProbe.exec.command.at(-1))?.[1])).toBeGreaterThanOrEqual(900);
  expect(livenessProbe).toMatchObject({ periodSeconds: 60, failureThreshold: 3 });
});

it('rolls pods out when a configuration file of theirs changes, and only then', () => {
  const source = (name: string, text: string): string =>
    find(objectsOf(clusterPlanOf(text)), 'Deployment', name).spec.template.spec.volumes.find(({ configMap }: Any) => configMap).configMap
      .name;
  const other = 'ingress: { host: fm.test.org }\n';
  for (const name of ['fm-edge', 'fm-dashboard']) {
    expect(source(name, '')).toMatch(new RegExp(`^${name}-configuration-[0-9a-f]{8}$`));
    expect(source(name, other)).not.toBe(source(name, ''));
    expect(source(name, 'services: { auth: { cpu: { limit: 2 } } }\n')).toBe(source(name, ''));
  }
});

it.each([
  ['fm-auth-service', 'edge'],
  ['fm-edge', 'edge'],
  ['fm-case-service', 'core'],
  ['fm-job-worker', 'batch'],
])('gives %s the priority of %s', (name, priority) => {
  expect(find(objects, 'Deployment', name).spec.template.spec.priorityClassName).toBe(`faultmaven-${priority}`);
});
