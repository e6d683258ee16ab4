import type { Alert, Caching, Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { SERVICE } from '../dashboards/boards';
import { CONTAINER, namespacesOf, neededOf, placed, podsOfAll } from './promql';

/** What the resource plan alerts at. */
const NEAR = 0.85;
const AT = 0.95;

/** How near each container is to its memory limit, and what was killed for it. */
export function memoryRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const caching = services.filter(({ caches }) => caches !== undefined);
  const bytes = (metric: string, pods = ''): string =>
    `max by (${CONTAINER}) (container_memory_${metric}{${namespaces}, container!=""${pods}})`;
  /** What is held by services that read files in a way. */
  const held = (how: Caching, ...metrics: readonly string[]): readonly string[] => {
    const found = caching.filter(({ caches }) => caches === how);
    return found.length === 0 ? [] : [metrics.map((metric) => bytes(metric, `, pod=~${podsOfAll(found)}`)).join(' + ')];
  };
  const used = [
    bytes('working_set_bytes', caching.length === 0 ? '' : `, pod!~${podsOfAll(caching)}`),
    // The kernel counts memory that processes share as mapped, and not as theirs.
    ...held('reads', 'rss', 'mapped_file'),
    ...held('maps', 'rss'),
    // A Prometheus that is there may drop what is mapped: kube-prometheus-stack does. The rest is better than nothing.
    ...held('reads', 'rss'),
  ].join(' or ');
  const limit = `max by (${CONTAINER}) (kube_pod_container_resource_limits{${namespaces}, resource="memory"})`;
  const needs = ['cadvisor', 'kube-state-metrics'] as const;
  const above = (ratio: number, matchers = namespaces): string =>
    placed(namespaces, `container:memory_of_limit:ratio{${matchers}} >= ${ratio}`);
  return {
    recordings: [
      { record: 'container:memory_used:bytes', expr: used, needs: ['cadvisor'] },
      {
        record: 'container:memory_of_limit:ratio',
        expr: `container:memory_used:bytes{${namespaces}} / on (${CONTAINER}) ${limit}`,
        needs,
      },
    ],
    alerts: [
      {
        name: 'MemoryNearLimit',
        panel: panelOf(SERVICE, 'memoryShare'),
        severity: 'warning',
        expr: above(NEAR),
        for: seconds(300),
        summary: 'Container {{ $labels.container }} of {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
        description: 'At its limit the kernel kills it. Look at how its memory grew: a leak grows steadily, load goes up and down.',
        runbook: 'memory.md#near-the-limit',
        standsFor: 'Memory limit exceeded, stage 1: soft pressure',
        needs,
      },
      {
        name: 'MemoryAtLimit',
        panel: panelOf(SERVICE, 'memoryShare'),
        severity: 'critical',
        expr: above(AT, neededOf(services, 'pod')),
        for: seconds(120),
        summary: 'Container {{ $labels.container }} of {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
        description: 'The kernel kills it soon. What it is working on is lost then. Raise the limit, or lower the load.',
        runbook: 'memory.md#near-the-limit',
        standsFor: 'Memory limit exceeded, stage 2: hard limit',
        needs,
        explains: { alerts: ['MemoryNearLimit'], equal: ['namespace', 'pod', 'container'] },
      },
      ...killed(namespaces),
    ],
  };
}

function killed(namespaces: string): readonly Alert[] {
  // The reason stays for as long as the pod lives, so it counts only beside a restart.
  const container = `max by (${CONTAINER}) (increase(kube_pod_container_status_restarts_total{${namespaces}}[10m])) > 0 and on (${CONTAINER}) max by (${CONTAINER}) (kube_pod_container_status_last_terminated_reason{${namespaces}, reason="OOMKilled"}) == 1`;
  return [
    {
      name: 'ContainerOomKilled',
      panel: panelOf(SERVICE, 'killed'),
      severity: 'warning',
      expr: placed(namespaces, container),
      summary: 'Container {{ $labels.container }} of {{ $labels.pod }} was killed because it reached its memory limit.',
      description: 'It has been started again. What it was working on is lost, other replicas go on.',
      runbook: 'memory.md#killed',
      standsFor: 'Single container OOM',
      needs: ['kube-state-metrics'],
      explains: { alerts: ['ContainerRestarts'], equal: ['namespace', 'pod', 'container'] },
    },
    {
      name: 'ProcessOomKilled',
      panel: panelOf(SERVICE, 'killed'),
      severity: 'warning',
      expr: placed(
        namespaces,
        `sum by (${CONTAINER}) (increase(container_oom_events_total{${namespaces}, container!=""}[10m])) > 0 unless on (${CONTAINER}) (${container})`,
      ),
      summary:
        'A process in container {{ $labels.container }} of {{ $labels.pod }} was killed because the container reached its memory limit.',
      description: 'The container itself goes on, so no restart shows it. What the process was working on is lost.',
      runbook: 'memory.md#killed',
      standsFor: 'Single container OOM',
      needs: ['cadvisor', 'kube-state-metrics'],
    },
  ];
}
