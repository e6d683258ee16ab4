import type { Memory } from '../../../units/memory';
import { budgetOf, type ComposePlan } from '../plan/plan';
import type { EngineMachine } from './machine';
import type { Place } from './place';

/** Where an engine runs, for the middle of a sentence. */
export function inWords(place: Place): string {
  switch (place.kind) {
    case 'host':
      return 'this computer';
    case 'virtual':
      return place.name;
    case 'elsewhere':
      return `another machine (${place.name})`;
  }
}

/**
 * Limits of a plan that an engine does not enforce, a sentence each.
 *
 * @param leavesOut whether the plan is made for this engine, without the CPU limits that it would refuse
 */
export function unenforced({ lacks, rootless }: EngineMachine, plan: ComposePlan, leavesOut = false): readonly string[] {
  const limited = plan.services.filter(({ size }) => size.cpu !== undefined).map(({ service }) => service.kind);
  const delegate = 'it runs without root and needs its control groups delegated (docs.docker.com/engine/security/rootless/tips)';
  const wayOut = (parameter: string): string => (rootless ? delegate : `the kernel of its machine needs the parameter ${parameter}`);
  const sentences: readonly (readonly [boolean, string])[] = [
    [
      lacks.has('memory'),
      `Docker enforces no memory limits here, so every container may take the whole machine, whatever a profile says: ${wayOut('cgroup_enable=memory')}`,
    ],
    [
      lacks.has('swap') && !lacks.has('memory'),
      `Docker does not limit swap here, so a container that reaches its cap goes on in swap and slows the whole machine: ${wayOut('swapaccount=1')}, or no swap`,
    ],
    [
      lacks.has('cpus') && limited.length > 0 && leavesOut,
      `Docker enforces no CPU limits here and refuses containers that have one, so they are left out: ${rootless ? delegate : 'its kernel lacks them'}`,
    ],
    [
      lacks.has('cpus') && limited.length > 0 && !leavesOut,
      `Docker enforces no CPU limits here and refuses to start ${limited.join(', ')}, which have one; --fit auto leaves them out`,
    ],
    [
      lacks.has('processes') && plan.profile.switches.hardening,
      `Docker does not limit the number of processes here, as switches.hardening asks: ${rootless ? delegate : 'its kernel lacks that'}`,
    ],
  ];
  return sentences.flatMap(([applies, sentence]) => (applies ? [sentence] : []));
}

/**
 * What a plan assumes of its machine and the engine's machine does not have, a sentence each.
 *
 * @param fits whether the plan can be made to fit, with every service at its floor if need be
 */
export function tooSmall({ memory, cpus, place }: EngineMachine, plan: ComposePlan, fits: boolean): readonly string[] {
  const { machine } = plan.profile;
  const where = inWords(place);
  const refused = plan.services.filter(({ size }) => size.cpu?.limit.exceeds(cpus)).map(({ service }) => service.kind);
  const consequence =
    refused.length > 0
      ? `Docker refuses to start ${refused.join(', ')}${fits ? '; --fit auto lowers what is above' : ''}`
      : 'what runs is slower';
  const wayOut = fits
    ? '--fit auto makes them fit'
    : 'even the least that each service needs is more than it can give: give Docker more memory, or let fewer services run (--fit auto says which)';
  return [
    ...(lessThanSold(memory, machine.memory)
      ? [
          `the profile assumes ${machine.memory} of memory, and Docker runs on ${where} with ${memory}: its caps add up to ${budgetOf(plan).limits}; ${wayOut}`,
        ]
      : []),
    ...(machine.cpus.exceeds(cpus)
      ? [`the profile assumes ${machine.cpus.inWords()}, and Docker runs on ${where} with ${cpus}: ${consequence}`]
      : []),
  ];
}

/** A computer that is sold with 8 GiB shows up to a sixteenth less, which firmware, graphics and kernel keep for themselves. */
const lessThanSold = (memory: Memory, sold: Memory): boolean => sold.fraction(15, 16).exceeds(memory);
