import type { Application } from '../model/application';
import type { Service } from '../model/service';
import { InputError, type Problem } from '../problem';
import type { Sizeable } from '../profile/decode';
import type { LoadedProfile } from '../profile/load';
import type { Configuration } from '../profile/settings';
import type { Sized } from '../roles/role';
import { type ComposeProfile, type ComposeSize, OFF } from '../targets/compose/schema';
import { clashesIn } from '../targets/kubernetes/plan/clashes';
import { paired } from '../targets/kubernetes/plan/paired';
import type { ClusterProfile } from '../targets/kubernetes/schema/cluster';
import { Cpu } from '../units/cpu';
import { Memory } from '../units/memory';
import { misconfigurations } from './configured';

/** What is to run, and how large: a profile bound to the catalogue. Everything after it is a pure function of it. */
export type Plan = ComposePlan | ClusterPlan;

export type ComposePlan = PlanOf<'compose', ComposeProfile, { readonly service: Service; readonly size: ComposeSize }> & {
  /** Services that are in the base file and do not run. */
  readonly off: readonly Service[];
};
export type ClusterPlan = PlanOf<'kubernetes', ClusterProfile, Sized & { readonly size: Configuration }>;

interface PlanOf<Target extends string, Values, One> {
  readonly target: Target;
  readonly application: Application;
  readonly profile: Omit<Values, 'services'> & Omit<LoadedProfile, 'values'>;
  /** In the catalogue's order. */
  readonly services: readonly One[];
  /** Services that the profile says nothing about. On a laptop they run without any limit, if the base file has them. */
  readonly unsized: readonly Service[];
}

export type Profile = Plan['profile'];
export type ComposeSized = ComposePlan['services'][number];
export type ClusterSized = ClusterPlan['services'][number];

/** What a profile needs to know of the services before it can be read. */
export const sizeable = ({ name, title, services }: Application): Sizeable => ({
  application: { name, title },
  compose: services.compose.map(pick),
  kubernetes: services.kubernetes().map((service) => ({
    ...pick(service),
    workload: service.workload,
    writes: service.writes,
    tools: service.tools.map(({ kind }) => kind),
    upstreams: [service, ...service.tools].map(({ image }) => image.upstream),
  })),
});

const pick = ({ kind, floor, configurable: { settings } }: Service) => ({ kind, floor, settings });

/**
 * Gives every service of the catalogue its size.
 *
 * @throws InputError if the profile names an object as the services' own objects are named, or tells an image what cannot be
 */
export function bind(application: Application, { values, ...named }: LoadedProfile): Plan {
  const catalogues = application.services;
  switch (values.target) {
    case 'compose': {
      const { services: sizes, ...profile } = values;
      const isOff = ({ kind }: Service): boolean => sizes[kind] === OFF;
      const running = catalogues.compose.filter((service) => !isOff(service));
      const withSizes = sized(running, sizes as Readonly<Record<string, ComposeSize | undefined>>);
      refuse(misconfigurations(withSizes.services, { target: 'laptop' }, named.sourceAt));
      return {
        target: values.target,
        application,
        profile: { ...profile, ...named },
        ...withSizes,
        off: catalogues.compose.filter(isOff),
      };
    }
    case 'kubernetes': {
      const { services: sizes, ...profile } = values;
      const { services, unsized } = sized(catalogues.kubernetes(profile.backing), sizes);
      const withTheirs = paired(services);
      const around = { ...profile, target: 'cluster' } as const;
      refuse([...clashesIn(withTheirs, { ...profile, ...named }), ...misconfigurations(withTheirs, around, named.sourceAt)]);
      return { target: values.target, application, profile: { ...profile, ...named }, services: withTheirs, unsized };
    }
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}

function sized<Size>(services: readonly Service[], sizes: Readonly<Record<string, Size | undefined>>) {
  return {
    services: services.flatMap((service) => {
      const size = sizes[service.kind];
      return size === undefined ? [] : [{ service, size }];
    }),
    unsized: services.filter((service) => sizes[service.kind] === undefined),
  };
}

/** What the sizes of a laptop's plan add up to, beside what the machine has. */
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
