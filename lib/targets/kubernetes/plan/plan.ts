import { type Application, servicesIn } from '../../../model/application';
import { type Configuration, configured } from '../../../model/configured';
import type { Service } from '../../../model/service';
import { misconfigurations } from '../../../plan/configured';
import { type PlanOf, withSizes } from '../../../plan/plan';
import { refuse } from '../../../problem';
import type { LoadedProfile } from '../../../profile/load';
import { asSized } from '../../../profile/sized-service';
import type { Sized } from '../../../roles/role';
import type { ClusterProfile } from '../schema/cluster';
import type { ClusterService } from '../schema/cluster-service';
import { namespacesOf } from '../schema/namespaces';
import { runsWith } from '../schema/platform';
import { nodesOfEach } from '../schema/usable-nodes';
import { clashesIn } from './clashes';
import { missingFrom } from './needs';
import { paired } from './paired';

/** The plan of a cluster. Every service in it has a size: the shape of its profile refuses one without. */
export type ClusterPlan = PlanOf<ClusterProfile, Sized & { readonly size: Configuration }>;
export type ClusterSized = ClusterPlan['services'][number];

/** What a cluster's profile needs to know of a service. */
export const asClusterService = (service: Service): ClusterService => ({
  ...asSized(service),
  workload: service.workload,
  onlyWith: service.onlyWith,
  compartment: service.compartment,
  page: service.page,
  usual: service.usual,
  release: service.release,
  tools: service.tools,
  exposed: service.exposed,
  toldOrigins: isToldOrigins(service),
  upstreams: [service, ...service.tools].map(({ image }) => image.upstream),
});

/** Whether a variable of the service holds the allowed origins. */
const isToldOrigins = ({ variables }: Service): boolean =>
  Object.values(variables).some(
    (told) => typeof told !== 'string' && typeof told.value !== 'string' && told.value.kind === 'allowed-origins',
  );

/**
 * Gives every service its size, and the parts of its pods.
 *
 * @throws InputError if the profile gives an object the name of another one, leaves out what a service needs, or sets variables that clash
 */
export function bind(application: Application, { values, ...named }: LoadedProfile<ClusterProfile>): ClusterPlan {
  const { services: sizes, ...profile } = values;
  const all = servicesIn(application, 'cluster');
  const running = all.filter((service) => runsWith(profile.platform, service));
  const { services: sized, unsized } = withSizes(running, sizes);
  const around = { ...profile, namespaces: namespacesOf(running, profile), where: 'cluster' } as const;
  const withTheirs = paired(
    sized.map((one) => ({ ...one, configured: configured(one, around) })),
    nodesOfEach(profile),
    around,
  );
  refuse([
    ...missingFrom({ ...profile, ...named }, withTheirs),
    ...clashesIn(withTheirs, { ...profile, ...named }),
    ...misconfigurations(withTheirs, around, named.sourceAt),
  ]);
  return {
    target: values.target,
    application,
    profile: { ...profile, ...named },
    services: withTheirs,
    unsized,
    off: all.filter((service) => !running.includes(service)),
  };
}
