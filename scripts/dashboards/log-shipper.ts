import { LOG_SHIPPER_BOARD } from '../../lib/platform/logging/dashboards/boards';
import { QUEUED } from '../../lib/platform/logging/delivery';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const own = (metric: string, ...labels: readonly string[]): string => `otelcol_${metric}{${[NAMESPACE, ...labels].join(',')}}`;
const each = (metric: string): string => `max by (namespace, pod) (${own(metric)})`;
const perSecond = (metric: string, ...labels: readonly string[]): string =>
  `sum by (namespace, pod) (rate(${own(metric, ...labels)}[$__rate_interval]))`;
const within = (metric: string, ...labels: readonly string[]): string =>
  `sum by (namespace, pod) (increase(${own(metric, ...labels)}[10m]))`;

/** What a collector hands over to itself counts once: where it has its queue. */
const QUEUE = `exporter="${QUEUED}"`;

/** How lines come from the nodes to the store. */
export const logShipper = drawing({
  board: LOG_SHIPPER_BOARD,
  description: 'What collectors read, what waits, and what the store took. The one for events is among them.',
  choices: { namespace: { from: 'otelcol_exporter_queue_capacity', every: true } },
  panels: {
    queue: {
      kind: 'graph',
      title: 'Queue, of what it can hold',
      description:
        'How full the queue of each collector is. At 100 % it reads no more, and the kubelet removes the oldest files after a while.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.5, at: 0.95 },
      runbook: 'log-shipper.md#its-queue-fills',
      width: 12,
      lines: { '{{pod}}': `max by (namespace, pod) (${own('exporter_queue_size')} / ${own('exporter_queue_capacity')})` },
    },
    sent: {
      kind: 'graph',
      title: 'Lines',
      description: 'Lines per second that each collector reads, and that the store takes of it. Over a while both are the same.',
      unit: 'ops',
      runbook: 'log-shipper.md#it-does-not-send',
      width: 12,
      lines: {
        '{{pod}} read': perSecond('receiver_accepted_log_records_total', `receiver!="otlp"`),
        '{{pod}} sent': perSecond('exporter_sent_log_records_total', QUEUE),
      },
    },
    refused: {
      kind: 'graph',
      title: 'Lines that wait',
      description: 'Lines per second that a collector had no memory for. It offers them again and again until it takes them.',
      unit: 'ops',
      warns: { from: 1 },
      runbook: 'log-shipper.md#it-makes-lines-wait',
      width: 12,
      lines: { '{{pod}}': perSecond('processor_memory_limiter_refused_log_records_total') },
    },
    lost: {
      kind: 'graph',
      title: 'Lines that are lost',
      description: 'Lines within ten minutes that the store will never take (rejected), and that the queue could not take (dropped).',
      unit: 'short',
      warns: { from: 1 },
      runbook: 'log-shipper.md#lines-are-lost',
      width: 12,
      lines: {
        '{{pod}} rejected': `${within('elasticsearch_docs_processed_total', 'outcome="failed_client"')} or ${within('exporter_send_failed_log_records_total', QUEUE)}`,
        '{{pod}} dropped': within('exporter_enqueue_failed_log_records_total', QUEUE),
      },
    },
    files: {
      kind: 'graph',
      title: 'Files',
      description: 'How many files of containers each collector has open, and how many of them it reads at this moment.',
      unit: 'short',
      width: 12,
      lines: { '{{pod}} open': each('fileconsumer_open_files'), '{{pod}} reading': each('fileconsumer_reading_files') },
    },
    memory: {
      kind: 'graph',
      title: 'Memory',
      description: 'What each collector uses. When its heap is above five eighths of its limit, it makes lines wait.',
      unit: 'bytes',
      runbook: 'log-shipper.md#it-makes-lines-wait',
      width: 12,
      lines: { '{{pod}}': each('process_memory_rss_bytes') },
    },
  },
});
