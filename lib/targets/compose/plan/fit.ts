import { leastMemory } from '../../../plan/configured';
import type { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { budgetOf, type ComposePlan, type ComposeSized } from './plan';
import { canGo } from './spare';

/** A machine to fit a plan to. */
export interface Machine {
  readonly memory: Memory;
  /** @default - what the profile keeps */
  readonly keep?: Memory;
  /** @default - what the profile says */
  readonly cpus?: Cpu;
  /** Whether the machine supports CPU limits. @default true */
  readonly limitsCpus?: boolean;
}

/** Even the floors of all services are more than the machine has. */
export interface Shortfall {
  readonly available: Memory;
  readonly kept: Memory;
  readonly missing: Memory;
  /** Every service with its floor, the largest first. */
  readonly floors: readonly { readonly kind: string; readonly memory: Memory }[];
  readonly remedies: Remedies;
}

/** What would make the plan fit, each by itself. */
export interface Remedies {
  /** The smallest machine that it fits, with what is kept. */
  readonly memory: Memory;
  /** The most that this machine can keep. @default - it is too small, whatever it keeps */
  readonly keep?: Memory;
  /** Services that no other calls, as many as are needed, or all there are. */
  readonly off: readonly string[];
  /** The memory that is still missing without those services. */
  readonly missingWithoutThose: Memory;
}

export type Fitted = { readonly plan: ComposePlan } | { readonly shortfall: Shortfall };

/**
 * Shrinks the limits of a plan, never growing one, until it fits the machine.
 *
 * Every memory limit gives up the same share of what it has above its floor: it becomes floor + ⌊r × (limit − floor)⌋ MiB with one
 * r for all, so that their sum fits. A request follows its limit down. What rounding leaves stays unspent. A CPU limit above the CPUs
 * of the machine becomes those; where there can be none, it goes.
 */
export function fitTo(plan: ComposePlan, machine: Machine): Fitted {
  const resized: ComposePlan = {
    ...plan,
    profile: { ...plan.profile, machine: on(machine, plan.profile.machine) },
    services: plan.services.map((sized) => withCpusOf(machine, sized, plan.profile.machine)),
  };
  const { available, limits } = budgetOf(resized);
  if (!limits.exceeds(available)) return { plan: resized };

  const floors = floorsOf(plan);
  if (floors.exceeds(available)) return { shortfall: shortfallOf(resized, available) };

  const least = leastMemory(plan.services);
  const spendable = available.over(floors).mebibytes;
  const wanted = limits.over(floors).mebibytes;
  return { plan: { ...resized, services: resized.services.map((sized) => shrink(sized, least(sized.service), spendable, wanted)) } };
}

const floorsOf = ({ services }: Pick<ComposePlan, 'services'>): Memory => {
  const least = leastMemory(services);
  return Memory.sum(services.map(({ service }) => least(service)));
};

/** One service, with its least memory, at the share r = `spendable` / `wanted` of what it has above its floor. */
function shrink(sized: ComposeSized, floor: Memory, spendable: number, wanted: number): ComposeSized {
  const { size } = sized;
  const limit = floor.plus(size.memory.limit.over(floor).fraction(spendable, wanted));
  return { ...sized, size: { ...size, memory: { limit, request: size.memory.request?.smallerOf(limit) } } };
}

function withCpusOf({ cpus, limitsCpus = true }: Machine, sized: ComposeSized, planned: Planned): ComposeSized {
  const { size } = sized;
  const { cpu, ...rest } = size;
  if (cpu === undefined) return sized;
  return { ...sized, size: limitsCpus ? { ...size, cpu: { limit: cpu.limit.smallerOf(cpus ?? planned.cpus) } } : rest };
}

/** How much memory is missing, and what would help. */
function shortfallOf({ services, profile: { machine } }: ComposePlan, available: Memory): Shortfall {
  const floors = floorsOf({ services });
  const least = leastMemory(services);
  const spare = canGo(services);
  const without = (count: number): Memory => floors.over(Memory.sum(spare.slice(0, count).map(least)));
  const enough =
    spare.findIndex(
      (_, n) =>
        !without(n + 1)
          .plus(machine.keep)
          .exceeds(machine.memory),
    ) + 1;
  const off = spare.slice(0, enough || spare.length);
  return {
    available,
    kept: machine.keep,
    missing: floors.plus(machine.keep).over(machine.memory),
    floors: services
      .map(({ service }) => ({ kind: service.kind, memory: least(service) }))
      .sort((a, b) => b.memory.mebibytes - a.memory.mebibytes),
    remedies: {
      memory: floors.plus(machine.keep),
      keep: floors.exceeds(machine.memory) ? undefined : machine.memory.over(floors),
      off: off.map(({ kind }) => kind),
      missingWithoutThose: without(off.length).plus(machine.keep).over(machine.memory),
    },
  };
}

type Planned = ComposePlan['profile']['machine'];

const on = ({ memory, keep, cpus }: Machine, planned: Planned): Planned => ({
  memory,
  keep: keep ?? planned.keep,
  cpus: cpus ?? planned.cpus,
});
