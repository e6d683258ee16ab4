import { parse } from 'yaml';
import { type Any, clusterPlanOf, find, objectsOf } from '../../support/cluster';
import { CREDENTIALS, ORDINARY } from '../../support/corpus';
import { masked } from '../../support/masked';
import { scratch } from '../../support/scratch';
import type { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { describeWith, SETPRIV } from '../support/tools';
import { BulkSink } from './bulk-sink';
import { BULK, receiving } from './delivery';

jest.setTimeout(120_000);

/** Where documents go that went through no mask. */
const UNMASKED = 'unmasked';

const objects = objectsOf(clusterPlanOf('platform: { logging: elasticsearch }\n'));
const configurationOf = (name: string): Any => parse(find(objects, 'ConfigMap', `${name}-configuration`).data['config.yaml']);

/** A value in the JSON of OTLP. */
const anyValue = (value: unknown): object =>
  typeof value === 'object'
    ? { kvlistValue: { values: Object.entries(value as object).map(([key, inner]) => ({ key, value: anyValue(inner) })) } }
    : { stringValue: String(value) };

/** What the receiver of events makes of one: an object, and no time but the one at which it saw it. */
const eventOf = (note: string) => ({ object: { kind: 'Event', note, reason: 'Unhealthy' }, type: 'ADDED' });

interface Sent {
  readonly body: unknown;
  /** Nanoseconds since 1970. @default - it says none */
  readonly time?: string;
  readonly severity?: { readonly text: string; readonly number: number };
}

const SEEN = '1795755600250000000';

describeWith([BULK, SETPRIV], 'what the collector makes of records, by the real transform processor of release 0.152', () => {
  const { processors, service } = configurationOf('log-events');
  let sink: BulkSink;
  let collector: Daemon;
  let port: number;

  beforeAll(async () => {
    sink = new BulkSink();
    port = await freePort();
    const steps = [...service.pipelines.logs.processors, ...service.pipelines['logs/store'].processors].filter((name: string) =>
      name.startsWith('transform/'),
    );
    const elasticsearch = { endpoints: [await sink.start()], mapping: { allowed_modes: ['bodymap'] }, sending_queue: { enabled: false } };
    const configuration = {
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
      processors: {
        ...Object.fromEntries(steps.map((name: string) => [name, processors[name]])),
        // Makes text of an event, as the masks do first.
        'transform/text': { log_statements: processors['transform/masks'].log_statements.slice(0, 1) },
      },
      exporters: {
        elasticsearch: { ...elasticsearch, logs_index: 'masked' },
        [`elasticsearch/${UNMASKED}`]: { ...elasticsearch, logs_index: UNMASKED },
      },
      service: {
        pipelines: {
          logs: { receivers: ['otlp'], processors: steps, exporters: ['elasticsearch'] },
          [`logs/${UNMASKED}`]: {
            receivers: ['otlp'],
            processors: ['transform/text', 'transform/document'],
            exporters: [`elasticsearch/${UNMASKED}`],
          },
        },
        telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
      },
    };
    collector = await receiving('otelcol-bulk', scratch(), configuration, port);
  });

  afterAll(async () => {
    await collector?.stop();
    await sink?.stop();
  });

  beforeEach(() => {
    sink.taken.length = 0;
  });

  /** What becomes of records: the documents of each, with masks and without, in the order of the records. */
  const become = async (records: readonly Sent[]): Promise<readonly { readonly masked: Any; readonly unmasked: Any }[]> => {
    const logRecords = records.map(({ body, time, severity }, n) => ({
      observedTimeUnixNano: SEEN,
      timeUnixNano: time,
      severityText: severity?.text,
      severityNumber: severity?.number,
      body: anyValue(body),
      attributes: [{ key: 'n', value: { stringValue: String(n) } }],
    }));
    const resource = { attributes: [{ key: 'k8s.namespace.name', value: { stringValue: 'faultmaven' } }] };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(/^\{("partialSuccess":\{\})?\}$/)]);
    const of = (unmasked: boolean) => {
      const documents = sink.taken.flatMap(({ index, document }) => ((index === UNMASKED) === unmasked ? [document] : []));
      return new Map(documents.map((document) => [document.attributes.n, document]));
    };
    const [one, other] = [of(false), of(true)];
    expect([one.size, other.size]).toEqual([records.length, records.length]);
    return records.map((_, n) => ({ masked: one.get(String(n)), unmasked: other.get(String(n)) }));
  };

  it('makes a document of a record, with its time, severity, attributes and resource', async () => {
    const time = '1795755599123456000';
    const [{ masked: document } = { masked: undefined }] = await become([
      { body: 'INFO ordinary', time, severity: { text: 'info', number: 9 } },
    ]);
    expect(document).toEqual({
      '@timestamp': '2026-11-27T04:59:59.123456Z',
      body: 'INFO ordinary',
      severity: { text: 'info', number: 9 },
      attributes: { n: '0' },
      resource: { 'k8s.namespace.name': 'faultmaven' },
    });
    expect(configurationOf('log-shipper').processors['transform/document']).toEqual(processors['transform/document']);
  });

  it.each([
    ['1795755600000000000', '2026-11-27T05:00:00Z'],
    ['1795755600000001000', '2026-11-27T05:00:00.000001Z'],
    ['1795755600999999999', '2026-11-27T05:00:00.999999Z'],
  ])('writes %s nanoseconds since 1970 as %s', async (time, written) => {
    const [{ masked: document } = { masked: undefined }] = await become([{ body: 'x', time }]);
    expect(document['@timestamp']).toBe(written);
  });

  it('gives an event the time at which it was seen, and makes its text of it', async () => {
    const [{ masked: document } = { masked: undefined }] = await become([{ body: eventOf('Back-off restarting failed container') }]);
    expect(document['@timestamp']).toBe('2026-11-27T05:00:00.25Z');
    expect(JSON.parse(document.body)).toEqual(eventOf('Back-off restarting failed container'));
  });

  it('takes every credential out of events, as the shipper does out of lines', async () => {
    const documents = await become(CREDENTIALS.map(({ text }) => ({ body: eventOf(text) })));
    documents.forEach(({ masked: one, unmasked }, n) => {
      expect(JSON.parse(unmasked.body).object.note).toBe(CREDENTIALS[n]?.text);
      expect(one.body).toBe(masked(unmasked.body));
      expect([one.body, CREDENTIALS[n]?.secrets.filter((secret) => one.body.includes(secret))]).toEqual([one.body, []]);
    });
  });

  it('leaves ordinary events as they are', async () => {
    const documents = await become(ORDINARY.map((text) => ({ body: eventOf(text) })));
    for (const { masked: one, unmasked } of documents) expect(one.body).toBe(unmasked.body);
  });

  it('does with text that is no object what it does with the text of an object', async () => {
    const documents = await become(CREDENTIALS.map(({ text }) => ({ body: text })));
    documents.forEach(({ masked: one }, n) => {
      expect(one.body).toBe(masked(CREDENTIALS[n]?.text ?? ''));
    });
  });
});
