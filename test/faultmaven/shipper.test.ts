import { parse } from 'yaml';
import { MASKS } from '../../lib/platform/logging/masks/masks';
import { unproved } from '../../lib/targets/kubernetes/rules/unproved';
import { type Any, clusterPlanOf, find, objectsOf } from '../support/cluster';
import { CREDENTIALS, ORDINARY } from '../support/corpus';
import { masked } from '../support/masked';

const OWN = 'platform: { logging: opensearch, owner: true }\n';
const existing = (to: string) => `platform: { logging: existing, owner: true }\nlogging: { to: { ${to} } }\n`;

const of = (text: string) => {
  const objects = objectsOf(clusterPlanOf(text));
  const read = (name: string): Any => parse(find(objects, 'ConfigMap', `${name}-configuration`).data['config.yaml']);
  return {
    objects,
    shipper: read('log-shipper'),
    events: read('log-events'),
    pod: find(objects, 'DaemonSet', 'log-shipper').spec.template.spec,
  };
};

test('lines go to our own store, under its user who may only add, over TLS', () => {
  const { shipper, events, pod } = of(OWN);
  const { logs_index, bulk_action, http } = shipper.exporters.opensearch;
  expect({ logs_index, bulk_action, http }).toEqual({
    logs_index: 'logs-containers',
    bulk_action: 'create',
    http: {
      endpoint: 'https://opensearch.faultmaven-logging.svc.cluster.local:9200',
      tls: { ca_file: '/etc/log-store/ca.crt' },
      auth: { authenticator: 'basicauth/store' },
    },
  });
  expect(shipper.extensions['basicauth/store']).toEqual({
    client_auth: { username_file: '/etc/log-store/username', password_file: '/etc/log-store/password' },
  });
  expect(events.exporters.opensearch.logs_index).toBe('logs-events');
  // The Secret of the store's own users holds the administrator's password too, which no pod on a node may have.
  const { secret } = pod.volumes.find(({ name }: Any) => name === 'log-store');
  expect([secret.secretName, secret.items.map(({ key }: Any) => key)]).toEqual(['log-store-shipper', ['username', 'password', 'ca.crt']]);
});

test.each(['opensearch', 'elasticsearch'])('what %s does not take stays in a queue: the shipper hands it over to itself', (logging) => {
  for (const { exporters, receivers, service } of [of(`platform: { logging: ${logging}, owner: true }\n`)].flatMap((one) => [
    one.shipper,
    one.events,
  ])) {
    const { endpoint, sending_queue, retry_on_failure } = exporters.otlp_http;
    expect(sending_queue).toMatchObject({ block_on_overflow: true, sizer: 'bytes' });
    expect(retry_on_failure).toMatchObject({ enabled: true, max_elapsed_time: '0s' });
    expect(endpoint).toBe(`http://${receivers.otlp.protocols.http.endpoint}`);
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(service.pipelines.logs.exporters).toEqual(['otlp_http']);
    // Whoever hands a request over waits for the answer of the store.
    expect(exporters[logging].sending_queue).toEqual({ enabled: false });
    expect(Number.parseInt(exporters.otlp_http.timeout, 10)).toBeGreaterThan(Number.parseInt(exporters[logging].timeout, 10));
  }
  expect(of(`platform: { logging: ${logging}, owner: true }\n`).shipper.exporters.otlp_http.sending_queue.storage).toBe(
    'file_storage/queue',
  );
});

test('whatever the exporter for OpenSearch says of a failure, the request is offered again', () => {
  const { exporters, connectors, service } = of(OWN).shipper;
  expect(exporters.opensearch.retry_on_failure).toEqual({ enabled: false });
  expect(service.pipelines['logs/handover']).toEqual({ receivers: ['otlp'], exporters: ['failover'] });
  expect(service.pipelines['logs/store']).toEqual({ receivers: ['failover'], exporters: ['opensearch'] });
  expect(connectors.failover).toEqual({ priority_levels: [['logs/store']], retry_interval: '1s' });
  expect(of(OWN).events.connectors).toEqual({ failover: connectors.failover });
});

test('the exporter for Elasticsearch tries until its time is over, and gives up a record only for what is in it', () => {
  const { exporters, service } = of('platform: { logging: elasticsearch, owner: true }\n').shipper;
  expect(service.pipelines['logs/store']).toEqual({
    receivers: ['otlp'],
    processors: ['transform/document'],
    exporters: ['elasticsearch'],
  });
  const { elasticsearch } = exporters;
  expect(elasticsearch.retry_on_failure).toBeUndefined();
  // What is refused after its last try is taken for refused for ever. Its pauses are at least half as long as they could be.
  const { max_retries, max_interval, retry_on_status } = elasticsearch.retry;
  const shortest = ((max_retries - 4) * Number.parseInt(max_interval, 10)) / 2;
  expect(shortest).toBeGreaterThan(Number.parseInt(elasticsearch.timeout, 10));
  // From the 35th try on its pauses overflow, and there are none.
  expect(max_retries).toBeLessThan(34);
  expect([400, 413].filter((status) => retry_on_status.includes(status))).toEqual([]);
  expect(retry_on_status).toEqual(expect.arrayContaining([401, 403, 429, 503]));
});

test.each([
  ['otlp', 'otlp_http', 'basic'],
  ['opensearch', 'opensearch', 'bearer'],
  ['elasticsearch', 'elasticsearch', 'none'],
])('lines go to a store that is there: %s', (protocol, exporter, credentials) => {
  const { shipper, pod, objects } = of(
    existing(`protocol: ${protocol}, url: 'https://logs.example.com:8443', credentials: ${credentials}, ownAuthority: true`),
  );
  expect(JSON.stringify(shipper.exporters[exporter])).toContain('https://logs.example.com:8443');
  expect(JSON.stringify(shipper.exporters[exporter])).toContain('/etc/log-store/ca.crt');
  const extension = { basic: 'basicauth/store', bearer: 'bearertokenauth/store', none: undefined }[credentials];
  expect(shipper.service.extensions.filter((name: string) => name.includes('auth'))).toEqual(extension === undefined ? [] : [extension]);
  const { secret } = pod.volumes.find(({ name }: Any) => name === 'log-store');
  expect(secret.secretName).toBe('log-store-shipper');
  expect(secret.items.map(({ key }: Any) => key)).toEqual([
    ...{ basic: ['username', 'password'], bearer: ['token'], none: [] }[credentials as 'none'],
    'ca.crt',
  ]);
  const policy = find(objects, 'NetworkPolicy', 'log-shipper');
  expect(JSON.stringify(policy.spec.egress)).toContain('8443');
});

test('it reads the namespaces of the deployment only, and writes to one folder of its node', () => {
  const { shipper, pod } = of(`${OWN}namespace: mine\n`);
  for (const receiver of ['file_log', 'file_log/requests'])
    for (const path of shipper.receivers[receiver]?.include ?? []) expect(path).toMatch(/^\/var\/log\/pods\/mine(-[a-z]+)?_/);
  const writable = pod.containers[0].volumeMounts.filter(({ readOnly }: Any) => !readOnly).map(({ name }: Any) => name);
  const folders = pod.volumes.filter(({ hostPath }: Any) => hostPath !== undefined);
  expect(folders.map(({ name, hostPath }: Any) => [hostPath.path, writable.includes(name)])).toEqual([
    ['/var/log/pods', false],
    ['/var/lib/mine-log-shipper', true],
  ]);
  expect(pod.containers[0].securityContext).toMatchObject({ privileged: false, capabilities: { drop: ['ALL'] } });
});

test('what it reads is masked before anything of it is kept or parsed', () => {
  const { operators } = of(OWN).shipper.receivers.file_log;
  const kinds = operators.map(({ type, id = '' }: Any) => (id.startsWith('mask-') ? 'mask' : id.startsWith('join-') ? 'join' : type));
  expect(kinds.lastIndexOf('join')).toBeLessThan(kinds.indexOf('mask'));
  expect(kinds.lastIndexOf('mask')).toBeLessThan(kinds.indexOf('json_parser'));
  expect(operators.filter(({ id = '' }: Any) => id.startsWith('mask-')).every(({ type }: Any) => type === 'regex_replace')).toBe(true);
});

test.each(['correlation_id', 'logger'])('of a line in JSON %s is kept beside its text only if it is a text or a number', (key) => {
  const { operators } = of(OWN).shipper.receivers.file_log;
  const moved = operators.filter(({ from }: Any) => from === `attributes.said.${key}`);
  expect(moved.map((one: Any) => one.if)).toEqual([
    `attributes.said != nil and type(attributes.said.${key}) in ["string", "int", "float"]`,
  ]);
});

test('its memory follows the limit of its container', () => {
  const { pod } = of(`${OWN}services: { log-shipper: { memory: { request: 256Mi, limit: 256Mi } } }\n`);
  expect(pod.containers[0].command).toContain('--set=processors.memory_limiter.limit_mib=192');
});

test('events of each namespace are read, and nothing else', () => {
  const { events, objects } = of(OWN);
  expect(events.receivers.k8sobjects.objects).toMatchObject([{ name: 'events', mode: 'watch' }]);
  const roles = objects.filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'log-events');
  expect(roles.map(({ metadata }) => metadata.namespace).sort()).toEqual([...events.receivers.k8sobjects.objects[0].namespaces].sort());
  for (const { rules } of roles)
    expect(rules).toEqual([{ apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['get', 'list', 'watch'] }]);
});

test.each([
  [
    OWN,
    [
      'log-shipper: this release of its exporter for OpenSearch',
      'log-events: its receiver of events and this release of its exporter for OpenSearch',
      'opensearch-dashboards: it',
      'log-store-exporter: it with this store',
    ],
  ],
  [
    existing("protocol: elasticsearch, url: 'https://x.example.com'"),
    [
      'log-shipper: this release of its exporter for Elasticsearch',
      'log-events: its receiver of events and this release of its exporter for Elasticsearch',
    ],
  ],
  [existing("protocol: otlp, url: 'https://x.example.com'"), ['log-events: its receiver of events']],
])('what no test has run of it is a finding: %s', (text, expected) => {
  const findings = unproved(clusterPlanOf(text)).filter(({ code }) => code === 'unproved');
  expect(findings.map(({ subject, message }) => `${subject}: ${/^no test has run ([^:]*)/.exec(message)?.[1]}`).sort()).toEqual(
    [...expected].sort(),
  );
});

test('nothing has a Service without a port, which an API server refuses', () => {
  const services = of(OWN).objects.filter(({ kind }) => kind === 'Service');
  expect(services.filter(({ spec }) => (spec.ports ?? []).length === 0).map(({ metadata }) => metadata.name)).toEqual([]);
  expect(services.map(({ metadata }) => metadata.name)).not.toContain('log-shipper');
});

describe('events of the cluster', () => {
  const { processors, service } = of(OWN).events;
  const statements: readonly string[] = processors['transform/masks'].log_statements;
  /** What a statement replaces by what, as JavaScript has it. */
  const replacing = (text: string) =>
    statements.slice(1).reduce((masking, statement) => {
      const parts = /^replace_pattern\(log\.body\.string, ("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")\)$/.exec(statement);
      const [pattern, by] = [parts?.[1], parts?.[2]].map((part): string => JSON.parse(part ?? '').replaceAll('$$', '$'));
      const anyCase = pattern?.startsWith('(?i)');
      return masking.replaceAll(
        new RegExp(pattern?.slice(anyCase ? 4 : 0) ?? '', anyCase ? 'gi' : 'g'),
        by?.replaceAll(/\$\{(\d)\}/g, '$$$1') ?? '',
      );
    }, text);

  test('are masked as soon as they are there', () => {
    const { receivers, processors } = service.pipelines.logs;
    expect([receivers, processors.slice(0, 2)]).toEqual([['k8sobjects'], ['memory_limiter', 'transform/masks']]);
    expect(statements[0]).toBe('set(log.body.string, log.body.string)');
    expect(statements.length).toBe(MASKS.length + 1);
  });

  const event = (note: string) => JSON.stringify({ object: { kind: 'Event', note, reason: 'Unhealthy' }, type: 'ADDED' });

  test('lose what lines lose, and nothing else', () => {
    for (const { text } of CREDENTIALS) expect(replacing(event(text))).toBe(masked(event(text)));
    for (const text of ORDINARY) expect(replacing(event(text))).toBe(event(text));
  });

  test.each([
    ['Readiness probe failed: Get "http://probe:pr0bePw@10.0.0.7:8000/health?token=pr0beTok": dial tcp: refused', ['pr0bePw', 'pr0beTok']],
    ['Liveness probe failed: redis://:l1vePw@redis:6379: NOAUTH Authentication required.', ['l1vePw']],
    ['Failed to pull image "x": unexpected status from GET https://u:pu11Pw@registry.example.com/v2/: 401', ['pu11Pw']],
    ['Startup probe failed: + PGPASSWORD=pr0bePg psql -h db\npsql: error', ['pr0bePg']],
    ['Exec lifecycle hook ([redis-cli -a h00kPw ping]) failed: exit status 1', ['h00kPw']],
  ])('lose the credentials of %s', (note, secrets) => {
    const left = replacing(event(note));
    expect([left, secrets.filter((secret) => left.includes(secret))]).toEqual([left, []]);
    expect(JSON.parse(left).object.reason).toBe('Unhealthy');
  });
});
