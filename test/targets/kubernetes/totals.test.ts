import { totals } from '../../../lib/targets/kubernetes/totals';
import { clusterOver } from '../../support/plans';
import { testService } from '../../support/services';

it('says what a cluster needs at rest, and with every autoscaler at its maximum', () => {
  const profile = [
    'version: "1.30"',
    'namespace: mine',
    'images: { one: "1", two: "1" }',
    'services:',
    '  one: { replicas: { min: 1, max: 3 }, cpu: { request: 0.5, limit: 1 }, memory: { request: 256Mi, limit: 512Mi } }',
    '  two: { replicas: 2, cpu: { request: 0.25, limit: 0.5 }, memory: { request: 128Mi, limit: 128Mi } }',
  ];
  expect(totals(clusterOver([testService('one'), testService('two')], `${profile.join('\n')}\n`))).toEqual({
    headline: '2 services in the namespace mine of Kubernetes 1.30',
    lines: [
      '  at rest       3 pods, 1 CPU and 512Mi requested, 2 CPUs and 768Mi at most',
      '  at full load  5 pods, 2 CPUs and 1Gi requested, 4 CPUs and 1792Mi at most',
    ],
    inShort: { takes: '3 pods at rest, 5 at full load' },
    unknown: 'whether all pods fit, because the profile does not say what its nodes have (nodes)',
  });
});
