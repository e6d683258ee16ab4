import type { Door, Monitored, ProbedRoutes } from '../../../model/alert';
import type { Metrics } from '../../../model/metrics';

/** A service, as far as finding its pods and asking them takes. */
export interface Scraped extends Pick<Monitored, 'namespace' | 'pods' | 'onEachNode' | 'probe' | 'routes'> {
  readonly server: Pick<Monitored['server'], 'name'>;
  readonly metrics: readonly ScrapedMetrics[];
}

/** Where metrics are, with everything looked up that an answer for other pods takes. */
export type ScrapedMetrics =
  | Extract<Metrics, { kind: 'pods' }>
  | (Omit<Extract<Metrics, { kind: 'asked' }>, 'about' | 'port'> & {
      /** The service whose pods it answers for. */
      readonly about: Pick<Scraped, 'server' | 'namespace' | 'pods'>;
      /** Its own host and port. */
      readonly address: string;
    });

/** A host under which users come in. */
export interface FrontDoor extends Door {
  /** The service that answers. */
  readonly server: Pick<Monitored['server'], 'name'>;
  readonly namespace: string;
}

/** How series are found. */
export interface Scraping {
  readonly scraped: readonly Scraped[];
  readonly hosts: readonly FrontDoor[];
  /** The module that asks the hosts. @default - the one that checks certificates */
  readonly frontDoorModule?: string;
  /** Host and port of what asks URLs. */
  readonly blackbox: string;
  /** Whether each node is asked for its containers and its disks, which takes rights in the whole cluster. */
  readonly nodes: boolean;
  /** The namespaces whose containers count. */
  readonly namespaces: readonly string[];
}

/** The module of the blackbox exporter that asks what a health check would. */
export const HEALTH_MODULE = 'health';
/** The module that asks for a service behind others, and wants its refusal of the method. */
export const ROUTE_MODULE = 'route';
/** The module that asks the front door as a browser would. */
export const FRONT_DOOR_MODULE = 'front_door';
/** The same for certificates of an authority that is not known everywhere. */
export const ANY_CERTIFICATE_MODULE = 'front_door_any_certificate';

interface Relabeling {
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly action?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

const POD = '__meta_kubernetes_pod_name';
const PORT = '__meta_kubernetes_pod_container_port_name';
const READY = '__meta_kubernetes_pod_ready';
const PHASE = '__meta_kubernetes_pod_phase';

/** The jobs. Each target has the labels that an alert selects by: `namespace`, `pod`, `container` and `service`. */
export const jobsOf = (scraping: Scraping): readonly object[] => [
  ...scraping.scraped.flatMap((one) => one.metrics.map((metrics) => jobOf(one, metrics))),
  ...probes(scraping),
  ...(scraping.nodes ? nodeJobs(scraping.namespaces) : []),
];

function jobOf(scraped: Scraped, metrics: ScrapedMetrics): object {
  return metrics.kind === 'pods' ? podsJob(scraped, metrics) : askedJob(scraped, metrics);
}

const podsJob = (scraped: Scraped, { port, path, labels }: Extract<ScrapedMetrics, { kind: 'pods' }>): object => ({
  job_name: `${scraped.server.name}/${port}`,
  ...(path === undefined ? {} : { metrics_path: path }),
  ...(labels === 'own' ? { honor_labels: true } : {}),
  kubernetes_sd_configs: podsIn(scraped.namespace),
  relabel_configs: [
    ...running(scraped.pods, [port]),
    ...named(scraped),
    // A node's own figures belong to the node, wherever their pod is called from.
    ...(scraped.onEachNode ? [copied('__meta_kubernetes_pod_node_name', 'node')] : []),
  ],
});

/** Another pod answers, which is told in a parameter whom it is asked about. The labels are those of the pod that it is asked about. */
const askedJob = (
  scraped: Scraped,
  { about, ports, address, path, prefix = '', parameters = {} }: Extract<ScrapedMetrics, { kind: 'asked' }>,
): object => ({
  job_name: `${scraped.server.name}/${about.server.name}`,
  metrics_path: path,
  ...(Object.keys(parameters).length === 0
    ? {}
    : { params: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]])) }),
  kubernetes_sd_configs: podsIn(about.namespace),
  relabel_configs: [
    ...running(about.pods, ports),
    ...named(about),
    { source_labels: ['__address__'], target_label: '__param_target', replacement: `${prefix}$1` },
    copied('__address__', 'instance'),
    { target_label: '__address__', replacement: address },
  ],
});

/** Jobs that look for the same pods share one watch: Prometheus compares these. */
const podsIn = (namespace: string): readonly object[] => [{ role: 'pod', namespaces: { names: [namespace] } }];

/** Of the pods of a namespace those with such names, by such ports. A pod that does not run, or has ended, has nothing to say. */
const running = (pods: string, ports: readonly string[]): readonly Relabeling[] => [
  { source_labels: [POD], regex: pods, action: 'keep' },
  { source_labels: [PORT], regex: ports.join('|'), action: 'keep' },
  { source_labels: [PHASE], regex: 'Running', action: 'keep' },
];

const named = ({ server }: Pick<Scraped, 'server'>): readonly Relabeling[] => [
  copied('__meta_kubernetes_namespace', 'namespace'),
  copied(POD, 'pod'),
  copied('__meta_kubernetes_pod_container_name', 'container'),
  { target_label: 'service', replacement: server.name },
];

const copied = (from: string, to: string): Relabeling => ({ source_labels: [from], target_label: to });

/** What asks the URLs of services, and the hosts under which users come in. */
const probes = ({ scraped, hosts, frontDoorModule = FRONT_DOOR_MODULE, blackbox }: Scraping): readonly object[] => [
  ...probeJob(
    'health',
    HEALTH_MODULE,
    blackbox,
    scraped.flatMap(({ probe, server, namespace }) =>
      probe === undefined ? [] : [{ targets: [probe], labels: { namespace, service: server.name } }],
    ),
  ),
  ...probeJob(
    'front-door',
    frontDoorModule,
    blackbox,
    hosts.map(({ host, url, server, namespace }) => ({
      targets: [url],
      labels: { namespace, service: server.name, host, __param_hostname: host },
    })),
  ),
  ...scraped.flatMap((one) => (one.routes?.of ?? []).map((route) => routeJob(one, one.routes as ProbedRoutes, route, blackbox))),
];

/**
 * The way through each pod that takes requests: one that is not ready gets none from users. `service` is the one at the end of the way, and
 * `instance` the pod.
 */
const routeJob = (about: Scraped, { port }: ProbedRoutes, { path, to }: ProbedRoutes['of'][number], blackbox: string): object => ({
  job_name: `probe${path}`,
  metrics_path: '/probe',
  params: { module: [ROUTE_MODULE] },
  kubernetes_sd_configs: podsIn(about.namespace),
  relabel_configs: [
    ...running(about.pods, [port]),
    { source_labels: [READY], regex: 'true', action: 'keep' },
    copied('__meta_kubernetes_namespace', 'namespace'),
    { target_label: 'service', replacement: to.name },
    { target_label: 'route', replacement: path },
    { source_labels: ['__address__'], target_label: '__param_target', replacement: `http://$1${path}` },
    copied(POD, 'instance'),
    { target_label: '__address__', replacement: blackbox },
  ],
});

const probeJob = (name: string, module: string, blackbox: string, targets: readonly object[]): readonly object[] =>
  targets.length === 0
    ? []
    : [
        {
          job_name: `probe/${name}`,
          metrics_path: '/probe',
          params: { module: [module] },
          static_configs: targets,
          relabel_configs: [
            copied('__address__', '__param_target'),
            copied('__address__', 'instance'),
            { target_label: '__address__', replacement: blackbox },
          ],
        },
      ];

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the kubelet of a node says of its disks and of itself, and what its cAdvisor says of the containers there. */
const nodeJobs = (namespaces: readonly string[]): readonly object[] => [
  nodeJob('kubelet', {}, [kept(KUBELET)]),
  nodeJob('cadvisor', { metrics_path: '/metrics/cadvisor' }, [
    kept(CADVISOR),
    // Other namespaces have their own owners. Without a namespace: the node itself, as the group of all of its processes.
    { source_labels: ['namespace'], regex: `(${namespaces.join('|')})?`, action: 'keep' },
    { source_labels: ['namespace', 'id'], regex: ';/.+', action: 'drop' },
  ]),
];

const nodeJob = (name: string, more: object, metrics: readonly Relabeling[]): object => ({
  job_name: name,
  scheme: 'https',
  ...more,
  authorization: { credentials_file: `${ACCOUNT}/token` },
  // A kubelet signs its certificate itself unless the cluster has a signer for it, so there is nothing to check it with.
  tls_config: { ca_file: `${ACCOUNT}/ca.crt`, insecure_skip_verify: true },
  kubernetes_sd_configs: [{ role: 'node' }],
  relabel_configs: [copied('__meta_kubernetes_node_name', 'node')],
  metric_relabel_configs: metrics,
});

/** Of thousands of series of each node, those that an alert or a panel can use. */
const kept = (names: readonly string[]): Relabeling => ({ source_labels: ['__name__'], regex: names.join('|'), action: 'keep' });

const KUBELET = [
  'kubelet_volume_stats_.+',
  'kubelet_container_log_filesystem_used_bytes',
  'kubelet_evictions',
  'kubelet_running_(pods|containers)',
  'kubelet_node_name',
  'kubelet_pleg_relist_duration_seconds_.+',
];

const CADVISOR = [
  'container_cpu_usage_seconds_total',
  'container_cpu_cfs_(throttled_)?periods_total',
  'container_cpu_cfs_throttled_seconds_total',
  'container_memory_(working_set|usage)_bytes',
  'container_memory_(rss|cache|swap|mapped_file)',
  'container_oom_events_total',
  'container_pressure_.+',
  'container_network_(receive|transmit)_(bytes|packets_dropped|errors)_total',
  'container_fs_(reads|writes)_(bytes_)?total',
  'container_start_time_seconds',
  'container_spec_memory_limit_bytes',
  'machine_(cpu_cores|memory_bytes)',
];
