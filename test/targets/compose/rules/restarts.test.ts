import { restartsAfterKill } from '../../../../lib/targets/compose/rules/restarts';
import { found } from '../../../support/findings';
import { EVERY_SIZE, planFrom } from '../../../support/plans';

it.each(['always', 'on-failure', 'unless-stopped'])('finds nothing to say about restart: %s', (restart) => {
  expect(restartsAfterKill(planFrom(`${EVERY_SIZE}restart: ${restart}\n`))).toEqual([]);
});

it('finds nothing to say when nothing is said', () => {
  expect(restartsAfterKill(planFrom(EVERY_SIZE))).toEqual([]);
});

it.each(['no', '"no"'])('warns of restart: %s, because what is killed stays down', (restart) => {
  expect(found(restartsAfterKill, planFrom(`restart: ${restart}\n${EVERY_SIZE}`))).toEqual(['warning never-restarted restart x.yaml:1:10']);
});
