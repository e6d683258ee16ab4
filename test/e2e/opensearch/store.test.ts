import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { SEARCHES } from '../../../lib/platform/logging/own-pages/searches';
import { ROOT } from '../../support/cli';
import { CREDENTIALS, ORDINARY } from '../../support/corpus';
import { scratch } from '../../support/scratch';
import { forget, record, type StoreFault } from '../failover/figures';
import { LAB } from '../lab/lab';
import { COLLECTOR } from '../platform/collector';
import { SEARCH } from '../platform/delivery';
import { Numbered } from '../platform/numbered-lines';
import { eventually } from '../support/eventually';
import { describeWith, OPENSSL } from '../support/tools';
import { BEFORE, OPENSEARCH, ORDINALS, passwordOf, SHIPPED, Store, toolFor } from './cluster';
import { Shipping } from './shipping';
import { Writer } from './writer';

jest.setTimeout(900_000);

/** Within which writes go on when a member is lost: far more than it takes, and far less than a person would. */
const SECONDS = 30;

/** What was measured, in the order of the tests. */
const faults: StoreFault[] = [];

/** Ends the writing: nothing that was acknowledged is lost, and writes went on within some seconds. Keeps what the fault cost. */
const measured = async (writer: Writer, fault: string, done: string, since: number, most: number): Promise<void> => {
  await writer.stop();
  const seconds = writer.gap(since);
  expect(seconds).toBeLessThan(most);
  const { lost, doubled } = await writer.compare();
  expect(lost).toEqual([]);
  faults.push({ fault, done, seconds, acknowledged: writer.acknowledged.length, lost: lost.length, doubled: doubled.length });
};

/** Starts the members of a new store. */
const begin = async (store: Store): Promise<void> => {
  await Promise.all(store.pods.map((pod) => pod.start()));
  await eventually('all members have found one another', 400, async () => {
    const answers = await Promise.all(ORDINALS.map((one) => store.ask(one, '/_plugins/_security/health', { user: null })));
    return answers.every(({ status }) => status === 200);
  });
};

/** Waits until the store has taken records of the shipper since a moment. */
const takes = async (shipping: Shipping, since: number): Promise<void> => {
  await eventually(`writes go on, and not ${shipping.log}`, 90, () => shipping.taken.some((at) => at > since + 500));
};

beforeAll(() => forget('opensearch'));

describeWith([...LAB, OPENSSL, OPENSEARCH, ...COLLECTOR, SEARCH], 'three members of the log store from the manifests', () => {
  let store: Store;
  /** What was answered before the setup: without a password, with those of the image, and with ours; and whether a member was ready. */
  let stranger: readonly number[];
  let wasReady: boolean;

  beforeAll(async () => {
    store = await Store.create();
    await begin(store);
    const image = [null, 'admin', 'kibanaserver'].map((user) => ({ user, password: user ?? '' }));
    const ours = ['admin', 'shipper'].map((user) => ({ user }));
    stranger = (await Promise.all([...image, ...ours].map((asking) => store.ask(0, '/', asking)))).map(({ status }) => status);
    wasReady = await store.ready(0);
    await store.setup();
    await store.settled();
  });

  let writer: Writer | undefined;
  let shipping: Shipping | undefined;
  afterEach(async () => {
    await writer?.stop();
    await shipping?.stop();
    writer = undefined;
    shipping = undefined;
  });

  afterAll(() => store?.stop());

  /** Starts the shipper. @param first the ordinal of the member that it is connected to first */
  const shippingFrom = async (first: number): Promise<Shipping> => {
    shipping = await Shipping.start(store, first);
    return shipping;
  };

  /** Waits until all numbered lines of a service are found. @returns which were lost and doubled, and what else it has written */
  const foundAll = async (service: string, numbered: Numbered): Promise<readonly string[]> => {
    let bodies: readonly string[] = [];
    const body = { size: 10_000, _source: ['body'], query: { term: { 'resource.service.name': service } } };
    await eventually('all lines are found', 90, async () => {
      await store.ask(0, '/logs-*/_refresh', { method: 'POST' });
      const { json } = await store.ask(0, '/logs-containers/_search', { method: 'POST', body, user: 'reader' });
      bodies = json.hits.hits.map(({ _source }: { _source: { body: string } }) => _source.body);
      return new Set(bodies).size >= numbered.total;
    }).catch(() => undefined);
    return bodies.filter((one) => !numbered.take(one));
  };

  /** Begins to write. @returns who does, when a first line is acknowledged */
  const writing = async (name: string): Promise<Writer> => {
    writer = new Writer(store, name);
    await writer.next();
    return writer;
  };

  const others = (ordinal: number): readonly number[] => ORDINALS.filter((one) => one !== ordinal);
  const first = (ordinals: readonly number[]): number => ordinals[0] as number;
  const indices = async (stream = 'logs-containers'): Promise<readonly string[]> => {
    const { json } = await store.ask(0, `/_data_stream/${stream}`);
    return json.data_streams[0].indices.map(({ index_name }: { index_name: string }) => index_name);
  };
  /** The ordinals of those that have copies of an index, or of those of a stream: first of what is written to. */
  const holders = async (index: string): Promise<readonly number[]> => {
    const { json } = await store.ask(0, `/_cat/shards/${index}?h=node&s=prirep&format=json`);
    return json.map(({ node }: { node: string }) => Number(node.replace('opensearch-', '')));
  };
  const leaderless = (asked: number): Promise<number> =>
    eventually('nobody leads', 60, async () => {
      const path = '/_cluster/health?timeout=1s&cluster_manager_timeout=1s';
      return (await store.ask(asked, path)).status === 503;
    });
  const append = (line: object, ordinal = 0) =>
    store.ask(ordinal, '/logs-containers/_bulk?refresh=true&timeout=2s', {
      method: 'POST',
      body: `{"create":{}}\n${JSON.stringify({ '@timestamp': new Date().toISOString(), ...line })}\n`,
    });
  const found = async (query: object, user = 'reader') => {
    const { json } = await store.ask(1, '/logs-containers/_search', { method: 'POST', body: { query }, user });
    return json.hits.hits.map(({ _source }: { _source: unknown }) => _source);
  };

  it('lets nobody in before it has users, neither those of the image with passwords that everybody knows nor ours, and is not ready', () => {
    expect(stranger).toEqual([401, 401, 401, 401, 401]);
    expect(wasReady).toBe(false);
  });

  it('is set up as often as anybody likes', async () => {
    const before = await indices();
    await store.setup();
    expect(await indices()).toEqual(before);
    expect((await store.ask(0, '/')).json).toMatchObject({ cluster_name: 'opensearch', version: { number: '3.4.0' } });
  });

  it('speaks TLS only, to clients and between members, and members only with those that have its certificate', async () => {
    const { address } = store.pod(0).host;
    await expect(fetch(`http://${address}:9200/`)).rejects.toThrow();
    const failure = await new Promise<string>((resolve) => {
      const socket = connect({ host: address, port: 9300, ca: store.ca, servername: 'opensearch' });
      socket.on('error', ({ message }) => resolve(message)).on('close', () => resolve('closed'));
      // With TLS 1.3 a client learns only after its handshake that it needs a certificate.
      socket.on('secureConnect', () => socket.write('x'.repeat(6)));
    });
    expect(failure).toMatch(/certificate|closed|reset/i);
  });

  it.each<[user: string, method: string, path: string, body: string | object | undefined, status: number]>([
    ['shipper', 'GET', '/logs-containers/_search', undefined, 403],
    ['shipper', 'DELETE', '/_data_stream/logs-containers', undefined, 403],
    ['shipper', 'PUT', '/other', undefined, 403],
    ['shipper', 'PUT', '/_index_template/logs', { index_patterns: ['x'] }, 403],
    ['shipper', 'POST', '/logs-containers/_rollover', undefined, 403],
    ['shipper', 'GET', '/_cluster/health', undefined, 403],
    ['shipper', 'GET', '/_plugins/_security/api/internalusers', undefined, 403],
    ['reader', 'GET', '/logs-*/_search', undefined, 200],
    ['reader', 'GET', '/logs-containers/_field_caps?fields=*', undefined, 200],
    ['reader', 'POST', '/logs-containers/_doc', { '@timestamp': '2026-11-28T00:00:00Z' }, 403],
    ['reader', 'DELETE', '/_data_stream/logs-containers', undefined, 403],
    ['reader', 'GET', '/.opendistro_security/_search', undefined, 403],
    ['retention', 'GET', '/logs-containers/_search', undefined, 403],
    ['retention', 'DELETE', '/.opendistro_security', undefined, 403],
    ['retention', 'DELETE', '/_data_stream/logs-containers', undefined, 403],
    ['retention', 'GET', '/_cat/recovery', undefined, 200],
    ['retention', 'PUT', '/_cluster/settings', { persistent: { 'cluster.max_shards_per_node': 1 } }, 403],
    ['metrics', 'POST', '/_cluster/reroute', {}, 403],
    ['metrics', 'GET', '/_nodes/stats', undefined, 200],
    ['metrics', 'GET', '/_all/_stats', undefined, 200],
    ['metrics', 'GET', '/logs-containers/_search', undefined, 403],
    ['dashboards', 'GET', '/logs-containers/_search', undefined, 403],
    ['admin', 'GET', '/_plugins/_security/api/internalusers', undefined, 200],
  ])('%s: %s %s', async (user, method, path, body, status) => {
    expect([403, 200]).toContain(status);
    expect((await store.ask(0, path, { user, method, body })).status).toBe(status);
    expect((await store.ask(0, path, { user, method, body, password: `${passwordOf(user)}x` })).status).toBe(401);
  });

  it('lets the shipper append, and neither delete, nor change, nor write elsewhere', async () => {
    const [index = ''] = await indices();
    const line = { '@timestamp': '2026-11-28T00:00:00Z', body: 'as it was' };
    const statuses: number[] = [];
    for (const lines of [
      [{ create: { _index: 'logs-containers', _id: 'mine' } }, line],
      [{ create: { _index: 'logs-containers', _id: 'mine' } }, line],
      [{ index: { _index: 'logs-containers', _id: 'mine' } }, line],
      [{ index: { _index: index, _id: 'mine' } }, line],
      [{ delete: { _index: index, _id: 'mine' } }],
      [{ update: { _index: index, _id: 'mine' } }, { doc: line }],
      [{ create: { _index: 'logs-other' } }, line],
      [{ create: { _index: 'other' } }, line],
      [{ create: { _index: '.opendistro_security' } }, line],
    ]) {
      const body = lines.map((one) => `${JSON.stringify(one)}\n`).join('');
      const { json } = await store.ask(0, '/_bulk', { method: 'POST', body, user: 'shipper' });
      statuses.push(...json.items.map((item: object) => (Object.values(item)[0] as { status: number }).status));
    }
    expect(statuses).toEqual([201, 409, 400, 400, 403, 403, 404, 404, 403]);
  });

  it('finds a line by its fields and its text, on whichever member it is asked for', async () => {
    const line = {
      body: 'could not reach the model',
      severity: { text: 'ERROR', number: 17 },
      attributes: { correlation_id: 'c0ffee' },
      resource: { 'service.name': 'agent', 'k8s.pod.name': 'agent-0' },
    };
    expect((await append(line)).json).toMatchObject({ errors: false });
    for (const query of [
      { term: { 'attributes.correlation_id': 'c0ffee' } },
      { term: { 'resource.service.name': 'agent' } },
      { match: { body: 'model' } },
      { bool: { filter: [{ term: { 'severity.text': 'ERROR' } }, { range: { '@timestamp': { gte: 'now-1h' } } }] } },
    ])
      expect(await found(query)).toEqual([expect.objectContaining(line)]);
  });

  it.each(SEARCHES.map(({ id, query }) => [id, query] as const))(
    'finds what the saved search %s is for, and nothing else',
    async (id, query) => {
      const now = new Date().toISOString();
      const event = (reason: string, more = {}) => ({
        body: JSON.stringify({ type: 'ADDED', object: { reason, note: 'a container', regarding: { kind: 'Pod', name: 'agent-0' } } }),
        resource: { 'service.name': 'events' },
        ...more,
      });
      const lines: readonly (readonly [stream: string, line: object, ids: readonly string[]])[] = [
        ['logs-containers', { body: 'well: no OOMKilling', severity: { number: 9 } }, []],
        ['logs-containers', { body: 'well', attributes: { correlation_id: 'ab12' } }, ['by-correlation-id']],
        ['logs-containers', { body: 'ill', severity: { number: 17 } }, ['errors-by-service']],
        ['logs-containers', { body: 'ill', severity: { number: 21 } }, ['errors-by-service']],
        ['logs-events', event('Started'), []],
        ['logs-events', event('Evicted'), ['killed-and-restarted']],
        ...[
          'gunicorn: Worker (pid:12) was sent SIGKILL! Perhaps out of memory?',
          'billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 3.',
          'LOG:  server process (PID 77) was terminated by signal 9: Killed',
          'Traceback (most recent call last):\n  File "/app/main.py", line 7, in start\nMemoryError',
          'java.lang.OutOfMemoryError: Java heap space',
          'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
        ].map((text) => ['logs-containers', { body: text }, ['killed-and-restarted']] as const),
        ['logs-events', event('BackOff'), ['killed-and-restarted']],
      ];
      const marked = lines.map(([stream, line, ids], number) => ({
        stream,
        ids,
        line: { '@timestamp': now, traceId: `${id}-${number}`, ...line },
      }));
      const body = marked
        .map(({ stream, line }) => `${JSON.stringify({ create: { _index: stream } })}\n${JSON.stringify(line)}\n`)
        .join('');
      expect((await store.ask(0, '/_bulk', { method: 'POST', body, user: 'shipper' })).json.errors).toBe(false);
      await store.ask(0, '/logs-*/_refresh', { method: 'POST' });
      const filter = [{ query_string: { query } }, { prefix: { traceId: `${id}-` } }];
      const { json } = await store.ask(0, '/logs-*/_search', { method: 'POST', body: { query: { bool: { filter } } }, user: 'reader' });
      expect(json.hits.hits.map(({ _source }: { _source: { traceId: string } }) => _source.traceId).sort()).toEqual(
        marked
          .filter(({ ids }) => ids.includes(id))
          .map(({ line }) => line.traceId)
          .sort(),
      );
    },
  );

  it('takes what services invent: keys without end make no fields, and values of another kind cost no line', async () => {
    const before = (await store.ask(0, '/logs-containers/_mapping')).text;
    const keys = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`key${number}`, { deep: number }]));
    for (const line of [
      { body: 'odd', attributes: keys, more: keys },
      { body: 'odd', severity: { number: 'loud' }, observedTimestamp: 'yesterday' },
      { body: 'odd', attributes: { correlation_id: 17 } },
      { body: 'odd', attributes: { correlation_id: 'x'.repeat(40_000) } },
      { body: `odd ${'y'.repeat(200_000)}` },
    ])
      expect((await append(line)).text).toContain('"errors":false');
    expect(await found({ match: { body: 'odd' } })).toHaveLength(5);
    expect((await store.ask(0, '/logs-containers/_mapping')).text).toBe(before);
  });

  it('takes records of whatever form: deep, mixed, with many keys or none, with dots and numbers as text', async () => {
    const mapping = (await store.ask(0, '/logs-containers/_mapping')).text;
    const deep = Array.from({ length: 60 }).reduce<object>((inner, _, depth) => ({ [`level${depth}`]: inner }), { end: [[[1]]] });
    const odd: readonly object[] = [
      { attributes: { deep } },
      { attributes: { mixed: [1, 'two', null, { three: 3 }, [4, ['five']]] } },
      { attributes: Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`unknown${number}`, `${number}`])) },
      { attributes: { 'a.b': 1, a: { b: 'text', 'c.d': {} } } },
      { severity: { number: '17', text: 9 }, attributes: { correlation_id: '0042', logger: 1.5 } },
      { attributes: { correlation_id: 'z'.repeat(100_000) }, resource: { 'service.name': 'y'.repeat(40_000) } },
      { body: null },
      { body: '' },
      {},
    ];
    for (const [number, record] of odd.entries()) {
      const { text } = await append({ body: 'odd', traceId: `odd-${number}`, ...record });
      expect([number, text]).toEqual([number, expect.stringContaining('"errors":false')]);
    }
    expect(await found({ prefix: { traceId: 'odd-' } })).toHaveLength(odd.length);
    expect((await store.ask(0, '/logs-containers/_mapping')).text).toBe(mapping);
  });

  it('has what services write in JSON of whatever form, and as fields only what fits them', async () => {
    const shipping = await shippingFrom(1);
    const said: readonly (readonly [correlation: unknown, logger: unknown])[] = [
      ['c0ffee', 'a.b'],
      [{ id: 'c0ffee', deep: [{ x: 1 }] }, ['a', 'b']],
      [['c0ffee', 2, { x: null }], { name: 'a.b' }],
      [17, 1.5],
      [true, null],
      ['x'.repeat(40_000), 'a.b'],
    ];
    const lines = said.map(([correlation_id, logger], number) =>
      JSON.stringify({ event: `odd number=${number}`, correlation_id, logger, level: { odd: 1 }, extra: { 'a.b': [1, 'x'], a: { b: 1 } } }),
    );
    shipping.container('odd').lines([...lines, '{"event": "odd", "correlation_id": ', '[1, {"a": 2}]', '{}', 'null']);
    let records: readonly { readonly body: string; readonly attributes: Readonly<Record<string, unknown>> }[] = [];
    const body = { size: 100, query: { term: { 'resource.service.name': 'odd' } } };
    await eventually(`all are found, and not ${shipping.log}`, 60, async () => {
      await store.ask(0, '/logs-*/_refresh', { method: 'POST' });
      const { json } = await store.ask(0, '/logs-containers/_search', { method: 'POST', body, user: 'reader' });
      records = json.hits.hits.map(({ _source }: { _source: unknown }) => _source);
      return records.length >= lines.length + 4;
    });
    expect(records.map((record) => record.body).sort()).toEqual(
      [...lines, '{"event": "odd", "correlation_id": ', '[1, {"a": 2}]', '{}', 'null'].sort(),
    );
    const kept = lines.map((line) => {
      const { attributes = {} } = records.find((record) => record.body === line) ?? {};
      return [attributes.correlation_id, attributes.logger];
    });
    const none = undefined;
    expect(kept).toEqual([
      ['c0ffee', 'a.b'],
      [none, none],
      [none, none],
      [17, 1.5],
      [none, none],
      ['x'.repeat(40_000), 'a.b'],
    ]);
  });

  describe('who has a user of her own, as docs/platform.md makes it', () => {
    const password = passwordOf('alice').replaceAll(/[^a-z0-9]/g, '');
    const asAlice = { user: 'alice', password };
    const document = { type: 'search', search: { title: 'mine' }, references: [] };
    const save = (asking: object, path = '/.kibana/_create/search:mine?refresh=wait_for') =>
      store.ask(0, path, { method: 'PUT', body: document, ...asking });

    beforeAll(async () => {
      const text = readFileSync(join(ROOT, 'docs/platform.md'), 'utf8');
      const [, body = ''] = /sed 's\/\.\*\/(\{"password": "&".*\})\/' password-alice \|\n.*internalusers\/alice/.exec(text) ?? [];
      const made = await store.ask(0, '/_plugins/_security/api/internalusers/alice', { method: 'PUT', body: body.replace('&', password) });
      expect([made.status, made.text]).toEqual([201, expect.any(String)]);
      // As Dashboards makes it at its first start.
      const settings = {
        mappings: {
          dynamic: 'strict',
          properties: { type: { type: 'keyword' }, references: { type: 'nested' }, search: { properties: { title: { type: 'text' } } } },
        },
      };
      const index = { ...settings, aliases: { '.kibana': {} } };
      expect((await store.ask(0, '/.kibana_1', { method: 'PUT', body: index, user: 'dashboards' })).status).toBe(200);
    });

    afterAll(() => store.ask(0, '/.kibana_1', { method: 'DELETE', user: 'dashboards' }));

    it('saves searches, which reader cannot, changes and deletes them, and finds them and lines', async () => {
      expect((await save({ user: 'reader' })).status).toBe(403);
      expect((await save(asAlice)).status).toBe(201);
      expect((await save(asAlice, '/.kibana/_doc/search:mine?refresh=wait_for')).status).toBe(200);
      const bulk = `{"index":{"_index":".kibana","_id":"search:other"}}\n${JSON.stringify(document)}\n`;
      expect((await store.ask(0, '/_bulk?refresh=true', { method: 'POST', body: bulk, ...asAlice })).json.errors).toBe(false);
      const change = { doc: { search: { title: 'still mine' } } };
      expect((await store.ask(0, '/.kibana/_update/search:mine?refresh=true', { method: 'POST', body: change, ...asAlice })).status).toBe(
        200,
      );
      for (const asking of [asAlice, { user: 'reader' }]) {
        expect((await store.ask(0, '/.kibana/_search?q=search.title:mine', asking)).json.hits.total.value).toBe(2);
        expect((await store.ask(0, '/logs-*/_search', asking)).status).toBe(200);
      }
      expect((await store.ask(0, '/.kibana/_doc/search:mine', { method: 'DELETE', ...asAlice })).status).toBe(200);
    });

    it.each<[method: string, path: string, body: object | undefined]>([
      ['DELETE', '/.kibana_1', undefined],
      ['PUT', '/.kibana_1/_mapping', { properties: { more: { type: 'text' } } }],
      ['POST', '/logs-containers/_doc', { '@timestamp': '2026-11-28T00:00:00Z' }],
      ['DELETE', '/_data_stream/logs-containers', undefined],
      ['GET', '/_plugins/_security/api/internalusers', undefined],
    ])('is refused: %s %s', async (method, path, body) => {
      expect((await store.ask(0, path, { method, body, ...asAlice })).status).toBe(403);
    });

    it('keeps her rights when the setup runs again, those too that somebody has mapped to her', async () => {
      const mapping = '/_plugins/_security/api/rolesmapping/all_access';
      expect((await store.ask(0, mapping, { method: 'PUT', body: { users: ['alice'] } })).status).toBe(201);
      await store.setup();
      expect((await store.ask(0, '/_cluster/settings', asAlice)).status).toBe(200);
      expect((await store.ask(0, mapping, { method: 'DELETE' })).status).toBe(200);
      expect((await store.ask(0, '/_cluster/settings', asAlice)).status).toBe(403);
      expect((await store.ask(0, '/logs-*/_search', asAlice)).status).toBe(200);
    });
  });

  it('takes the template that docs/platform.md has for a store that is there', async () => {
    const text = readFileSync(join(ROOT, 'docs/platform.md'), 'utf8');
    const [, body = ''] = /_index_template\/faultmaven .*--data '\s*(\{[^']*\})'/.exec(text) ?? [];
    const mine = body.replaceAll('"logs-', '"mine-');
    const put = (path: string, body?: string) => store.ask(0, path, { method: 'PUT', body });
    expect((await put('/_index_template/faultmaven', mine)).json).toEqual({ acknowledged: true });
    expect((await put('/_data_stream/mine-containers')).json).toEqual({ acknowledged: true });
    const line = { '@timestamp': new Date().toISOString(), body: 'a line', resource: { 'service.name': 'agent' }, more: { key: 1 } };
    await store.ask(0, '/mine-containers/_doc?refresh=true', { method: 'POST', body: line });
    const { json } = await store.ask(0, '/mine-containers/_search?q=resource.service.name:agent');
    expect(json.hits.hits.map(({ _source }: { _source: object }) => _source)).toEqual([line]);
    await store.ask(0, '/_data_stream/mine-containers', { method: 'DELETE' });
    await store.ask(0, '/_index_template/faultmaven', { method: 'DELETE' });
  });

  it('reads a certificate again that has changed in its Secret, without a restart', async () => {
    const before = await store.certificate(0);
    store.renew(0);
    await eventually('the new certificate is served', 60, async () => (await store.certificate(0)) !== before);
    expect((await store.ask(0, '/')).status).toBe(200);
    expect((await store.ask(0, '/_cluster/health')).json.number_of_nodes).toBe(3);
  });

  it('has its retention fail while its certificate expires soon', async () => {
    const renewed = async (days: number): Promise<string> => {
      const before = await store.certificate(0);
      store.renew(0, days);
      await eventually('the new certificate is served', 60, async () => (await store.certificate(0)) !== before);
      return store.run('CronJob', /^opensearch-retention$/);
    };
    await expect(renewed(20)).rejects.toThrow('the certificate of the store expires on');
    expect(await renewed(825)).not.toContain('certificate');
  });

  it('takes a new password with the next run of its setup', async () => {
    const former = passwordOf('reader');
    store.secrets['opensearch-users'] = { ...store.secrets['opensearch-users'], reader: `${former} anew` };
    expect((await store.ask(0, '/logs-*/_search', { user: 'reader', password: `${former} anew` })).status).toBe(401);
    await store.setup();
    expect((await store.ask(0, '/logs-*/_search', { user: 'reader', password: `${former} anew` })).status).toBe(200);
    expect((await store.ask(0, '/logs-*/_search', { user: 'reader' })).status).toBe(401);
    store.secrets['opensearch-users'] = { ...store.secrets['opensearch-users'], reader: former };
    await store.setup();
  });

  it('deletes by age and by how full a disk is, again and again, and never what is written to', async () => {
    const retention = (env: Readonly<Record<string, string>>) => store.run('CronJob', /^opensearch-retention$/, env);
    const kept = await indices();
    expect(await retention({})).not.toContain('deleting');
    expect(await indices()).toEqual(kept);

    for (const number of [0, 1]) {
      await append({ body: `before the index ends: ${number}` });
      await store.ask(0, '/logs-containers/_rollover', { method: 'POST' });
    }
    // Ages are compared in whole seconds.
    await sleep(1100);
    const [oldest, , ...rest] = await indices();
    expect(await retention({ DAYS: '0' })).toContain(`deleting ${oldest}`);
    expect(await indices()).toEqual(rest.slice(-1));
    expect(await retention({ DAYS: '0' })).not.toContain('deleting');

    // By size: what is written to ends, and stays until it is old.
    await append({ body: 'x'.repeat(10_000) });
    await store.ask(0, '/logs-containers/_flush', { method: 'POST' });
    await retention({ INDEX_SIZE: '1b' });
    expect(await indices()).toHaveLength(2);

    // By the disk, one after the other, as far as that goes; not when something else fills it.
    const release = store.fill(0, '320m');
    // A member looks at its disk once in a second.
    await sleep(2000);
    await expect(retention({})).rejects.toThrow('% full, and not of lines');
    expect(await indices()).toHaveLength(2);
    await expect(retention({ LEAST: '0' })).rejects.toThrow('only the indices that are written to are left');
    expect(await indices()).toHaveLength(1);
    release();
    await sleep(2000);
    expect(await retention({})).not.toContain('deleting');
  });

  it('goes on within seconds when the one that leads is killed, and loses nothing', async () => {
    const writer = await writing('kill');
    const leader = await store.leader(0);
    const other = first(others(leader));
    const since = Date.now();
    await store.pod(leader).kill();
    await eventually('another one leads', 60, async () => (await store.leader(other)) !== leader);
    await writer.next();
    await store.replace(leader).start();
    await store.settled();
    await measured(
      writer,
      'leader killed',
      'killed the member that leads (kill -9), and started it in a new pod once writes had resumed',
      since,
      SECONDS,
    );
  });

  it.each([
    ['leader frozen', 'the member that leads', true],
    ['another member frozen', 'a member that does not lead', false],
  ])('goes on when it is as if a machine were lost, which closes no connection, and loses nothing: %s', async (fault, which, leads) => {
    const leader = await store.leader(0);
    // Writes wait for a member only if it should have them too.
    const [index = ''] = (await indices()).slice(-1);
    const held = () => holders(index);
    const before = await held();
    if (leads && !before.includes(leader)) {
      const move = { index, shard: 0, from_node: `opensearch-${first(before)}`, to_node: `opensearch-${leader}` };
      await store.ask(0, '/_cluster/reroute', { method: 'POST', body: { commands: [{ move }] } });
      await eventually('the one that leads has a copy', 60, async () => (await held()).includes(leader));
      await store.settled();
    }
    const frozen = leads ? leader : first((await held()).filter((one) => one !== leader));
    const other = first(others(frozen));
    const writer = await writing(leads ? 'frozen-leader' : 'frozen');
    const since = Date.now();
    store.pod(frozen).freeze();
    try {
      await eventually('the others have given it up', 120, async () => {
        const { json } = await store.ask(other, '/_cluster/health', { timeoutMs: 5000 });
        return json.number_of_nodes === 2;
      });
      await writer.next();
    } finally {
      store.pod(frozen).thaw();
    }
    await store.settled();
    await measured(writer, fault, `froze all processes of ${which} (SIGSTOP), which has a copy, until writes had resumed`, since, 120);
  });

  it('has every line of the shipper, with its fields and without credentials, though the one that leads is killed meanwhile', async () => {
    const leader = await store.leader(0);
    const shipping = await shippingFrom(leader);
    const containers = ['0', '1', '2', '3'].map((one) => shipping.container(`shipped-${one}`));
    const credentials = shipping.container('shipped-corpus');
    const ordinaries = shipping.container('shipped-ordinary');
    let written = 0;
    const SECRET = 's3cretOfTheShipper';
    /** What a service writes: of a hundred lines ten in JSON, one of them an error, one a traceback and one a URL with a password. */
    const next = (): readonly string[] => {
      const number = written++;
      const text = `request number=${number} took 12ms and has a text of the usual length, as services write it`;
      const stamp = '2026-11-28 05:00:00,123 - service.module';
      if (number % 100 === 50)
        return [`${stamp} - ERROR - ${text}`, 'Traceback (most recent call last):', '  File "x.py", line 1, in y', 'ValueError: z'];
      if (number % 100 === 25)
        return [`${stamp} - INFO - connected to postgresql+asyncpg://fm:${SECRET}${number}@fm-postgres:5432/cases, ${text}`];
      if (number % 10 !== 0) return [`${stamp} - INFO - ${text}`];
      const level = number % 100 === 0 ? 'error' : 'info';
      return [
        JSON.stringify({
          event: text,
          correlation_id: `shipped-${number}`,
          level,
          logger: 'service.module',
          password: `${SECRET}${number}`,
        }),
      ];
    };
    const since = Date.now();
    const half = Math.ceil(CREDENTIALS.length / 2);
    let back: Promise<void> | undefined;
    for (let tenth = 0; tenth < 200; tenth++) {
      for (const [index, container] of containers.entries())
        container.lines(Array.from({ length: index % 2 === 0 ? 13 : 12 }, next).flat());
      if (tenth === 20) credentials.lines(CREDENTIALS.slice(0, half).flatMap(({ text }) => text.split('\n')));
      if (tenth === 40) ordinaries.lines(ORDINARY);
      if (tenth === 60) {
        await store.pod(leader).kill();
        credentials.lines(CREDENTIALS.slice(half).flatMap(({ text }) => text.split('\n')));
        back = takes(shipping, Date.now()).then(() => store.replace(leader).start());
      }
      await sleep(Math.max(0, since + (tenth + 1) * 100 - Date.now()));
    }
    await back;
    credentials.lines(['last of the credentials']);
    await store.settled();

    interface Stored {
      readonly body: string;
      readonly severity: { readonly text: string; readonly number: number };
      readonly attributes: Readonly<Record<string, string>>;
      readonly resource: Readonly<Record<string, string>>;
    }
    const search = async (...filter: readonly object[]): Promise<readonly Stored[]> => {
      const body = { size: 10_000, query: { bool: { filter: [{ prefix: { 'resource.service.name': 'shipped-' } }, ...filter] } } };
      const { json } = await store.ask(0, '/logs-containers/_search', { method: 'POST', body, user: 'reader' });
      return json.hits.hits.map(({ _source }: { _source: Stored }) => _source);
    };
    const of = (service: string) => search({ term: { 'resource.service.name': service } });
    const numberIn = ({ body }: Stored): number => Number(/number=(\d+) took 12ms/.exec(body)?.[1]);
    let lines: readonly Stored[] = [];
    let kept: readonly string[] = [];
    const missing = (): number => written - new Set(lines.map(numberIn)).size;
    await eventually('all lines are found', 60, async () => {
      await store.ask(0, '/logs-*/_refresh', { method: 'POST' });
      lines = (await Promise.all(['0', '1', '2', '3'].map((one) => of(`shipped-${one}`)))).flat();
      kept = (await of('shipped-ordinary')).map(({ body }) => body);
      const isCredentialsOver = (await of('shipped-corpus')).some(({ body }) => body.includes('last of the credentials'));
      return missing() === 0 && new Set(kept).size >= new Set(ORDINARY).size && isCredentialsOver;
    }).catch(() => undefined);
    const masked = await of('shipped-corpus');
    const doubled = lines.length - (written - missing());
    const times = [since, ...shipping.taken];
    const seconds = Math.max(...times.slice(1).map((at, index) => (at - (times[index] as number)) / 1000));
    faults.push({
      fault: 'leader killed, with 500 lines/s of the shipper',
      done: 'killed the member that leads (kill -9) while the real collector sent with its real exporter, and started it in a new pod once writes had resumed',
      seconds,
      acknowledged: written,
      lost: missing(),
      doubled,
    });
    expect(missing()).toBe(0);
    // If the member ended between two requests, none of them failed. The next test makes requests fail for sure.
    expect(doubled).toBeLessThanOrEqual(shipping.uncertain);
    expect(seconds).toBeLessThan(SECONDS);

    // One may be there twice: what was in a request that failed is sent again.
    expect([...new Set(kept)].sort()).toEqual([...new Set(ORDINARY)].sort());
    expect(masked.length).toBeGreaterThanOrEqual(CREDENTIALS.length);
    // Not what the exporter adds, such as a time with nine digits.
    const stored = [...lines, ...masked].map(({ body, severity, attributes, resource }) =>
      JSON.stringify({ body, severity, attributes, resource }),
    );
    const secrets = [SECRET, ...CREDENTIALS.flatMap((one) => one.secrets)];
    expect(
      secrets.filter((secret) => stored.some((line) => line.includes(secret) || line.includes(JSON.stringify(secret).slice(1, -1)))),
    ).toEqual([]);
    expect(await search({ wildcard: { body: { value: `*${SECRET}*`, case_insensitive: true } } })).toEqual([]);

    const [json] = lines.filter(({ body }) => body.includes('number=400 '));
    expect(json).toMatchObject({
      severity: { text: 'error', number: 17 },
      attributes: { correlation_id: 'shipped-400', logger: 'service.module', 'log.iostream': 'stdout' },
      resource: { 'k8s.namespace.name': 'faultmaven', 'k8s.node.name': 'node-1' },
    });
    const [traceback] = lines.filter(({ body }) => body.includes('number=450 '));
    expect(traceback).toMatchObject({ severity: { text: 'ERROR', number: 17 } });
    expect(traceback?.body).toMatch(/Traceback[\s\S]*ValueError: z$/);

    const saved = (id: string): string => SEARCHES.find((one) => one.id === id)?.query ?? '';
    const numbers = (found: readonly Stored[]) => [...new Set(found.map(numberIn))].sort((one, other) => one - other);
    const byId = saved('by-correlation-id').replace('*', 'shipped-400');
    expect(numbers(await search({ query_string: { query: byId } }))).toEqual([400]);
    const bad = Array.from({ length: written }, (_, number) => number).filter((number) => number % 50 === 0);
    const errors = await search({ query_string: { query: saved('errors-by-service') } }, { match_phrase: { body: 'took 12ms' } });
    expect(numbers(errors)).toEqual(bad);
  });

  it('has every line that was written while no member answered, and while the store did not know the password of the shipper', async () => {
    const shipping = await shippingFrom(0);
    const numbered = new Numbered();
    const container = shipping.container('patient');
    const write = async (seconds: number): Promise<void> => {
      for (let tenth = 0; tenth < seconds * 10; tenth++) {
        container.lines(numbered.next(50));
        await sleep(100);
      }
    };
    await write(2);
    await takes(shipping, Date.now() - 2500);
    shipping.front.isAway = true;
    await write(4);
    shipping.front.isAway = false;
    await takes(shipping, Date.now());
    const path = '/_plugins/_security/api/internalusers/shipper';
    const password = (text: string) =>
      store.ask(0, path, { method: 'PUT', body: { password: text, opendistro_security_roles: ['log_shipper'] } });
    expect((await password(`${passwordOf('shipper')} anew`)).status).toBe(200);
    await write(2);
    const before = shipping.uncertain;
    await eventually('it is refused', 30, () => shipping.uncertain > before);
    expect((await password(passwordOf('shipper'))).status).toBe(200);
    expect(await foundAll('patient', numbered)).toEqual([]);
    expect(numbered.lost).toBe(0);
    expect(numbered.doubled).toBeLessThanOrEqual(shipping.uncertain);
  });

  it('refuses writes without a majority, finds the lines that are left, and has lost nothing when the majority is back', async () => {
    const writer = await writing('majority');
    // One that has a copy of what is looked for below: with three members, each has two thirds of all copies.
    const leader = await store.leader(0);
    const left = first((await holders('logs-containers')).filter((one) => one !== leader));
    const killed = others(left);
    const shipping = await shippingFrom(left);
    const numbered = new Numbered();
    const container = shipping.container('minority');
    container.lines(numbered.next(500));
    await takes(shipping, 0);
    await store.killWhileBehind(left, killed);
    container.lines(numbered.next(500));
    await leaderless(left);
    expect((await append({ body: 'too few' }, left)).text).toContain('cluster_block_exception');
    expect((await store.ask(left, '/logs-containers/_search?q=body:model', { user: 'reader' })).status).toBe(200);
    // A restart would mend nothing.
    expect(await store.alive(left)).toBe(true);
    const since = Date.now();
    await Promise.all(killed.map((one) => store.replace(one).start()));
    await writer.next(since);
    await store.settled();
    expect(killed).toContain(await store.leader(left));
    await measured(
      writer,
      'two of three killed',
      'killed two members at once (kill -9); counted from when they were started again',
      since,
      90,
    );
    expect(await foundAll('minority', numbered)).toEqual([]);
    expect(numbered.lost).toBe(0);
    expect(numbered.doubled).toBeLessThanOrEqual(shipping.uncertain);
  });

  it('takes writes again when the one that was left leads, as soon as the retention has run, and has lost nothing', async () => {
    const index = (await indices()).at(-1) as string;
    // The copy of the one that is left becomes the one that is written to. That one is not the first to be elected.
    if ((await store.leader(0)) === first(await holders(index))) {
      const cancel = { index, shard: 0, node: `opensearch-${first(await holders(index))}`, allow_primary: true };
      await store.ask(0, '/_cluster/reroute', { method: 'POST', body: { commands: [{ cancel }] } });
      await store.settled();
    }
    const [written, left] = (await holders(index)) as readonly [number, number];
    const third = first(others(written).filter((one) => one !== left));
    const writer = await writing('left');
    await store.killWhileBehind(written, [written, third]);
    await leaderless(left);
    await store.replace(written).start();
    await eventually('the one that was left leads', 120, async () => (await store.leader(left)) === left);
    const since = Date.now();
    await store.replace(third).start();
    store.serve(left);
    // In a cluster it runs every ten minutes.
    await store.settled(async () => {
      await sleep(10_000);
      await store.run('CronJob', /^opensearch-retention$/);
    });
    await writer.next(since);
    await writer.stop();
    expect((await writer.compare()).lost).toEqual([]);
    store.serve(0);
    await store.setup();
  });

  it('has its authority replaced in the three steps of docs/runbooks/log-store-secrets.md, and shipper, pages and members go on', async () => {
    const before = { authority: store.ca, ...store.secrets['opensearch-admin'] };
    // Members have had other addresses since they were first started.
    store.serve(0);
    const made = store.make(scratch());
    const [tls = {}, admin = {}] = [made['opensearch-tls'], made['opensearch-admin']];
    const after = tls['ca.crt'] ?? '';
    const shown = (secret: Readonly<Record<string, string>>) => ({ cert: secret['tls.crt'] ?? '', key: secret['tls.key'] ?? '' });
    const of = (secret: Readonly<Record<string, string>>) => ({ 'tls.crt': shown(secret).cert, 'tls.key': shown(secret).key });
    const as = async (ordinal: number, secret: Readonly<Record<string, string>>): Promise<number | undefined> =>
      store.ask(ordinal, '/_plugins/_security/api/internalusers', { user: null, shown: shown(secret) }).then(
        ({ status }) => status,
        () => undefined,
      );
    const shipping = await shippingFrom(0);
    const numbered = new Numbered();
    const container = shipping.container('trusting');
    /** Asks as OpenSearch Dashboards does, which reads the authority at its start. */
    const pages = { ca: store.ca, asked: 0, problems: [] as string[] };
    let isOver = false;
    const going = (async () => {
      while (!isOver) {
        container.lines(numbered.next(5));
        await store.ask(pages.asked++ % 2, '/logs-*/_search?size=0', { user: 'reader', ca: pages.ca }).then(
          ({ status }) => status === 200 || pages.problems.push(String(status)),
          (error) => pages.problems.push(String(error)),
        );
        await sleep(100);
      }
    })();
    /** Writes authorities into every Secret, and starts anew who reads them at its start. */
    const trust = async (authorities: string): Promise<void> => {
      for (const secret of ['opensearch-tls', 'opensearch-admin']) store.change(secret, { 'ca.crt': authorities });
      shipping.trust(authorities);
      await shipping.restart();
      pages.ca = authorities;
      store.ca = authorities;
    };
    try {
      await trust(before.authority + after);
      for (const one of ORDINALS) await eventually('the new authority is trusted', 60, async () => (await as(one, admin)) === 200);

      const serials = await Promise.all(ORDINALS.map((one) => store.certificate(one)));
      store.change('opensearch-tls', of(tls));
      store.change('opensearch-admin', of(admin));
      for (const one of ORDINALS) await eventually('it is served', 60, async () => (await store.certificate(one)) !== serials[one]);
      expect((await store.ask(0, '/_cluster/health')).json.number_of_nodes).toBe(3);
      await store.setup();

      await trust(after);
      for (const one of ORDINALS) await eventually('the former one is not', 60, async () => (await as(one, before)) !== 200);
      expect(await store.run('CronJob', /^opensearch-retention$/)).not.toContain('certificate');
      // A member that has no connection yet finds the others.
      await store.pod(2).kill();
      await store.replace(2).start();
      await store.settled();
    } finally {
      isOver = true;
      await going;
    }
    expect(pages.problems).toEqual([]);
    expect(await foundAll('trusting', numbered)).toEqual([]);
    expect(numbered.lost).toBe(0);
  });
});

describeWith([...LAB, OPENSSL, OPENSEARCH, toolFor(BEFORE)], 'an update of the log store from the release before', () => {
  let store: Store;
  let writer: Writer | undefined;

  afterAll(async () => {
    await writer?.stop();
    await store?.stop();
  });

  it('keeps taking writes while one member after the other is replaced, and keeps every line and all users', async () => {
    store = await Store.create(BEFORE);
    await begin(store);
    await store.setup();
    await store.settled();
    const versions = async (): Promise<readonly string[]> => (await store.ask(0, '/_cat/nodes?h=version')).text.trim().split('\n');
    expect(await versions()).toEqual(ORDINALS.map(() => '2.19.4'));

    writer = new Writer(store, 'update');
    await writer.next();
    store.update(SHIPPED);
    const since = Date.now();
    for (const ordinal of ORDINALS) {
      await store.pod(ordinal).terminate();
      await store.replace(ordinal).start();
      await store.settled();
    }
    await writer.next();
    expect(await versions()).toEqual(ORDINALS.map(() => '3.4.0'));
    await measured(
      writer,
      'update from 2.19.4 to 3.4.0',
      'replaced one pod after the other (SIGTERM) by one of the next release, the next when all were ready again',
      since,
      SECONDS,
    );
    // An apply runs the setup again where it has changed.
    await store.setup();
    record('opensearch', { faults });
  });
});
