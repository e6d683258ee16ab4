import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { SERVICE } from '../dashboards/boards';
import { CONTAINER, namespacesOf, placed } from './promql';

/** Restarts within an hour that are no coincidence. */
const RESTARTS = 3;
/** The share of its periods in which a container had to wait for its CPU limit. */
const THROTTLED = 0.5;
/**
 * Periods a second, of ten, in which it has to wait at least. A container that does little has few, and a brief burst takes most of them.
 * Not the seconds that it waits: a Prometheus that is there may drop these, as that of kube-prometheus-stack does.
 */
const OFTEN = 1;

/** Containers that restart, wait or are throttled. */
export function containerRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  /** Of containers and of those that run before them. */
  const every = (metric: string, matchers: string, range = ''): string =>
    ['kube_pod_container', 'kube_pod_init_container']
      .map((prefix) => {
        const selected = `${prefix}_${metric}{${namespaces}${matchers}}`;
        return range === '' ? selected : `max_over_time(${selected}[${range}])`;
      })
      .join(' or ');
  const periods = (which: string): string =>
    `sum by (${CONTAINER}) (increase(container_cpu_cfs_${which}_total{${namespaces}, container!=""}[5m]))`;
  const throttledPerSecond = `sum by (${CONTAINER}) (rate(container_cpu_cfs_throttled_periods_total{${namespaces}, container!=""}[5m]))`;
  return {
    recordings: [
      {
        record: 'container:cpu_throttled:ratio5m',
        expr: `${periods('throttled_periods')} / ${periods('periods')}`,
        needs: ['cadvisor'],
      },
    ],
    alerts: [
      {
        name: 'ContainerRestarts',
        panel: panelOf(SERVICE, 'restarts'),
        severity: 'warning',
        // Rounded, because Prometheus extrapolates to the ends of the hour.
        expr: placed(
          namespaces,
          `round(max by (${CONTAINER}) (increase(kube_pod_container_status_restarts_total{${namespaces}}[1h]))) >= ${RESTARTS}`,
        ),
        summary: 'Container {{ $labels.container }} of {{ $labels.pod }} restarted {{ $value }} times within an hour.',
        description: 'Its last words and its exit code tell why. Each restart loses what it was working on.',
        runbook: 'restarts.md',
        standsFor: 'Container recently restarted',
        needs: ['kube-state-metrics'],
      },
      {
        name: 'ContainerCrashLooping',
        panel: panelOf(SERVICE, 'restarts'),
        severity: 'warning',
        expr: placed(
          namespaces,
          // It waits between attempts, and runs for a moment at each.
          `max by (${CONTAINER}) (${every('status_waiting_reason', ', reason="CrashLoopBackOff"', '5m')}) == 1`,
        ),
        for: seconds(600),
        summary: 'Container {{ $labels.container }} of {{ $labels.pod }} ends shortly after each start.',
        description: 'Kubernetes starts it again ever more slowly. Its last words tell why it ends.',
        runbook: 'restarts.md',
        standsFor: 'Container recently restarted',
        needs: ['kube-state-metrics'],
        explains: { alerts: ['ContainerRestarts', 'ContainerOomKilled', 'TargetDown'], equal: ['namespace', 'pod', 'container'] },
      },
      {
        name: 'ContainerWaiting',
        panel: panelOf(SERVICE, 'waiting'),
        severity: 'warning',
        expr: placed(
          namespaces,
          // The reason changes with each attempt, so it is no label: ErrImagePull, then ImagePullBackOff, and for a moment none.
          `max by (${CONTAINER}) (${every('status_waiting_reason', ', reason!="CrashLoopBackOff"', '2m')}) == 1`,
        ),
        for: seconds(720),
        summary: 'Container {{ $labels.container }} of {{ $labels.pod }} does not start.',
        description: 'Its pod has a node. The events of the pod tell what is missing: an image, a Secret, a disk, or a step before it.',
        runbook: 'pods-pending.md#a-container-waits',
        standsFor: 'Node/host failure: pods migrate to other nodes',
        needs: ['kube-state-metrics'],
      },
      {
        name: 'CpuThrottled',
        panel: panelOf(SERVICE, 'throttled'),
        severity: 'warning',
        expr: placed(namespaces, `container:cpu_throttled:ratio5m{${namespaces}} > ${THROTTLED} and ${throttledPerSecond} > ${OFTEN}`),
        for: seconds(900),
        summary:
          'Container {{ $labels.container }} of {{ $labels.pod }} waits for its CPU limit in {{ $value | humanizePercentage }} of all periods.',
        description: 'It is slow, and its requests may time out. It loses nothing.',
        runbook: 'cpu.md',
        standsFor: 'CPU throttling',
        needs: ['cadvisor', 'kube-state-metrics'],
      },
    ],
  };
}
