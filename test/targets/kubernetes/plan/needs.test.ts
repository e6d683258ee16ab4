import { shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const SIZE = 'replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';

it('needs to know where the API server is only where a service asks it', () => {
  const asking = testService('asking', { reaches: [{ kind: 'cluster-api' }] });
  const profile = `images: { plain: "1", asking: "1" }\nservices: { plain: { ${SIZE} }, asking: { ${SIZE} } }\n`;
  expect(problemsOf(() => clusterOver([testService('plain'), asking], profile))).toEqual([
    'x.yaml:1:1: apiServer: expected where the API server answers, which services.asking asks, got nothing',
  ]);
  expect(problemsOf(() => shopPlanOf('apiServer: null\n'))).toEqual([
    'x.yaml:3:12: apiServer: expected where the API server answers, which services.postgres asks, got nothing',
  ]);
});
