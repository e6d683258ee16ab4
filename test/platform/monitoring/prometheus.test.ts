import { parse } from 'yaml';
import { prometheusYml, type Watching } from '../../../lib/platform/monitoring/prometheus/configuration';
import { ANY_CERTIFICATE_MODULE, type Scraped } from '../../../lib/platform/monitoring/prometheus/scraping';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { Memory } from '../../../lib/units/memory';
import { dnsLabel } from '../../../lib/units/name';
import { read } from '../alerts/checks';
import { SAMPLES } from '../alerts/services';
import { EVERY_SOURCE } from '../alerts/sources';

const server = (name: string) => ({ name: dnsLabel(name) });

const shelf: Scraped = { server: server('shelf'), namespace: 'shop', pods: 'shelf-[0-9]+', onEachNode: false, metrics: [] };

const watching = (more: Partial<Watching> = {}): Watching => ({
  deployment: 'shop',
  retention: { days: 15, size: Memory.parse('8Gi') },
  scraped: [],
  hosts: [],
  alertmanagers: ['alertmanager-0.example:9093', 'alertmanager-1.example:9093'],
  blackbox: 'blackbox.example:9115',
  nodes: false,
  namespaces: ['shop', 'shop-monitoring'],
  rules: '/etc/prometheus/*.rules.yml',
  secrets: '/etc/remote-write',
  ...more,
});

const written = (more: Partial<Watching>) => parse(prometheusYml(watching(more)));
const jobs = (more: Partial<Watching>) => written(more).scrape_configs;

/** What Prometheus makes of the labels of a discovered target: undefined if it drops the target. Regular expressions are anchored. */
function relabeled(job: { relabel_configs: readonly Rule[] }, discovered: Labels): Labels | undefined {
  const labels: Labels = { ...discovered };
  for (const { source_labels = [], regex = '(.*)', action = 'replace', target_label, replacement = '$1' } of job.relabel_configs) {
    const value = source_labels.map((label) => labels[label] ?? '').join(';');
    const match = new RegExp(`^(?:${regex})$`, 's').exec(value);
    if ((action === 'keep' && match === null) || (action === 'drop' && match !== null)) return undefined;
    if (action === 'replace' && match !== null && target_label !== undefined)
      labels[target_label] = replacement.replace('$1', match[1] ?? '');
  }
  return labels;
}
type Labels = Record<string, string>;
interface Rule {
  source_labels?: string[];
  regex?: string;
  action?: string;
  target_label?: string;
  replacement?: string;
}

const pod = (name: string, port: string, more: Labels = {}): Labels => ({
  __address__: '10.0.0.1:8000',
  __meta_kubernetes_namespace: 'shop',
  __meta_kubernetes_pod_name: name,
  __meta_kubernetes_pod_container_name: 'main',
  __meta_kubernetes_pod_container_port_name: port,
  __meta_kubernetes_pod_phase: 'Running',
  __meta_kubernetes_pod_node_name: 'node-1',
  ...more,
});

const visible = (labels: Labels | undefined) =>
  labels && Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__meta_')));

describe('pods that show metrics themselves', () => {
  const shown: Scraped = { ...shelf, metrics: [{ kind: 'pods', port: 'health' }] };
  const [job] = jobs({ scraped: [shown] });

  it('are looked for in their namespace only', () => {
    expect(job.kubernetes_sd_configs).toEqual([{ role: 'pod', namespaces: { names: ['shop'] } }]);
  });

  it('have the labels that alerts select by', () => {
    expect(visible(relabeled(job, pod('shelf-0', 'health')))).toEqual({
      __address__: '10.0.0.1:8000',
      namespace: 'shop',
      pod: 'shelf-0',
      container: 'main',
      service: 'shelf',
    });
  });

  it.each([
    ['another port', pod('shelf-0', 'http')],
    ['a task of the service', pod('shelf-backup-x1', 'health')],
    ['a service whose name begins alike', pod('shelf-0-more', 'health')],
    ['a pod that has ended', pod('shelf-0', 'health', { __meta_kubernetes_pod_phase: 'Succeeded' })],
    ['a pod that starts', pod('shelf-0', 'health', { __meta_kubernetes_pod_phase: 'Pending' })],
  ])('are not %s', (_, labels) => {
    expect(relabeled(job, labels)).toBeUndefined();
  });

  it('are asked at another path where they say so, and name other pods where they do', () => {
    const [other] = jobs({ scraped: [{ ...shelf, metrics: [{ kind: 'pods', port: 'http', path: '/state', labels: 'own' }] }] });
    expect(other).toMatchObject({ metrics_path: '/state', honor_labels: true });
    expect(job).not.toHaveProperty('metrics_path');
    expect(job).not.toHaveProperty('honor_labels');
  });

  it('name their node where one runs on each', () => {
    const [each] = jobs({ scraped: [{ ...shown, onEachNode: true }] });
    expect(relabeled(each, pod('shelf-0', 'health'))).toMatchObject({ node: 'node-1' });
    expect(relabeled(job, pod('shelf-0', 'health'))).not.toHaveProperty('node');
  });
});

describe('an exporter that is asked about other pods', () => {
  const exporter: Scraped = {
    server: server('shelf-exporter'),
    namespace: 'shop',
    pods: 'shelf-exporter-[a-z0-9]+-[a-z0-9]+',
    onEachNode: false,
    metrics: [
      {
        kind: 'asked',
        about: { ...shelf, namespace: 'shop' },
        ports: ['data', 'state'],
        address: 'shelf-exporter.example:9121',
        path: '/scrape',
        prefix: 'shelf://',
        parameters: { keys: 'a,b' },
      },
    ],
  };
  const [job] = jobs({ scraped: [exporter] });

  it.each(['data', 'state'])('is asked about their port %s, with the labels of the pod', (port) => {
    expect(visible(relabeled(job, pod('shelf-1', port)))).toEqual({
      __address__: 'shelf-exporter.example:9121',
      __param_target: 'shelf://10.0.0.1:8000',
      instance: '10.0.0.1:8000',
      namespace: 'shop',
      pod: 'shelf-1',
      container: 'main',
      service: 'shelf',
    });
  });

  it('is asked about no other port, and not about itself', () => {
    expect(relabeled(job, pod('shelf-1', 'other'))).toBeUndefined();
    expect(relabeled(job, pod('shelf-exporter-ab12c-x9y8z', 'data'))).toBeUndefined();
  });

  it('gets its parameters as lists', () => {
    expect(job).toMatchObject({ metrics_path: '/scrape', params: { keys: ['a,b'] } });
  });
});

describe('URLs that are asked', () => {
  const answering: Scraped = { ...shelf, probe: 'http://shelf.shop.svc:8000/health' };

  it('are asked through the blackbox exporter, each with its service', () => {
    const [job] = jobs({ scraped: [answering, shelf] });
    expect(job.params).toEqual({ module: ['health'] });
    expect(job.static_configs).toEqual([
      { targets: ['http://shelf.shop.svc:8000/health'], labels: { namespace: 'shop', service: 'shelf' } },
    ]);
    expect(relabeled(job, { __address__: 'http://shelf.shop.svc:8000/health' })).toEqual({
      __address__: 'blackbox.example:9115',
      __param_target: 'http://shelf.shop.svc:8000/health',
      instance: 'http://shelf.shop.svc:8000/health',
    });
  });

  it('are routes to services behind it, through each of its pods that is ready', () => {
    const routes = { port: 'ways', of: [{ path: '/api/box/none/close', to: server('box') }] };
    const [job] = jobs({ scraped: [{ ...shelf, metrics: [], routes }] });
    expect(job).toMatchObject({ job_name: 'probe/api/box/none/close', metrics_path: '/probe', params: { module: ['route'] } });
    const ready = (is: string) => relabeled(job, { ...pod('shelf-1', 'ways'), __meta_kubernetes_pod_ready: is });
    expect(ready('true')).toMatchObject({
      __address__: 'blackbox.example:9115',
      __param_target: expect.stringMatching(/^http:\/\/[^/]+\/api\/box\/none\/close$/),
      namespace: 'shop',
      service: 'box',
      route: '/api/box/none/close',
      instance: 'shelf-1',
    });
    expect(ready('false')).toBeUndefined();
    expect(relabeled(job, { ...pod('shelf-1', 'data'), __meta_kubernetes_pod_ready: 'true' })).toBeUndefined();
  });

  it('are hosts under which users come in, by the name of the host whatever the address', () => {
    const door = { host: 'shop.example.com', url: 'https://door.shop.svc:443/', server: server('door'), namespace: 'shop' };
    const [job] = jobs({ hosts: [door] });
    expect(job.params).toEqual({ module: ['front_door'] });
    expect(job.static_configs[0].labels).toEqual({
      namespace: 'shop',
      service: 'door',
      host: 'shop.example.com',
      __param_hostname: 'shop.example.com',
    });
  });

  it('are hosts whose certificate an authority has signed that is not known everywhere', () => {
    const door = { host: 'shop.example.com', url: 'https://door.shop.svc:443/', server: server('door'), namespace: 'shop' };
    expect(jobs({ hosts: [door], frontDoorModule: ANY_CERTIFICATE_MODULE })[0].params).toEqual({ module: ['front_door_any_certificate'] });
  });

  it('are no job where there are none', () => {
    expect(jobs({})).toEqual([]);
  });
});

describe('nodes', () => {
  it('are asked only where that is allowed', () => {
    expect(jobs({ nodes: true }).map((job: { job_name: string }) => job.job_name)).toEqual(['kubelet', 'cadvisor']);
  });

  const [kubelet, cadvisor] = jobs({ nodes: true });
  const kept = (labels: Labels) => relabeled({ relabel_configs: cadvisor.metric_relabel_configs }, labels) !== undefined;

  it.each([
    ['a container of ours', { namespace: 'shop', id: '/kubepods/pod1/c1' }, true],
    ['one of our monitoring', { namespace: 'shop-monitoring', id: '/kubepods/pod1/c1' }, true],
    ['the whole node', { namespace: '', id: '/' }, true],
    ['a group of the system', { namespace: '', id: '/system.slice' }, false],
    ['a container of somebody else', { namespace: 'shops', id: '/kubepods/pod2/c1' }, false],
  ])('tell of %s: %j', (_, labels, told) => {
    expect(kept({ __name__: 'container_memory_rss', ...labels })).toBe(told);
  });

  it('tell everything that an alert asks for', () => {
    const { groups } = rulesFor(SAMPLES, EVERY_SOURCE);
    const expressions = groups.flatMap(({ rules }) => [...rules.alerts, ...(rules.recordings ?? [])].map(({ expr }) => expr));
    const asked = (prefix: string) =>
      [...new Set(expressions.flatMap((expr) => read(expr).metrics.map(({ name }) => name)))].filter((name) => name.startsWith(prefix));
    expect(asked('container_').filter((__name__) => !kept({ __name__, namespace: 'shop' }))).toEqual([]);
    expect(asked('kubelet_').filter((__name__) => !relabeled({ relabel_configs: kubelet.metric_relabel_configs }, { __name__ }))).toEqual(
      [],
    );
  });

  it('tell nothing that nobody asks for', () => {
    expect(kept({ __name__: 'container_tasks_state', namespace: 'shop' })).toBe(false);
  });
});

describe('the rest of the file', () => {
  it('keeps series for so long, and no more of them than its disk holds', () => {
    expect(written({}).storage.tsdb.retention).toEqual({ time: '15d', size: '8192MB' });
  });

  it('tells both Prometheus apart in stores, and not before an Alertmanager', () => {
    const { global, alerting } = written({});
    expect(global.external_labels).toEqual({ deployment: 'shop', prometheus_replica: '${POD_NAME}' });
    expect(alerting.alert_relabel_configs).toEqual([{ regex: 'prometheus_replica', action: 'labeldrop' }]);
    expect(alerting.alertmanagers[0].static_configs[0].targets).toEqual(['alertmanager-0.example:9093', 'alertmanager-1.example:9093']);
  });

  it('sends series elsewhere only if the profile says so', () => {
    expect(written({})).not.toHaveProperty('remote_write');
  });

  it.each([
    ['basic', { basic_auth: { username_file: '/etc/remote-write/username', password_file: '/etc/remote-write/password' } }],
    ['bearer', { authorization: { credentials_file: '/etc/remote-write/token' } }],
    ['none', {}],
  ] as const)('has %s credentials in files', (credentials, expected) => {
    const [sent] = written({ remoteWrite: { url: 'https://store.example.com/write', credentials } }).remote_write;
    expect(sent).toEqual({ url: 'https://store.example.com/write', ...expected });
  });

  it('has no two jobs of one name', () => {
    const twice: Scraped = {
      ...shelf,
      metrics: [
        { kind: 'pods', port: 'a' },
        { kind: 'pods', port: 'b' },
      ],
    };
    const names = jobs({ scraped: [twice], nodes: true }).map((job: { job_name: string }) => job.job_name);
    expect(new Set(names).size).toBe(names.length);
  });
});
