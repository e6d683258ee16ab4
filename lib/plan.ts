import type { Source } from './problem';
import type { LoadedProfile } from './profile/load';
import type { ComposeProfile, ComposeSize } from './profile/schema';
import type { Service } from './service';
import { Cpu } from './units/cpu';
import { Memory } from './units/memory';

/** What is to run, and how large: a profile bound to the catalogue. Everything after it is a pure function of it. */
export interface Plan {
  readonly profile: Profile;
  /** In the catalogue's order. */
  readonly services: readonly SizedService[];
  /** Services that the profile says nothing about. They run, without any limit. */
  readonly unsized: readonly Service[];
}

export interface Profile extends Omit<ComposeProfile, 'services'> {
  readonly name: string;
  readonly sourceAt: (path: readonly string[]) => Source;
}

export interface SizedService {
  readonly service: Service;
  readonly size: ComposeSize;
}

/** Gives every service of the catalogue its size. */
export function bind(services: readonly Service[], { name, values, sourceAt }: LoadedProfile): Plan {
  const { services: sizes, ...profile } = values;
  return {
    profile: { ...profile, name, sourceAt },
    services: services.flatMap((service) => {
      const size = sizes[service.kind];
      return size === undefined ? [] : [{ service, size }];
    }),
    unsized: services.filter((service) => sizes[service.kind] === undefined),
  };
}

/** What the sizes of a plan add up to, beside what the machine has. */
export interface Budget {
  /** The machine's memory without what is kept for everything else. */
  readonly available: Memory;
  readonly limits: Memory;
  readonly requests: Memory;
  /** CPUs of the services that have a limit. */
  readonly cpus: Cpu;
}

export function budgetOf({ profile, services }: Plan): Budget {
  return {
    available: profile.machine.memory.over(profile.machine.keep),
    limits: Memory.sum(services.map(({ size }) => size.memory.limit)),
    requests: Memory.sum(services.map(({ size }) => size.memory.request ?? Memory.none)),
    cpus: Cpu.sum(services.flatMap(({ size }) => size.cpu?.limit ?? [])),
  };
}

/** The plan's values in full, as they count for its output: what a digest is taken of. */
export function resolvedValues({ profile, services }: Plan): object {
  const { name: _, sourceAt: __, ...values } = profile;
  return { ...values, services: Object.fromEntries(services.map(({ service, size }) => [service.kind, size])) };
}
