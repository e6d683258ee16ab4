import { environment } from '../../../../lib/targets/compose/render/environment';
import { persistence } from '../../../../lib/targets/compose/render/persistence';
import { added } from '../../../support/compose';
import { planOver, shopLaptop, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const on = shopLaptop(['switches.persist=true']);
const off = shopLaptop();

it.each([
  ['orders', { environment: { RECEIPTS: '/data/receipts' } }],
  ['search', { environment: { INDEX: '/data/index' } }],
])('leads the data of %s out of its container', (kind, expected) => {
  expect(added(environment, on, kind)).toEqual(expected);
  expect(added(environment, off, kind)).toEqual({});
});

it('mounts a volume of the published file where the image stores', () => {
  const own = testService('a', { persists: [{ holds: 'notes', unset: '/old', path: '/data', through: { volume: 'a-data' } }] });
  const plan = planOver([own], `${sizes('  a: { memory: { limit: 64Mi } }')}switches: { persist: true }\n`);
  expect(added(persistence, plan, 'a')).toEqual({ volumes: ['a-data:/data'] });
});

it('adds nothing to a service that keeps nothing inside', () => {
  const others = on.services.filter(({ service }) => service.persists.length === 0);
  expect(others.length).toBeGreaterThan(0);
  for (const { service } of others) expect(added(persistence, on, service.kind)).toEqual({});
});

it('adds nothing at all when the switch is off', () => {
  for (const { service } of off.services) expect(added(persistence, off, service.kind)).toEqual({});
});
