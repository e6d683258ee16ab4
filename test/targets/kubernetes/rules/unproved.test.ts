import type { Unproved } from '../../../../lib/model/service';
import { rules } from '../../../../lib/targets/kubernetes/rules/rules';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

const SIZES =
  'services: { one: { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } } }\nimages: { one: "1" }\n';

const found = (unproved?: Unproved) =>
  rules.flatMap((rule) => rule(clusterOver([testService('one', { unproved })], SIZES))).filter(({ code }) => code === 'unproved');

it('tells of what no test has run', () => {
  expect(found('its login: no registry has the image')).toEqual([
    expect.objectContaining({ severity: 'warning', subject: 'one', message: 'no test has run its login: no registry has the image' }),
  ]);
});

it('tells what depends on what is around it, where that is so', () => {
  const unproved: Unproved = ({ platform: { logging } }) => (logging === 'none' ? 'it without logging' : undefined);
  expect(found(unproved)).toEqual([expect.objectContaining({ message: 'no test has run it without logging' })]);
  expect(found(() => undefined)).toEqual([]);
});

it('tells nothing of what was run', () => {
  expect(found()).toEqual([]);
});
