import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { SERVICE } from '../dashboards/boards';
import { namespacesOf, placed } from './promql';

/** How often within half an hour the files with the lines of a service became larger. */
const WRITTEN = 'service:log_files_written:changes';

/** Services that stop to write lines. Only where lines are shipped does anybody rely on them. */
export function lineRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const needs = ['log-shipper', 'kubelet', 'kube-state-metrics'] as const;
  // The files of a container grow in blocks, and become fewer when the kubelet removes one.
  const changed = `max by (namespace, pod, container) (changes(kubelet_container_log_filesystem_used_bytes{${namespaces}}[30m]))`;
  const written = `${WRITTEN}{${namespaces}}`;
  return {
    recordings: [{ record: WRITTEN, expr: `sum by (namespace, service) (${placed(`${namespaces}, service!=""`, changed)})`, needs }],
    alerts: [
      {
        name: 'ServiceStoppedLogging',
        panel: panelOf(SERVICE, 'lines'),
        severity: 'warning',
        // Only what wrote lines all the time: some services have nothing to say for hours.
        expr: `${written} == 0 and min_over_time(${written}[1h] offset 2h) > 0`,
        for: seconds(900),
        summary: '{{ $labels.service }} has written no lines for half an hour, and wrote some all the time before.',
        description: 'It hangs, nothing asks it any more, or its log level was changed. This alert ends by itself after two hours.',
        runbook: 'log-shipper.md#a-service-has-stopped-logging',
        standsFor: 'Hard limit: requests fail',
        needs,
      },
    ],
  };
}
