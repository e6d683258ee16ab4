import { callsAnswered } from '../../../../lib/targets/compose/rules/calls-answered';
import { seconds } from '../../../../lib/units/duration';
import { found } from '../../../support/findings';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const called = testService('a');
const services = [called, testService('b', { calls: [called] }), testService('c')];
const size = '{ memory: { limit: 64Mi } }';

it('warns whoever calls a service that is off', () => {
  const plan = planOver(services, sizes(`  a: off\n  b: ${size}\n  c: ${size}`));
  expect(found(callsAnswered, plan)).toEqual(['warning calls-service-off b x.yaml:4:6']);
});

it('says nothing while all run, or the caller is off as well', () => {
  expect(callsAnswered(planOver(services, sizes(`  a: ${size}\n  b: ${size}\n  c: off`)))).toEqual([]);
  expect(callsAnswered(planOver(services, sizes(`  a: off\n  b: off\n  c: ${size}`)))).toEqual([]);
});

it('warns whoever calls a service that a laptop cannot run', () => {
  const meter = testService('meter', { workload: { role: 'perNode', command: ['meter'], drain: seconds(5), priority: 'batch' } });
  const plan = planOver([meter, testService('b', { calls: [meter] })], sizes(`  b: ${size}`));
  expect(callsAnswered(plan)).toMatchObject([{ subject: 'b', message: 'calls meter, which does not run on a laptop: its calls fail' }]);
});
