import { createServer, type Server } from 'node:http';
import { clusterPlanOf, objectsOf } from '../../support/cluster';
import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { describeWith, SETPRIV } from '../support/tools';
import { BULK, Delivery, SEARCH } from './delivery';

jest.setTimeout(120_000);

/** What the store answers: a status alone, or one for each record of a request. null: it is not there. */
type StoreSays = number | readonly number[] | null;

/** A failure is offered again after 429, 502, 503 and 504, and after nothing else. */
const OFFERED_AGAIN = 503;

const RECORDS = 3;

const request = JSON.stringify({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'agent' } }] },
      scopeLogs: [
        {
          logRecords: Array.from({ length: RECORDS }, (_, number) => ({
            timeUnixNano: '1790000000000000000',
            severityText: 'INFO',
            severityNumber: 9,
            body: { stringValue: `line ${number}` },
            attributes: [{ key: 'correlation_id', value: { stringValue: `${number}` } }],
          })),
        },
      ],
    },
  ],
});

describeWith([SEARCH, SETPRIV], 'the exporter for OpenSearch behind the queue of the shipper, with a server in place of the store', () => {
  let port: number;
  let server: Server | undefined;
  let delivery: Delivery;
  let answer: StoreSays = null;
  let requests: string[] = [];

  const away = async (): Promise<void> => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
    server = undefined;
  };

  const says = async (next: StoreSays): Promise<void> => {
    answer = next;
    if (next === null) return away();
    if (server !== undefined) return;
    const started = createServer((asked, response) => {
      let body = '';
      asked.setEncoding('utf8').on('data', (part) => {
        body += part;
      });
      asked.on('end', () => {
        requests.push(body);
        const statuses = Array.isArray(answer) ? answer : undefined;
        const items = statuses?.map((status) => ({
          create: { _index: 'x', status, ...(status < 300 ? {} : { error: { type: 'refused', reason: 'because' } }) },
        }));
        response
          .writeHead(items === undefined ? (answer as number) : 200, { 'content-type': 'application/json' })
          .end(JSON.stringify(items === undefined ? { error: 'no' } : { took: 1, errors: statuses?.some((one) => one > 299), items }));
      });
    });
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
    server = started;
  };

  const offer = async (): Promise<number> =>
    (
      await fetch(`http://127.0.0.1:${delivery.port}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: request,
      })
    ).status;

  beforeAll(async () => {
    port = await freePort();
    delivery = await Delivery.start(scratch(), {
      program: 'otelcol-search',
      objects: objectsOf(clusterPlanOf('platform: { logging: opensearch, owner: true }\n')),
      exporters: ({
        opensearch: {
          http: { tls, auth },
          ...opensearch
        },
      }) => {
        expect([tls, auth]).not.toContain(undefined);
        return { opensearch: { ...opensearch, http: { endpoint: `http://127.0.0.1:${port}` } } };
      },
    });
  });

  beforeEach(() => {
    requests = [];
  });

  afterAll(async () => {
    await delivery?.stop();
    await away();
  });

  it.each<[what: string, answer: StoreSays]>([
    ['no member answers', null],
    ['the password is wrong', 401],
    ['the role is wrong', 403],
    ['the store has too much to do', 429],
    ['there is no majority', 503],
    ['each record is refused for now', [429, 429, 429]],
    ['some records are refused for now', [201, 429, 503]],
    ['some records are refused for ever', [201, 400, 201]],
    ['some records are refused for ever, and others for now', [400, 429, 201]],
    ['the role is wrong for the stream', [403, 403, 403]],
    ['the stream is not there', [404, 404, 404]],
  ])('has a request offered again as a whole: %s', async (_, answer) => {
    await says(answer);
    // One request is tried each second while the last one has failed. The others are answered at once.
    await eventually('the store was asked', 20, async () => {
      expect(await offer()).toBe(OFFERED_AGAIN);
      return answer === null || requests.length > 0;
    });
    await says([201, 201, 201]);
    requests = [];
    await eventually('the request is taken', 20, async () => (await offer()) === 200);
    const documents = (requests.at(-1) ?? '').trim().split('\n');
    expect(documents).toHaveLength(2 * RECORDS);
    expect(JSON.parse(documents[0] ?? '')).toEqual({ create: { _index: 'logs-containers' } });
    expect(documents.filter((_, index) => index % 2 === 1).map((text) => JSON.parse(text).body)).toEqual(['line 0', 'line 1', 'line 2']);
  });

  it('counts the records of requests that failed, and of those that were taken', async () => {
    await says(null);
    await eventually('it has failed', 20, async () => {
      const { failed } = await delivery.counts();
      await offer();
      return (await delivery.counts()).failed === failed + RECORDS;
    });
    await says([201, 201, 201]);
    const { sent } = await delivery.counts();
    await eventually('the request is taken', 20, async () => (await offer()) === 200);
    expect((await delivery.counts()).sent).toBe(sent + RECORDS);
  });

  it('writes records under the names by which searches find them', async () => {
    await says([201, 201, 201]);
    await eventually('the request is taken', 20, async () => (await offer()) === 200);
    expect(JSON.parse((requests.at(-1) ?? '').split('\n')[1] ?? '')).toMatchObject({
      '@timestamp': '2026-09-21T14:13:20Z',
      body: 'line 0',
      severity: { text: 'INFO', number: 9 },
      attributes: { correlation_id: '0' },
      resource: { 'service.name': 'agent' },
    });
  });
});

describeWith([BULK, SETPRIV], 'the exporter for Elasticsearch behind the queue of the shipper', () => {
  it('takes its configuration as it is generated, but for how it signs in', async () => {
    const delivery = await Delivery.start(scratch(), {
      program: 'otelcol-bulk',
      objects: objectsOf(clusterPlanOf('platform: { logging: elasticsearch, owner: true }\n')),
      exporters: ({ elasticsearch: { tls, auth, ...elasticsearch } }) => ({ elasticsearch }),
    });
    expect(await delivery.counts()).toEqual({ sent: 0, failed: 0 });
    await delivery.stop();
  });
});
