import { type AlertTest, eachTime, type Labels, type Series, type Values } from './case';
import { labels } from './healthy';

const GIB = 1024 ** 3;
const PROMETHEUS: Labels = { namespace: 'shop-monitoring', pod: 'prometheus-0' };
const ALERTMANAGER: Labels = { namespace: 'shop-monitoring', pod: 'alertmanager-0' };

const prometheus = (metric: string, more: Labels = {}): string =>
  `prometheus_${metric}${labels({ ...PROMETHEUS, container: 'prometheus', ...more })}`;
const alertmanager = (metric: string, more: Labels = {}): string =>
  `alertmanager_${metric}${labels({ ...ALERTMANAGER, container: 'alertmanager', ...more })}`;
const errors = (at: Readonly<Record<string, Values>>): Series =>
  Object.fromEntries(Object.entries(at).map(([one, values]) => [prometheus('notifications_errors_total', { alertmanager: one }), values]));
const sentTo = (at: Readonly<Record<string, Values>>): Series =>
  Object.fromEntries(Object.entries(at).map(([one, values]) => [prometheus('notifications_sent_total', { alertmanager: one }), values]));
const sent = (metric: string): string => prometheus(`remote_storage_${metric}`, { remote_name: 'store', url: 'https://store' });
const NOT_SENDING = 'prometheus-0 fails to send alerts to every Alertmanager.';

/** Alerts about Prometheus and Alertmanager themselves. */
export const MONITORING: Readonly<Record<string, AlertTest>> = {
  PrometheusConfigReloadFailed: {
    fires: [
      {
        when: 'a configuration cannot be read',
        series: { [prometheus('config_last_reload_successful')]: 0 },
        alerts: [[PROMETHEUS, 'prometheus-0 goes on with an older configuration, because it cannot read the present one.']],
      },
    ],
    silent: [{ when: 'it can', series: {} }],
  },
  PrometheusRulesFailing: {
    fires: [
      {
        when: 'a rule fails again and again',
        series: { [prometheus('rule_evaluation_failures_total')]: '0+1x200' },
        since: 1,
        alerts: [[PROMETHEUS, 'prometheus-0 cannot evaluate some of its rules.']],
      },
      {
        when: 'a rule fails each four minutes',
        series: { [prometheus('rule_evaluation_failures_total')]: eachTime(4) },
        since: 4,
        alerts: [[PROMETHEUS, 'prometheus-0 cannot evaluate some of its rules.']],
      },
    ],
    silent: [
      { when: 'none does', series: {} },
      { when: 'one did once', series: { [prometheus('rule_evaluation_failures_total')]: '0x9 1x200' } },
      { when: 'some did for five minutes', series: { [prometheus('rule_evaluation_failures_total')]: '0x9 1+1x5 6x200' }, at: 21 },
    ],
  },
  PrometheusDataAboveLimit: {
    fires: [
      {
        when: 'the data takes more than it may',
        series: { [prometheus('tsdb_storage_blocks_bytes')]: 8.55 * GIB },
        alerts: [[PROMETHEUS, 'The data of prometheus-0 takes 105.5% of the size that it may have.']],
      },
    ],
    silent: [
      {
        when: 'what is oldest is deleted, so it takes as much as it may',
        series: { [prometheus('tsdb_storage_blocks_bytes')]: 8.45 * GIB },
      },
      { when: 'it may have any size', series: { [prometheus('tsdb_retention_limit_bytes')]: 0 } },
    ],
  },
  PrometheusNotSending: {
    fires: [
      {
        when: 'more than half fails with every Alertmanager',
        series: errors({ a: '0+5.1x200', b: '0+10x200' }),
        since: 1,
        alerts: [[PROMETHEUS, NOT_SENDING]],
      },
      {
        when: 'more than half has failed within five minutes',
        series: errors({ a: '0x19 9+9x180', b: '0x19 9+9x180' }),
        since: 22,
        alerts: [[PROMETHEUS, NOT_SENDING]],
      },
      {
        when: 'as much fails as before, and less is sent',
        series: { ...errors({ a: '0+9x200', b: '0+9x200' }), ...sentTo({ a: '0+100x20 2010+10x180', b: '0+100x20 2010+10x180' }) },
        since: 24,
        alerts: [[PROMETHEUS, NOT_SENDING]],
      },
    ],
    silent: [
      { when: 'one of them takes most', series: errors({ a: '0+4.95x200', b: '0+10x200' }) },
      { when: 'nothing fails', series: {} },
    ],
  },
  PrometheusRemoteWriteBehind: {
    fires: [
      {
        when: 'the store has taken nothing for more than ten minutes',
        series: { [sent('queue_highest_sent_timestamp_seconds')]: '-606+60x200' },
        alerts: [[PROMETHEUS, 'The store outside takes no new series of prometheus-0.']],
      },
      {
        when: 'the store has taken nothing since Prometheus started',
        series: { [sent('queue_highest_sent_timestamp_seconds')]: 0 },
        since: 11,
        alerts: [[PROMETHEUS, 'The store outside takes no new series of prometheus-0.']],
      },
    ],
    silent: [
      { when: 'it is a little behind', series: { [sent('queue_highest_sent_timestamp_seconds')]: '-594+60x200' } },
      { when: 'it takes what is new', series: {} },
    ],
  },
  PrometheusRemoteWriteRefused: {
    fires: [
      {
        when: 'the store refuses more than one of a hundred',
        series: { [sent('samples_failed_total')]: '0+10.1x200' },
        since: 1,
        alerts: [[PROMETHEUS, 'The store outside refuses 1.01% of what prometheus-0 sends to it.']],
      },
      {
        when: 'it has refused that much within five minutes',
        series: { [sent('samples_failed_total')]: '0x19 20+20x180' },
        since: 22,
        alerts: [[PROMETHEUS, 'The store outside refuses 2% of what prometheus-0 sends to it.']],
      },
      {
        when: 'it refuses as much as before, and less is sent',
        series: { [sent('samples_failed_total')]: '0+20x200', [sent('samples_total')]: '0+10000x20 201000+1000x180' },
        since: 24,
        alerts: [[PROMETHEUS, 'The store outside refuses 2% of what prometheus-0 sends to it.']],
      },
    ],
    silent: [
      { when: 'it refuses less', series: { [sent('samples_failed_total')]: '0+9.9x200' } },
      { when: 'it refuses nothing', series: {} },
      { when: 'nothing is sent', series: { [sent('samples_failed_total')]: 0, [sent('samples_total')]: 0 } },
    ],
  },
  AlertmanagerConfigReloadFailed: {
    fires: [
      {
        when: 'a configuration cannot be read',
        series: { [alertmanager('config_last_reload_successful')]: 0 },
        alerts: [[ALERTMANAGER, 'alertmanager-0 goes on with an older configuration, because it cannot read the present one.']],
      },
    ],
    silent: [{ when: 'it can', series: {} }],
  },
  AlertmanagerMembersMissing: {
    fires: [
      {
        when: 'one knows two members of three',
        series: { [alertmanager('cluster_members')]: 2 },
        alerts: [[ALERTMANAGER, 'alertmanager-0 knows 2 members of its cluster only.']],
      },
    ],
    silent: [{ when: 'each knows three', series: {} }],
  },
  AlertmanagerNotificationsFailing: {
    fires: [
      {
        when: 'a receiver refuses notifications again and again',
        series: { [alertmanager('notifications_failed_total', { integration: 'webhook', reason: 'serverError' })]: '0x9 1x9 2x9 3x200' },
        since: 30,
        alerts: [
          [{ namespace: 'shop-monitoring', integration: 'webhook' }, 'Notifications by webhook failed 3 times within half an hour.'],
        ],
      },
      {
        when: 'it does so for several reasons',
        series: {
          [alertmanager('notifications_failed_total', { integration: 'webhook', reason: 'serverError' })]: '0x9 1x9 2x200',
          [alertmanager('notifications_failed_total', { integration: 'webhook', reason: 'other' })]: '0x29 1x200',
        },
        since: 30,
        alerts: [
          [{ namespace: 'shop-monitoring', integration: 'webhook' }, 'Notifications by webhook failed 3 times within half an hour.'],
        ],
      },
    ],
    silent: [
      { when: 'it takes them', series: {} },
      {
        when: 'it refuses two',
        series: { [alertmanager('notifications_failed_total', { integration: 'webhook', reason: 'serverError' })]: '0x9 1x9 2x200' },
        at: 25,
      },
      {
        when: 'it refuses three within more than half an hour',
        series: { [alertmanager('notifications_failed_total', { integration: 'webhook', reason: 'serverError' })]: '0x9 1x19 2x19 3x200' },
        at: 52,
      },
      {
        when: 'one notification fails with each Alertmanager',
        series: Object.fromEntries(
          [0, 1, 2].map((one) => [
            alertmanager('notifications_failed_total', { pod: `alertmanager-${one}`, integration: 'webhook', reason: 'other' }),
            '0x9 1x200',
          ]),
        ),
        at: 25,
      },
    ],
  },
};
