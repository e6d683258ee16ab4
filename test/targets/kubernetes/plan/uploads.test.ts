import { holdersIn, uploadsIn } from '../../../../lib/targets/kubernetes/plan/uploads';
import { uploadsPlan } from '../../../support/uploads';

const of = (...assignments: string[]) => uploadsPlan(assignments).services;
const holder = (kind: string, ...assignments: string[]) => holdersIn(of(...assignments)).find(({ service }) => service.kind === kind);

it('lets through what one that passes on and one that keeps can hold, all doors together', () => {
  // 64 MiB at rest and twice 53 MiB for each body: 9 in 1 GiB. Two old doors are ending while two new ones work.
  expect(holder('passer')).toMatchObject({ holds: 9, exposedReplicas: 4 });
  expect(uploadsIn(of())).toEqual({ large: 2, middling: 13 });
  expect(uploadsIn(of('services.passer.memory.limit=2Gi'))).toMatchObject({ large: 2 });
});

it.each(['352Mi', '600Mi', '1Gi', '3Gi', '64Gi'])('never more than that, nor less than one, at %s', (limit) => {
  for (const replicas of [1, 2, 3, 7, 30]) {
    const services = of(
      `services.door.replicas=${replicas}`,
      ...[`request=${limit}`, `limit=${limit}`].map((amount) => `services.passer.memory.${amount}`),
      'services.keeper.scratch=64Gi',
      'services.door.scratch=64Gi',
    );
    const [{ large }, holders] = [uploadsIn(services), holdersIn(services)];
    expect(large).toBeGreaterThanOrEqual(1);
    for (const { exposedReplicas, holds, least, limit: most } of holders) {
      expect(exposedReplicas).toBeGreaterThan(replicas);
      if (!least.exceeds(most)) expect(large * exposedReplicas).toBeLessThan(holds);
    }
  }
});

it('heeds folders in which bodies lie: those of who keeps them, and those of the door itself', () => {
  const large = ['services.passer.memory.limit=64Gi', 'services.keeper.memory.limit=64Gi'];
  expect(uploadsIn(of(...large)).large).toBe(2); // 512 MiB of the keeper hold 9
  expect(uploadsIn(of(...large, 'services.keeper.scratch=10Gi')).large).toBe(4); // half of 512 MiB of a door hold 4
  expect(uploadsIn(of(...large, 'services.keeper.scratch=10Gi', 'services.door.scratch=10Gi')).large).toBe(48);
});

it('heeds who keeps bodies as it heeds who passes them on', () => {
  const scarce = ['services.keeper.memory={request: 512Mi, limit: 800Mi}', 'services.passer.memory.limit=8Gi'];
  expect(holder('keeper', ...scarce)).toMatchObject({ holds: 6 });
  expect(uploadsIn(of(...scarce))).toMatchObject({ large: 1 });
});

it('names the exposed service, and what says how many replicas it has', () => {
  expect(holder('passer')?.exposed).toEqual({ name: 'door', replicas: 'services.door.replicas' });
  expect(holder('passer', 'services.door.replicas={min: 1, max: 4}')?.exposed?.replicas).toBe('services.door.replicas.max');
  const behind = of().filter(({ service }) => service.kind !== 'door');
  expect(holdersIn(behind).map(({ exposed, exposedReplicas }) => [exposed, exposedReplicas])).toEqual([
    [undefined, 0],
    [undefined, 0],
  ]);
});
