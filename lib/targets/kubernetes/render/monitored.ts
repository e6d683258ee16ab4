import type { Door, Monitored, ProbedRoutes, Watched } from '../../../model/alert';
import { NO_PLATFORM } from '../../../model/platform';
import { disksIn } from '../../../model/pod';
import { portNamed, portsWith, type Server, type ServicePort } from '../../../model/server';
import type { Service, Watching } from '../../../model/service';
import { drainingOf, nodesOf, podsOf } from '../../../roles/roles';
import { longestWait, type Schedule } from '../../../units/schedule';
import { besideOf } from '../plan/beside';
import { claimOfMember, claimOfReplica } from '../plan/claims';
import { containersOf } from '../plan/demand';
import { pagesOf } from '../plan/pages';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { endsTls, type Served, servedName, servedPorts } from '../plan/served';
import { taskName } from '../plan/task-name';
import { hostsOf } from '../schema/ingress';
import { namespaceOf } from '../schema/namespaces';
import { podNamesOf } from './roles';

/** What is known of every service where it runs. */
export function monitoredIn({ services, profile }: Pick<ClusterPlan, 'services' | 'profile'>): readonly Watched[] {
  // What watches services does not need them.
  const called = new Set<Server>([
    ...services.filter(({ service }) => !isOfPlatform(service)).flatMap(({ configured }) => configured.calls),
    ...pagesOf({ services, profile }).map(({ service }) => service),
  ]);
  const exported = new Set<Server>(
    services.flatMap(({ service }) => service.metrics.flatMap((one) => (one.kind === 'asked' ? [one.about] : []))),
  );
  return services.map((sized) => {
    const { service } = sized;
    return {
      about: {
        ...aboutOf(sized, profile),
        uncalled: service.exposed === undefined && !called.has(service),
        routes: routesOf(service, profile.platform),
        exported: exported.has(service),
      },
      metrics: service.metrics,
      rules: service.rules,
      dashboards: service.dashboards,
      accessLog: service.accessLog,
    };
  });
}

type Profile = ClusterPlan['profile'];
type Platform = Profile['platform'];

function aboutOf(sized: ClusterSized, profile: Profile): Monitored {
  const { service, members, configured } = sized;
  const namespace = namespaceOf(service, profile);
  const domain = `${namespace}.svc.${profile.clusterDomain}`;
  const sizes = containersOf(sized);
  const names =
    members === undefined ? [service.name, ...besideOf(sized).map(({ name }) => name)] : members.containers.map(({ name }) => name);
  return {
    server: service,
    ofPlatform: isOfPlatform(service),
    unused: configured.hazards.some(({ unused = false }) => unused),
    namespace,
    onEachNode: isOnEachNode(service),
    pods: podNamesOf(sized),
    count: podsOf(sized),
    budget: drainingOf(sized)?.minAvailable,
    containers: sizes.map(({ memory }, at) => ({ name: names[at] ?? service.name, memory: memory.limit })),
    caches: service.caches,
    schedules: (members?.tasks ?? []).flatMap((task) =>
      task.when === 'once'
        ? []
        : [{ name: taskName(sized, task), every: longestWait(task.when.schedule as Schedule), copies: task.copiesTo !== undefined }],
    ),
    disks: disksOf(sized),
    probe: probeOf(service, profile, domain),
    doors: doorPort(service, profile) === undefined ? undefined : doorsAt(`${service.name}.${domain}`, profile),
    stored: members?.stored?.most,
  };
}

const isOfPlatform = (service: Service): boolean => !service.onlyWith(NO_PLATFORM);

const isOnEachNode = ({ workload }: Service): boolean => nodesOf(workload) === 'one pod on each';

/** The beginnings of the names of its claims. */
function disksOf({ service, size, members }: ClusterSized): readonly string[] {
  if (members !== undefined) return disksIn(members).map(({ name }) => claimOfMember(name, service.name));
  return size.volume === undefined ? [] : [claimOfReplica(service)];
}

/** What a client may ask. @param domain where its Service is */
function probeOf(service: Service, { platform }: Profile, domain: string): string | undefined {
  const { health } = service;
  const probed = probedPort(service, platform);
  return health.kind === 'http' && probed !== undefined
    ? `http://${servedName(service)}.${domain}:${probed.number}${health.path}`
    : undefined;
}

/**
 * The port at which a client may ask how it is: one of its Service, which leads to where the health check asks. A pod on each node is no
 * server of anybody.
 */
function probedPort(service: Service, platform: Platform): Served | undefined {
  const { health } = service;
  if (health.kind !== 'http' || isOnEachNode(service) || servedName(service) === undefined) return undefined;
  return servedPorts(service, platform).find(({ port }) => port.container === health.port);
}

/** The port at which a pod may ask for the hosts of users. Behind the PROXY protocol only the load balancer gets in. */
const doorPort = (service: Service, { monitoring, ingress, platform }: Profile): string | undefined =>
  monitoring.frontDoor === 'none' || ingress?.loadBalancer?.proxyProtocol !== undefined
    ? undefined
    : endsTls(service, platform)?.ports.https;

const doorsAt = (address: string, { ingress }: Profile): readonly Door[] =>
  (ingress === undefined ? [] : hostsOf(ingress)).map(({ host }) => ({ host, url: `https://${address}:443/` }));

/** The routes that are asked for with a platform. */
const routesOf = (service: Service, platform: Platform): ProbedRoutes | undefined => {
  const routes = service.exposed?.routes;
  return routes === undefined || !portsWith(service, platform).includes(portNamed(service, routes.port)) ? undefined : routes;
};

/** The ports at which somebody asks a service who watches it. */
export function portsToWatch(service: Service, watches: Watching, profile: Profile): readonly ServicePort[] {
  switch (watches) {
    case 'metrics':
      return [...new Set(service.metrics.map(({ port }) => portNamed(service, port)))];
    case 'health': {
      const probed = probedPort(service, profile.platform);
      const named = [doorPort(service, profile), routesOf(service, profile.platform)?.port];
      return [
        ...(probed === undefined ? [] : [probed.port]),
        ...named.flatMap((name) => (name === undefined ? [] : [portNamed(service, name)])),
      ];
    }
  }
}
