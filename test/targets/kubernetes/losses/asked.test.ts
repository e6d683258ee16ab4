import { askedIn } from '../../../../lib/targets/kubernetes/losses/asked';
import { shopPlanOf } from '../../../support/cluster';

it('is not who has no page, takes no requests of users and is called by nobody', () => {
  const plan = shopPlanOf('platform: { monitoring: full, owner: true }');
  const asked = askedIn(plan);
  // Watch calls pulse, and has a page.
  expect(plan.services.filter(({ service }) => !asked.has(service)).map(({ service }) => service.kind)).toEqual(['shipper']);
});
