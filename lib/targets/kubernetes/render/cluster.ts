import { portNamed, type Server } from '../../../model/server';
import type { Direct } from '../../../model/site';
import { onceFor } from '../../../once';
import { largestUpload, requestsPerMinute } from '../../../plan/configured';
import { namesOf, steadyNamesOf } from '../../../roles/roles';
import { pagesOf } from '../plan/pages';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { uploadsIn } from '../plan/uploads';
import { hostsOf, REQUESTS_PER_ADDRESS } from '../schema/ingress';
import { namespaceOf, namespacesOf } from '../schema/namespaces';
import { monitoredIn } from './monitored';
import { type Cluster, membersServiceOf, replicasServiceOf, SOLVERS_LISTEN, SOLVERS_SERVICE } from './site';

/** @param domain what names of Services end with */
const directIn = (ingress: NonNullable<ClusterPlan['profile']['ingress']>, domain: string): Direct => ({
  certificates: hostsOf(ingress).map(({ host, tlsSecret = '' }) => ({ host, folder: tlsSecret })),
  hsts: ingress.hsts,
  proxyProtocol: ingress.loadBalancer?.proxyProtocol,
  requestsPerAddress: ingress.requestsPerAddress ?? REQUESTS_PER_ADDRESS,
  solvers: ingress.http01Solvers ? `${SOLVERS_SERVICE}.${domain}:${SOLVERS_LISTEN}` : undefined,
});

const monitored = onceFor(monitoredIn);

/** Names are full: not every resolver tries the search domains of the namespace (HAProxy's does not). */
export function clusterOf(plan: ClusterPlan): Cluster {
  const { application, profile, services } = plan;
  const { ingress, namespace, clusterDomain, platform } = profile;
  const hosts = (ingress === undefined ? [] : hostsOf(ingress)).filter(({ page }) => page === undefined).map(({ host }) => host);
  const domain = `${namespace}.svc.${clusterDomain}`;
  const domainOf = (server: Server): string => `${namespaceOf(server, profile)}.svc.${clusterDomain}`;
  const nameOf = (server: Server): string => `${server.name}.${domainOf(server)}`;
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
      hosts,
      pages: pagesOf(plan).map(({ service: server, page: { port, ...page }, host }) => ({
        ...page,
        server,
        host,
        address: `${nameOf(server)}:${portNamed(server, port).cluster}`,
      })),
      direct: ingress !== undefined && platform.ingress === 'direct' ? directIn(ingress, domain) : undefined,
      platform,
      logging: profile.logging,
      monitoring: profile.monitoring,
      authentication: ingress?.auth,
      origins: ingress === undefined ? [] : [...hosts.map((host) => `https://${host}` as const), ...(ingress.origins ?? [])],
      largestUpload: largestUpload(services),
      trusts: ingress?.trustedNetworks,
      membersOf: (server) => addresses(server, namesOf, `${membersServiceOf(server)}.${domainOf(server)}`),
      replicasOf: (server) => `${replicasServiceOf(server)}.${domainOf(server)}`,
      nameOf,
      forwarding: (server, port) => `kubectl --namespace ${namespaceOf(server, profile)} port-forward service/${server.name} ${port}`,
      uploads: uploadsIn(services),
      requestsPerMinute: requestsPerMinute(services),
      memberServicesOf: (server) => addresses(server, steadyNamesOf, domainOf(server)),
      namespaces: namespacesOf(
        services.map(({ service }) => service),
        profile,
      ),
      get monitored() {
        return monitored(plan);
      },
    },
  };
}
