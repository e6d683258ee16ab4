import type { Server } from '../../../model/server';
import type { Site } from '../../../model/site';
import { largestUpload, requestsPerMinute } from '../../../plan/configured';
import type { ClusterPlan } from '../../../plan/plan';
import { uploadsIn } from '../plan/uploads';
import type { ClusterSize } from '../schema/cluster-size';

/** A cluster's profile, what runs there, and what configuration files may know of the place. */
export type Cluster = ClusterPlan['profile'] & Pick<ClusterPlan, 'application'> & { readonly site: Site };

/** The Service that gives each member a name of its own. */
export const membersServiceOf = ({ name }: Server): string => `${name}-members`;

/** The Service that gives those copies an address each that are ready. */
export const copiesServiceOf = ({ name }: Server): string => `${name}-copies`;

/** What Kubernetes calls a member, its pod; and the Service that keeps an address for it, where it has one. */
export const memberOf = ({ name }: Server, ordinal: number): string => `${name}-${ordinal}`;

/** Names in full: not every resolver tries the namespace's own endings (HAProxy's does not). */
export function clusterOf({ application, profile, services }: ClusterPlan): Cluster {
  const { ingress, namespace, clusterDomain } = profile;
  const domain = `${namespace}.svc.${clusterDomain}`;
  const sizeOf = (server: Server): ClusterSize | undefined => services.find(({ service }) => service === server)?.size;
  const membersOf = (server: Server): readonly string[] =>
    ordinalsOf(sizeOf(server)).map((ordinal) => `${memberOf(server, ordinal)}.${membersServiceOf(server)}.${domain}`);
  const memberServicesOf = (server: Server): readonly string[] => {
    const size = sizeOf(server);
    return size !== undefined && keepsAddresses(size) ? ordinalsOf(size).map((ordinal) => `${memberOf(server, ordinal)}.${domain}`) : [];
  };
  return {
    ...profile,
    application,
    site: {
      host: ingress.host,
      authentication: ingress.auth,
      origins: [`https://${ingress.host}`, ...(ingress.origins ?? [])],
      largestUpload: largestUpload(services),
      trusts: ingress.trustedNetworks,
      membersOf,
      copiesOf: (server) => `${copiesServiceOf(server)}.${domain}`,
      uploads: uploadsIn(services),
      requestsPerMinute: requestsPerMinute(services),
      memberServicesOf,
    },
  };
}

/** The numbers of copies that are told apart. */
export const ordinalsOf = (size: ClusterSize | undefined): readonly number[] =>
  size === undefined || size.kind === 'copies' ? [] : Array.from({ length: size.copies }, (_, ordinal) => ordinal);

/** Whether each member has a Service of its own: a change of who leads must not wait for the DNS. Patroni's leave names to the API server. */
export const keepsAddresses = ({ kind }: ClusterSize): boolean => kind === 'sentinel';
