import { persistence } from '../../../../lib/targets/compose/rules/persistence';
import { found } from '../../../support/findings';
import { planOver, shopLaptop, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const kept = (what: string) => ({ holds: what, unset: `/app/${what}`, path: `/data/${what}`, through: { variable: what.toUpperCase() } });
const hoarder = testService('hoarder', { persists: [kept('coins'), kept('stamps')] });

it('warns of everything that a recreated container destroys', () => {
  const plan = shopLaptop();
  expect(found(persistence, plan)).toEqual([
    'warning data-inside-container orders profiles/laptop.yaml:2:1',
    'warning data-inside-container search profiles/laptop.yaml:2:1',
  ]);
  const messages = persistence(plan).map(({ message }) => message);
  expect(messages[0]).toContain('receipts in /app/receipts');
  expect(messages[1]).toContain('the index in /app/index');
  for (const message of messages) expect(message).toContain('switches.persist');
});

it('names several kinds of data of one service together, and points to the switch where the profile has it', () => {
  const plan = planOver([hoarder], `switches: { persist: false }\n${sizes('  hoarder: { memory: { limit: 512Mi } }')}`);
  expect(found(persistence, plan)).toEqual(['warning data-inside-container hoarder x.yaml:1:22']);
  expect(persistence(plan)[0]?.message).toContain('coins in /app/coins and stamps in /app/stamps');
});

it('finds nothing to say when the data is kept outside', () => {
  expect(persistence(shopLaptop(['switches.persist=true']))).toEqual([]);
});

it('finds nothing to say about services that keep nothing', () => {
  expect(persistence(planOver([testService('a')], sizes('  a: { memory: { limit: 512Mi } }')))).toEqual([]);
});
