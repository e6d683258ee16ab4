import { everyServiceCapped } from '../../../../lib/targets/compose/rules/every-service-capped';
import { found } from '../../../support/findings';
import { EVERY_SIZE, planFrom } from '../../../support/plans';

it('finds nothing to say when all have a size', () => {
  expect(everyServiceCapped(planFrom(EVERY_SIZE))).toEqual([]);
});

it('warns of every service without a size, at the map that lacks it', () => {
  const plan = planFrom(EVERY_SIZE, ['services.redis=null', 'services.dashboard=null']);
  expect(everyServiceCapped(plan).map(({ code, severity, subject }) => [code, severity, subject])).toEqual([
    ['service-without-cap', 'warning', 'redis'],
    ['service-without-cap', 'warning', 'dashboard'],
  ]);
  expect(found(everyServiceCapped, planFrom(EVERY_SIZE.replace(/ {2}redis.*\n/, '')))).toEqual([
    'warning service-without-cap redis x.yaml:4:3',
  ]);
});
