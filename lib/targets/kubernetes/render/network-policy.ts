import { groupedBy } from '../../../grouped';
import type { Destination } from '../../../model/destination';
import { portsWith, type Server, type ServicePort } from '../../../model/server';
import type { Service } from '../../../model/service';
import { type Attendance, attending, type Task } from '../../../model/task';
import { areConnected } from '../../../roles/roles';
import { portOf } from '../../../units/http-url';
import { isInside, LINK_LOCAL, OF_THE_NODE, overlap, throughNat64 } from '../../../units/network';
import { OWN_PREFIX } from '../annotations';
import { NAMESPACE_NAME } from '../labels';
import { destinationsOf } from '../plan/needs';
import { pagesOf } from '../plan/pages';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import type { Space } from '../plan/spaces';
import { taskName } from '../plan/task-name';
import type { Authentication } from '../schema/authentication';
import { namespaceOf } from '../schema/namespaces';
import { directOf, isExposed, SOLVERS } from './direct';
import { k8s } from './k8s';
import { metadataOf, selectorOf, sharedMetadata } from './metadata';
import { MIGRATION } from './migration';
import { portsToWatch } from './monitored';
import { type Cluster, SOLVERS_LISTEN } from './site';

/** Private, link-local and metadata addresses, which are not part of the internet. */
const NOT_PUBLIC_V4 = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const NOT_PUBLIC_V6 = ['::1/128', 'fc00::/7', 'fe80::/10', ...NOT_PUBLIC_V4.map(throughNat64)];

/** The policies of every pod of a namespace: it may only use DNS, and nobody may reach it. Policies of services add to these. */
export const namespacePolicies = (space: Space, cluster: Cluster): readonly object[] => [
  k8s.KubeNetworkPolicy.manifest({
    metadata: sharedMetadata(space, cluster, 'default-deny'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  }),
  k8s.KubeNetworkPolicy.manifest({
    metadata: sharedMetadata(space, cluster, 'allow-dns'),
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: namesEgress(cluster),
    },
  }),
  ...(space.compartment === undefined ? solverPolicies(space, cluster) : []),
];

/** Link-local addresses are allowed at the DNS port only: at other ports they serve the node, not pods. */
function namesEgress({ dns: { namespace: where, labels, ports, cidrs } }: Cluster): k8s.NetworkPolicyEgressRule[] {
  const pods: k8s.NetworkPolicyPeer = { namespaceSelector: namespace(where), podSelector: { matchLabels: labels } };
  const isLinkLocal = (cidr: string): boolean => LINK_LOCAL.some((other) => overlap(cidr, other));
  const [near, far] = [cidrs.filter(isLinkLocal), cidrs.filter((cidr) => !isLinkLocal(cidr))].map(blocks) as [Peers, Peers];
  const asked = (to: Peers, at: readonly number[]): k8s.NetworkPolicyEgressRule[] =>
    to.length === 0 ? [] : [{ to, ports: at.flatMap((port) => [udp(port), tcp(port)]) }];
  return ports.every((port) => port === DNS)
    ? asked([pods, ...far, ...near], [DNS])
    : [...asked([pods, ...far], ports), ...asked(near, [DNS])];
}

/** The requests of the certificate authority come from where those of users come from. A solver connects to nothing. */
const solverPolicies = (space: Space, cluster: Cluster): readonly object[] =>
  cluster.ingress?.http01Solvers
    ? [
        k8s.KubeNetworkPolicy.manifest({
          metadata: sharedMetadata(space, cluster, 'allow-http01-solvers'),
          spec: {
            podSelector: { matchLabels: SOLVERS },
            policyTypes: ['Ingress'],
            ingress: [
              {
                from: cluster.platform.ingress === 'direct' ? exposedIn(space, cluster) : outsideOf(cluster),
                ports: [tcp(SOLVERS_LISTEN)],
              },
            ],
          },
        }),
      ]
    : [];

/** The pods that end TLS, for a policy of their namespace. */
const exposedIn = ({ services }: Space, cluster: Cluster): Peers =>
  services.flatMap(({ service }) => (directOf(service, cluster) === undefined ? [] : peerOf(service, service, cluster)));

/** Where users' requests come from: an ingress controller in the cluster, a load balancer outside, or both; or from users themselves. */
const outsideOf = ({ ingress, platform }: Cluster): Peers => {
  if (platform.ingress === 'direct') return blocks(ingress?.loadBalancer?.proxyProtocol ?? ingress?.loadBalancer?.clients ?? EVERYBODY);
  return [
    ...(ingress?.namespace === undefined ? [] : [{ namespaceSelector: namespace(ingress.namespace) }]),
    ...blocks(ingress?.cidrs ?? []),
  ];
};

const EVERYBODY = ['0.0.0.0/0', '::/0'];

type Peers = k8s.NetworkPolicyPeer[];

const DNS = 53;
const blocks = (cidrs: readonly string[]): Peers => cidrs.map((cidr) => ({ ipBlock: { cidr } }));

/** The same for destinations of pods. Addresses that serve only the node are excluded from a network that contains them. */
const destinationBlocks = (cidrs: readonly string[]): Peers =>
  cidrs.map((cidr) => {
    const except = OF_THE_NODE.filter((range) => range !== cidr && isInside(range, cidr));
    return { ipBlock: except.length === 0 ? { cidr } : { cidr, except } };
  });

const namespace = (name: string): k8s.LabelSelector => ({ matchLabels: { [NAMESPACE_NAME]: name } });
const tcp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) });
const udp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'UDP', port: k8s.IntOrString.fromNumber(port) });

/** A group of pods with one policy: those of a service, of its migration or of one of its tasks. */
interface Party {
  readonly name: string;
  readonly service: Service;
  readonly component?: string;
  /** Servers that it connects to as a client. */
  readonly calls: readonly Server[];
  /** Members that it connects to one by one. */
  readonly attends: readonly Attendance[];
  readonly reaches: readonly Destination[];
}

/** The connections between parties, from both ends. */
export interface Edges {
  readonly partiesOf: ReadonlyMap<Service, readonly Party[]>;
  readonly clientsOf: ReadonlyMap<Server, readonly Party[]>;
  readonly attendantsOf: ReadonlyMap<Server, readonly Party[]>;
  /** The proxy of a server. @default - the server itself */
  readonly proxyOf: (server: Server) => Server;
}

export function edgesOf(plan: ClusterPlan): Edges {
  const { services } = plan;
  const running = new Set<Server>(services.map(({ service }) => service));
  const parties = services
    .flatMap((sized) => partiesIn(sized, plan))
    .map((party) => ({
      ...party,
      // A part of the platform may be off.
      calls: party.calls.filter((server) => running.has(server)),
      attends: party.attends.filter(({ server }) => running.has(server)),
    }));
  const proxies = new Map<Server, Server>();
  for (const { service } of parties) if (service.proxiesFor !== undefined) proxies.set(service.proxiesFor, service);
  const proxyOf = (server: Server): Server => proxies.get(server) ?? server;
  return {
    proxyOf,
    partiesOf: groupedBy(parties, ({ service }) => [service]),
    clientsOf: groupedBy(parties, ({ calls }) => calls.map(proxyOf)),
    attendantsOf: groupedBy(parties, ({ attends }) => attends.map(({ server }) => server)),
  };
}

const partiesIn = (sized: ClusterSized, plan: ClusterPlan): readonly Party[] => [
  servingParty(sized, plan),
  ...migrationParty(sized),
  ...(sized.members?.tasks ?? []).map((task) => taskParty(sized, task)),
];

function servingParty(sized: ClusterSized, plan: ClusterPlan): Party {
  const {
    service,
    configured: { calls },
  } = sized;
  return {
    name: service.name,
    service,
    calls: [...calls, ...service.declares],
    attends: [
      ...[...(service.proxiesFor === undefined ? [] : [service.proxiesFor]), ...(areConnected(service.workload) ? [service] : [])].map(
        (server) => ({ server, ports: server.ports }),
      ),
      ...watchedBy(service, plan),
      ...(service.exposed?.pages ? pagesOf(plan) : []).map((shown) => attending(shown.service, shown.page.port)),
    ],
    reaches: destinationsOf(sized),
  };
}

/** Whom a service asks one by one because it watches them: all of them, or those that it answers for. */
const watchedBy = ({ watches, metrics }: Service, { services, profile }: ClusterPlan): readonly Attendance[] => [
  ...(watches === undefined
    ? []
    : services.map((sized) => ({ server: sized.service, ports: portsToWatch(sized.service, watches, profile) }))
  ).filter(({ ports }) => ports.length > 0),
  ...metrics.flatMap((one) => (one.kind === 'asked' ? [attending(one.about, ...one.ports)] : [])),
];

/** A migration reaches its database, and nothing else. */
const migrationParty = ({ service, configured: { database } }: ClusterSized): readonly Party[] =>
  database?.migrates.by !== 'owner'
    ? []
    : [
        {
          name: `${service.name}-migrate`,
          service,
          component: MIGRATION,
          calls: [database.migrates.server],
          attends: [],
          reaches: [],
        },
      ];

const taskParty = (sized: ClusterSized, task: Task): Party => ({
  name: taskName(sized, task),
  service: sized.service,
  component: task.name,
  calls: task.calls ?? [],
  attends: task.attends ?? [],
  reaches: task.reaches ?? [],
});

/** The policies of a service, its migration and its tasks. They allow the known connections and nothing else. */
export const policiesOf = (service: Service, edges: Edges, cluster: Cluster): object[] =>
  (edges.partiesOf.get(service) ?? []).map((party) => policyOf(party, edges, cluster));

function policyOf(party: Party, edges: Edges, cluster: Cluster): object {
  const { service, name, component } = party;
  const unused = component === undefined ? service.declares.map((declared) => declared.name) : [];
  const serves = component === undefined;
  return k8s.KubeNetworkPolicy.manifest({
    metadata: {
      ...metadataOf(service, cluster, name, component),
      annotations: unused.length === 0 ? undefined : { [`${OWN_PREFIX}declared-but-unused`]: unused.join(',') },
    },
    spec: {
      podSelector: { matchLabels: selectorOf(service, component) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: serves ? orAbsent(merged(ingressOf(service, edges, cluster), ({ from }) => from)) : undefined,
      egress: orAbsent(
        merged(
          [
            ...party.calls.map((called) => ({
              to: [peerOf(edges.proxyOf(called), service, cluster)],
              ports: clientPorts(called, cluster),
            })),
            ...party.attends.map(({ server, ports }) => ({ to: [peerOf(server, service, cluster)], ports: portsOf(ports) })),
            ...(serves && directOf(service, cluster) !== undefined && cluster.ingress?.http01Solvers
              ? [{ to: [{ podSelector: { matchLabels: SOLVERS } }], ports: [tcp(SOLVERS_LISTEN)] }]
              : []),
            ...party.reaches.flatMap((destination) => egressTo(destination, cluster)),
          ],
          ({ to }) => to,
        ),
      ),
    },
  });
}

/** Rules for the same peers become one, with the ports of all. */
function merged<Rule extends { readonly ports?: k8s.NetworkPolicyPort[] }>(
  rules: Rule[],
  peersOf: (rule: Rule) => Peers | undefined,
): Rule[] {
  if (rules.length < 2) return rules;
  const found = new Map<string, Rule>();
  for (const rule of rules) {
    const key = JSON.stringify(peersOf(rule));
    const before = found.get(key);
    found.set(key, before === undefined ? rule : { ...rule, ports: before.ports && rule.ports && allOf([...before.ports, ...rule.ports]) });
  }
  return [...found.values()];
}

/** Each of these once. */
const allOf = (ports: readonly k8s.NetworkPolicyPort[]): k8s.NetworkPolicyPort[] => [
  ...new Map(ports.map((port) => [JSON.stringify([port.protocol, port.port?.value, port.endPort]), port])).values(),
];

/** Each of these once: a service can call another one, and watch it. */
const each = (peers: Peers): Peers => [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];

/** The API server drops empty lists. A written one would look like a change at every apply. */
const orAbsent = <T>(rules: T[]): T[] | undefined => (rules.length === 0 ? undefined : rules);

/** Pods of a server, as a policy names them that is in the namespace of `from`. */
function peerOf(server: Server, from: Server, cluster: Cluster, component?: string): k8s.NetworkPolicyPeer {
  const [its, ours] = [namespaceOf(server, cluster), namespaceOf(from, cluster)];
  return {
    ...(its === ours ? {} : { namespaceSelector: namespace(its) }),
    podSelector: { matchLabels: selectorOf(server, component) },
  };
}

const portsOf = (ports: readonly ServicePort[]): k8s.NetworkPolicyPort[] =>
  ports.flatMap(({ cluster, datagrams }) => [tcp(cluster), ...(datagrams ? [udp(cluster)] : [])]);
const clientPorts = (server: Server, { platform }: Cluster): k8s.NetworkPolicyPort[] =>
  portsOf(portsWith(server, platform).filter(({ inner }) => !inner));

function ingressOf(service: Service, { clientsOf, attendantsOf }: Edges, cluster: Cluster): k8s.NetworkPolicyIngressRule[] {
  const {
    platform,
    monitoring: { namespace: where },
  } = cluster;
  const monitoring = where === undefined ? [] : [{ namespaceSelector: namespace(where) }];
  const scraped = platform.monitoring === 'existing' ? service.metrics.map(({ port }) => port) : [];
  const outside = (port: ServicePort): Peers => [
    ...(isExposed(port, service, cluster) ? outsideOf(cluster) : []),
    // cert-manager asks for an answer itself before it lets the certificate authority ask, and a cluster may take it straight to the pod.
    ...(port.name === directOf(service, cluster)?.ports.http && cluster.ingress?.http01Solvers ? [{ namespaceSelector: {} }] : []),
    ...(service.exposed ? monitoring : []),
  ];
  const pods = (parties: readonly Party[] = []) => parties.map((party) => peerOf(party.service, service, cluster, party.component));
  const attendantsBy = (port: ServicePort): readonly Party[] =>
    (attendantsOf.get(service) ?? []).filter(({ attends }) => attends.some(({ ports }) => ports.includes(port)));
  return portsWith(service, cluster.platform)
    .map((port) => ({
      from: each([
        ...(port.inner ? [] : [...pods(clientsOf.get(service)), ...outside(port)]),
        ...pods(attendantsBy(port)),
        ...(scraped.includes(port.name) && (port.inner || !service.exposed) ? monitoring : []),
      ]),
      ports: portsOf([port]),
    }))
    .filter(({ from }) => from.length > 0);
}

function egressTo(destination: Destination, { ingress, apiServer, platform, monitoring }: Cluster): k8s.NetworkPolicyEgressRule[] {
  switch (destination.kind) {
    case 'cluster-api':
      return apiServer === undefined ? [] : [{ to: destinationBlocks(apiServer.cidrs), ports: apiServer.ports.map(tcp) }];
    case 'nodes':
      return platform.owner ? [{ to: destinationBlocks(monitoring.nodeNetworks ?? PRIVATE), ports: [tcp(KUBELET)] }] : [];
    case 'internet':
      return [{ to: PUBLIC, ports: [tcp(destination.port ?? 443)] }];
    case 'networks':
      return [{ to: destinationBlocks(destination.cidrs), ports: [tcp(destination.port)] }];
    case 'namespace':
      return [anyPortIn(destination.name)];
    case 'authentication':
      return ingress?.auth === undefined ? [] : authenticationEgress(ingress.auth, ingress.namespace);
  }
}

/** Where kubelets answer. */
const KUBELET = 10250;

/** Where nodes are, if nobody says where. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

const PUBLIC: k8s.NetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: NOT_PUBLIC_V4 } },
  { ipBlock: { cidr: '::/0', except: NOT_PUBLIC_V6 } },
];

/** Any port of a namespace: a policy needs the ports of pods, and a URL tells only that of a Service or a load balancer. */
const anyPortIn = (name: string): k8s.NetworkPolicyEgressRule => ({
  to: [{ namespaceSelector: namespace(name) }],
  ports: [{ protocol: 'TCP' }],
});

function authenticationEgress(
  { url, namespace: inCluster, networks, behindIngress }: Authentication,
  controller: string | undefined,
): k8s.NetworkPolicyEgressRule[] {
  if (inCluster !== undefined) return [anyPortIn(inCluster)];
  const outside = { to: networks === undefined ? PUBLIC : destinationBlocks(networks), ports: [tcp(portOf(url))] };
  return behindIngress && controller !== undefined ? [outside, anyPortIn(controller)] : [outside];
}
