import type { Construct } from 'constructs';
import { Elasticsearch } from './logging/elasticsearch/elasticsearch';
import { LogEvents } from './logging/events/events';
import { Kibana } from './logging/kibana/kibana';
import { OpenSearch } from './logging/opensearch/opensearch';
import { OpenSearchDashboards } from './logging/opensearch-dashboards/opensearch-dashboards';
import { LogShipper } from './logging/shipper/shipper';
import { LogStoreExporter } from './logging/store-exporter/store-exporter';
import { Alertmanager } from './monitoring/alertmanager/alertmanager';
import { Blackbox } from './monitoring/blackbox/blackbox';
import { Grafana } from './monitoring/grafana/grafana';
import { KubeStateMetrics } from './monitoring/kube-state-metrics/kube-state-metrics';
import { NodeExporter } from './monitoring/node-exporter/node-exporter';
import { Prometheus } from './monitoring/prometheus/prometheus';

/** The services around any application, by what they are for. Which of them run, the profile says. */
export const platformOf = (scope: Construct) => ({ monitoring: monitoringOf(scope), logging: loggingOf(scope) });

function monitoringOf(scope: Construct) {
  const alertmanager = new Alertmanager(scope);
  const blackbox = new Blackbox(scope);
  const prometheus = new Prometheus(scope, { alertmanager, blackbox });
  const grafana = new Grafana(scope, { prometheus, alertmanager });
  return {
    alertmanager,
    blackbox,
    prometheus,
    grafana,
    kubeStateMetrics: new KubeStateMetrics(scope),
    nodeExporter: new NodeExporter(scope),
  };
}

function loggingOf(scope: Construct) {
  const opensearch = new OpenSearch(scope);
  const elasticsearch = new Elasticsearch(scope);
  const stores = { opensearch, elasticsearch };
  return {
    opensearch,
    opensearchDashboards: new OpenSearchDashboards(scope, opensearch),
    logShipper: new LogShipper(scope, stores),
    logEvents: new LogEvents(scope, stores),
    logStoreExporter: new LogStoreExporter(scope, opensearch),
    elasticsearch,
    kibana: new Kibana(scope, elasticsearch),
    elasticsearchExporter: new LogStoreExporter(scope, elasticsearch),
  };
}
