import { onlyIn } from '../../../../lib/model/environment';
import { asClusterService } from '../../../../lib/targets/kubernetes/plan/plan';
import { shopPlan } from '../../../support/cluster';
import { testService } from '../../../support/services';

it('has a size for each service that its platform has, and says which others there are', () => {
  const plan = (...assignments: readonly string[]) => {
    const { services, off, unsized } = shopPlan(assignments);
    return [services.map(({ service }) => service.kind), off.map(({ kind }) => kind), unsized.length];
  };
  const shop = ['postgres', 'orders', 'search', 'cart', 'shipper'];
  expect(plan()).toEqual([shop, ['pulse', 'watch'], 0]);
  expect(plan('platform={monitoring: full, owner: true}')).toEqual([[...shop, 'pulse', 'watch'], [], 0]);
});

it('knows which service is told where browsers come from', () => {
  const isTold = (variables: Parameters<typeof onlyIn>[1]) =>
    asClusterService(testService('a', { variables: { PLAIN: 'a', ...onlyIn('cluster', variables) } })).toldOrigins;
  expect(isTold({})).toBe(false);
  expect(isTold({ MODE: 'a', ME: { kind: 'own-name' } })).toBe(false);
  expect(isTold({ ORIGINS: { kind: 'allowed-origins', as: 'json' } })).toBe(true);
});

it('knows from which registries the images of a service come', () => {
  const tool = { kind: 'copier', image: testService('b', { image: 'quay.io/other/copier' }).image } as never;
  expect(asClusterService(testService('a', { image: 'ghcr.io/example/a', tools: [tool] })).upstreams).toEqual(['ghcr.io', 'quay.io']);
});
