import { budgetOf } from '../../lib/targets/compose/plan/plan';
import { shopLaptop, shopLaptopOf, sizes } from '../support/plans';

describe('binding', () => {
  it('gives every service its size, in the order of the catalogue', () => {
    const plan = shopLaptopOf(sizes('  cart: { memory: { limit: 1Gi } }\n  orders: { memory: { limit: 512Mi } }'));
    expect(plan.services.map(({ service, size }) => [service.kind, size.memory.limit.mebibytes])).toEqual([
      ['orders', 512],
      ['cart', 1024],
    ]);
  });

  it('tells which services the profile says nothing about', () => {
    const plan = shopLaptopOf(sizes('  orders: { memory: { limit: 512Mi } }'));
    expect(plan.unsized.map(({ kind }) => kind)).toEqual(['postgres', 'search', 'cart']);
    expect(shopLaptop().unsized).toEqual([]);
  });

  it('hands on what the profile says besides', () => {
    const { profile } = shopLaptop(['restart=always', 'accept.some-code=a reason']);
    expect(profile).toMatchObject({ name: 'laptop', target: 'compose', restart: 'always', accept: { 'some-code': 'a reason' } });
    expect(profile).not.toHaveProperty('services');
  });
});

describe('the budget', () => {
  it('adds up limits, requests and CPUs beside what the machine can give', () => {
    const budget = budgetOf(
      shopLaptopOf(
        sizes(
          [
            '  orders: { cpu: { limit: 0.25 }, memory: { limit: 512Mi, request: 256Mi } }',
            '  search: { cpu: { limit: 2.5 }, memory: { limit: 7Gi, request: 3Gi } }',
            '  cart: { memory: { limit: 256Mi } }',
          ].join('\n'),
        ),
      ),
    );
    expect(budget.available.mebibytes).toBe(6144);
    expect(budget.limits.mebibytes).toBe(7936);
    expect(budget.requests.mebibytes).toBe(3328);
    expect(budget.cpus.cores).toBe(2.75);
  });

  it('counts a missing request and a missing CPU limit as nothing', () => {
    const budget = budgetOf(shopLaptopOf(sizes('  orders: { memory: { limit: 512Mi } }')));
    expect(budget.requests.mebibytes).toBe(0);
    expect(budget.cpus.millicores).toBe(0);
  });

  it('has nothing available when all is kept', () => {
    expect(budgetOf(shopLaptop(['machine.keep=4Gi'])).available.mebibytes).toBe(0);
  });
});
