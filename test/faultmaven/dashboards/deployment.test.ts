import { EDGE_BOARD, REQUESTS_BOARD } from '../../../lib/faultmaven/edge/board';
import { NODES } from '../../../lib/platform/monitoring/dashboards/boards';
import { type Any, clusterPlanOf, find, objectsOf, ofKind } from '../../support/cluster';

/** What `kubectl apply` can note of an object in its annotation, in bytes; the API server itself takes four times as much. */
const APPLIED = 262_144;

const objectsWith = (platform: string): readonly Any[] => objectsOf(clusterPlanOf(`platform: ${platform}\n`));
const dashboardsIn = (objects: readonly Any[]): Any =>
  ofKind(objects, 'ConfigMap').find(({ metadata: { name } }) => name.startsWith('grafana-dashboards-'));

describe('Grafana of a cluster that is its own', () => {
  const objects = objectsWith('{ monitoring: full, owner: true }');
  const dashboards = dashboardsIn(objects);

  it('has a dashboard of everything that runs', () => {
    expect(Object.keys(dashboards.data)).toEqual([
      'fmsynth-overview.json',
      'fmsynth-service.json',
      'fmsynth-nodes.json',
      'fmsynth-postgres.json',
      'fmsynth-redis.json',
      'fmsynth-edge.json',
      'fmsynth-requests.json',
      'fmsynth-monitoring.json',
      'fmsynth-log-store.json',
      'fmsynth-log-shipper.json',
    ]);
    for (const [file, text] of Object.entries(dashboards.data)) expect(`${JSON.parse(text as string).uid}.json`).toBe(file);
  });

  it('finds them in the folder that it looks into', () => {
    const { containers, volumes } = find(objects, 'Deployment', 'grafana').spec.template.spec;
    const mount = containers[0].volumeMounts.find(({ mountPath }: Any) => mountPath === '/etc/dashboards');
    expect(volumes.find(({ name }: Any) => name === mount.name)).toMatchObject({ configMap: { name: dashboards.metadata.name } });
    const provisioning = ofKind(objects, 'ConfigMap').find(({ data }) => data['dashboards.yml'] !== undefined);
    expect(provisioning.data['dashboards.yml']).toContain('path: /etc/dashboards\n');
  });

  it('has them in an object that can be applied', () => {
    expect(JSON.stringify(JSON.stringify(dashboards)).length).toBeLessThan(APPLIED);
  });
});

it('has none of nodes that it may not see', () => {
  const files = Object.keys(dashboardsIn(objectsWith('{ monitoring: full, logging: none, owner: false }')).data);
  expect(files).toContain(`${EDGE_BOARD.uid}.json`);
  // Nobody counts requests where no lines are read.
  expect(files).not.toContain(`${REQUESTS_BOARD.uid}.json`);
  expect(files).not.toContain(`${NODES.uid}.json`);
});

it('is nowhere without the monitoring', () => {
  expect(dashboardsIn(objectsWith('{ monitoring: none }'))).toBeUndefined();
});
