/**
 * How a collector delivers records. Its queue gives nothing up: what the store does not take is offered again until it does. The exporters for
 * OTLP and for OpenSearch have such a queue. The one for Elasticsearch gives up what it could not deliver within its tries. So for that store
 * the collector hands each request over to itself by OTLP, and answers it only when the store has taken its records.
 */

import type { LogProtocol } from '../../model/logging';
import { LISTENS } from './shipper/collector';

/** What a queue may hold on the disk of a node, and in memory. When it is full, nothing more is taken in. */
export const QUEUE = { disk: 256 * 1024 * 1024, memory: 8 * 1024 * 1024 } as const;

/** What one request holds at most. */
const BATCH = 1024 * 1024;

/**
 * `store`: how long the exporter for Elasticsearch tries to deliver one request, with all repetitions. `queue`: how long one request out of the
 * queue may take. It is longer, because that request waits for the other one.
 */
const PATIENCE = { store: '75s', queue: '90s' } as const;

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
  readonly pipelines?: Readonly<Record<string, object>>;
}

/** The exporter without a queue of its own. It takes requests out of the queue of another exporter, which offers again what this one could not deliver. */
export const BEHIND = 'elasticsearch';

/** What offers records until they are taken. @param storage where its queue is. @default - in memory */
const queued = (name: string, settings: object, storage: string | undefined): Pick<Delivery, 'queue' | 'exporters'> => ({
  queue: name,
  exporters: {
    [name]: {
      ...settings,
      timeout: PATIENCE.queue,
      retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '15s', max_elapsed_time: '0s' },
      sending_queue: {
        ...(storage === undefined ? {} : { storage }),
        sizer: 'bytes',
        queue_size: storage === undefined ? QUEUE.memory : QUEUE.disk,
        block_on_overflow: true,
        num_consumers: 2,
        batch: { sizer: 'bytes', min_size: BATCH / 4, max_size: BATCH, flush_timeout: '1s' },
      },
    },
  },
});

/** @param storage where the queue is. @default - in memory */
export function delivery({ speaks, url, stream, client }: Destined, storage: string | undefined): Delivery {
  switch (speaks) {
    case 'otlp':
      return queued('otlp_http', { endpoint: url, compression: 'gzip', ...client }, storage);
    case 'opensearch':
      return queued(
        'opensearch',
        { http: { endpoint: url, ...client }, logs_index: stream, bulk_action: 'create', mapping: { mode: 'ss4o' } },
        storage,
      );
    case 'elasticsearch':
      return handedOver({ url, stream, client }, queued('otlp_http', { endpoint: `http://${OWN}`, compression: 'none' }, storage));
  }
}

const OWN = `127.0.0.1:${LISTENS.handover}`;

const handedOver = ({ url, stream, client }: Omit<Destined, 'speaks'>, { queue, exporters }: Delivery): Delivery => ({
  queue,
  exporters: {
    ...exporters,
    [BEHIND]: {
      endpoints: [url],
      ...client,
      logs_index: stream,
      mapping: { allowed_modes: ['bodymap'] },
      timeout: PATIENCE.store,
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
  receivers: { otlp: { protocols: { http: { endpoint: OWN } } } },
  processors: { 'transform/document': { error_mode: 'propagate', log_statements: [...DOCUMENT] } },
  pipelines: { 'logs/store': { receivers: ['otlp'], processors: ['transform/document'], exporters: [BEHIND] } },
});

/** Makes of a record what the store keeps, as the exporter for OpenSearch writes it: its body is the whole document. */
const DOCUMENT = [
  'set(scope.attributes["elastic.mapping.mode"], "bodymap")',
  'set(log.body, {"@timestamp": FormatTime(log.time, "%Y-%m-%dT%H:%M:%S.%fZ"), "body": log.body, "severity": {"text": log.severity_text, "number": log.severity_number}, "attributes": log.attributes, "resource": resource.attributes})',
] as const;
