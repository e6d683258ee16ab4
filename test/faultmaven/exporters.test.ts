import { PATIENCE } from '../../lib/platform/monitoring/prometheus/configuration';
import { type Any, clusterPlanOf, find, objectsOf } from '../support/cluster';

const objects = objectsOf(clusterPlanOf(''));
const containerOf = (name: string): Any => find(objects, 'Deployment', name).spec.template.spec.containers[0];

/** Whoever asks about a server that hangs has to be told so, or nobody learns which one it is. */
describe('gives up whom it cannot reach before Prometheus gives it up', () => {
  it('the exporter of Redis, for which connecting and signing in may each take that long', () => {
    const [seconds] = containerOf('redis-exporter').command.flatMap((arg: string) => /^--connection-timeout=(\d+)s$/.exec(arg)?.[1] ?? []);
    expect(2 * Number(seconds)).toBeLessThan(PATIENCE);
  });

  it('the exporter of PostgreSQL, which does more for a second', () => {
    const { value } = containerOf('postgres-exporter').env.find(({ name }: Any) => name === 'PGCONNECT_TIMEOUT');
    expect(Number(value) + 1).toBeLessThan(PATIENCE);
  });

  it('the exporter of the log store, which asks it side by side', () => {
    const [, seconds] = /--es\.timeout=(\d+)s/.exec(JSON.stringify(objects)) ?? [];
    expect(Number(seconds)).toBeLessThan(PATIENCE);
  });
});

it('does not kill the exporter beside an nginx that hangs, which it waits for', () => {
  const [, exporter] = find(objects, 'Deployment', 'fm-edge').spec.template.spec.containers;
  expect(exporter.livenessProbe.httpGet.path).toBe('/');
});
