import type { MetricsSource } from '../../../lib/model/alert';

const SOURCES: Readonly<Record<MetricsSource, true>> = {
  'kube-state-metrics': true,
  'kube-state-metrics of nodes': true,
  cadvisor: true,
  kubelet: true,
  'node-exporter': true,
  blackbox: true,
  'blackbox of hosts': true,
  prometheus: true,
  'remote-write': true,
  alertmanager: true,
  'log-shipper': true,
};

/** Everything that can be scraped besides the services themselves. */
export const EVERY_SOURCE: ReadonlySet<MetricsSource> = new Set(Object.keys(SOURCES) as MetricsSource[]);
