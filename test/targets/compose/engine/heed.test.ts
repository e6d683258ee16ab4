import { heed } from '../../../../lib/targets/compose/engine/heed';
import type { EngineMachine } from '../../../../lib/targets/compose/engine/machine';
import type { Place } from '../../../../lib/targets/compose/engine/place';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { HOST } from '../../../support/engine';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const own = [testService('a')];

const { profile } = planOver(own, sizes('  a: { memory: { limit: 512Mi } }'));
const VM: Place = { kind: 'virtual', name: "OrbStack's machine" };

const engine = (place: Place, memory = '8Gi'): EngineMachine => ({
  memory: Memory.parse(memory),
  cpus: Cpu.parse('4'),
  place,
  lacks: new Set(),
  rootless: false,
});
const kept = (place: Place, memory?: string, planned = profile, host = HOST) => {
  const { keep, because } = heed(engine(place, memory), planned, host);
  return `${keep} ${because}`;
};

it('keeps what the profile keeps where the user’s own programs run', () => {
  expect(kept({ kind: 'host' })).toBe('2Gi because your own programs run beside it');
});

it('keeps 512Mi in a virtual machine for containers', () => {
  expect(kept(VM)).toBe('512Mi because your own programs run outside it');
});

it.each(['darwin', 'win32'] as const)(
  'keeps more in a virtual machine that leaves a computer with %s less than the profile keeps',
  (platform) => {
    const host = { ...HOST, platform, memory: Memory.parse('8Gi') };
    expect(kept(VM, '7Gi', profile, host)).toBe("1Gi so that 2Gi of this computer's 8Gi stay for your own programs, which run outside it");
    expect(kept(VM, '6Gi', profile, host)).toBe('512Mi because your own programs run outside it');
  },
);

it('keeps 512Mi in the machine of WSL, of whose computer a program inside sees nothing', () => {
  expect(kept(VM, '8Gi', profile, { ...HOST, memory: Memory.parse('8Gi') })).toMatch(/^512Mi /);
});

it('keeps what the profile keeps on a machine that it does not know, and says what may be enough', () => {
  expect(kept({ kind: 'elsewhere', name: 'build01' })).toBe(
    '2Gi since nothing is known of it; if it holds containers only, --set machine.keep=512Mi is enough',
  );
});

it.each<Place>([VM, { kind: 'host' }, { kind: 'elsewhere', name: 'x' }])('keeps what --set says in a place such as %j', (place) => {
  const { profile: said } = planOver(own, sizes('  a: { memory: { limit: 512Mi } }'), ['machine.keep=300Mi']);
  expect(kept(place, '8Gi', said)).toBe('300Mi as --set machine.keep says');
});

it('takes memory and CPUs as they are, and CPU limits only where they are enforced', () => {
  expect(heed(engine(VM), profile, HOST)).toMatchObject({ memory: { mebibytes: 8192 }, cpus: { cores: 4 }, limitsCpus: true });
  expect(heed({ ...engine(VM), lacks: new Set(['cpus']) }, profile, HOST).limitsCpus).toBe(false);
});
