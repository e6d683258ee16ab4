import type { Departure, ResourcePlan } from '../../../../lib/model/application';
import { departures } from '../../../../lib/targets/compose/rules/departures';
import { Memory } from '../../../../lib/units/memory';
import { found } from '../../../support/findings';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const departure: Departure = { planned: Memory.parse('128Mi'), because: 'it is two processes' };
const [a, b] = [testService('a'), testService('b')];
const none = { pods: 0, cores: 0, memoryGB: 0 };
const resourcePlan: ResourcePlan = {
  ...{ table: none, ofItself: none, lists: [], besides: new Map(), sidecars: new Map() },
  departures: new Map([[a, departure]]),
};
const plan = (lines: string) => {
  const bound = planOver([a, b], sizes(lines));
  return { ...bound, application: { ...bound.application, resourcePlan } };
};

it('warns of a service that gets more than the document plans, with both numbers and the reason', () => {
  const larger = plan('  a: { memory: { limit: 512Mi } }\n  b: { memory: { limit: 1Gi } }');
  expect(found(departures, larger)).toEqual(['warning departs-from-document a x.yaml:4:25']);
  expect(departures(larger)[0]?.message).toBe('gets 512Mi where the document plans about 128Mi: it is two processes');
});

it('finds nothing to say when the service has no size', () => {
  expect(departures(plan('  b: { memory: { limit: 512Mi } }'))).toEqual([]);
});

it('finds nothing to say where the profile does what the plan says', () => {
  expect(departures(plan('  a: { memory: { limit: 128Mi } }'))).toEqual([]);
});
