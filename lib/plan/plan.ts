import type { Application } from '../model/application';
import type { Configuration, Configured } from '../model/configured';
import type { Service } from '../model/service';
import type { LoadedProfile } from '../profile/load';
import type { ProfileValues } from '../profile/profile-shape';

/** What is to run, and how large: a profile bound to the services. Everything after it is a pure function of it. */
export interface Plan {
  /** The name of the target. */
  readonly target: string;
  readonly application: Application;
  readonly profile: Profile;
  /** In the catalogue's order. */
  readonly services: readonly Sized[];
  /** Services that the profile says nothing about. */
  readonly unsized: readonly Service[];
  /** Services that do not run, because the profile says so or the target cannot run them. */
  readonly off: readonly Service[];
}

/** What a profile says of everything but services, and where it says it. */
export type Profile = Omit<LoadedProfile, 'values'> & Omit<ProfileValues, 'services'>;

/** A service and what a profile says of it: its size, which each target has its own kind of. */
export interface Sized {
  readonly service: Service;
  readonly size: Configuration;
  readonly configured: Configured;
}

/** A plan for one target, whose profiles say `Values`, and in which each service is `One`. */
export interface PlanOf<Values extends ProfileValues, One extends Sized> extends Plan {
  readonly profile: Omit<Values, 'services'> & Omit<LoadedProfile, 'values'>;
  readonly services: readonly One[];
}

/** Every service with the size that a profile gives it, and those that it gives none. */
export const withSizes = <Size>(services: readonly Service[], sizes: Readonly<Record<string, Size | undefined>>) => ({
  services: services.flatMap((service) => {
    const size = sizes[service.kind];
    return size === undefined ? [] : [{ service, size }];
  }),
  unsized: services.filter((service) => sizes[service.kind] === undefined),
});
