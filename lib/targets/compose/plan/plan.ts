import type { Application } from '../../../model/application';
import { type Configured, configured } from '../../../model/configured';
import type { Service } from '../../../model/service';
import { foldersOf, misconfigurations } from '../../../plan/configured';
import { type PlanOf, withSizes } from '../../../plan/plan';
import { refuse } from '../../../problem';
import type { LoadedProfile } from '../../../profile/load';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { runnable } from '../roles';
import { type ComposeProfile, type ComposeSize, OFF } from '../schema';

/** What runs on a laptop. A service without a size runs without any limit, if the base file has it. */
export type ComposePlan = PlanOf<
  ComposeProfile,
  { readonly service: Service; readonly size: ComposeSize; readonly configured: Configured<string> }
>;
export type ComposeSized = ComposePlan['services'][number];

/**
 * Gives every service its size.
 *
 * @throws InputError if the profile sets variables that clash
 */
export function bind(application: Application, { values, ...named }: LoadedProfile<ComposeProfile>): ComposePlan {
  const services = runnable(application);
  const { services: sizes, ...profile } = values;
  const isOff = ({ kind }: Service): boolean => sizes[kind] === OFF;
  const running = services.filter((service) => !isOff(service));
  const { services: sized, unsized } = withSizes(running, sizes as Readonly<Record<string, ComposeSize | undefined>>);
  const around = { where: 'laptop' } as const;
  const kept = ({ service }: { readonly service: Service }) =>
    profile.switches.persist ? [{ by: 'switches.persist', path: ['switches', 'persist'], says: foldersOf(service) }] : [];
  const theirs = sized.map((one) => ({ ...one, configured: configured(one, around, kept(one)) }));
  refuse(misconfigurations(theirs, around, named.sourceAt));
  return { target: values.target, application, profile: { ...profile, ...named }, services: theirs, unsized, off: services.filter(isOff) };
}

/** The sums of a plan, and the memory of the machine that services may take. */
export interface Budget {
  /** The machine's memory without what is kept for everything else. */
  readonly available: Memory;
  readonly limits: Memory;
  readonly requests: Memory;
  /** CPUs of the services that have a limit. */
  readonly cpus: Cpu;
}

export function budgetOf({ profile, services }: ComposePlan): Budget {
  return {
    available: profile.machine.memory.over(profile.machine.keep),
    limits: Memory.sum(services.map(({ size }) => size.memory.limit)),
    requests: Memory.sum(services.map(({ size }) => size.memory.request ?? Memory.none)),
    cpus: Cpu.sum(services.flatMap(({ size }) => size.cpu?.limit ?? [])),
  };
}
