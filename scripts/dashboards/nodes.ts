import { NODES } from '../../lib/platform/monitoring/dashboards/boards';
import { PLACE } from '../../lib/platform/monitoring/rules/promql';
import { drawing } from './drawing';

const NODE = 'node=~"$node"';

const ofObjects = (kind: 'allocatable' | 'capacity', resource: string): string =>
  `max by (node) (kube_node_status_${kind}{${NODE}, resource="${resource}"})`;

/** What all pods of a node request. Pods that have ended take nothing. */
const requested = (resource: 'cpu' | 'memory'): string =>
  `sum by (node) (max by (namespace, pod, container, node) (kube_pod_container_resource_requests{${NODE}, resource="${resource}"}) and on (namespace, pod) max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"}) == 1)`;

/** Of node-exporter, which says in the label of its target on which node it is. */
const own = (metric: string, matchers = ''): string => `node_${metric}{${NODE}${matchers}}`;
const rate = (metric: string, matchers = ''): string => `sum by (node) (rate(${own(metric, matchers)}[$__rate_interval]))`;

/** Of the kubelet: node-exporter has no part in the network of its node. */
const network = (direction: 'receive' | 'transmit'): string =>
  `sum by (node) (rate(container_network_${direction}_bytes_total{${NODE}, id="/", interface!~"lo|veth.*|cali.*|cilium.*|lxc.*"}[$__rate_interval]))`;

/** What the nodes have, what pods ask of them, and what is left. */
export const nodes = drawing({
  board: NODES,
  description: 'Conditions, memory and CPU of each node, and, where node-exporter runs, its disks and what waits for them.',
  choices: { node: { from: 'kube_node_info', every: true } },
  panels: {
    nodes: {
      kind: 'table',
      title: 'Nodes',
      description:
        'What pods may use of each node, what those that are known here request of it, and whether pods are still put there (0) or not (1).',
      unit: 'short',
      runbook: 'node-pressure.md',
      width: 24,
      rows: { node: 'Node' },
      columns: [
        { title: 'CPU for pods', unit: 'cores', expr: ofObjects('allocatable', 'cpu') },
        { title: 'CPU requested', unit: 'cores', expr: requested('cpu') },
        { title: 'Memory for pods', unit: 'bytes', expr: ofObjects('allocatable', 'memory') },
        { title: 'Memory requested', unit: 'bytes', expr: requested('memory') },
        {
          title: 'Memory used',
          unit: 'percentunit',
          expr: `max by (node) (node:memory_of_allocatable:ratio{${NODE}})`,
          warns: { from: 0.9 },
        },
        { title: 'Pods at most', unit: 'short', expr: ofObjects('allocatable', 'pods') },
        { title: 'Cordoned', unit: 'short', expr: `max by (node) (kube_node_spec_unschedulable{${NODE}})` },
      ],
    },
    conditions: {
      kind: 'table',
      title: 'Conditions',
      description:
        'What is wrong with a node by its own word: it is not ready, or is short of memory, disk or process numbers. It evicts pods then.',
      unit: 'short',
      runbook: ['node-lost.md', 'node-pressure.md'],
      width: 12,
      rows: { node: 'Node', condition: 'Condition', status: 'Status' },
      columns: [
        {
          title: 'Holds',
          unit: 'short',
          expr: `max by (node, condition, status) (kube_node_status_condition{${NODE}, condition="Ready", status!="true"} or kube_node_status_condition{${NODE}, condition!="Ready", status="true"}) == 1`,
        },
      ],
    },
    evicted: {
      kind: 'table',
      title: 'Evicted pods',
      description:
        'Pods that a node has evicted because it was short of memory or disk. They stay as a record until somebody deletes them.',
      unit: 'short',
      runbook: 'node-pressure.md',
      width: 12,
      rows: { pod: 'Pod', namespace: 'Namespace', node: 'Node' },
      columns: [
        {
          title: 'Evicted',
          unit: 'short',
          expr: `max by (namespace, pod, node) ((kube_pod_status_reason{reason="Evicted"} == 1) * on (namespace, pod) group_left (node) ${PLACE}{${NODE}})`,
        },
      ],
    },
    memory: {
      kind: 'graph',
      title: 'Memory, of what pods may have',
      description: 'How much of the memory that pods may have is in use on each node. Beyond it the node evicts pods.',
      unit: 'percentunit',
      warns: { from: 0.9 },
      runbook: 'node-pressure.md',
      width: 12,
      lines: { '{{node}}': `node:memory_of_allocatable:ratio{${NODE}}` },
    },
    requested: {
      kind: 'graph',
      title: 'Requested, of what pods may have',
      description: 'How much of the CPU and the memory that pods may have is requested on each node. At 100 % no further pod finds room.',
      unit: 'percentunit',
      most: 1,
      runbook: 'pods-pending.md#no-node-takes-it',
      width: 12,
      lines: {
        '{{node}} CPU': `${requested('cpu')} / ${ofObjects('allocatable', 'cpu')}`,
        '{{node}} memory': `${requested('memory')} / ${ofObjects('allocatable', 'memory')}`,
      },
    },
    cpu: {
      kind: 'graph',
      title: 'CPU in use',
      description: 'Cores in use on each node, by everything that runs there.',
      unit: 'cores',
      width: 12,
      lines: { '{{node}}': `max by (node) (rate(container_cpu_usage_seconds_total{${NODE}, id="/"}[$__rate_interval]))` },
    },
    pressure: {
      kind: 'graph',
      title: 'Waiting for resources',
      description: 'The share of time in which some process of the node waited for CPU, memory or disk.',
      unit: 'percentunit',
      runbook: 'node-pressure.md',
      width: 12,
      lines: {
        '{{node}} CPU': rate('pressure_cpu_waiting_seconds_total'),
        '{{node}} memory': rate('pressure_memory_waiting_seconds_total'),
        '{{node}} disk': rate('pressure_io_waiting_seconds_total'),
      },
    },
    filesystems: {
      kind: 'graph',
      title: 'File systems',
      description: 'How full the file systems of each node are. A full one makes the node evict pods.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.85 },
      runbook: 'node-pressure.md',
      width: 12,
      lines: {
        '{{node}} {{mountpoint}}': `1 - min by (node, mountpoint) (${own('filesystem_avail_bytes', ', fstype!~"tmpfs|overlay|squashfs"')} / ${own('filesystem_size_bytes', ', fstype!~"tmpfs|overlay|squashfs"')})`,
      },
    },
    disks: {
      kind: 'graph',
      title: 'Disks',
      description: 'What is read from and written to the disks of each node.',
      unit: 'Bps',
      width: 12,
      lines: { '{{node}} reads': rate('disk_read_bytes_total'), '{{node}} writes': rate('disk_written_bytes_total') },
    },
    ready: {
      kind: 'graph',
      title: 'Nodes that are there',
      description: 'Whether each node is ready (1) or not (0). The line of a node that is taken away, or that has vanished, ends.',
      unit: 'short',
      most: 1,
      runbook: 'node-lost.md#it-has-vanished',
      width: 12,
      lines: { '{{node}}': `max by (node) (kube_node_status_condition{${NODE}, condition="Ready", status="true"})` },
    },
    network: {
      kind: 'graph',
      title: 'Network',
      description: 'What each node receives and sends, without what stays on it.',
      unit: 'Bps',
      width: 12,
      lines: {
        '{{node}} receives': network('receive'),
        '{{node}} sends': network('transmit'),
      },
    },
  },
});
