/**
 * How a collector delivers records. Its queue is that of the exporter for OTLP, which gives nothing up: what is not taken is offered again until
 * it is. The exporters for stores do give up. The one for Elasticsearch loses what it could not deliver within its tries. The one for OpenSearch
 * keeps one record for its next try where the store has refused many of a request for now, and releases of it lose all that they send while
 * no member answers (https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/49208). So the collector hands each request
 * over to itself by OTLP, and answers it only when the store has taken its records.
 */

import type { LogProtocol } from '../../model/logging';
import { LISTENS } from './collector';

/**
 * What a queue may hold on the disk of a node, and in memory, in bytes; when it is full, nothing more is taken in. `requests`: how many are
 * under way at a time.
 */
export const QUEUE = { disk: 256 * 1024 * 1024, memory: 8 * 1024 * 1024, requests: 2 } as const;

/** What one request holds at most. */
const BATCH = 1024 * 1024;

/**
 * `tries`: how long the exporter for Elasticsearch tries to deliver one request, with all repetitions. `once`: how long the one for OpenSearch
 * does, which tries once. `queue`: how long one request out of the queue may take. It is longer, because that request waits for the other one.
 */
const PATIENCE = { tries: '75s', once: '30s', queue: '90s' } as const;

/** After which pause one request is tried, when the last one has failed. The others wait meanwhile. */
const PAUSE = '1s';

/** Where records go. */
export interface Destined {
  readonly speaks: LogProtocol;
  readonly url: string;
  /** The data stream that records are added to, but by OTLP. */
  readonly stream: string;
  /** What every client says: authorities it trusts, and how it proves who it is. */
  readonly client: Readonly<Record<string, object>>;
  /** What proves who it is. @default - nothing */
  readonly extensions?: Readonly<Record<string, object>>;
}

/** Parts of a collector's configuration, by their names there. */
export interface Delivery {
  /** The exporter that records are handed to. */
  readonly queue: string;
  readonly exporters: Readonly<Record<string, object>>;
  readonly receivers?: Readonly<Record<string, object>>;
  readonly processors?: Readonly<Record<string, object>>;
  readonly connectors?: Readonly<Record<string, object>>;
  readonly pipelines?: Readonly<Record<string, object>>;
}

/** The exporter with the queue. Any other one delivers what comes out of the queue, which offers again what that one could not deliver. */
export const QUEUED = 'otlp_http';

/** What offers records until they are taken. @param storage where its queue is. @default - in memory */
const queued = (settings: object, storage: string | undefined): Pick<Delivery, 'queue' | 'exporters'> => ({
  queue: QUEUED,
  exporters: {
    [QUEUED]: {
      ...settings,
      timeout: PATIENCE.queue,
      retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '15s', max_elapsed_time: '0s' },
      sending_queue: {
        ...(storage === undefined ? {} : { storage }),
        sizer: 'bytes',
        queue_size: storage === undefined ? QUEUE.memory : QUEUE.disk,
        block_on_overflow: true,
        num_consumers: QUEUE.requests,
        batch: { sizer: 'bytes', min_size: BATCH / 4, max_size: BATCH, flush_timeout: '1s' },
      },
    },
  },
});

/** @param storage where the queue is. @default - in memory */
export function delivery({ speaks, url, stream, client }: Destined, storage: string | undefined): Delivery {
  switch (speaks) {
    case 'otlp':
      return queued({ endpoint: url, compression: 'gzip', ...client }, storage);
    case 'opensearch':
      return handedOver(toOpenSearch({ url, stream, client }), storage);
    case 'elasticsearch':
      return handedOver(toElasticsearch({ url, stream, client }), storage);
  }
}

const OWN = `127.0.0.1:${LISTENS.handover}`;

type Store = Omit<Destined, 'speaks'>;
type Behind = Omit<Delivery, 'queue'>;

/** What puts each request into the queue, and takes it out of there by OTLP. */
const handedOver = ({ exporters, ...behind }: Behind, storage: string | undefined): Delivery => {
  const queue = queued({ endpoint: `http://${OWN}`, compression: 'none' }, storage);
  return {
    ...behind,
    queue: queue.queue,
    exporters: { ...queue.exporters, ...exporters },
    receivers: { otlp: { protocols: { http: { endpoint: OWN } } } },
  };
};

const toOpenSearch = ({ url, stream, client }: Store): Behind => ({
  exporters: {
    opensearch: {
      http: { endpoint: url, ...client },
      logs_index: stream,
      bulk_action: 'create',
      mapping: { mode: 'ss4o' },
      timeout: PATIENCE.once,
      // Whoever hands a request over waits for the answer of the store.
      retry_on_failure: { enabled: false },
      sending_queue: { enabled: false },
    },
  },
  // The exporter calls a failure final that is none, such as a store that does not answer. This says of every failure only that there was one,
  // so the request is offered again. It knows one way, and has nowhere else to send to.
  connectors: { failover: { priority_levels: [['logs/store']], retry_interval: PAUSE } },
  pipelines: {
    'logs/handover': { receivers: ['otlp'], exporters: ['failover'] },
    'logs/store': { receivers: ['failover'], exporters: ['opensearch'] },
  },
});

const toElasticsearch = ({ url, stream, client }: Store): Behind => ({
  exporters: {
    elasticsearch: {
      endpoints: [url],
      ...client,
      logs_index: stream,
      mapping: { allowed_modes: ['bodymap'] },
      timeout: PATIENCE.tries,
      // A record is given up only where the store answers 400: then the record itself is at fault. `timeout` ends a request before its tries are
      // used up, because an exporter may count a request without tries as refused for ever.
      retry: {
        enabled: true,
        max_retries: 20,
        initial_interval: '1s',
        max_interval: '15s',
        retry_on_status: [401, 403, 404, 408, 429, 500, 502, 503, 504],
      },
      // Without a queue here, whoever hands a request over waits for the answer of the store.
      sending_queue: { enabled: false },
    },
  },
  processors: { 'transform/document': { error_mode: 'propagate', log_statements: [...DOCUMENT] } },
  pipelines: { 'logs/store': { receivers: ['otlp'], processors: ['transform/document'], exporters: ['elasticsearch'] } },
});

/** Makes of a record what the store keeps, as the exporter for OpenSearch writes it: its body is the whole document. */
const DOCUMENT = [
  'set(scope.attributes["elastic.mapping.mode"], "bodymap")',
  'set(log.body, {"@timestamp": FormatTime(log.time, "%Y-%m-%dT%H:%M:%S.%fZ"), "body": log.body, "severity": {"text": log.severity_text, "number": log.severity_number}, "attributes": log.attributes, "resource": resource.attributes})',
] as const;
