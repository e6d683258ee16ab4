import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { scratch } from '../../support/scratch';
import { LAB } from '../lab/lab';
import { ORDINALS, Store, type StoreAnswer, type StoreUnderTest, toolFor } from '../opensearch/cluster';
import { COLLECTOR, Collector } from '../platform/collector';
import { ContainerLog } from '../platform/container-log';
import { BULK } from '../platform/delivery';
import { Numbered } from '../platform/numbered-lines';
import { eventually } from '../support/eventually';
import { find } from '../support/manifests';
import { describeWith, OPENSSL } from '../support/tools';
import { deliveryTo } from './delivery';
import { elasticsearchProfile } from './profile';

jest.setTimeout(300_000);

const ELASTICSEARCH: StoreUnderTest = {
  kind: 'elasticsearch',
  image: 'docker.elastic.co/elasticsearch/elasticsearch',
  profile: () => ['--profile', elasticsearchProfile()],
  // The core has neither: its settings of both are left out (test/e2e/tools/elasticsearch/start.sh).
  secure: false,
  leader: '/_cat/master?h=node',
};

describeWith(
  [...LAB, OPENSSL, ...COLLECTOR, BULK, toolFor(ELASTICSEARCH)],
  'three members of Elasticsearch from the manifests, the core alone',
  () => {
    let store: Store;

    const write = (ordinal: number, text: string): Promise<StoreAnswer> =>
      store.ask(ordinal, '/lines/_doc?timeout=2s', {
        method: 'POST',
        body: { '@timestamp': new Date().toISOString(), body: { text } },
        timeoutMs: 4000,
      });

    /** Writes until a member takes it. */
    const written = (ordinals: readonly number[], text: string): Promise<number> => {
      let tries = 0;
      return eventually('a line is taken', 60, async () => {
        tries += 1;
        return (await write(ordinals[tries % ordinals.length] as number, text)).status === 201;
      });
    };

    const others = (ordinal: number): readonly number[] => ORDINALS.filter((one) => one !== ordinal);

    beforeAll(async () => {
      store = await Store.create(ELASTICSEARCH);
      await Promise.all(store.pods.map((pod) => pod.start()));
      await eventually('all members have found one another', 120, async () => {
        const { json } = await store.ask(0, '/_cluster/health?timeout=1s');
        return json?.number_of_nodes === 3;
      });
    });

    afterAll(() => store?.stop());

    it('put their configuration together without the users of the image, and the password of the first user where a start reads it', async () => {
      const { output } = await store.pod(0).exec('elasticsearch', ['cat', '/usr/share/elasticsearch/config/elasticsearch.keystore']);
      expect(output).toBe(`bootstrap.password=${store.secrets['elasticsearch-admin']?.password}\n`);
    });

    it('take all settings that the core knows, with the checks of a start', async () => {
      const configuration = find(store.objects, 'ConfigMap', /^elasticsearch-configuration/).data['elasticsearch.yml'];
      const said = Object.entries(parse(configuration)).filter(([name]) => !/^(xpack|ingest\.geoip)\./.test(name));
      const { json } = await store.ask(0, '/_nodes/elasticsearch-0/settings?flat_settings=true');
      const [{ settings }] = Object.values<{ settings: Record<string, unknown> }>(json.nodes) as [{ settings: Record<string, unknown> }];
      expect(said.map(([name]) => name).filter((name) => settings[name] === undefined)).toEqual([]);
      expect(settings['node.store.allow_mmap']).toBe('false');
    });

    it('let nobody make an index by a misspelt name', async () => {
      expect((await write(0, 'nowhere')).status).toBe(404);
    });

    it('hold all that a shipper reads at 500 lines a second while the member that leads is killed, under the names that searches use', async () => {
      const mappings = JSON.parse(find(store.objects, 'ConfigMap', /^elasticsearch-setup/).data['template.json']).template.mappings;
      const settings = { number_of_shards: 1, number_of_replicas: 1, refresh_interval: '1s' };
      expect((await store.ask(0, '/shipped', { method: 'PUT', body: { settings, mappings } })).status).toBe(200);
      const folder = scratch();
      const delivery = await deliveryTo(join(folder, 'delivery'), store, 'shipped');
      const collector = await Collector.in(join(folder, 'collector'), delivery.port);
      try {
        const numbered = new Numbered();
        const container = new ContainerLog(collector.pods, 'faultmaven_fm-case-service-7c9d8f6b5-x2k4j', 'case');
        container.lines([
          '{"event": "started", "level": "error", "correlation_id": "c-1", "logger": "a.b", "password": "s3cr3t"}',
          '2026-11-28 05:00:00,123 - case_service.main - ERROR - failed',
          'Traceback (most recent call last):',
          '  File "/app/main.py", line 7, in start',
          'ValueError: postgresql://fm:s3cr3t@db/x',
        ]);
        await collector.start();
        const leader = await store.leader(0);
        const since = Date.now();
        for (let second = 0; second < 16; second += 1) {
          container.lines(numbered.next(500));
          if (second === 4) await store.pod(leader).kill();
          await sleep(Math.max(0, since + (second + 1) * 1000 - Date.now()));
        }
        const [asked, other] = others(leader) as [number, number];
        const search = async (body: object) => (await store.ask(asked, '/shipped/_search', { method: 'POST', body })).json?.hits;
        const all = { size: 0, track_total_hits: true };
        const seconds = await eventually('every line is there', 90, async () => (await search(all)).total.value >= numbered.total + 2);
        // All at once: from page to page another copy may answer, in which records of one millisecond have another order.
        const { hits }: { hits: readonly { readonly _source: { readonly body: string } }[] } = await search({ ...all, size: 10_000 });
        expect(hits.length).toBeLessThan(10_000);
        const bodies = hits.map(({ _source }) => _source.body);
        const rest = bodies.filter((body) => !numbered.take(body));
        const { lost, doubled, total: lines } = numbered;
        const { failed } = await delivery.counts();
        process.stdout.write(`${JSON.stringify({ fault: 'leader killed under a shipper', lines, lost, doubled, failed, seconds })}\n`);
        expect(lost).toBe(0);
        // Of a request that was cut off the store may have taken what is then sent again.
        expect(doubled).toBeLessThanOrEqual(failed);
        expect(rest.filter((body) => body.includes('s3cr3t'))).toEqual([]);
        expect(new Set(rest).size).toBe(2);
        const [{ _source: said }] = (await search({ query: { term: { 'attributes.correlation_id': 'c-1' } } })).hits;
        expect(said).toMatchObject({
          severity: { text: 'error', number: 17 },
          attributes: { 'log.iostream': 'stdout', logger: 'a.b' },
          resource: { 'service.name': 'fm-case-service', 'k8s.namespace.name': 'faultmaven', 'k8s.node.name': 'node-1' },
        });
        expect([asked, other]).toContain(await store.leader(asked));
        const errors = await search({ ...all, query: { query_string: { query: 'severity.number:>=17' } } });
        expect(errors.total.value).toBeGreaterThanOrEqual(1);
      } finally {
        await collector.kill();
        await delivery.stop();
      }
    });

    it('go on with two of three, and refuse writes when two are killed', async () => {
      const [one, other] = ORDINALS.filter((ordinal) => store.pod(ordinal).isRunning('elasticsearch')) as [number, number];
      const settings = { number_of_shards: 1, number_of_replicas: 1 };
      expect((await store.ask(one, '/lines', { method: 'PUT', body: { settings } })).status).toBe(200);
      await written([one, other], 'with two');
      expect(ORDINALS).toContain(await store.leader(one));

      await store.pod(other).kill();
      await eventually(
        'nobody leads',
        60,
        async () => (await store.ask(one, '/_cluster/health?timeout=1s&master_timeout=1s')).status === 503,
      );
      const { status, text } = await write(one, 'refused');
      expect([status, text]).toEqual([503, expect.stringContaining('cluster_block_exception')]);
      // A restart would mend nothing.
      expect(await store.pod(one).isRunning('elasticsearch')).toBe(true);
    });
  },
);
