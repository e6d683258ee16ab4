import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { MONITORING } from '../dashboards/boards';
import { matchersOf } from '../rules/promql';

/** It deletes what is oldest as soon as its data is as large as it may be, and stays there. So only what is above that is wrong. */
const ABOVE = 1.05;
/** The share of notifications that none of the Alertmanagers took. */
const LOST = 0.5;
/** Seconds after which a store outside has got nothing new. What it does not take waits for about two hours. */
const BEHIND = 600;
/** The share of what is sent that a store outside refuses for good. */
const REFUSED = 0.01;

/** Whether Prometheus itself does what alerts rely on. */
export function prometheusRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  const each = (series: string): string => `max by (namespace, pod) (${series})`;
  const own = (metric: string): string => `prometheus_${metric}{${pods}}`;
  const sum = (...metrics: readonly string[]): string => metrics.map((metric) => each(own(metric))).join(' + ');
  const sent = (metric: string): string => `sum by (namespace, pod) (rate(${own(`remote_storage_samples_${metric}`)}[5m]))`;
  const outside = {
    panel: panelOf(MONITORING, 'sent'),
    severity: 'warning',
    runbook: 'monitoring.md#series-do-not-arrive',
    standsFor: 'Manual intervention: ops alerted',
    needs: ['remote-write'],
  } as const;
  const common = { runbook: 'monitoring.md#prometheus', standsFor: 'Manual intervention: ops alerted' };
  return {
    alerts: [
      {
        ...common,
        name: 'PrometheusConfigReloadFailed',
        panel: panelOf(MONITORING, 'configuration'),
        severity: 'warning',
        expr: `${each(own('config_last_reload_successful'))} == 0`,
        for: seconds(600),
        summary: '{{ $labels.pod }} goes on with an older configuration, because it cannot read the present one.',
        description: 'Changes of rules and targets have no effect. Its log names the line.',
      },
      {
        ...common,
        name: 'PrometheusRulesFailing',
        panel: panelOf(MONITORING, 'rules'),
        severity: 'critical',
        expr: `sum by (namespace, pod) (increase(${own('rule_evaluation_failures_total')}[5m])) > 0`,
        for: seconds(600),
        summary: '{{ $labels.pod }} cannot evaluate some of its rules.',
        description: 'Alerts may be missing. Its page Rules shows each error.',
      },
      {
        ...common,
        name: 'PrometheusDataAboveLimit',
        panel: panelOf(MONITORING, 'disk'),
        severity: 'warning',
        expr: `(${sum('tsdb_storage_blocks_bytes', 'tsdb_wal_storage_size_bytes', 'tsdb_head_chunks_storage_size_bytes')}) / (${each(own('tsdb_retention_limit_bytes'))} != 0) > ${ABOVE}`,
        for: seconds(3600),
        summary: 'The data of {{ $labels.pod }} takes {{ $value | humanizePercentage }} of the size that it may have.',
        description: 'It fails to delete what is oldest, and goes on until its disk is full. Its log tells why.',
      },
      {
        ...common,
        name: 'PrometheusNotSending',
        panel: panelOf(MONITORING, 'sending'),
        severity: 'critical',
        expr: `min by (namespace, pod) (rate(${own('notifications_errors_total')}[5m]) / rate(${own('notifications_sent_total')}[5m])) > ${LOST}`,
        for: seconds(300),
        summary: '{{ $labels.pod }} fails to send alerts to every Alertmanager.',
        description: 'Its alerts reach nobody. Look whether the Alertmanagers run and whether a network policy lets it reach them.',
      },
      {
        ...outside,
        name: 'PrometheusRemoteWriteBehind',
        // Not beside the newest series that waits: while a store is away the queue is full, and takes no newer ones.
        expr: `time() - ${each(own('remote_storage_queue_highest_sent_timestamp_seconds'))} > ${BEHIND}`,
        for: seconds(300),
        summary: 'The store outside takes no new series of {{ $labels.pod }}.',
        description:
          'It is away, too slow, or refuses for now. Alerts and dashboards here miss nothing. After about two hours series are lost to it.',
      },
      {
        ...outside,
        name: 'PrometheusRemoteWriteRefused',
        expr: `${sent('failed_total')} / ${sent('total')} > ${REFUSED}`,
        for: seconds(900),
        summary: 'The store outside refuses {{ $value | humanizePercentage }} of what {{ $labels.pod }} sends to it.',
        description:
          'It will never have these. Most often its credentials are wrong or a limit is reached: the log of {{ $labels.pod }} has its answer.',
      },
    ],
  };
}
