import { restart } from '../../../../lib/targets/compose/render/restart';
import { added } from '../../../support/compose';
import { planFrom, sizes } from '../../../support/plans';

it.each(['no', 'always', 'on-failure', 'unless-stopped'])('writes %s as the profile says', (policy) => {
  const plan = planFrom(`${sizes('  redis: { memory: { limit: 1Gi } }')}restart: ${policy}\n`);
  expect(added(restart, plan, 'redis')).toEqual({ restart: policy });
});

it('restarts unless stopped when the profile says nothing', () => {
  expect(added(restart, planFrom(sizes('  redis: { memory: { limit: 1Gi } }')), 'redis')).toEqual({ restart: 'unless-stopped' });
});
