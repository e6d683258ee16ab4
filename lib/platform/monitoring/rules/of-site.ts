import type { MetricsSource } from '../../../model/alert';
import type { Platform } from '../../../model/platform';
import type { Site } from '../../../model/site';
import { onceFor } from '../../../once';
import { type Ruled, rulesFor } from './groups';

/** The rules for everything that runs at a site. */
export const rulesOf: (site: Site) => Ruled = onceFor(({ monitored, platform }) => rulesFor(monitored, sourcesWith(platform)));

/**
 * Who is scraped besides the services. A Prometheus that is there is taken to scrape kube-state-metrics and every kubelet. What concerns
 * nodes is the owner's there too: with several deployments each alert about a node would fire several times.
 */
export const sourcesWith = ({ monitoring, logging, owner, nodeExporter }: Platform): ReadonlySet<MetricsSource> =>
  new Set<MetricsSource>([
    'kube-state-metrics',
    ...(monitoring === 'existing' ? (['cadvisor', 'kubelet'] as const) : (['blackbox', 'prometheus', 'alertmanager'] as const)),
    ...(owner ? (['kube-state-metrics of nodes', 'cadvisor', 'kubelet'] as const) : []),
    ...(logging === 'none' ? [] : (['log-shipper'] as const)),
    ...(owner && nodeExporter ? (['node-exporter'] as const) : []),
  ]);
