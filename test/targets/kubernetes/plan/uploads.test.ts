import { holdersIn, uploadsIn } from '../../../../lib/targets/kubernetes/plan/uploads';
import { clusterPlan } from '../../../support/cluster';

const of = (...assignments: string[]) => clusterPlan('cluster', assignments).services;
const holder = (kind: string, ...assignments: string[]) => holdersIn(of(...assignments)).find(({ service }) => service.kind === kind);

it('lets through what one gateway and one evidence can hold, all replicas of the edge together', () => {
  // 64 MiB at rest and twice 53 MiB for each body: 9 in 1 GiB. Two old replicas of the edge are ending while two new ones work.
  expect(holder('api-gateway')).toMatchObject({ holds: 9, exposedReplicas: 4 });
  expect(uploadsIn(of())).toEqual({ large: 2, middling: 13 });
  expect(uploadsIn(of('services.api-gateway.memory.limit=2Gi'))).toMatchObject({ large: 2 });
});

it.each(['352Mi', '600Mi', '1Gi', '3Gi', '64Gi'])('never more than that, nor less than one, at %s', (limit) => {
  for (const replicas of [1, 2, 3, 7, 30]) {
    const services = of(
      `services.edge.replicas=${replicas}`,
      ...[`request=${limit}`, `limit=${limit}`].map((amount) => `services.api-gateway.memory.${amount}`),
      'services.evidence.scratch=64Gi',
      'services.edge.scratch=64Gi',
    );
    const [{ large }, holders] = [uploadsIn(services), holdersIn(services)];
    expect(large).toBeGreaterThanOrEqual(1);
    for (const { exposedReplicas, holds, least, limit: most } of holders) {
      expect(exposedReplicas).toBeGreaterThan(replicas);
      if (!least.exceeds(most)) expect(large * exposedReplicas).toBeLessThan(holds);
    }
  }
});

it('heeds folders in which bodies lie: those of evidence, and those of the edge itself', () => {
  const large = ['services.api-gateway.memory.limit=64Gi', 'services.evidence.memory.limit=64Gi'];
  expect(uploadsIn(of(...large)).large).toBe(2); // 512 MiB of evidence hold 9
  expect(uploadsIn(of(...large, 'services.evidence.scratch=10Gi')).large).toBe(4); // half of 512 MiB of an edge hold 4
  expect(uploadsIn(of(...large, 'services.evidence.scratch=10Gi', 'services.edge.scratch=10Gi')).large).toBe(48);
});

it('heeds evidence as it heeds the gateway', () => {
  const scarce = ['services.evidence.memory={request: 512Mi, limit: 800Mi}', 'services.api-gateway.memory.limit=8Gi'];
  expect(holder('evidence', ...scarce)).toMatchObject({ holds: 6 });
  expect(uploadsIn(of(...scarce))).toMatchObject({ large: 1 });
});
