import { restartsAfterKill } from '../../../../lib/targets/compose/rules/restarts';
import { found } from '../../../support/findings';
import { shopLaptop, shopLaptopOf, sizes } from '../../../support/plans';

it.each(['always', 'on-failure', 'unless-stopped'])('finds nothing to say about restart: %s', (restart) => {
  expect(restartsAfterKill(shopLaptop([`restart=${restart}`]))).toEqual([]);
});

it('finds nothing to say when nothing is said', () => {
  expect(restartsAfterKill(shopLaptop())).toEqual([]);
});

it.each(['no', '"no"'])('warns of restart: %s, because what is killed stays down', (restart) => {
  expect(found(restartsAfterKill, shopLaptopOf(`restart: ${restart}\n${sizes('  cart: { memory: { limit: 64Mi } }')}`))).toEqual([
    'warning never-restarted restart x.yaml:1:10',
  ]);
});
