import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { type Any, ofKind, withoutDigest } from './cluster';
import { deployedMetrics } from './metrics';

/** A file of test/platform/metrics for each service that shows metrics, by its port or by whom it is asked about. */
const SHOWN: readonly (readonly [job: RegExp, ...files: readonly string[]])[] = [
  [/^prometheus\/http$/, 'prometheus'],
  [/^alertmanager\/http$/, 'alertmanager'],
  [/^kube-state-metrics\/http$/, 'kube-state-metrics'],
  [/^node-exporter\/http$/, 'node-exporter'],
  [/^postgres\/patroni$/, 'patroni'],
  [/^postgres-exporter\/postgres$/, 'postgres-exporter'],
  [/^redis-exporter\/redis$/, 'redis-exporter', 'redis-exporter-sentinel'],
  [/^redis-proxy\/health$/, 'haproxy'],
  [/^fm-edge\/metrics$/, 'nginx-exporter'],
  [/^log-(shipper|events)\/metrics$/, 'otel-collector', 'otel-collector-bulk'],
  [/^log-shipper\/requests$/, 'access-log'],
  [/^(log-store|elasticsearch)-exporter\/http$/, 'elasticsearch-exporter'],
  // What these show of themselves no rule and no panel asks for.
  [/^(grafana|blackbox)\/http$|^kube-state-metrics\/itself$/],
];

/** The series of remote write: a Prometheus without it has none. */
const SENT = /^prometheus_remote_storage_/;
/** What kube-state-metrics tells of nodes. */
const OF_NODES = /^kube_node_/;

const filesOf = (job: string): readonly string[] => {
  const [, ...files] = SHOWN.find(([pattern]) => pattern.test(job)) ?? fail(`nothing is known of what ${job} shows`);
  return files;
};

function fail(message: string): never {
  throw new Error(message);
}

const kept = (names: Iterable<string>, { metric_relabel_configs }: Any): readonly string[] => {
  const [{ regex }] = metric_relabel_configs;
  return [...names].filter((name) => new RegExp(`^(?:${regex})$`).test(name));
};

/** The names of the series that a job of a prometheus.yml gets. */
function seriesOf(job: Any, objects: readonly Any[]): readonly string[] {
  const name: string = job.job_name;
  if (name === 'kubelet' || name === 'cadvisor') return kept(deployedMetrics(name), job);
  if (name.startsWith('probe')) {
    const ends = (job.static_configs ?? []).flatMap(({ targets }: Any) => targets);
    const secure = ends.some((target: string) => target.startsWith('https://'));
    return [...deployedMetrics('blackbox-exporter')].filter((one) => /^probe_/.test(one) && (secure || !/^probe_(ssl|tls)/.test(one)));
  }
  const all = filesOf(name).flatMap((file) => [...deployedMetrics(file)]);
  return name.startsWith('kube-state-metrics') && !watchesNodes(objects) ? all.filter((one) => !OF_NODES.test(one)) : all;
}

const watchesNodes = (objects: readonly Any[]): boolean =>
  ofKind(objects, 'Deployment')
    .filter(({ metadata }) => metadata.name === 'kube-state-metrics')
    .flatMap(({ spec }) => spec.template.spec.containers[0].env)
    .some(({ name, value }: Any) => name === 'RESOURCES' && value.split(',').includes('nodes'));

/** The name of the job that a PodMonitor stands for: a hyphen of its name is the slash of the job's. */
const jobOf = ({ metadata: { name } }: Any): string =>
  [...name.matchAll(/-/g)]
    .map(({ index }) => `${name.slice(0, index)}/${name.slice(index + 1)}`)
    .find((job) => SHOWN.some(([pattern]) => pattern.test(job))) ?? fail(`nothing is known of what the PodMonitor ${name} finds`);

/** A file of a ConfigMap. */
const fileIn = (objects: readonly Any[], file: string): string | undefined =>
  ofKind(objects, 'ConfigMap').find(({ data = {} }) => file in data)?.data[file];

/** What a blackbox exporter is told to ask: a URL, or each pod of a namespace with a port of a name. */
export type Probed = { readonly url: string } | { readonly port: string; readonly namespace: string };

/** Everything that the Prometheus of a cluster has asked. */
export function probesIn(objects: readonly Any[]): readonly Probed[] {
  const own = fileIn(objects, 'prometheus.yml');
  const jobs: readonly Any[] =
    own === undefined ? [] : parse(own).scrape_configs.filter(({ job_name }: Any) => job_name.startsWith('probe'));
  return jobs.flatMap(({ static_configs = [], kubernetes_sd_configs = [], relabel_configs }) => {
    const { regex: port } = relabel_configs.find(({ source_labels = [] }: Any) => source_labels.includes(PORT)) ?? {};
    return [
      ...static_configs.flatMap(({ targets }: Any) => targets.map((url: string) => ({ url }))),
      ...kubernetes_sd_configs.flatMap(({ namespaces: { names } }: Any) => names.map((namespace: string) => ({ port, namespace }))),
    ];
  });
}

const PORT = '__meta_kubernetes_pod_container_port_name';

/** A rule as it is written. */
export interface Written {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The rules that a cluster's Prometheus gets. */
export function rulesIn(objects: readonly Any[]): readonly Written[] {
  const [object] = ofKind(objects, 'PrometheusRule');
  const file = fileIn(objects, 'services.rules.yml');
  const { groups } = object?.spec ?? parse(file ?? 'groups: []');
  return groups.flatMap(({ rules }: Any) => rules);
}

/** The dashboards that a cluster's Grafana gets, by their uid. */
export const dashboardsIn = (objects: readonly Any[]): ReadonlyMap<string, Any> =>
  new Map(
    ofKind(objects, 'ConfigMap')
      .filter(({ metadata }) => /^(grafana-dashboards|dashboard-)/.test(withoutDigest(metadata.name)))
      .flatMap(({ data }) => Object.values(data as Readonly<Record<string, string>>))
      .map((text) => JSON.parse(text))
      .map((board) => [board.uid, board]),
  );

/**
 * The names of all series that the Prometheus of a cluster has, by its own configuration: what the exporters that it asks show, and what its
 * rules make of that. A Prometheus that is there asks kube-state-metrics and every kubelet besides; of nodes it tells the owner.
 */
export function seriesIn(objects: readonly Any[], { owner }: { readonly owner: boolean }): ReadonlySet<string> {
  const own = fileIn(objects, 'prometheus.yml');
  const found = new Set<string>(deployedMetrics('scrape'));
  const add = (names: Iterable<string>): void => {
    for (const name of names) found.add(name);
  };
  if (own === undefined) {
    const theirs = ['kube-state-metrics', 'cadvisor', 'kubelet'].flatMap((file) => [...deployedMetrics(file)]);
    add(theirs.filter((name) => owner || !OF_NODES.test(name)));
    const scrapes = fileIn(objects, 'services.scrape.yml');
    const jobs =
      scrapes === undefined ? ofKind(objects, 'PodMonitor').map(jobOf) : parse(scrapes).scrape_configs.map((job: Any) => job.job_name);
    add(jobs.flatMap((job: string) => filesOf(job).flatMap((file) => [...deployedMetrics(file)])));
  } else {
    const { scrape_configs, remote_write } = parse(own);
    add(
      scrape_configs.flatMap((job: Any) => seriesOf(job, objects)).filter((name: string) => remote_write !== undefined || !SENT.test(name)),
    );
  }
  for (const { record, expr } of rulesIn(objects)) if (record !== undefined && hasValue(expr, found)) found.add(record);
  return found;
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** Whether an expression can have a value where these series are there: of alternatives one is enough. */
export function hasValue(expr: string, series: ReadonlySet<string>): boolean {
  const has = (node: Node): boolean => {
    if (node.name === 'VectorSelector') {
      const name = node.getChild('Identifier');
      return name !== null && series.has(expr.slice(name.from, name.to));
    }
    const parts = childrenOf(node);
    if (node.name === 'BinaryExpr' && node.getChild('Or') !== null) return parts.some((part) => isOperand(part) && has(part));
    // What is taken away may be nothing.
    if (node.name === 'BinaryExpr' && node.getChild('Unless') !== null) return has(parts[0] as Node);
    return parts.every(has);
  };
  return has(parsed(expr));
}

const PARSED = new Map<string, Node>();

/** Many combinations ask for the same. */
function parsed(expr: string): Node {
  const node = PARSED.get(expr) ?? parser.parse(expr).topNode;
  PARSED.set(expr, node);
  return node;
}

const isOperand = ({ name }: Node): boolean => !/^(Or|MatchingModifierClause|BoolModifier)$/.test(name);

function childrenOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
