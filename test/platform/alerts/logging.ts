import { type AlertTest, eachTime, type Labels, type Series } from './case';
import { labels } from './healthy';

const STORE: Labels = { namespace: 'shop-logging', pod: 'log-store-exporter-5d4f8bcc7-x7k20', container: 'log-store-exporter' };
const WHOLE: Labels = { namespace: 'shop-logging' };
const MEMBER: Labels = { ...WHOLE, name: 'opensearch-1' };

const store = (metric: string, more: Labels = {}): string => `elasticsearch_${metric}${labels({ ...STORE, ...more })}`;
const member = (metric: string, more: Labels = {}): string => store(metric, { ...more, name: 'opensearch-1' });
const color = (of: 'green' | 'yellow' | 'red'): Series =>
  Object.fromEntries(['green', 'yellow', 'red'].map((one) => [store('cluster_health_status', { color: one }), one === of ? 1 : 0]));
const MOUNTED: Labels = { mount: '/data', path: '/data/nodes/0' };
/** A disk has more than one path to a program that counts paths. */
const used = (percent: number): Series => ({
  [store('filesystem_data_available_bytes', { mount: '/data', name: 'opensearch-1', path: MOUNTED.path ?? '' })]: 100 - percent,
});
const HEAP = store('jvm_memory_used_bytes', { area: 'heap', name: 'opensearch-1' });
const DISK_IS = (share: string): string => `The disk of opensearch-1 is ${share} full`;
const RETENTION: Labels = { ...WHOLE, cronjob: 'opensearch-retention' };
const RETAINED = `kube_cronjob_status_last_successful_time${labels(RETENTION)}`;
const REJECTED = member('thread_pool_rejected_count').replace('}', ',type="write"}');

const SHIPPER: Labels = { namespace: 'shop-node', pod: 'log-shipper-x7k21' };
const EVENTS: Labels = { namespace: 'shop-logging', pod: 'log-events-5d4f8bcc7-x7k20' };
const collector = (of: Labels, metric: string, more: Labels = {}): string =>
  `otelcol_${metric}${labels({ ...of, container: (of.pod ?? '').split('-').slice(0, 2).join('-'), ...more })}`;
const READ = collector(EVENTS, 'receiver_accepted_log_records_total', { receiver: 'k8sobjects' });
const STARTED = `kube_pod_created${labels({ namespace: 'shop-logging', pod: 'opensearch-retention-29310', uid: 'u' })}`;
/** When the youngest pod was started, where one is started each ten minutes. */
const EACH_TEN_MINUTES = Array.from({ length: 24 }, (_, one) => `${600 * one}x9`).join(' ');
const IDLE: Series = { [collector(EVENTS, 'exporter_queue_size', { data_type: 'logs', exporter: 'otlp_http' })]: 0 };
const READS_NONE: readonly (readonly [Labels, string])[] = [
  [EVENTS, `${EVENTS.pod} has read no event for half an hour, although pods were started.`],
];
const shipper = (metric: string, more: Labels = {}): string => collector(SHIPPER, metric, more);
const OF_LOGS: Labels = { data_type: 'logs', exporter: 'otlp_http' };
const QUEUE = shipper('exporter_queue_size', OF_LOGS);
const SENT = shipper('exporter_sent_log_records_total', { exporter: 'otlp_http' });
const WAITS = shipper('processor_memory_limiter_refused_log_records_total', { processor: 'memory_limiter' });
const REJECTS = shipper('exporter_send_failed_log_records_total', { exporter: 'otlp_http' });
const REFUSED = shipper('elasticsearch_docs_processed_total', { outcome: 'failed_client', error_type: 'mapper_parsing_exception' });
const DROPS = shipper('exporter_enqueue_failed_log_records_total', { exporter: 'otlp_http' });
const TAKEN = shipper('exporter_sent_log_records_total', { exporter: 'opensearch' });
const FAILED = shipper('exporter_send_failed_log_records_total', { exporter: 'opensearch' });
const NOT_SENDING = 'log-shipper-x7k21 has lines to send, and the store has taken none for ten minutes.';
const ON_NODE = `kube_pod_info${labels({ namespace: 'shop-node', pod: 'log-shipper-x7k21', node: 'worker-2', service: 'kube-state-metrics', uid: 'u' })}`;

/** Of a counter that counts so many at once, at minute 20. */
const once = (by: number, before: number | '_' = 0): string => (before === '_' ? `_x20 ${by}x200` : `${before}x19 ${before + by}x200`);
const lost = (series: string, says: (lines: number) => string): AlertTest => ({
  fires: [
    {
      when: 'it counts further ones',
      series: { [series]: once(7, 5) },
      since: 20,
      until: 29,
      alerts: [[SHIPPER, says(7)]],
    },
    { when: 'it counts for the first time', series: { [series]: once(1, '_') }, since: 20, alerts: [[SHIPPER, says(1)]] },
    { when: 'it begins anew', series: { [series]: '6x19 5x200' }, since: 20, alerts: [[SHIPPER, says(5)]] },
    {
      when: 'it begins anew after more than five minutes, and counts as many',
      series: { [series]: '6x10 stale _x7 6x200' },
      since: 25,
      alerts: [[SHIPPER, says(6)]],
    },
  ],
  silent: [
    { when: 'nothing is counted', series: {} },
    { when: 'it was long ago', series: { [series]: once(7, 5) }, at: 40 },
    { when: 'the first ones were long ago', series: { [series]: once(7, '_') }, at: 40 },
    { when: 'it was not scraped for three minutes, ten minutes ago', series: { [series]: '7x17 stale _x2 7x200' }, at: 30 },
  ],
});

/** Lines that the store refuses for what they are, and batches that the queue gives up. What is only to be offered again is none of both. */
function rejected(): AlertTest {
  const says = (lines: number): string => `Lines of log-shipper-x7k21 within ten minutes that the store will never have: ${lines}.`;
  const [refused, givenUp] = [lost(REFUSED, says), lost(REJECTS, says)];
  return {
    fires: [...refused.fires, ...givenUp.fires],
    silent: [
      ...refused.silent,
      ...givenUp.silent,
      {
        when: 'the store is away, so that the exporter behind the queue fails',
        series: {
          [shipper('exporter_send_failed_log_records_total', { exporter: 'elasticsearch' })]: '0+100x200',
          [shipper('exporter_send_failed_log_records_total', { exporter: 'opensearch' })]: '0+100x200',
          [shipper('elasticsearch_docs_processed_total', { outcome: 'failed_server', http_response_status_code: '503' })]: '0+100x200',
        },
      },
    ],
  };
}

/** Alerts about the store, by what its exporter tells. */
const OF_STORE: Readonly<Record<string, AlertTest>> = {
  LogStoreRed: {
    fires: [
      {
        when: 'a shard has no copy',
        series: color('red'),
        alerts: [[WHOLE, 'Some lines in opensearch can neither be searched nor be written: no copy of a shard is there.']],
      },
    ],
    silent: [
      { when: 'all have one', series: {} },
      { when: 'all have one, and not all have two', series: color('yellow') },
      {
        when: 'it has them again soon',
        series: { ...color('yellow'), [store('cluster_health_status', { color: 'red' })]: '1x3 0x200' },
        at: 5,
      },
    ],
  },
  LogStoreYellow: {
    fires: [
      {
        when: 'a shard has one copy for long',
        series: color('yellow'),
        alerts: [[WHOLE, 'Some lines in opensearch are on one member only.']],
      },
    ],
    silent: [
      { when: 'all have two', series: {} },
      { when: 'a member starts again', series: { [store('cluster_health_status', { color: 'yellow' })]: '1x12 0x200' }, at: 30 },
    ],
  },
  LogStoreMembersMissing: {
    fires: [
      {
        when: 'a member is not in the cluster',
        series: { [store('cluster_health_number_of_nodes')]: 2 },
        alerts: [[WHOLE, 'opensearch has 2 members of 3.']],
      },
    ],
    silent: [{ when: 'all are', series: {} }],
  },
  LogStoreNotAnswering: {
    fires: [
      {
        when: 'its exporter learns nothing',
        series: { elasticsearch_cluster_health_number_of_nodes: null },
        alerts: [[WHOLE, 'opensearch does not tell its exporter how it is.']],
      },
    ],
    silent: [
      { when: 'it answers', series: {} },
      {
        when: 'the exporter itself is away',
        series: {
          elasticsearch_cluster_health_number_of_nodes: null,
          [`up${labels({ ...STORE, job: 'whatever' })}`]: 0,
        },
      },
      {
        when: 'there is no leader for a moment',
        series: { [store('cluster_health_number_of_nodes')]: '3x5 _ _ 3x200' },
      },
    ],
  },
  LogStoreHeapHigh: {
    fires: [
      {
        when: 'it can free nothing more',
        series: { [HEAP]: 85.5 },
        alerts: [[MEMBER, 'The heap of opensearch-1 stays above 85.5%, also after it is cleared up.']],
      },
      {
        when: 'it has not been lower for ten minutes',
        series: { [HEAP]: '50x19 85.5x200' },
        since: 29,
        alerts: [[MEMBER, 'The heap of opensearch-1 stays above 85.5%, also after it is cleared up.']],
      },
    ],
    silent: [
      { when: 'it stays below', series: { [HEAP]: 84.5 } },
      { when: 'it is cleared up now and then', series: { [HEAP]: `${'99 99 99 99 40 '.repeat(40)}99` } },
      {
        when: 'something else than the heap is large',
        series: { [store('jvm_memory_used_bytes', { area: 'non-heap', name: 'opensearch-1' })]: 999 },
      },
    ],
  },
  LogStoreFilling: {
    fires: [{ when: 'it has 15 % left', series: used(85.5), alerts: [[MEMBER, `${DISK_IS('85.5%')}: it gets no new shards.`]] }],
    silent: [{ when: 'it has more', series: used(84.5) }],
  },
  LogStoreAlmostFull: {
    fires: [
      { when: 'it has 10 % left', series: used(90.5), alerts: [[MEMBER, `${DISK_IS('90.5%')}: at 95 % nothing more can be written.`]] },
    ],
    silent: [{ when: 'it has more', series: used(89.5) }],
  },
  LogStoreFilesNearMaximum: {
    fires: [
      {
        when: 'it has more than 80 % open',
        series: { [member('process_open_files_count')]: 810 },
        alerts: [[MEMBER, 'opensearch-1 has 81% of the files open that it may open.']],
      },
    ],
    silent: [{ when: 'it has less', series: { [member('process_open_files_count')]: 790 } }],
  },
  LogStoreRetentionLate: {
    fires: [
      {
        when: 'its last success was an hour ago',
        series: { [RETAINED]: -3000 },
        since: 11,
        alerts: [[RETENTION, 'The retention of opensearch has not succeeded for 1h 1m 0s.']],
      },
      {
        when: 'it has never succeeded',
        series: { [RETAINED]: null, [`kube_cronjob_created${labels(RETENTION)}`]: -3000 },
        since: 11,
        alerts: [[RETENTION, 'The retention of opensearch has not succeeded for 1h 1m 0s.']],
      },
    ],
    silent: [
      { when: 'its last success was within the hour', series: { [RETAINED]: -3000 }, at: 10 },
      { when: 'it succeeds again', series: { [RETAINED]: '-3000x20 1200x200' }, at: 30 },
    ],
  },
  LogStoreRefusesWrites: {
    fires: [
      {
        when: 'it refuses again and again',
        series: { [REJECTED]: '0+1x200' },
        since: 1,
        alerts: [[MEMBER, 'opensearch-1 refuses to write: it has more to do than it can.']],
      },
      {
        when: 'it refuses each eight minutes',
        series: { [REJECTED]: eachTime(8) },
        since: 8,
        alerts: [[MEMBER, 'opensearch-1 refuses to write: it has more to do than it can.']],
      },
    ],
    silent: [
      { when: 'it refuses searches', series: { [member('thread_pool_rejected_count').replace('}', ',type="search"}')]: '0+5x200' } },
      { when: 'it refused once', series: { [REJECTED]: '0x9 5x200' }, at: 25 },
    ],
  },
};

/** Alerts about what ships lines and events. */
const OF_SHIPPERS: Readonly<Record<string, AlertTest>> = {
  LogShipperQueueFilling: {
    fires: [{ when: 'it is half full', series: { [QUEUE]: 510 }, alerts: [[SHIPPER, 'The queue of log-shipper-x7k21 is 51% full.']] }],
    silent: [
      { when: 'it is emptier', series: { [QUEUE]: 495 } },
      { when: 'a member of the store starts again', series: { [QUEUE]: '10x9 600x5 10x200' }, at: 20 },
    ],
  },
  LogShipperQueueFull: {
    fires: [
      {
        when: 'it is full',
        series: { [QUEUE]: 960 },
        alerts: [[SHIPPER, 'The queue of log-shipper-x7k21 is full, so it reads no more lines.']],
      },
    ],
    silent: [{ when: 'it has room', series: { [QUEUE]: 940 } }],
  },
  LogShipperNotSending: {
    fires: [
      { when: 'nothing is taken', series: { [SENT]: 5000, [QUEUE]: 1 }, alerts: [[SHIPPER, NOT_SENDING]] },
      {
        when: 'nothing is taken any more',
        series: { [SENT]: '0+600x20 12000x200', [QUEUE]: 1 },
        since: 29,
        alerts: [[SHIPPER, NOT_SENDING]],
      },
      {
        when: 'nothing was ever taken',
        series: {
          otelcol_exporter_sent_log_records_total: null,
          [`${QUEUE}`]: 10,
          [collector({ namespace: 'shop-node', pod: 'log-shipper-x7k20' }, 'exporter_queue_size', OF_LOGS)]: 0,
          [collector({ namespace: 'shop-node', pod: 'log-shipper-x7k22' }, 'exporter_queue_size', OF_LOGS)]: 0,
        },
        alerts: [[SHIPPER, NOT_SENDING]],
      },
    ],
    silent: [
      { when: 'the store takes lines', series: {} },
      { when: 'it takes few', series: { [SENT]: '0+0.2x200' }, at: 60 },
      { when: 'there are none', series: { [SENT]: 5000, [QUEUE]: 0 } },
      { when: 'it takes none for a while', series: { [SENT]: '0+600x20 12000x5 12600+600x200' }, at: 30 },
    ],
  },
  LogShipperRefusing: {
    fires: [
      {
        when: 'lines wait all the time',
        series: { [WAITS]: '0+1x200' },
        since: 1,
        alerts: [[SHIPPER, 'log-shipper-x7k21 makes lines wait, because it has no memory for them.']],
      },
      {
        when: 'lines wait each eight minutes',
        series: { [WAITS]: eachTime(8) },
        since: 8,
        alerts: [[SHIPPER, 'log-shipper-x7k21 makes lines wait, because it has no memory for them.']],
      },
    ],
    silent: [
      { when: 'none does', series: {} },
      { when: 'some did for a moment', series: { [WAITS]: '0x9 5x200' }, at: 25 },
    ],
  },
  LogLinesRejected: rejected(),
  LogLinesRefused: {
    fires: [
      {
        when: 'the store takes others all the time',
        series: { [TAKEN]: '0+600x200', [FAILED]: '0+100x200' },
        since: 1,
        alerts: [[SHIPPER, 'The store takes some lines of log-shipper-x7k21, and refuses others again and again.']],
      },
      {
        when: 'there are few lines of either kind',
        series: { [TAKEN]: '0+0.15x200', [FAILED]: '0+0.15x200' },
        since: 1,
        alerts: [[SHIPPER, 'The store takes some lines of log-shipper-x7k21, and refuses others again and again.']],
      },
      {
        when: 'it refuses some each eight minutes',
        series: { [TAKEN]: '0+600x200', [FAILED]: eachTime(8) },
        since: 8,
        alerts: [[SHIPPER, 'The store takes some lines of log-shipper-x7k21, and refuses others again and again.']],
      },
      {
        when: 'it takes some each eight minutes',
        series: { [TAKEN]: eachTime(8), [FAILED]: '0+100x200' },
        since: 8,
        alerts: [[SHIPPER, 'The store takes some lines of log-shipper-x7k21, and refuses others again and again.']],
      },
    ],
    silent: [
      { when: 'it takes all', series: { [TAKEN]: '0+600x200' } },
      { when: 'it refuses some each twelve minutes', series: { [TAKEN]: '0+600x200', [FAILED]: eachTime(12) }, at: 60 },
      { when: 'it takes some each twelve minutes', series: { [TAKEN]: eachTime(12), [FAILED]: '0+100x200' }, at: 60 },
      { when: 'it takes none', series: { [TAKEN]: 600, [FAILED]: '0+100x200' } },
      { when: 'a member was away', series: { [TAKEN]: '0+600x200', [FAILED]: '0x20 100x5 500x200' }, at: 45 },
    ],
  },
  LogLinesDropped: lost(DROPS, (lines) => `Lines within ten minutes that the queue of log-shipper-x7k21 could not take: ${lines}.`),
  LogShipperMissing: {
    fires: [
      {
        when: 'pods run on a node without one',
        series: { [ON_NODE]: null },
        alerts: [[{ node: 'worker-2' }, 'Nothing ships the lines of node worker-2.']],
      },
    ],
    silent: [
      { when: 'each has one', series: {} },
      {
        when: 'a node has none of our pods',
        series: { [`kube_pod_info${labels({ namespace: 'other', pod: 'x-1', node: 'worker-9' })}`]: 1 },
      },
      { when: 'it starts anew', series: { [ON_NODE]: '1x9 _x5 1x200' }, at: 30 },
      {
        when: 'a pod has no node yet',
        series: { [`kube_pod_info${labels({ namespace: 'shop', pod: 'shop-web-5d4f8bcc7-x7k29', node: '' })}`]: 1 },
      },
    ],
  },
  LogEventsNotSending: {
    fires: [
      {
        when: 'nothing is taken',
        series: {
          [collector(EVENTS, 'exporter_sent_log_records_total', { exporter: 'otlp_http' })]: 5000,
          [collector(EVENTS, 'exporter_queue_size', OF_LOGS)]: 1,
        },
        alerts: [[EVENTS, `${EVENTS.pod} has events to send, and the store has taken none for ten minutes.`]],
      },
      {
        when: 'nothing is taken any more',
        series: {
          [collector(EVENTS, 'exporter_sent_log_records_total', { exporter: 'otlp_http' })]: '0+600x20 12000x200',
          [collector(EVENTS, 'exporter_queue_size', OF_LOGS)]: 1,
        },
        since: 29,
        alerts: [[EVENTS, `${EVENTS.pod} has events to send, and the store has taken none for ten minutes.`]],
      },
    ],
    silent: [
      { when: 'the store takes events', series: {} },
      {
        when: 'it takes few',
        series: { [collector(EVENTS, 'exporter_sent_log_records_total', { exporter: 'otlp_http' })]: '0+0.2x200' },
        at: 60,
      },
      {
        when: 'there are none',
        series: {
          [collector(EVENTS, 'exporter_sent_log_records_total', { exporter: 'otlp_http' })]: 5000,
          [collector(EVENTS, 'exporter_queue_size', OF_LOGS)]: 0,
        },
      },
    ],
  },
  LogEventsStopped: {
    fires: [
      { when: 'it has never read one', series: { ...IDLE, [STARTED]: EACH_TEN_MINUTES }, alerts: READS_NONE },
      {
        when: 'it reads no more',
        series: { ...IDLE, [STARTED]: EACH_TEN_MINUTES, [READ]: '0+10x60 600x200' },
        since: 89,
        alerts: READS_NONE,
      },
      { when: 'pods are started just often enough', series: { ...IDLE, [STARTED]: '-40x19 1200x9 1800x200' }, alerts: READS_NONE },
      {
        when: 'what it read before still goes on to the store',
        series: {
          ...IDLE,
          [STARTED]: EACH_TEN_MINUTES,
          [READ]: 600,
          [collector(EVENTS, 'receiver_accepted_log_records_total', { receiver: 'otlp' })]: '0+10x200',
        },
        alerts: READS_NONE,
      },
    ],
    silent: [
      { when: 'it reads events', series: { ...IDLE, [STARTED]: EACH_TEN_MINUTES, [READ]: '0+10x200' } },
      { when: 'it reads one each half hour', series: { ...IDLE, [STARTED]: EACH_TEN_MINUTES, [READ]: eachTime(30) }, at: 115 },
      { when: 'it reads one each forty minutes', series: { ...IDLE, [STARTED]: EACH_TEN_MINUTES, [READ]: eachTime(40) }, at: 119 },
      { when: 'events wait for the store', series: { [STARTED]: EACH_TEN_MINUTES, [READ]: 600 } },
      { when: 'no pod was started for 20 minutes', series: { ...IDLE, [STARTED]: '0x20 1260x200' }, at: 30 },
      { when: 'no pod is started', series: { ...IDLE, [READ]: 600 } },
      { when: 'pods are started elsewhere', series: { ...IDLE, [STARTED.replace('shop-logging', 'other')]: EACH_TEN_MINUTES } },
    ],
  },
};

/** Alerts about the logging. */
export const LOGGING: Readonly<Record<string, AlertTest>> = { ...OF_STORE, ...OF_SHIPPERS };
