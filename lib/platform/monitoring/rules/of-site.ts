import type { MetricsSource } from '../../../model/alert';
import type { Site } from '../../../model/site';
import { onceFor } from '../../../once';
import { type Ruled, rulesFor } from './groups';

/** The rules for everything that runs at a site. */
export const rulesOf: (site: Site) => Ruled = onceFor((site) => rulesFor(site.monitored, sourcesAt(site)));

/**
 * Who is scraped besides the services. A Prometheus that is there is taken to scrape kube-state-metrics and every kubelet. What concerns
 * nodes is the owner's there too: with several deployments each alert about a node would fire several times.
 */
export const sourcesAt = ({
  platform: { monitoring, logging, owner, nodeExporter },
  monitoring: { remoteWrite },
  monitored,
}: Pick<Site, 'platform' | 'monitoring' | 'monitored'>): ReadonlySet<MetricsSource> =>
  new Set<MetricsSource>([
    'kube-state-metrics',
    ...(monitoring === 'existing' ? (['cadvisor', 'kubelet'] as const) : sourcesInFull(monitored, remoteWrite !== undefined)),
    ...(owner ? (['kube-state-metrics of nodes', 'cadvisor', 'kubelet'] as const) : []),
    ...(logging === 'none' ? [] : (['log-shipper'] as const)),
    ...(owner && nodeExporter && monitoring === 'full' ? (['node-exporter'] as const) : []),
  ]);

/** What runs with all of the monitoring alone. @param sends whether Prometheus sends series to a store outside */
const sourcesInFull = (monitored: Site['monitored'], sends: boolean): readonly MetricsSource[] => [
  ...(['blackbox', 'prometheus', 'alertmanager'] as const),
  ...(monitored.some(({ about: { doors = [] } }) => doors.length > 0) ? (['blackbox of hosts'] as const) : []),
  ...(sends ? (['remote-write'] as const) : []),
];
