import { faultmaven } from '../../lib/faultmaven/application';
import { budgetOf } from '../../lib/targets/compose/plan/plan';
import { bind, EVERY_SIZE, load, planFrom, services, sizes } from '../support/plans';

describe('binding', () => {
  it('gives every service its size, in the order of the catalogue', () => {
    const plan = planFrom(sizes('  agent: { memory: { limit: 1Gi } }\n  redis: { memory: { limit: 512Mi } }'));
    expect(plan.services.map(({ service, size }) => [service.kind, size.memory.limit.mebibytes])).toEqual([
      ['redis', 512],
      ['agent', 1024],
    ]);
  });

  it('tells which services the profile says nothing about', () => {
    const plan = planFrom(sizes('  redis: { memory: { limit: 512Mi } }'));
    expect(plan.unsized).toHaveLength(services.length - 1);
    expect(plan.unsized.map(({ kind }) => kind)).not.toContain('redis');
    expect(planFrom(EVERY_SIZE).unsized).toEqual([]);
  });

  it('hands on what the profile says besides', () => {
    const { profile } = bind(faultmaven, load(`${EVERY_SIZE}restart: always\naccept: { some-code: a reason }\n`));
    expect(profile).toMatchObject({ name: 'x', target: 'compose', restart: 'always', accept: { 'some-code': 'a reason' } });
    expect(profile).not.toHaveProperty('services');
  });
});

describe('the budget', () => {
  it('adds up limits, requests and CPUs beside what the machine can give', () => {
    const budget = budgetOf(
      planFrom(
        sizes(
          [
            '  redis: { cpu: { limit: 0.25 }, memory: { limit: 512Mi, request: 256Mi } }',
            '  knowledge: { cpu: { limit: 2.5 }, memory: { limit: 7Gi, request: 3Gi } }',
            '  case: { memory: { limit: 256Mi } }',
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
    const budget = budgetOf(planFrom(sizes('  redis: { memory: { limit: 512Mi } }')));
    expect(budget.requests.mebibytes).toBe(0);
    expect(budget.cpus.millicores).toBe(0);
  });

  it('has nothing available when all is kept', () => {
    expect(budgetOf(planFrom(EVERY_SIZE, ['machine.keep=8Gi'])).available.mebibytes).toBe(0);
  });
});
