import fc from 'fast-check';
import { floor } from '../../../../lib/model/service';
import { fitTo, type Machine } from '../../../../lib/targets/compose/plan/fit';
import { budgetOf, type ComposePlan } from '../../../../lib/targets/compose/plan/plan';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

/** Services with these floors, of which each has three times as much, and reserves its floor: 7.4 GiB on a machine that has 6 to give. */
const services = [144, 256, 104, 96, 112, 700, 192, 320, 304, 96, 184, 16].map((memory, n) =>
  testService(`s${n}`, { floor: floor(`${memory}Mi`, 'a test') }),
);
const sized = (limit: (memory: Memory) => Memory) =>
  sizes(services.map(({ kind, floor: { memory } }) => `  ${kind}: { memory: { limit: ${limit(memory)}, request: ${memory} } }`).join('\n'));
const plan = planOver(
  services,
  sized((memory) => memory.times(3)),
);
const FLOORS = services.reduce((sum, { floor: { memory } }) => sum + memory.mebibytes, 0);

function fitted(to: Machine, from: ComposePlan = plan): ComposePlan {
  const result = fitTo(from, to);
  if ('shortfall' in result) throw new Error('expected it to fit');
  return result.plan;
}

function shortfall(to: Machine, from: ComposePlan = plan) {
  const result = fitTo(from, to);
  if ('plan' in result) throw new Error('expected it not to fit');
  return result.shortfall;
}

const machine = (memory: string, keep?: string): Machine => ({
  memory: Memory.parse(memory),
  keep: keep === undefined ? undefined : Memory.parse(keep),
});
const limits = ({ services: sized }: ComposePlan): readonly number[] => sized.map(({ size }) => size.memory.limit.mebibytes);
const requests = ({ services: sized }: ComposePlan): readonly (number | undefined)[] =>
  sized.map(({ size }) => size.memory.request?.mebibytes);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Caps of three services above their floors, and a machine. */
const cases = fc.record({
  floors: fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 3, maxLength: 3 }),
  extra: fc.array(fc.integer({ min: 0, max: 65_536 }), { minLength: 3, maxLength: 3 }),
  requested: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
  available: fc.integer({ min: 1, max: 200_000 }),
  keep: fc.integer({ min: 0, max: 8192 }),
});

const remediesOf = (from: ComposePlan, to: Machine) => shortfall(to, from).remedies;

const KINDS = ['a', 'b', 'c'] as const;
const ofThree = planOver(
  KINDS.map((kind) => testService(kind)),
  sizes(KINDS.map((kind) => `  ${kind}: { memory: { limit: 8Gi } }`).join('\n')),
);

function planWith({ floors, extra, requested }: { floors: number[]; extra: number[]; requested: number[] }): ComposePlan {
  return {
    ...ofThree,
    services: ofThree.services.map(({ service: { kind }, size, configured }, n) => {
      const service = testService(kind, { floor: { memory: Memory.ofMebibytes(floors[n] ?? 1), evidence: 'a test' } });
      const limit = Memory.ofMebibytes((floors[n] ?? 0) + (extra[n] ?? 0));
      const request = Memory.ofMebibytes(Math.max(1, Math.floor(limit.mebibytes * (requested[n] ?? 0))));
      return { service, configured, size: { ...size, memory: { limit, request } } };
    }),
  };
}

describe('a machine that is large enough', () => {
  it.each(['16Gi', '64Gi'])('leaves every size alone on %s', (memory) => {
    const larger = fitted(machine(memory));
    expect(limits(larger)).toEqual(limits(plan));
    expect(requests(larger)).toEqual(requests(plan));
  });

  it('still becomes the machine of the plan', () => {
    const { machine: on } = fitted({ memory: Memory.parse('16Gi'), keep: Memory.parse('1Gi'), cpus: Cpu.parse('8') }).profile;
    expect(on).toMatchObject({ memory: { mebibytes: 16_384 }, keep: { mebibytes: 1024 }, cpus: { millicores: 8000 } });
  });

  it('leaves alone what fits to the last MiB and shrinks what misses by one', () => {
    const all = sum(limits(plan));
    expect(limits(fitted(machine(`${all}Mi`, '0Mi')))).toEqual(limits(plan));
    expect(sum(limits(fitted(machine(`${all - 1}Mi`, '0Mi'))))).toBeLessThan(all);
  });
});

describe('a machine that is too small', () => {
  const small = fitted(machine('8Gi'));

  it('keeps what the profile keeps and has as many CPUs as the profile says, unless told otherwise', () => {
    expect(small.profile.machine).toMatchObject({ memory: { mebibytes: 8192 }, keep: { mebibytes: 2048 }, cpus: { millicores: 4000 } });
  });

  it('gives sizes on 8 GiB to the MiB that the formula says', () => {
    const r = (6144 - FLOORS) / (sum(limits(plan)) - FLOORS);
    const expected = plan.services.map(({ service: { floor }, size }) => {
      const above = size.memory.limit.mebibytes - floor.memory.mebibytes;
      return floor.memory.mebibytes + Math.floor(r * above);
    });
    expect(limits(small)).toEqual(expected);
    expect(sum(limits(small))).toBeLessThanOrEqual(6144);
  });

  it('changes neither CPUs nor services nor what else the profile says', () => {
    expect(small.services.map(({ size }) => size.cpu)).toEqual(plan.services.map(({ size }) => size.cpu));
    expect(small.services.map(({ service }) => service)).toEqual(plan.services.map(({ service }) => service));
    expect(small.profile).toMatchObject({ name: 'x', restart: 'unless-stopped', switches: plan.profile.switches });
  });

  it('leaves the plan that it was given as it was', () => {
    const before = JSON.stringify(plan.services.map(({ size }) => size));
    fitted(machine('6Gi'));
    expect(JSON.stringify(plan.services.map(({ size }) => size))).toBe(before);
  });

  it('invents no request', () => {
    const bare = planOver(services, sizes('  s7: { memory: { limit: 8Gi } }'));
    expect(requests(fitted(machine('4Gi'), bare))).toEqual([undefined]);
  });

  it('lowers a request only when its limit falls below it', () => {
    const tight = planOver(
      services,
      sizes('  s0: { memory: { limit: 4Gi, request: 4Gi } }\n  s3: { memory: { limit: 4Gi, request: 300Mi } }'),
    );
    const result = fitted(machine('4Gi', '1Gi'), tight);
    expect(requests(result)).toEqual([limits(result)[0], 300]);
  });

  it('obeys the formula with one share for all, never grows, keeps floors and the sum below what is available', () => {
    fc.assert(
      fc.property(cases, ({ available, keep, ...shape }) => {
        const from = planWith(shape);
        const result = fitTo(from, { memory: Memory.ofMebibytes(available + keep), keep: Memory.ofMebibytes(keep) });
        const before = limits(from);
        const floors = sum(shape.floors);
        if ('shortfall' in result) {
          expect(floors).toBeGreaterThan(available);
          expect(sum(before)).toBeGreaterThan(available);
          expect(result.shortfall.missing.mebibytes).toBe(floors - available);
          return;
        }
        const after = limits(result.plan);
        expect(sum(after)).toBeLessThanOrEqual(available);
        if (sum(before) <= available) {
          expect(after).toEqual(before);
        } else {
          const [spendable, wanted] = [BigInt(available - floors), BigInt(sum(before) - floors)];
          expect(after).toEqual(shape.floors.map((floor, n) => floor + Number((BigInt(shape.extra[n] ?? 0) * spendable) / wanted)));
          // Rounding leaves less than one MiB for each service.
          expect(sum(after)).toBeGreaterThan(available - after.length);
        }
        after.forEach((limit, n) => {
          expect(limit).toBeLessThanOrEqual(before[n] ?? 0);
          expect(limit).toBeGreaterThanOrEqual(shape.floors[n] ?? 0);
          expect(requests(result.plan)[n]).toBe(Math.min(requests(from)[n] ?? 0, limit));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is a fixed point: what was fitted fits', () => {
    expect(limits(fitted(machine('8Gi'), small))).toEqual(limits(small));
  });
});

describe('CPU limits', () => {
  const cores = (to: Machine) => fitted(to).services.map(({ size }) => size.cpu?.limit.cores);

  it('stay where the machine has as many CPUs', () => {
    expect(cores({ memory: Memory.parse('8Gi'), cpus: Cpu.parse('1') })).toEqual(plan.services.map(({ size }) => size.cpu?.limit.cores));
  });

  it('become those of a machine that has fewer, of each size', () => {
    for (const memory of ['6Gi', '64Gi']) {
      const result = cores({ memory: Memory.parse(memory), cpus: Cpu.parse('0.5') });
      expect(result).toEqual(plan.services.map(({ size: { cpu } }) => cpu && Math.min(0.5, cpu.limit.cores)));
    }
  });

  it('go where there can be none, and nothing else does', () => {
    const result = fitted({ memory: Memory.parse('8Gi'), limitsCpus: false });
    expect(result.services.filter(({ size }) => 'cpu' in size)).toEqual([]);
    expect(limits(result)).toEqual(limits(fitted(machine('8Gi'))));
  });
});

describe('what would help on a machine that is too small', () => {
  const fits = (from: ComposePlan, to: Machine): boolean => 'plan' in fitTo(from, to);
  const without = (from: ComposePlan, off: readonly string[]): ComposePlan => ({
    ...from,
    services: from.services.filter(({ service }) => !off.includes(service.kind)),
  });

  it('helps, and no less would', () => {
    fc.assert(
      fc.property(cases, ({ available, keep, ...shape }) => {
        const from = planWith(shape);
        const mebibytes = available % (sum(shape.floors) + 4096);
        const to = { memory: Memory.ofMebibytes(mebibytes), keep: Memory.ofMebibytes(keep) };
        const result = fitTo(from, to);
        fc.pre('shortfall' in result);
        if (!('shortfall' in result)) return;
        const { memory, keep: less, off, missingWithoutThose } = result.shortfall.remedies;
        expect(fits(from, { ...to, memory })).toBe(true);
        expect(fits(from, { ...to, memory: Memory.ofMebibytes(memory.mebibytes - 1) })).toBe(false);
        if (less === undefined) {
          expect(fits(from, { ...to, keep: Memory.none })).toBe(false);
        } else {
          expect(fits(from, { ...to, keep: less })).toBe(true);
          expect(fits(from, { ...to, keep: less.plus(Memory.ofMebibytes(1)) })).toBe(false);
        }
        const rest = without(from, off);
        // Nothing at all fits a machine of which more is kept than is there; but that is missing as well.
        expect(missingWithoutThose.mebibytes === 0).toBe(fits(rest, to) && keep <= mebibytes);
        if (missingWithoutThose.exceeds(Memory.none)) {
          expect(fits(rest, { ...to, memory: to.memory.plus(missingWithoutThose) })).toBe(true);
        } else {
          expect(fits(without(from, off.slice(0, -1)), to)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('switches off as few as are needed, idle ones before those that work by themselves, the greediest first', () => {
    const called = testService('called', { ports: { http: { container: 1, laptop: 1 } } });
    const five = [
      testService('small-worker'),
      testService('worker', { floor: floor('128Mi', 'a test') }),
      testService('idle', { ports: { http: { container: 1, laptop: 2, opened: false } } }),
      testService('entry', { calls: [called], ports: { http: { container: 1, laptop: 3 } } }),
      called,
    ];
    const from = planOver(five, sizes(five.map(({ kind }) => `  ${kind}: { memory: { limit: 1Gi } }`).join('\n')));
    const floors = 4 * 64 + 128;
    const offOn = (mebibytes: number) => remediesOf(from, { memory: Memory.ofMebibytes(mebibytes), keep: Memory.none });
    expect(offOn(floors - 1).off).toEqual(['idle']);
    expect(offOn(floors - 64).off).toEqual(['idle']);
    expect(offOn(floors - 65).off).toEqual(['idle', 'worker']);
    expect(offOn(floors - 193).off).toEqual(['idle', 'worker', 'small-worker']);
    const [least] = [offOn(100)];
    expect([least.off, least.missingWithoutThose.mebibytes]).toEqual([['idle', 'worker', 'small-worker'], 28]);
  });
});

describe('a machine that is too small even for the floors', () => {
  it('fits exactly the floors', () => {
    expect(limits(fitted(machine(`${FLOORS}Mi`, '0Mi')))).toEqual(services.map(({ floor }) => floor.memory.mebibytes));
  });

  it('tells what is available, what is missing and who needs it, the greediest first', () => {
    const { available, missing, floors } = shortfall(machine('4Gi'));
    expect(available.mebibytes).toBe(2048);
    expect(missing.mebibytes).toBe(FLOORS - 2048);
    expect(floors).toHaveLength(services.length);
    expect(floors[0]).toMatchObject({ kind: 's5', memory: { mebibytes: 700 } });
    const amounts = floors.map(({ memory }) => memory.mebibytes);
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
    expect(sum(amounts)).toBe(FLOORS);
  });

  it('misses one MiB when one is missing', () => {
    expect(shortfall(machine(`${FLOORS - 1}Mi`, '0Mi')).missing.mebibytes).toBe(1);
  });

  it('counts as missing also what is kept but not there', () => {
    const { available, missing } = shortfall(machine('1Gi', '2Gi'));
    expect(available.mebibytes).toBe(0);
    expect(missing.mebibytes).toBe(FLOORS + 1024);
  });
});

it('never counts the services that the profile leaves out', () => {
  const one = planOver(services, sizes('  s0: { memory: { limit: 512Mi } }'));
  expect(budgetOf(fitted(machine('1Gi', '724Mi'), one)).limits.mebibytes).toBe(300);
});
