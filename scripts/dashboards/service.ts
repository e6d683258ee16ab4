import { SERVICE } from '../../lib/platform/monitoring/dashboards/boards';
import { CONTAINER, PLACE } from '../../lib/platform/monitoring/rules/promql';
import { drawing } from './drawing';
import { amounts, CONTAINERS, cpuUsed, NAMESPACE, ofService, perContainer, SERVICE_CHOSEN } from './queries';

const autoscaler = (metric: string): string => `kube_horizontalpodautoscaler_${metric}{${NAMESPACE}, horizontalpodautoscaler="$service"}`;
const budget = (metric: string): string => `max(kube_poddisruptionbudget_status_${metric}{${NAMESPACE}, poddisruptionbudget="$service"})`;
const updated = [
  `kube_deployment_status_replicas_updated{${NAMESPACE}, deployment="$service"}`,
  `kube_statefulset_status_replicas_updated{${NAMESPACE}, statefulset="$service"}`,
  `kube_daemonset_status_updated_number_scheduled{${NAMESPACE}, daemonset="$service"}`,
].join(' or ');
const each = '{{pod}} {{container}}';
const containers = (series: string): string => ofService(perContainer(series));
const network = (direction: 'receive' | 'transmit'): string =>
  ofService(`sum by (namespace, pod) (rate(container_network_${direction}_bytes_total{${NAMESPACE}}[$__rate_interval]))`);

/** Everything about one service that can be seen without looking into it. */
export const service = drawing({
  board: SERVICE,
  description: 'Replicas, memory and CPU of one service.',
  choices: { namespace: { from: PLACE, every: true }, service: { from: `${PLACE}{${NAMESPACE}}`, every: false } },
  panels: {
    replicas: {
      kind: 'graph',
      title: 'Replicas',
      description: 'How many replicas are ready and how many are wanted. If the two differ for long, look at its pods.',
      unit: 'short',
      runbook: 'replicas.md#replicas-are-missing',
      width: 8,
      lines: {
        ready: `sum(service:replicas_ready:max{${SERVICE_CHOSEN}})`,
        wanted: `sum(service:replicas_wanted:max{${SERVICE_CHOSEN}})`,
      },
    },
    autoscaler: {
      kind: 'graph',
      title: 'Autoscaler',
      description: 'Between how many replicas the autoscaler may choose, and how many it has chosen. Empty: there is none.',
      unit: 'short',
      runbook: 'autoscaler.md#at-its-maximum',
      width: 8,
      lines: {
        chosen: `max(${autoscaler('status_desired_replicas')})`,
        least: `max(${autoscaler('spec_min_replicas')})`,
        most: `max(${autoscaler('spec_max_replicas')})`,
        // It is blind where it cannot read how busy the replicas are.
        blind: `max(kube_horizontalpodautoscaler_status_condition{${NAMESPACE}, horizontalpodautoscaler="$service", condition="ScalingActive", status="false"})`,
      },
    },
    budget: {
      kind: 'graph',
      title: 'Disruption budget',
      description: 'How many pods are healthy, how many have to be, and how many may be evicted. At 0 a drain of a node waits.',
      unit: 'short',
      runbook: 'replicas.md#no-pod-may-be-evicted',
      width: 8,
      lines: {
        healthy: budget('current_healthy'),
        'have to be': budget('desired_healthy'),
        'may be evicted': budget('pod_disruptions_allowed'),
      },
    },
    waiting: {
      kind: 'table',
      title: 'Containers that wait',
      description: 'Containers that do not start, with the reason. The events of the pod tell more.',
      unit: 'short',
      runbook: 'pods-pending.md#a-container-waits',
      width: 12,
      rows: { pod: 'Pod', container: 'Container', reason: 'Reason' },
      columns: [
        {
          title: 'Waits',
          unit: 'short',
          expr: `max by (pod, container, reason) ((kube_pod_container_status_waiting_reason{${NAMESPACE}} or kube_pod_init_container_status_waiting_reason{${NAMESPACE}}) == 1 and on (namespace, pod) ${PLACE}{${SERVICE_CHOSEN}})`,
        },
      ],
    },
    pods: {
      kind: 'table',
      title: 'Pods',
      description: 'On which node each pod is, whether it is ready (1), and whether no node has room for it (1).',
      unit: 'short',
      runbook: 'pods-pending.md#no-node-takes-it',
      width: 12,
      rows: { pod: 'Pod', node: 'Node' },
      columns: [
        { title: 'There', unit: 'short', expr: `max by (pod, node) (${PLACE}{${SERVICE_CHOSEN}})` },
        {
          title: 'Ready',
          unit: 'short',
          expr: `max by (pod, node) (kube_pod_status_ready{${NAMESPACE}, condition="true"} * on (namespace, pod) group_left (node) ${PLACE}{${SERVICE_CHOSEN}})`,
        },
        {
          title: 'No room',
          unit: 'short',
          expr: `max by (pod, node) (kube_pod_status_unschedulable{${NAMESPACE}} * on (namespace, pod) group_left (node) ${PLACE}{${SERVICE_CHOSEN}})`,
        },
      ],
    },
    memoryShare: {
      kind: 'graph',
      title: 'Memory, of the limit',
      description: 'How near each container is to its limit. At 100 % the kernel kills it. A leak grows steadily, load goes up and down.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.85, at: 0.95 },
      runbook: 'memory.md#near-the-limit',
      width: 12,
      lines: { [each]: ofService(`container:memory_of_limit:ratio{${NAMESPACE}}`) },
    },
    memory: {
      kind: 'graph',
      title: 'Memory',
      description: 'What each container holds. Used is what counts before its limit: without the cache of files where the service says so.',
      unit: 'bytes',
      runbook: 'memory.md#near-the-limit',
      width: 12,
      lines: {
        [`${each} used`]: ofService(`container:memory_used:bytes{${NAMESPACE}}`),
        [`${each} limit`]: containers(amounts('limits', 'memory')),
        [`${each} request`]: containers(amounts('requests', 'memory')),
      },
    },
    killed: {
      kind: 'graph',
      title: 'Killed for memory',
      description:
        'Processes that the kernel killed within ten minutes because their container reached its limit, whether the container restarted or not.',
      unit: 'short',
      warns: { from: 1 },
      runbook: 'memory.md#killed',
      width: 12,
      lines: {
        [each]: containers(`increase(container_oom_events_total{${CONTAINERS}}[10m])`),
        // What Kubernetes says itself: it sees only what ended with the container.
        [`${each} restarted`]: `round(${containers(`increase(kube_pod_container_status_restarts_total{${NAMESPACE}}[10m])`)}) and on (${CONTAINER}) ${perContainer(`kube_pod_container_status_last_terminated_reason{${NAMESPACE}, reason="OOMKilled"}`)} == 1`,
      },
    },
    restarts: {
      kind: 'graph',
      title: 'Restarts within an hour',
      description: 'How often each container restarted within the last hour. Its last words and its exit code tell why.',
      unit: 'short',
      warns: { from: 1, at: 3 },
      runbook: 'restarts.md',
      width: 12,
      lines: { [each]: `round(${containers(`increase(kube_pod_container_status_restarts_total{${NAMESPACE}}[1h])`)})` },
    },
    cpu: {
      kind: 'graph',
      title: 'CPU',
      description: 'How many cores each container uses, requests, and may use at most.',
      unit: 'cores',
      runbook: 'cpu.md',
      width: 12,
      lines: {
        [`${each} used`]: containers(cpuUsed()),
        [`${each} limit`]: containers(amounts('limits', 'cpu')),
        [`${each} request`]: containers(amounts('requests', 'cpu')),
      },
    },
    throttled: {
      kind: 'graph',
      title: 'CPU throttling',
      description: 'In which share of its periods each container had to wait for its CPU limit. It is slow then, and loses nothing.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.5 },
      runbook: 'cpu.md',
      width: 12,
      lines: { [each]: ofService(`container:cpu_throttled:ratio5m{${NAMESPACE}}`) },
    },
    evicted: {
      kind: 'table',
      title: 'Evicted pods',
      description:
        'Pods of it that a node has evicted because it was short of memory or disk. They stay as a record until somebody deletes them.',
      unit: 'short',
      runbook: 'node-pressure.md',
      width: 8,
      rows: { pod: 'Pod', node: 'Node' },
      columns: [
        {
          title: 'Evicted',
          unit: 'short',
          expr: `max by (pod, node) ((kube_pod_status_reason{${NAMESPACE}, reason="Evicted"} == 1) * on (namespace, pod) group_left (node) ${PLACE}{${SERVICE_CHOSEN}})`,
        },
      ],
    },
    rollout: {
      kind: 'graph',
      title: 'Rollout',
      description:
        'How many pods have the version of the last apply. A rollout that does not progress (1) is paused, or its new pods do not become ready.',
      unit: 'short',
      runbook: 'replicas.md#a-rollout-does-not-go-on',
      width: 16,
      lines: {
        updated: `max(${updated})`,
        wanted: `sum(service:replicas_wanted:max{${SERVICE_CHOSEN}})`,
        'does not progress': `max(kube_deployment_status_condition{${NAMESPACE}, deployment="$service", condition="Progressing", status!="true"})`,
      },
    },
    network: {
      kind: 'graph',
      title: 'Network',
      description: 'What each pod receives and sends.',
      unit: 'Bps',
      width: 24,
      lines: { '{{pod}} receives': network('receive'), '{{pod}} sends': network('transmit') },
    },
    lines: {
      kind: 'graph',
      title: 'Files with lines',
      description:
        'How often within half an hour the files with the lines of each container became larger. With 0 it has written hardly any.',
      unit: 'short',
      runbook: 'log-shipper.md#a-service-has-stopped-logging',
      width: 24,
      lines: {
        '{{pod}} {{container}}': ofService(perContainer(`changes(kubelet_container_log_filesystem_used_bytes{${CONTAINERS}}[30m])`)),
      },
    },
  },
});
