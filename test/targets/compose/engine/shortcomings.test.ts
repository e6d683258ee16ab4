import type { Enforceable, EngineMachine } from '../../../../lib/targets/compose/engine/machine';
import { tooSmall, unenforced } from '../../../../lib/targets/compose/engine/shortcomings';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const own = ['a', 'b'].map((kind) => testService(kind));

const engine = (more: Partial<EngineMachine> = {}): EngineMachine => ({
  memory: Memory.parse('8Gi'),
  cpus: Cpu.parse('4'),
  place: { kind: 'virtual', name: "OrbStack's machine" },
  lacks: new Set(),
  rootless: false,
  ...more,
});
const lacking = (...lacks: readonly Enforceable[]) => engine({ lacks: new Set(lacks) });

const plan = planOver(
  own,
  sizes('  a: { cpu: { limit: 0.25 }, memory: { limit: 512Mi } }\n  b: { cpu: { limit: 3 }, memory: { limit: 1Gi } }'),
);
const bare = planOver(own, sizes('  a: { memory: { limit: 512Mi } }'));

describe('an engine as large as the profile says', () => {
  it.each(['8Gi', '7680Mi', '64Gi'])('is enough with %s, of which firmware and kernel may keep a sixteenth', (memory) => {
    expect(tooSmall(engine({ memory: Memory.parse(memory) }), plan, true)).toEqual([]);
  });

  it.each(['7679Mi', '3910Mi'])('is too small with %s', (memory) => {
    expect(tooSmall(engine({ memory: Memory.parse(memory) }), plan, true)).toEqual([
      `the profile assumes 8Gi of memory, and Docker runs on OrbStack's machine with ${memory}: its caps add up to 1536Mi; --fit auto makes them fit`,
    ]);
  });

  it('is no machine for the plan if even the floors are more', () => {
    expect(tooSmall(engine({ memory: Memory.parse('1907Mi') }), plan, false)).toEqual([
      expect.stringMatching(
        /1536Mi; even the least that each service needs is more than it can give: give Docker more memory, or let fewer/,
      ),
    ]);
  });

  it('is slower with fewer CPUs', () => {
    expect(tooSmall(engine({ cpus: Cpu.parse('3') }), plan, true)).toEqual([
      "the profile assumes 4 CPUs, and Docker runs on OrbStack's machine with 3: what runs is slower",
    ]);
  });

  it('refuses what may use more CPUs than it has', () => {
    expect(tooSmall(engine({ cpus: Cpu.parse('2'), place: { kind: 'host' } }), plan, true)).toEqual([
      'the profile assumes 4 CPUs, and Docker runs on this computer with 2: Docker refuses to start b; --fit auto lowers what is above',
    ]);
  });
});

describe('limits that an engine does not enforce', () => {
  it('are none of an engine that enforces all', () => {
    expect(unenforced(engine(), plan)).toEqual([]);
  });

  it.each<[Enforceable, RegExp]>([
    ['memory', /^Docker enforces no memory limits here, so every container may take the whole machine, .* cgroup_enable=memory$/],
    ['swap', /^Docker does not limit swap here, so a container that reaches its cap goes on in swap .* swapaccount=1, or no swap$/],
    ['cpus', /^Docker enforces no CPU limits here and refuses to start a, b, which have one; --fit auto leaves them out$/],
  ])('are of %s', (limit, sentence) => {
    expect(unenforced(lacking(limit), plan)).toEqual([expect.stringMatching(sentence)]);
  });

  it('are not told twice: where memory is unlimited, swap is as well', () => {
    expect(unenforced(lacking('memory', 'swap'), bare)).toHaveLength(1);
  });

  it('are left out of a plan that is made for the engine', () => {
    expect(unenforced(lacking('cpus'), plan, true)).toEqual([expect.stringMatching(/, so they are left out: its kernel lacks them$/)]);
  });

  it('matter only to plans that use them', () => {
    expect(unenforced(lacking('cpus', 'processes'), bare)).toEqual([]);
    const hardened = planOver(own, sizes('  a: { memory: { limit: 512Mi } }'), ['switches.hardening=true']);
    expect(unenforced(lacking('processes'), hardened)).toEqual([expect.stringMatching(/number of processes.*switches\.hardening/)]);
  });

  it('are a matter of delegation where the engine runs without root', () => {
    for (const sentence of unenforced({ ...lacking('memory', 'cpus'), rootless: true }, plan, true))
      expect(sentence).toContain('it runs without root and needs its control groups delegated');
  });
});
