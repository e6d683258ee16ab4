import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { MONITORING } from '../dashboards/boards';
import { matchersOf } from '../rules/promql';

/** Notifications of which each attempt failed, within half an hour. One that fails is tried again every five minutes while its alert fires. */
const FAILURES = 3;

/** Whether Alertmanager itself reaches its other members and whoever it notifies. */
export function alertmanagerRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  const common = { runbook: 'monitoring.md#alertmanager', standsFor: 'Manual intervention: ops alerted' };
  return {
    alerts: [
      {
        ...common,
        name: 'AlertmanagerConfigReloadFailed',
        panel: panelOf(MONITORING, 'configuration'),
        severity: 'warning',
        expr: `max by (namespace, pod) (alertmanager_config_last_reload_successful{${pods}}) == 0`,
        for: seconds(600),
        summary: '{{ $labels.pod }} goes on with an older configuration, because it cannot read the present one.',
        description: 'Changes of routes and receivers have no effect. Its log names the line.',
      },
      {
        ...common,
        name: 'AlertmanagerMembersMissing',
        panel: panelOf(MONITORING, 'members'),
        severity: 'warning',
        expr: `max by (namespace, pod) (alertmanager_cluster_members{${pods}}) < ${about.count.least}`,
        for: seconds(600),
        summary: '{{ $labels.pod }} knows {{ $value }} members of its cluster only.',
        description: 'Members that do not know one another notify each for itself, so notifications arrive twice.',
      },
      {
        ...common,
        name: 'AlertmanagerNotificationsFailing',
        panel: panelOf(MONITORING, 'notifications'),
        severity: 'critical',
        // Of the one that fails most: where one fails, the others try the same notification. Rounded, because Prometheus extrapolates.
        expr: `round(max by (namespace, integration) (sum by (namespace, pod, integration) (increase(alertmanager_notifications_failed_total{${pods}}[30m])))) >= ${FAILURES}`,
        summary: 'Notifications by {{ $labels.integration }} failed {{ $value }} times within half an hour.',
        description: 'Alerts may reach nobody. The log of Alertmanager has the answer that it got.',
      },
    ],
  };
}
