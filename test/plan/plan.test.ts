import { catalogues } from '../../lib/catalogue';
import { digestOf } from '../../lib/digest';
import { bind, budgetOf, resolvedValues } from '../../lib/plan/plan';
import { EVERY_SIZE, load, planFrom, sizes } from '../support/plans';

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
    expect(plan.unsized).toHaveLength(11);
    expect(plan.unsized.map(({ kind }) => kind)).not.toContain('redis');
    expect(planFrom(EVERY_SIZE).unsized).toEqual([]);
  });

  it('hands on what the profile says besides', () => {
    const { profile } = bind(catalogues, load(`${EVERY_SIZE}restart: always\naccept: { some-code: a reason }\n`));
    expect(profile).toMatchObject({ name: 'x', target: 'compose', restart: 'always', accept: { 'some-code': 'a reason' } });
    expect(profile).not.toHaveProperty('services');
  });
});

describe('the budget', () => {
  it('adds up limits, requests and CPUs beside what the machine can give', () => {
    const budget = budgetOf(planFrom(EVERY_SIZE));
    expect(budget.available.mebibytes).toBe(6144);
    expect(budget.limits.mebibytes).toBe(7168);
    expect(budget.requests.mebibytes).toBe(3328);
    expect(budget.cpus.cores).toBe(2.75);
  });

  it('counts a missing request and a missing CPU limit as nothing', () => {
    const budget = budgetOf(planFrom(sizes('  redis: { memory: { limit: 512Mi } }')));
    expect(budget.requests.mebibytes).toBe(0);
    expect(budget.cpus.millicores).toBe(0);
  });

  it('has nothing available when more is kept than is there', () => {
    expect(budgetOf(planFrom(EVERY_SIZE, ['machine.keep=9Gi'])).available.mebibytes).toBe(0);
  });
});

describe('the resolved values', () => {
  const digest = (text: string, assignments: readonly string[] = []): string => digestOf(resolvedValues(planFrom(text, assignments)));

  it('are the same however they were written', () => {
    const other = EVERY_SIZE.replace('1536Mi', '1.5Gi')
      .replace('limit: 1 }', 'limit: 1.0 }')
      .replace('target: compose\n', '# a comment\ntarget: "compose"\n');
    expect(other).not.toBe(EVERY_SIZE);
    expect(digest(other)).toBe(digest(EVERY_SIZE));
    expect(digest(`${EVERY_SIZE}restart: unless-stopped\nswitches: { persist: false }\n`)).toBe(digest(EVERY_SIZE));
  });

  it('are the same in any order', () => {
    const lines = EVERY_SIZE.trimEnd().split('\n');
    expect(digest([...lines.slice(2), ...lines.slice(0, 2), ''].join('\n'))).toBe(digest(EVERY_SIZE));
  });

  it('do not hold where the profile lies or what it is called', () => {
    const values = JSON.stringify(resolvedValues(planFrom(EVERY_SIZE)));
    expect(values).not.toContain('x.yaml');
    expect(values).not.toContain('"name"');
  });

  it.each([
    'services.agent.memory.limit=2Gi',
    'services.agent.memory.request=511Mi',
    'services.redis.cpu=null',
    'services.dashboard=null',
    'machine.keep=1Gi',
    'machine.cpus=8',
    'switches.persist=true',
    'restart=always',
    'accept.some-code=because',
  ])('change with %s', (assignment) => {
    expect(digest(EVERY_SIZE, [assignment])).not.toBe(digest(EVERY_SIZE));
  });
});
