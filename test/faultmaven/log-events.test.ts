import { parse } from 'yaml';
import { clusterPlanOf, find, objectsOf } from '../support/cluster';

const { processors, service } = parse(
  find(objectsOf(clusterPlanOf('platform: { logging: opensearch, owner: true }\n')), 'ConfigMap', 'log-events-configuration').data[
    'config.yaml'
  ],
);

it('gives an event the time at which it was seen, where its receiver gave it none', () => {
  expect(processors['transform/time'].log_statements).toEqual(['set(log.time, log.observed_time) where log.time_unix_nano == 0']);
  expect(service.pipelines.logs.processors).toContain('transform/time');
});

it('declares each step that an event goes through, and no other', () => {
  const gone = Object.values<{ processors: string[] }>(service.pipelines).flatMap((pipeline) => pipeline.processors);
  expect(Object.keys(processors).sort()).toEqual(gone.sort());
});
