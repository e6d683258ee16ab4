import type { Server } from '../../../model/server';
import type { Site } from '../../../model/site';
import { largestUpload, requestsPerMinute } from '../../../plan/configured';
import { namesOf, steadyNamesOf } from '../../../roles/roles';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { uploadsIn } from '../plan/uploads';

/** A cluster's profile, with its application and with what configuration files may know of the cluster. */
export type Cluster = ClusterPlan['profile'] & Pick<ClusterPlan, 'application'> & { readonly site: Site };

/** The Service that gives each member a name of its own. */
export const membersServiceOf = ({ name }: Server): string => `${name}-members`;

/** The Service with the address of each replica that is ready. */
export const replicasServiceOf = ({ name }: Server): string => `${name}-replicas`;

/** Names are full: not every resolver tries the search domains of the namespace (HAProxy's does not). */
export function clusterOf({ application, profile, services }: ClusterPlan): Cluster {
  const { ingress, namespace, clusterDomain } = profile;
  const domain = `${namespace}.svc.${clusterDomain}`;
  const addresses = (of: Server, names: (sized: ClusterSized) => readonly string[], ends: string): readonly string[] =>
    services
      .filter(({ service }) => service === of)
      .flatMap(names)
      .map((name) => `${name}.${ends}`);
  return {
    ...profile,
    application,
    site: {
      host: ingress?.host ?? '',
      authentication: ingress?.auth,
      origins: ingress === undefined ? [] : [`https://${ingress.host}`, ...(ingress.origins ?? [])],
      largestUpload: largestUpload(services),
      trusts: ingress?.trustedNetworks,
      membersOf: (server) => addresses(server, namesOf, `${membersServiceOf(server)}.${domain}`),
      replicasOf: (server) => `${replicasServiceOf(server)}.${domain}`,
      uploads: uploadsIn(services),
      requestsPerMinute: requestsPerMinute(services),
      memberServicesOf: (server) => addresses(server, steadyNamesOf, domain),
    },
  };
}
