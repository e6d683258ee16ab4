import { everyServiceCapped } from '../../../../lib/targets/compose/rules/every-service-capped';
import { found } from '../../../support/findings';
import { shopLaptop, shopLaptopOf, sizes } from '../../../support/plans';

it('finds nothing to say when all have a size', () => {
  expect(everyServiceCapped(shopLaptop())).toEqual([]);
});

it('warns of every service without a size, at the map that lacks it', () => {
  const plan = shopLaptop(['services.orders=null', 'services.cart=null']);
  expect(everyServiceCapped(plan).map(({ code, severity, subject }) => [code, severity, subject])).toEqual([
    ['service-without-cap', 'warning', 'orders'],
    ['service-without-cap', 'warning', 'cart'],
  ]);
  const sized = ['postgres', 'orders', 'search'].map((kind) => `  ${kind}: { memory: { limit: 1Gi } }`).join('\n');
  expect(found(everyServiceCapped, shopLaptopOf(sizes(sized)))).toEqual(['warning service-without-cap cart x.yaml:4:3']);
});
