import type { Host } from '../../../host';
import { Memory } from '../../../units/memory';
import type { Machine } from '../plan/fit';
import type { ComposePlan } from '../plan/plan';
import type { EngineMachine } from './machine';

/** What stays free in a virtual machine that holds nothing but containers: for its system and the engine. */
export const VIRTUAL_KEEP = Memory.ofMebibytes(512);

/** A machine to fit a plan to, and why, for a line of output. */
export interface Heeded extends Machine {
  readonly keep: Memory;
  readonly because: string;
}

/**
 * How much of an engine's machine a plan may take.
 *
 * Where the user's own programs run on it, what the profile keeps for them stays. Where they run outside, only little is kept; unless the
 * machine is so large that it leaves the computer less than the profile keeps, as far as this program sees the whole computer: on Linux
 * it may itself run in that machine, as in WSL.
 *
 * @param asked what the user wants to keep, which wins. @default - the user said nothing
 */
export function heed({ memory, cpus, place, lacks }: EngineMachine, planned: ComposePlan['profile'], host: Host): Heeded {
  const { keep } = planned.machine;
  const limits = { memory, cpus, limitsCpus: !lacks.has('cpus') };
  const { sourceAt } = planned;
  if (sourceAt(['machine', 'keep']).kind === 'flag') return { ...limits, keep, because: 'as --set machine.keep says' };
  switch (place.kind) {
    case 'host':
      return { ...limits, keep, because: 'because your own programs run beside it' };
    case 'elsewhere':
      return {
        ...limits,
        keep,
        because: `since nothing is known of it; if it holds containers only, --set machine.keep=${VIRTUAL_KEEP} is enough`,
      };
    case 'virtual': {
      const beyond = host.platform === 'linux' ? Memory.none : memory.plus(keep).over(host.memory);
      return beyond.exceeds(VIRTUAL_KEEP)
        ? {
            ...limits,
            keep: beyond,
            because: `so that ${keep} of this computer's ${host.memory} stay for your own programs, which run outside it`,
          }
        : { ...limits, keep: VIRTUAL_KEEP, because: 'because your own programs run outside it' };
    }
  }
}
