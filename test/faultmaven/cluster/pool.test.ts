import { podsOf } from '../../../lib/roles/roles';
import { clusterPlanOf, objectsOf, ofKind } from '../../support/cluster';
import { blocksOf } from '../../support/markdown';

it('counts pods on each node where they run: in a required pool, as docs/cluster.md has it, on none of the other nodes', () => {
  const { text = '' } = blocksOf('docs/cluster.md').find((block) => block.text.includes('# no pod of ours runs there')) ?? {};
  const plan = clusterPlanOf(text.replace('extends: cluster\n', ''));
  const onEach = plan.services.filter(({ role }) => role === 'perNode');
  expect(onEach.map((sized) => [sized.service.name, podsOf(sized)])).toEqual([
    ['node-exporter', { least: 6, most: 6 }],
    ['log-shipper', { least: 6, most: 6 }],
  ]);
  const [quota] = ofKind(objectsOf(plan), 'ResourceQuota').filter(({ metadata }) => metadata.namespace === 'faultmaven-node');
  // Each of both may have one pod more, while one node takes the place of another.
  expect(quota.spec.hard.pods).toBe('14');
});
