import { restart } from '../../../../lib/targets/compose/render/restart';
import { added } from '../../../support/compose';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const own = [testService('a')];

it.each(['no', 'always', 'on-failure', 'unless-stopped'])('writes %s as the profile says', (policy) => {
  const plan = planOver(own, `${sizes('  a: { memory: { limit: 1Gi } }')}restart: ${policy}\n`);
  expect(added(restart, plan, 'a')).toEqual({ restart: policy });
});

it('restarts unless stopped when the profile says nothing', () => {
  expect(added(restart, planOver(own, sizes('  a: { memory: { limit: 1Gi } }')), 'a')).toEqual({ restart: 'unless-stopped' });
});
