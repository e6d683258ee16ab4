import { departures } from '../../../lib/checks/compose/departures';
import { found } from '../../support/findings';
import { EVERY_SIZE, planFrom, planOver, sizes } from '../../support/plans';
import { testService } from '../../support/services';

it('warns of the job worker, with both numbers and the reason', () => {
  const plan = planFrom(EVERY_SIZE);
  expect(found(departures, plan)).toEqual(['warning departs-from-document job-worker x.yaml:12:34']);
  expect(departures(plan)[0]?.message).toMatch(/^gets 512Mi where the document plans about 256Mi: .*five processes/);
});

it('finds nothing to say when the service has no size', () => {
  expect(departures(planFrom(EVERY_SIZE, ['services.job-worker=null']))).toEqual([]);
});

it('finds nothing to say about a service that follows the plan', () => {
  expect(departures(planOver([testService('a')], sizes('  a: { memory: { limit: 64Mi } }')))).toEqual([]);
});

it('finds nothing to say where the profile does what the plan says', () => {
  const plan = planFrom(EVERY_SIZE, ['services.job-worker.memory.limit=256Mi', 'services.job-worker.memory.request=128Mi']);
  expect(departures(plan)).toEqual([]);
});
