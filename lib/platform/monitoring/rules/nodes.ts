import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { NODES, SERVICE } from '../dashboards/boards';
import { namespacesOf, placed, quoted } from './promql';

/** Above it a node may soon evict pods: what it keeps for itself comes on top. */
const MEMORY = 0.9;
/** The taints of a node that an autoscaler takes away: the Cluster Autoscaler's, and Karpenter's. */
const TAKEN_AWAY = ['ToBeDeletedByClusterAutoscaler', 'karpenter[.]sh/disrupted'];
/** The same, and that of one which it may take away. A node can have this one for long, and crash. */
const ANNOUNCED = [...TAKEN_AWAY, 'DeletionCandidateOfClusterAutoscaler'];

const tainted = (keys: readonly string[]): string => `kube_node_spec_taint{key=~${quoted(keys.join('|'))}}`;

/** Nodes, and the pods that they evict. */
export function nodeRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const condition = (matchers: string): string => `max by (node, condition) (kube_node_status_condition{${matchers}}) == 1`;
  const reason = `kube_pod_status_reason{${namespaces}, reason="Evicted"}`;
  const evicted = (series = reason): string => `max by (namespace, pod) (${series}) == 1`;
  // Whoever restarts a node cordons it before. An autoscaler may only taint one that it takes away, which stays until its machine is gone.
  const intended = [
    `(max by (node) (kube_node_spec_unschedulable) == 1 or max by (node) (${tainted(TAKEN_AWAY)}))`,
    'and on (node) max by (node) (max_over_time(kube_node_status_condition{condition="Ready", status="true"}[30m])) == 1',
  ].join(' ');
  const withinAnHour = (series: string): string => `max by (node) (max_over_time(${series}[1h]))`;
  // Whoever takes a node away cordons it before, or an autoscaler taints it. While nobody tells of any node, none is known to be gone.
  const vanished = [
    `${withinAnHour('kube_node_info')} unless on (node) max by (node) (kube_node_info)`,
    `unless on (node) ${withinAnHour('kube_node_spec_unschedulable')} == 1`,
    `unless on (node) ${withinAnHour(tainted(ANNOUNCED))}`,
    'and on () max(kube_node_info) == 1',
  ].join(' ');
  return {
    recordings: [
      {
        record: 'node:memory_of_allocatable:ratio',
        expr: 'max by (node) (container_memory_working_set_bytes{id="/"}) / on (node) max by (node) (kube_node_status_allocatable{resource="memory"})',
        needs: ['cadvisor', 'kube-state-metrics of nodes'],
      },
    ],
    alerts: [
      {
        name: 'NodeGone',
        panel: panelOf(NODES, 'conditions'),
        severity: 'critical',
        expr: `${condition('condition="Ready", status!="true"')} unless on (node) (${intended})`,
        for: seconds(120),
        summary: 'Node {{ $labels.node }} is not ready.',
        description:
          'About two minutes after it stopped answering its pods start elsewhere. Members with a disk stay away until somebody says that the node is off.',
        runbook: 'node-lost.md',
        standsFor: 'Node/host failure',
        needs: ['kube-state-metrics of nodes'],
        explains: {
          alerts: [
            ...['MemoryNearLimit', 'MemoryAtLimit', 'ContainerRestarts', 'ContainerCrashLooping', 'ContainerWaiting', 'CpuThrottled'],
            ...['PodEvicted', 'TargetDown', 'NodeMetricsMissing', 'NodePressure', 'NodeMemoryHigh'],
          ],
          equal: ['node'],
        },
      },
      {
        name: 'NodeVanished',
        panel: panelOf(NODES, 'ready'),
        // Nobody has to say that it is off: without its Node Kubernetes deletes its pods and detaches its disks by itself.
        severity: 'warning',
        expr: vanished,
        for: seconds(300),
        summary: 'Node {{ $labels.node }} has vanished, and nobody had cordoned it.',
        description:
          'Its machine was deleted or lost. Its pods start elsewhere, those with a disk after some minutes. It ends by itself an hour after the node was seen last, whether another one takes its place or not.',
        runbook: 'node-lost.md#it-has-vanished',
        standsFor: 'Node/host failure',
        needs: ['kube-state-metrics of nodes'],
      },
      {
        name: 'NodePressure',
        panel: panelOf(NODES, 'conditions'),
        severity: 'warning',
        expr: condition('condition=~"MemoryPressure|DiskPressure|PIDPressure", status="true"'),
        for: seconds(120),
        summary: 'Node {{ $labels.node }} reports {{ $labels.condition }}.',
        description: 'It evicts pods: first those that use more than they request, of the lowest priority.',
        runbook: 'node-pressure.md',
        standsFor: 'Node-level exhaustion: node taint',
        needs: ['kube-state-metrics of nodes'],
        explains: { alerts: ['NodeMemoryHigh', 'PodEvicted'], equal: ['node'] },
      },
      {
        name: 'NodeMemoryHigh',
        panel: panelOf(NODES, 'memory'),
        severity: 'warning',
        expr: `node:memory_of_allocatable:ratio > ${MEMORY}`,
        for: seconds(900),
        summary: 'Node {{ $labels.node }} uses {{ $value | humanizePercentage }} of the memory that pods may have.',
        description: 'With more of it the node evicts pods.',
        runbook: 'node-pressure.md',
        standsFor: 'Node-level exhaustion: node under memory pressure',
        needs: ['cadvisor', 'kube-state-metrics of nodes'],
      },
      {
        name: 'PodEvicted',
        // Whoever does not own the cluster has no dashboard of its nodes.
        panel: panelOf(SERVICE, 'evicted'),
        severity: 'warning',
        // The pod stays as a record of it for long, so the first hour counts. An hour ago its exporter may just have started.
        expr: placed(namespaces, `${evicted()} unless on (namespace, pod) ${evicted(`max_over_time(${reason}[15m] offset 1h)`)}`),
        summary: 'Node {{ $labels.node }} has evicted {{ $labels.pod }}.',
        description: 'The node was short of memory or disk. Another pod takes its place elsewhere if there is room.',
        runbook: 'node-pressure.md',
        standsFor: 'Node-level exhaustion: evict low-priority pods',
        needs: ['kube-state-metrics'],
      },
    ],
  };
}
