import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { NODES } from '../../monitoring/dashboards/boards';
import { matchersOf, PLACE, quoted } from '../../monitoring/rules/promql';
import { LOG_SHIPPER_BOARD } from '../dashboards/boards';
import { QUEUED } from '../delivery';

/** The shares of its queue from which on there is time to look for the cause, and from which on it stops reading. */
const FILLING = 0.5;
const FULL = 0.95;

/** What is behind the queue fails whenever the store is away. The queue offers that again. */
const QUEUE = `exporter="${QUEUED}"`;
const DELIVERS = `exporter!="${QUEUED}"`;

/** How much waits in the fullest queue of each. */
const waiting = (about: Monitored): string => `max by (namespace, pod) (otelcol_exporter_queue_size{${matchersOf(about)},${QUEUE}})`;

/** Those that have counted nothing in a range of time. A counter is there only once it has counted. */
const unlessCounted = (series: string, range: string): string =>
  `unless on (namespace, pod) sum by (namespace, pod) (increase(${series}[${range}])) > 0`;

/** Where something waits in a queue, and nothing of it was taken within ten minutes. */
const notSending = (about: Monitored): string =>
  `${waiting(about)} > 0 ${unlessCounted(`otelcol_exporter_sent_log_records_total{${matchersOf(about)},${QUEUE}}`, '10m')}`;

/** What is to be watched of whatever ships lines, by what the collector tells of itself. */
export function shipperRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  const own = (metric: string): string => `otelcol_${metric}{${pods}}`;
  const queue = 'log_shipper:queue_used:ratio';
  const counted = (metric: string, range = '10m'): string => `sum by (namespace, pod) (increase(${own(metric)}[${range}]))`;
  /**
   * A counter is there only from the first line on that it counts, so what was not there ten minutes ago counts in full, as does what has
   * begun anew since. That it was not scraped once does not mean that it was not there.
   */
  const lost = (metric: string, labels: string): string => {
    const series = `otelcol_${metric}{${pods},${labels}}`;
    return `sum by (namespace, pod) (${series} - last_over_time(${series}[5m] offset 10m) >= 0 or ${series}) > 0`;
  };
  const delivered = (metric: string): string =>
    `sum by (namespace, pod) (increase(otelcol_exporter_${metric}_log_records_total{${pods},${DELIVERS}}[10m])) > 0`;
  const used = `${queue}{${pods}}`;
  const filling = { panel: panelOf(LOG_SHIPPER_BOARD, 'queue'), runbook: 'log-shipper.md#its-queue-fills' };
  const equal = ['namespace', 'pod'];
  return {
    recordings: [
      {
        record: queue,
        // Of its fullest queue.
        expr: `max by (namespace, pod) (${own('exporter_queue_size')} / ${own('exporter_queue_capacity')})`,
      },
    ],
    alerts: [
      {
        ...filling,
        name: 'LogShipperQueueFilling',
        severity: 'warning',
        expr: `${used} > ${FILLING}`,
        for: seconds(600),
        summary: 'The queue of {{ $labels.pod }} is {{ $value | humanizePercentage }} full.',
        description:
          'The store is away or too slow. Nothing is lost until the queue is full and the kubelet removes files that were not read.',
        standsFor: 'CPU throttling: request queue buildup',
      },
      {
        ...filling,
        name: 'LogShipperQueueFull',
        severity: 'critical',
        expr: `${used} > ${FULL}`,
        for: seconds(120),
        summary: 'The queue of {{ $labels.pod }} is full, so it reads no more lines.',
        description:
          'The kubelet keeps the files of each container up to 50 MB. Lines that were not read until then, or until their pod is deleted, are lost.',
        standsFor: 'Data loss',
        explains: { alerts: ['LogShipperQueueFilling'], equal },
      },
      {
        name: 'LogShipperNotSending',
        panel: panelOf(LOG_SHIPPER_BOARD, 'sent'),
        severity: 'warning',
        expr: notSending(about),
        for: seconds(300),
        summary: '{{ $labels.pod }} has lines to send, and the store has taken none for ten minutes.',
        description: 'The store is away, or refuses its password, its certificate or its role. The log of the pod has the answer.',
        runbook: 'log-shipper.md#it-does-not-send',
        standsFor: 'Hard limit: requests fail',
      },
      {
        name: 'LogShipperRefusing',
        panel: panelOf(LOG_SHIPPER_BOARD, 'refused'),
        severity: 'warning',
        expr: `${counted('processor_memory_limiter_refused_log_records_total')} > 0`,
        for: seconds(600),
        summary: '{{ $labels.pod }} makes lines wait, because it has no memory for them.',
        description: 'It offers them again and again until it takes them. Look at how much its node writes.',
        runbook: 'log-shipper.md#it-makes-lines-wait',
        standsFor: 'Memory limit exceeded, stage 1: soft pressure',
      },
      {
        name: 'LogLinesRejected',
        panel: panelOf(LOG_SHIPPER_BOARD, 'lost'),
        severity: 'warning',
        expr: `${lost('elasticsearch_docs_processed_total', 'outcome="failed_client"')} or ${lost('exporter_send_failed_log_records_total', QUEUE)}`,
        summary: 'Lines of {{ $labels.pod }} within ten minutes that the store will never have: {{ $value }}.',
        description: 'The store rejects them for what is in them, such as a field of another type. The log of the pod has the answer.',
        runbook: 'log-shipper.md#lines-are-lost',
        standsFor: 'Data loss',
      },
      {
        name: 'LogLinesRefused',
        panel: panelOf(LOG_SHIPPER_BOARD, 'sent'),
        severity: 'warning',
        expr: `${delivered('send_failed')} and on (namespace, pod) ${delivered('sent')}`,
        for: seconds(1800),
        summary: 'The store takes some lines of {{ $labels.pod }}, and refuses others again and again.',
        description:
          'They are offered until it takes them, and what it has taken of the same request comes again each time. The log of the pod has the answer.',
        runbook: 'log-shipper.md#the-same-lines-again-and-again',
        standsFor: 'Hard limit: requests fail',
      },
      {
        name: 'LogLinesDropped',
        panel: panelOf(LOG_SHIPPER_BOARD, 'lost'),
        severity: 'warning',
        expr: lost('exporter_enqueue_failed_log_records_total', QUEUE),
        summary: 'Lines within ten minutes that the queue of {{ $labels.pod }} could not take: {{ $value }}.',
        description: 'Its disk is full or cannot be written, or it was stopped while its queue was full.',
        runbook: 'log-shipper.md#lines-are-lost',
        standsFor: 'Data loss',
      },
      {
        name: 'LogShipperMissing',
        panel: panelOf(NODES, 'nodes'),
        severity: 'warning',
        // A pod that waits for a node has none.
        expr: `count by (node) (${PLACE}{service!="", node!=""}) unless on (node) count by (node) (${PLACE}{${pods}})`,
        for: seconds(900),
        summary: 'Nothing ships the lines of node {{ $labels.node }}.',
        description:
          'Its lines stay in files of the node, of which the kubelet removes the oldest. A taint keeps the shipper away, or there is no room for it.',
        runbook: 'log-shipper.md#a-node-without-a-shipper',
        standsFor: 'Data loss',
        needs: ['kube-state-metrics'],
      },
    ],
  };
}

/** Every pod that starts makes events. As long as the youngest pod is no older, in seconds, its events should have been read. */
const YOUNG = 1200;

/** What is to be watched of whatever ships the events of the cluster. */
export const eventsRules = (about: Monitored): Rules => ({
  alerts: [
    {
      name: 'LogEventsNotSending',
      panel: panelOf(LOG_SHIPPER_BOARD, 'sent'),
      severity: 'warning',
      expr: notSending(about),
      for: seconds(300),
      summary: '{{ $labels.pod }} has events to send, and the store has taken none for ten minutes.',
      description: 'The cluster keeps its events for an hour. The log of the pod has the answer of the store.',
      runbook: 'log-shipper.md#it-does-not-send',
      standsFor: 'Hard limit: requests fail',
    },
    {
      name: 'LogEventsStopped',
      panel: panelOf(LOG_SHIPPER_BOARD, 'sent'),
      severity: 'warning',
      // The receiver `otlp` counts what the collector hands over to itself, not what it has read. While its queue is full, it reads nothing
      // either, so only one with an empty queue counts.
      expr:
        `${waiting(about)} == 0 ${unlessCounted(`otelcol_receiver_accepted_log_records_total{${matchersOf(about)},receiver!="otlp"}`, '30m')}` +
        ` and on () count(kube_pod_created{namespace=${quoted(about.namespace)}} > time() - ${YOUNG})`,
      // Longer than YOUNG, so that a pod that was started just before the collector is not enough.
      for: seconds(1500),
      summary: '{{ $labels.pod }} has read no event for half an hour, although pods were started.',
      description: 'Its watch has ended, and the pod seems well. The cluster keeps its events for an hour, so the first will soon be gone.',
      runbook: 'log-shipper.md#it-reads-no-events',
      standsFor: 'Data loss',
      needs: ['kube-state-metrics'],
    },
  ],
});
