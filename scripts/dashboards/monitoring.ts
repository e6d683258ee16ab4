import { MONITORING } from '../../lib/platform/monitoring/dashboards/boards';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const own = (metric: string): string => `max by (namespace, pod) (prometheus_${metric}{${NAMESPACE}})`;
const increase = (metric: string, range: string): string =>
  `sum by (namespace, pod) (increase(prometheus_${metric}{${NAMESPACE}}[${range}]))`;

/** Whether what all alerts rely on works. */
export const monitoring = drawing({
  board: MONITORING,
  description: 'Whether Prometheus evaluates its rules, and whether notifications arrive.',
  choices: { namespace: { from: 'prometheus_build_info', every: true } },
  panels: {
    configuration: {
      kind: 'table',
      title: 'Configuration',
      description: 'Whether each pod could read its present configuration (1). With 0 it goes on with an older one.',
      unit: 'short',
      runbook: 'monitoring.md#prometheus',
      width: 12,
      rows: { pod: 'Pod' },
      columns: [
        {
          title: 'Read',
          unit: 'short',
          expr: `max by (pod) (prometheus_config_last_reload_successful{${NAMESPACE}} or alertmanager_config_last_reload_successful{${NAMESPACE}})`,
        },
      ],
    },
    rules: {
      kind: 'graph',
      title: 'Rules that fail',
      description: 'Evaluations of rules that failed within five minutes. Alerts may be missing.',
      unit: 'short',
      warns: { from: 1 },
      runbook: 'monitoring.md#prometheus',
      width: 12,
      lines: { '{{pod}}': increase('rule_evaluation_failures_total', '5m') },
    },
    disk: {
      kind: 'graph',
      title: 'Data',
      description: 'What the series of each Prometheus take, and what they may take. At the limit it deletes what is oldest.',
      unit: 'bytes',
      runbook: 'monitoring.md#prometheus',
      width: 12,
      lines: {
        '{{pod}} blocks': own('tsdb_storage_blocks_bytes'),
        '{{pod}} log': own('tsdb_wal_storage_size_bytes'),
        '{{pod}} limit': own('tsdb_retention_limit_bytes'),
      },
    },
    series: {
      kind: 'graph',
      title: 'Series',
      description: 'How many series each Prometheus has in its memory. Its memory grows with them.',
      unit: 'short',
      width: 12,
      lines: { '{{pod}}': own('tsdb_head_series') },
    },
    sending: {
      kind: 'graph',
      title: 'Alerts that are sent',
      description: 'How many Alertmanagers each Prometheus finds, and the notifications per second that none of them took.',
      unit: 'short',
      runbook: 'monitoring.md#prometheus',
      width: 12,
      lines: {
        '{{pod}} Alertmanagers': own('notifications_alertmanagers_discovered'),
        '{{pod}} errors': `sum by (pod) (rate(prometheus_notifications_errors_total{${NAMESPACE}}[$__rate_interval]))`,
      },
    },
    members: {
      kind: 'graph',
      title: 'Members of Alertmanager',
      description: 'How many members of its cluster each Alertmanager knows. Members that do not know one another notify each for itself.',
      unit: 'short',
      runbook: 'monitoring.md#alertmanager',
      width: 12,
      lines: { '{{pod}}': `max by (pod) (alertmanager_cluster_members{${NAMESPACE}})` },
    },
    notifications: {
      kind: 'graph',
      title: 'Notifications that failed',
      description:
        'Notifications that failed within half an hour, by the way that they take. With several of them alerts may reach nobody.',
      unit: 'short',
      warns: { from: 1, at: 3 },
      runbook: 'monitoring.md#alertmanager',
      width: 24,
      lines: {
        '{{integration}}': `max by (integration) (sum by (pod, integration) (increase(alertmanager_notifications_failed_total{${NAMESPACE}}[30m])))`,
      },
    },
    sent: {
      kind: 'graph',
      title: 'Series for the store outside',
      description:
        'For how long the store of remoteWrite has taken nothing that is newer, and the samples within five minutes that it refused for good.',
      unit: 'short',
      runbook: 'monitoring.md#series-do-not-arrive',
      width: 24,
      lines: {
        '{{pod}} seconds behind': `time() - ${own('remote_storage_queue_highest_sent_timestamp_seconds')}`,
        '{{pod}} refused': increase('remote_storage_samples_failed_total', '5m'),
      },
    },
  },
});
