import type { ClusterPlan } from '../../plan/plan';
import type { Server } from '../../service/server';
import type { Site } from '../../service/site';

/** A cluster's profile, and what configuration files may know of the place. */
export type Cluster = ClusterPlan['profile'] & { readonly site: Site };

/** The Service that gives each member a name of its own. */
export const membersServiceOf = ({ name }: Server): string => `${name}-members`;

/** What Kubernetes calls a member, its pod. */
export const memberOf = ({ name }: Server, ordinal: number): string => `${name}-${ordinal}`;

/** Names in full: not every resolver tries the namespace's own endings (HAProxy's does not). */
export function clusterOf({ profile, services }: ClusterPlan): Cluster {
  const { ingress, namespace, clusterDomain } = profile;
  const membersOf = (server: Server): readonly string[] => {
    const size = services.find(({ service }) => service === server)?.size;
    const domain = `${membersServiceOf(server)}.${namespace}.svc.${clusterDomain}`;
    return size === undefined || size.kind === 'copies'
      ? []
      : Array.from({ length: size.copies }, (_, ordinal) => `${memberOf(server, ordinal)}.${domain}`);
  };
  return { ...profile, site: { host: ingress.host, authentication: ingress.auth, trusts: ingress.trustedNetworks, membersOf } };
}
