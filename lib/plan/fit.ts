import type { Cpu } from '../units/cpu';
import { Memory } from '../units/memory';
import { budgetOf, type ComposePlan, type ComposeSized } from './plan';

/** A machine to fit a plan to. */
export interface Machine {
  readonly memory: Memory;
  /** @default - what the profile keeps */
  readonly keep?: Memory;
  /** @default - what the profile says */
  readonly cpus?: Cpu;
}

/** Even the floors of all services are more than the machine has. */
export interface Shortfall {
  readonly available: Memory;
  readonly missing: Memory;
  /** Everyone who needs memory, the greediest first. */
  readonly floors: readonly { readonly kind: string; readonly memory: Memory }[];
}

export type Fitted = { readonly plan: ComposePlan } | { readonly shortfall: Shortfall };

/**
 * Shrinks the memory limits of a plan, never growing one, until their sum fits the machine.
 *
 * Every limit gives up the same share of what it has above its floor: it becomes floor + ⌊r × (limit − floor)⌋ MiB with one
 * r for all. A request follows its limit down. What rounding leaves stays unspent.
 */
export function fitTo(plan: ComposePlan, machine: Machine): Fitted {
  const resized: ComposePlan = {
    ...plan,
    profile: { ...plan.profile, machine: on(machine, plan.profile.machine) },
  };
  const { available, limits } = budgetOf(resized);
  if (!limits.exceeds(available)) return { plan: resized };

  const floors = Memory.sum(plan.services.map(({ service }) => service.floor.memory));
  if (floors.exceeds(available)) return { shortfall: shortfallOf(resized, available, floors) };

  const spendable = available.over(floors).mebibytes;
  const wanted = limits.over(floors).mebibytes;
  return { plan: { ...resized, services: plan.services.map((sized) => shrink(sized, spendable, wanted)) } };
}

/** One service at the share r = `spendable` / `wanted` of what it has above its floor. */
function shrink({ service, size }: ComposeSized, spendable: number, wanted: number): ComposeSized {
  const floor = service.floor.memory;
  const limit = floor.plus(size.memory.limit.over(floor).fraction(spendable, wanted));
  return { service, size: { ...size, memory: { limit, request: size.memory.request?.smallerOf(limit) } } };
}

const shortfallOf = ({ services, profile: { machine } }: ComposePlan, available: Memory, floors: Memory): Shortfall => ({
  available,
  missing: floors.plus(machine.keep).over(machine.memory),
  floors: services
    .map(({ service }) => ({ kind: service.kind, memory: service.floor.memory }))
    .sort((a, b) => b.memory.mebibytes - a.memory.mebibytes),
});

const on = ({ memory, keep, cpus }: Machine, planned: Required<Machine>): Required<Machine> => ({
  memory,
  keep: keep ?? planned.keep,
  cpus: cpus ?? planned.cpus,
});
