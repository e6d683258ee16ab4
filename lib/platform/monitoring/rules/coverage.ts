import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { OVERVIEW } from '../dashboards/boards';
import { CONTAINER, isRouteNeeded, namespacesOf, neededOf, placed } from './promql';

/** Whether everything is seen on which the other alerts rely. */
export function coverageRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const down = `min by (${CONTAINER}) (up{${namespaces}, pod!=""}) == 0`;
  // What is about no namespace chooses none, so the dashboard shows all.
  const targets = { ...panelOf(OVERVIEW, 'targets'), choices: [] };
  const blind = {
    panel: targets,
    severity: 'critical',
    for: seconds(600),
    runbook: 'monitoring.md#metrics-are-missing',
    standsFor: 'Manual intervention: ops alerted',
  } as const;
  return {
    alerts: [
      {
        name: 'Watchdog',
        severity: 'info',
        expr: 'vector(1)',
        summary: 'Alerts reach you.',
        description: 'It always fires. When its notifications stop, Prometheus or Alertmanager is down, or cannot reach you.',
        runbook: 'monitoring.md#the-watchdog-is-silent',
        standsFor: 'Manual intervention: ops alerted',
        // Whether another Prometheus works is for those to watch who run it, and theirs has an alert of this name.
        needs: ['prometheus'],
      },
      {
        name: 'TargetDown',
        panel: panelOf(OVERVIEW, 'targets'),
        severity: 'warning',
        // Also where it is not known on which node the pod is.
        expr: `${placed(namespaces, down)} or on (${CONTAINER}) ${down}`,
        for: seconds(600),
        summary: 'Prometheus gets no metrics of {{ $labels.pod }}, container {{ $labels.container }}.',
        description: 'Alerts and panels about it are blind. If it is an exporter, they are blind for what it tells of.',
        runbook: 'monitoring.md#metrics-are-missing',
        standsFor: 'Manual intervention: ops alerted',
      },
      {
        name: 'NodeMetricsMissing',
        panel: targets,
        severity: 'warning',
        // A kubelet is no pod. It is asked for itself and for its containers.
        expr: 'min by (node) (up{node!="", pod=""}) == 0',
        for: seconds(600),
        summary: 'Prometheus gets no metrics of node {{ $labels.node }}.',
        description: 'Alerts about memory, CPU and disks of what runs there are blind.',
        runbook: 'monitoring.md#metrics-are-missing',
        standsFor: 'Manual intervention: ops alerted',
        needs: ['kubelet', 'kube-state-metrics of nodes'],
      },
      {
        ...blind,
        name: 'ProbesMissing',
        // Once for all routes: where one lacks, most often all do.
        expr: `count(min by (namespace, service, host, instance) (up{${neededOf(services, 'service', isRouteNeeded)}, service!="", pod="", node=""}) == 0)`,
        summary: 'Routes that are not probed: {{ $value }}.',
        description: 'Alerts about routes and certificates cannot fire. The blackbox exporter does not answer Prometheus.',
        needs: ['blackbox'],
      },
      {
        ...blind,
        name: 'ObjectMetricsMissing',
        expr: `absent(kube_pod_info{${namespaces}})`,
        summary: 'Prometheus gets no metrics about pods from kube-state-metrics.',
        description: 'Alerts about restarts, replicas, autoscalers, Jobs and memory limits cannot fire.',
        needs: ['kube-state-metrics'],
      },
      {
        ...blind,
        name: 'ContainerMetricsMissing',
        expr: `absent(container_memory_working_set_bytes{${namespaces}})`,
        summary: 'Prometheus gets no metrics about containers from the nodes.',
        description: 'Alerts about memory and CPU cannot fire.',
        needs: ['cadvisor'],
      },
    ],
  };
}
