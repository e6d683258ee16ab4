import { dashboardFilesOf } from '../../../platform/monitoring/dashboards/of-site';
import { scrapedAt } from '../../../platform/monitoring/prometheus/prometheus';
import { jobsOf, type Scraped, type ScrapedMetrics } from '../../../platform/monitoring/prometheus/scraping';
import { ruleGroups } from '../../../platform/monitoring/rules/groups';
import { rulesOf } from '../../../platform/monitoring/rules/of-site';
import { rulesFile } from '../../../platform/monitoring/rules/rules-file';
import { toYaml } from '../../../yaml-writer';
import type { ClusterPlan } from '../plan/plan';
import { spacesOf } from '../plan/spaces';
import { k8s } from './k8s';
import { selectorOf, sharedMetadata } from './metadata';
import type { Cluster } from './site';

/** The API of the Prometheus Operator, whose custom resources are not Kubernetes' own. */
const OPERATOR = 'monitoring.coreos.com/v1';

/** By which sidecars of Grafana find dashboards, unless they are told otherwise. */
const DASHBOARD = { grafana_dashboard: '1' };

/** What a Prometheus and a Grafana that are there need to know; nothing with any other monitoring. */
export function existingMonitoring(plan: ClusterPlan, cluster: Cluster): readonly object[] {
  if (cluster.platform.monitoring !== 'existing') return [];
  const {
    site,
    application: { name },
    monitoring: { labels = {}, as },
  } = cluster;
  const [main] = spacesOf(plan);
  const metadata = (own: string, more: Readonly<Record<string, string>>) => {
    const shared = sharedMetadata(main, cluster, own);
    return { ...shared, labels: { ...shared.labels, ...more } };
  };
  const { scraped } = scrapedAt(site);
  const { groups } = rulesOf(site);
  const told =
    as === 'files'
      ? [
          k8s.KubeConfigMap.manifest({
            metadata: metadata(`${name}-prometheus`, labels),
            data: { 'services.rules.yml': rulesFile(groups), 'services.scrape.yml': scrapeFile(scraped, site.namespaces) },
          }),
        ]
      : [
          ...scraped.flatMap((one) =>
            one.metrics.map((metrics) => ({
              apiVersion: OPERATOR,
              kind: 'PodMonitor',
              metadata: metadata(nameOf(one, metrics), labels),
              spec: podMonitor(one, metrics),
            })),
          ),
          { apiVersion: OPERATOR, kind: 'PrometheusRule', metadata: metadata(name, labels), spec: { groups: ruleGroups(groups) } },
        ];
  const dashboards = Object.entries(dashboardFilesOf(site)).map(([file, text]) =>
    k8s.KubeConfigMap.manifest({ metadata: metadata(`dashboard-${file.replace(/\.json$/, '')}`, DASHBOARD), data: { [file]: text } }),
  );
  return [...told, ...dashboards];
}

/** A file for `scrape_config_files`. Whoever asks URLs and nodes is there already. */
const scrapeFile = (scraped: readonly Scraped[], namespaces: readonly string[]): string =>
  toYaml({
    scrape_configs: jobsOf({
      scraped: scraped.map((one) => ({ ...one, probe: undefined, routes: undefined })),
      hosts: [],
      blackbox: '',
      nodes: false,
      namespaces,
    }),
  });

const nameOf = ({ server }: Scraped, metrics: ScrapedMetrics): string =>
  metrics.kind === 'pods' ? `${server.name}-${metrics.port}` : `${server.name}-${metrics.about.server.name}`;

/** Without a namespace the operator looks in that of the PodMonitor alone, and parts of the platform have others. */
const selectorFor = ({ server, namespace }: Pick<Scraped, 'server' | 'namespace'>): object => ({
  namespaceSelector: { matchNames: [namespace] },
  selector: { matchLabels: selectorOf(server) },
});

/** The labels `namespace`, `pod` and `container` come from the operator. */
function podMonitor(scraped: Scraped, metrics: ScrapedMetrics): object {
  if (metrics.kind === 'pods') {
    const { port, path, labels } = metrics;
    return {
      ...selectorFor(scraped),
      podMetricsEndpoints: [
        { port, path, honorLabels: labels === 'own' ? true : undefined, relabelings: [constant('service', scraped.server.name)] },
      ],
    };
  }
  const { about, ports, address, path, prefix = '', parameters = {} } = metrics;
  const params = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, [value]]));
  return {
    ...selectorFor(about),
    podMetricsEndpoints: ports.map((port) => ({
      port,
      path,
      params: Object.keys(params).length === 0 ? undefined : params,
      relabelings: [
        constant('service', about.server.name),
        { sourceLabels: ['__address__'], targetLabel: '__param_target', replacement: `${prefix}$1` },
        { sourceLabels: ['__address__'], targetLabel: 'instance' },
        constant('__address__', address),
      ],
    })),
  };
}

const constant = (targetLabel: string, replacement: string): object => ({ targetLabel, replacement });
