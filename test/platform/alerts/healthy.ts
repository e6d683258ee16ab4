import type { Series } from './case';
import { SAMPLES, type Sample } from './services';

const GIB = 1024 ** 3;
/** The time, as seconds from minute 0 on. */
const NOW = '0+60x200';
const CLAIM = (disk: string, ordinal: number): string => `${disk}-${ordinal}`;

/** A label set as PromQL writes it, without labels that have no value. */
export const labels = (all: Readonly<Record<string, string | undefined>>): string =>
  `{${Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}="${value}"`))
    .join(',')}}`;

/** On which node the tests have a pod: the first of each service on the first node. */
export const nodeOf = (ordinal: number): string => `worker-${ordinal + 1}`;

/** What Kubernetes and its nodes tell of a service in which nothing is wrong. */
function ofObjects({ about, workload, names }: Sample): Series {
  const { namespace, containers, schedules, disks, count } = about;
  const { name } = about.server;
  const kind = workload.toLowerCase();
  const own = labels({ namespace, [kind]: name });
  const [wanted, ready] = {
    Deployment: ['kube_deployment_spec_replicas', 'kube_deployment_status_replicas_ready'],
    StatefulSet: ['kube_statefulset_replicas', 'kube_statefulset_status_replicas_ready'],
    DaemonSet: ['kube_daemonset_status_desired_number_scheduled', 'kube_daemonset_status_number_ready'],
  }[workload] as [string, string];
  const rolledOut: Series = {
    Deployment: {
      [`kube_deployment_status_condition${labels({ namespace, deployment: name, condition: 'Progressing', status: 'true' })}`]: 1,
      [`kube_deployment_status_condition${labels({ namespace, deployment: name, condition: 'Progressing', status: 'false' })}`]: 0,
      [`kube_deployment_status_condition${labels({ namespace, deployment: name, condition: 'Progressing', status: 'unknown' })}`]: 0,
    },
    StatefulSet: {
      [`kube_statefulset_status_replicas_updated${own}`]: names.length,
      [`kube_statefulset_status_current_revision${labels({ namespace, statefulset: name, revision: `${name}-1` })}`]: 1,
      [`kube_statefulset_status_update_revision${labels({ namespace, statefulset: name, revision: `${name}-1` })}`]: 1,
    },
    DaemonSet: { [`kube_daemonset_status_updated_number_scheduled${own}`]: names.length },
  }[workload];
  const scaled = labels({ namespace, horizontalpodautoscaler: name });
  const budget = labels({ namespace, poddisruptionbudget: name });
  return {
    [`${wanted}${own}`]: names.length,
    [`${ready}${own}`]: names.length,
    ...rolledOut,
    ...(count.least === count.most
      ? {}
      : {
          [`kube_horizontalpodautoscaler_status_desired_replicas${scaled}`]: count.least,
          [`kube_horizontalpodautoscaler_spec_min_replicas${scaled}`]: count.least,
          [`kube_horizontalpodautoscaler_spec_max_replicas${scaled}`]: count.most,
          [`kube_horizontalpodautoscaler_status_condition${labels({ namespace, horizontalpodautoscaler: name, condition: 'ScalingActive', status: 'false' })}`]: 0,
        }),
    [`kube_poddisruptionbudget_status_pod_disruptions_allowed${budget}`]: 1,
    [`kube_poddisruptionbudget_status_expected_pods${budget}`]: names.length,
    ...Object.assign(
      {},
      ...schedules.map((schedule) => {
        const cronjob = labels({ namespace, cronjob: schedule.name });
        return { [`kube_cronjob_created${cronjob}`]: -900_000, [`kube_cronjob_status_last_successful_time${cronjob}`]: NOW };
      }),
      ...names.map((pod, ordinal) => ofPod({ namespace, pod, node: nodeOf(ordinal), containers: containers.map((one) => one.name) })),
      ...disks.flatMap((disk) =>
        names.map((_, ordinal) => {
          const claim = labels({ namespace, persistentvolumeclaim: CLAIM(disk, ordinal) });
          return {
            [`kubelet_volume_stats_available_bytes${claim}`]: 90 * GIB,
            [`kubelet_volume_stats_capacity_bytes${claim}`]: 100 * GIB,
          };
        }),
      ),
    ),
  };
}

interface PodOf {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  readonly containers: readonly string[];
}

function ofPod({ namespace, pod, node, containers }: PodOf): Series {
  return {
    // The exporter's own Service is named too, as a Prometheus that is there already may do.
    [`kube_pod_info${labels({ namespace, pod, node, service: 'kube-state-metrics', uid: 'u' })}`]: 1,
    [`up${labels({ namespace, pod, container: containers[0], job: 'whatever' })}`]: 1,
    ...Object.assign(
      {},
      ...containers.map((container) => {
        const at = labels({ namespace, pod, container });
        return {
          [`container_memory_working_set_bytes${at}`]: 0.5 * GIB,
          [`container_memory_rss${at}`]: 0.4 * GIB,
          [`container_memory_mapped_file${at}`]: 0.1 * GIB,
          [`container_oom_events_total${at}`]: 0,
          [`kubelet_container_log_filesystem_used_bytes${at}`]: '0+4096x200',
          [`container_cpu_cfs_periods_total${at}`]: '0+600x200',
          [`container_cpu_cfs_throttled_periods_total${at}`]: '0+60x200',
          [`kube_pod_container_resource_limits${labels({ namespace, pod, container, resource: 'memory' })}`]: GIB,
          [`kube_pod_container_status_restarts_total${at}`]: 0,
        };
      }),
    ),
  };
}

const ofNode = (node: string): Series => ({
  [`kube_node_info${labels({ node })}`]: 1,
  [`kube_node_spec_unschedulable${labels({ node })}`]: 0,
  [`up${labels({ node, job: 'kubelet' })}`]: 1,
  [`up${labels({ node, job: 'cadvisor' })}`]: 1,
  [`container_memory_working_set_bytes${labels({ id: '/', node })}`]: 32 * GIB,
  [`kube_node_status_allocatable${labels({ node, resource: 'memory' })}`]: 64 * GIB,
  [`kube_node_status_condition${labels({ node, condition: 'Ready', status: 'true' })}`]: 1,
  [`kube_node_status_condition${labels({ node, condition: 'Ready', status: 'false' })}`]: 0,
  [`kube_node_status_condition${labels({ node, condition: 'Ready', status: 'unknown' })}`]: 0,
  [`kube_node_status_condition${labels({ node, condition: 'MemoryPressure', status: 'true' })}`]: 0,
  [`kube_node_status_condition${labels({ node, condition: 'MemoryPressure', status: 'false' })}`]: 1,
  [`kube_node_status_condition${labels({ node, condition: 'DiskPressure', status: 'true' })}`]: 0,
});

const ofNamespace = (namespace: string): Series => ({
  [`kube_resourcequota${labels({ namespace, resourcequota: namespace, resource: 'limits.memory', type: 'hard' })}`]: 100 * GIB,
  [`kube_resourcequota${labels({ namespace, resourcequota: namespace, resource: 'limits.memory', type: 'used' })}`]: 60 * GIB,
  [`kube_resourcequota${labels({ namespace, resourcequota: namespace, resource: 'services.nodeports', type: 'hard' })}`]: 0,
  [`kube_resourcequota${labels({ namespace, resourcequota: namespace, resource: 'services.nodeports', type: 'used' })}`]: 0,
});

const route = { namespace: 'shop', service: 'shop-web', instance: 'http://shop-web/health' };
const way = { namespace: 'shop', service: 'shop', route: '/api/orders/none/close', instance: 'shop-web-5d4f8bcc7-x7k20' };
const page = { namespace: 'shop', service: 'shop-web', host: 'shop.example.com', instance: 'https://shop-web:8443/' };

const ROUTES: Series = {
  [`up${labels(route)}`]: 1,
  [`up${labels(page)}`]: 1,
  [`probe_success${labels(route)}`]: 1,
  [`probe_duration_seconds${labels(route)}`]: 0.05,
  [`up${labels(way)}`]: 1,
  [`probe_success${labels(way)}`]: 1,
  [`probe_duration_seconds${labels(way)}`]: 0.05,
  [`probe_success${labels(page)}`]: 1,
  [`probe_ssl_earliest_cert_expiry${labels(page)}`]: 60 * 86_400,
};

/** Series of each pod of one service, with the labels that its Prometheus adds. */
const ofEach = (
  name: string,
  container: string,
  series: (ordinal: number) => Readonly<Record<string, number | string>>,
  more: Readonly<Record<string, string>> = {},
): Series => {
  const found = SAMPLES.find(({ about }) => about.server.name === name) as Sample;
  return Object.assign(
    {},
    ...found.names.map((pod, ordinal) =>
      Object.fromEntries(
        Object.entries(series(ordinal)).map(([metric, value]) => {
          const [, metricName = '', inner = ''] = /^([^{]+)(?:\{(.*)\})?$/.exec(metric) ?? [];
          const added = labels({ namespace: found.about.namespace, pod, container, ...more }).slice(1, -1);
          return [`${metricName}{${[added, ...(inner === '' ? [] : [inner])].join(',')}}`, value];
        }),
      ),
    ),
  );
};

const only = (right: boolean): number => (right ? 1 : 0);

const POSTGRES = ofEach('postgres', 'postgres', (ordinal) => ({
  'patroni_primary{scope="postgres"}': only(ordinal === 0),
  'patroni_replica{scope="postgres"}': only(ordinal > 0),
  'patroni_sync_standby{scope="postgres"}': only(ordinal === 1),
  'patroni_postgres_streaming{scope="postgres"}': only(ordinal > 0),
  'patroni_xlog_location{scope="postgres"}': ordinal === 0 ? 100_000_000 : 0,
  'patroni_xlog_replayed_location{scope="postgres"}': ordinal === 0 ? 0 : 100_000_000,
  'patroni_is_paused{scope="postgres"}': 0,
  'patroni_failsafe_mode_is_active{scope="postgres"}': 0,
  pg_up: 1,
  'pg_stat_activity_count{datname="shop",state="active"}': 20,
  'pg_stat_activity_count{datname="shop",state="idle"}': 30,
  pg_settings_max_connections: 100,
  pg_stat_archiver_failed_count: 0,
  pg_stat_archiver_archived_count: 7,
}));

const REDIS: Series = {
  ...ofEach('redis', 'redis', (ordinal) => ({
    [`redis_instance_info{role="${ordinal === 0 ? 'master' : 'slave'}",redis_mode="standalone"}`]: 1,
    redis_up: 1,
    redis_memory_used_bytes: 100_000_000,
    redis_memory_max_bytes: 400_000_000,
    redis_aof_last_write_status: 1,
    redis_aof_last_bgrewrite_status: 1,
    redis_rdb_last_bgsave_status: 1,
    ...(ordinal === 0 ? {} : { redis_master_link_up: 1 }),
  })),
  ...ofEach('redis', 'sentinel', () => ({
    'redis_instance_info{role="sentinel",redis_mode="sentinel"}': 1,
    redis_up: 1,
    redis_memory_used_bytes: 3_000_000,
    redis_memory_max_bytes: 0,
    'redis_sentinel_master_ckquorum_status{master_name="mymaster"}': 1,
  })),
  ...ofEach('redis-proxy', 'redis-proxy', () => ({
    'haproxy_backend_active_servers{proxy="redis_0"}': 1,
    'haproxy_backend_active_servers{proxy="redis_1"}': 0,
    'haproxy_backend_active_servers{proxy="elects_0"}': 3,
    haproxy_process_current_connections: 100,
    haproxy_process_max_connections: 2000,
  })),
};

const WATCHING: Series = {
  ...ofEach('prometheus', 'prometheus', () => ({
    prometheus_config_last_reload_successful: 1,
    prometheus_rule_evaluation_failures_total: 0,
    prometheus_tsdb_storage_blocks_bytes: 4 * GIB,
    prometheus_tsdb_wal_storage_size_bytes: GIB,
    prometheus_tsdb_head_chunks_storage_size_bytes: GIB,
    prometheus_tsdb_retention_limit_bytes: 10 * GIB,
    prometheus_notifications_alertmanagers_discovered: 3,
    'prometheus_notifications_errors_total{alertmanager="a"}': 0,
    'prometheus_notifications_errors_total{alertmanager="b"}': 0,
    'prometheus_remote_storage_queue_highest_sent_timestamp_seconds{remote_name="store",url="https://store"}': '0+60x200',
    'prometheus_remote_storage_samples_failed_total{remote_name="store",url="https://store"}': 0,
    'prometheus_remote_storage_samples_total{remote_name="store",url="https://store"}': '0+1000x200',
  })),
  ...Object.fromEntries(
    ['a', 'b'].flatMap((alertmanager) =>
      [0, 1].map((one) => [
        `prometheus_notifications_sent_total${labels({ namespace: 'shop-monitoring', pod: `prometheus-${one}`, container: 'prometheus' }).slice(0, -1)},alertmanager="${alertmanager}"}`,
        '0+10x200',
      ]),
    ),
  ),
  ...ofEach('alertmanager', 'alertmanager', () => ({
    alertmanager_config_last_reload_successful: 1,
    alertmanager_cluster_members: 3,
    'alertmanager_notifications_failed_total{integration="webhook"}': 0,
  })),
};

const MEMBERS = [0, 1, 2].map((one) => `opensearch-${one}`);

const LOGGING: Series = {
  ...ofEach('log-store-exporter', 'log-store-exporter', () => ({
    'elasticsearch_cluster_health_status{color="green"}': 1,
    'elasticsearch_cluster_health_status{color="yellow"}': 0,
    'elasticsearch_cluster_health_status{color="red"}': 0,
    elasticsearch_cluster_health_number_of_nodes: 3,
    ...Object.assign(
      {},
      ...MEMBERS.map((name) => ({
        [`elasticsearch_jvm_memory_used_bytes{area="heap",name="${name}"}`]: 50,
        [`elasticsearch_jvm_memory_used_bytes{area="non-heap",name="${name}"}`]: 99,
        [`elasticsearch_jvm_memory_max_bytes{area="heap",name="${name}"}`]: 100,
        [`elasticsearch_filesystem_data_available_bytes{mount="/data",name="${name}",path="/data/nodes/0"}`]: 50,
        [`elasticsearch_filesystem_data_size_bytes{mount="/data",name="${name}",path="/data/nodes/0"}`]: 100,
        [`elasticsearch_process_open_files_count{name="${name}"}`]: 500,
        [`elasticsearch_process_max_files_descriptors{name="${name}"}`]: 1000,
        [`elasticsearch_thread_pool_rejected_count{name="${name}",type="write"}`]: 0,
        [`elasticsearch_thread_pool_rejected_count{name="${name}",type="search"}`]: 7,
      })),
    ),
  })),
  ...Object.assign(
    {},
    ...['log-shipper', 'log-events'].map((collector) => ({
      ...ofEach(collector, collector, () => ({
        'otelcol_exporter_queue_size{data_type="logs",exporter="otlp_http"}': 10,
        'otelcol_exporter_queue_capacity{data_type="logs",exporter="otlp_http"}': 1000,
      })),
      ...ofEach(collector, collector, () => ({ 'otelcol_exporter_sent_log_records_total{exporter="otlp_http"}': '0+600x200' })),
    })),
  ),
  ...ofEach('log-shipper', 'log-shipper', () => ({
    'otelcol_processor_memory_limiter_refused_log_records_total{processor="memory_limiter"}': 0,
  })),
};

const NODES = [0, 1, 2].map(nodeOf);
const NAMESPACES = [...new Set(SAMPLES.map(({ about }) => about.namespace))];

/** Every series of a cluster in which nothing is wrong, of some services. */
export const healthyWith = (samples: readonly Sample[]): Series =>
  Object.assign({}, ...samples.map(ofObjects), ...NODES.map(ofNode), ...NAMESPACES.map(ofNamespace));

export const HEALTHY: Series = { ...healthyWith(SAMPLES), ...ROUTES, ...POSTGRES, ...REDIS, ...WATCHING, ...LOGGING };
