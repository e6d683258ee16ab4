import { parse } from 'yaml';
import type { Metrics } from '../../../../lib/model/metrics';
import { LABEL_VALUE } from '../../../../lib/units/label';
import { type Any, find, objectsOf, ofKind, shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const shopWith = (text: string): readonly Any[] => objectsOf(shopPlanOf(`${text}\n`));
const EXISTING = 'platform: { monitoring: existing }';
const withPrometheus = (more = '') => `${EXISTING}\nmonitoring: { namespace: watchers${more} }`;

const FILE = 'existing-monitoring.yaml';
const told = (objects: readonly Any[]): readonly Any[] => objects.filter(({ file }) => file === FILE);

describe('a Prometheus that is there', () => {
  const objects = shopWith(withPrometheus(', labels: { release: kube-prometheus }'));

  it('is told by objects of its operator, which have the labels of the profile', () => {
    const own = told(objects).filter(({ apiVersion }) => apiVersion === 'monitoring.coreos.com/v1');
    expect(own.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ['PodMonitor', 'postgres-patroni'],
      ['PrometheusRule', 'shop'],
    ]);
    for (const { metadata } of own) expect(metadata).toMatchObject({ namespace: 'shop', labels: { release: 'kube-prometheus' } });
  });

  it('asks the pods of a service, and no pods of its tasks, by the name of a port', () => {
    const { spec } = find(objects, 'PodMonitor', 'postgres-patroni');
    const { template } = find(objects, 'StatefulSet', 'postgres').spec;
    expect(template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    const tasks = ofKind(objects, 'CronJob').map((task) => task.spec.jobTemplate.spec.template.metadata.labels);
    expect(tasks.length).toBeGreaterThan(0);
    for (const labels of tasks) expect(labels).not.toMatchObject(spec.selector.matchLabels);
    const ports = template.spec.containers.flatMap((container: Any) => container.ports.map(({ name }: Any) => name));
    for (const { port, relabelings } of spec.podMetricsEndpoints) {
      expect(ports).toContain(port);
      expect(relabelings).toEqual([{ targetLabel: 'service', replacement: 'postgres' }]);
    }
  });

  it('gets alerts that rely on no name of a job', () => {
    const { groups } = find(objects, 'PrometheusRule', 'shop').spec;
    const rules = groups.flatMap((group: Any) => group.rules);
    expect(rules.map(({ alert }: Any) => alert)).toEqual(expect.arrayContaining(['MemoryNearLimit', 'PostgresNoPrimary', 'VolumeFull']));
    expect(rules.filter(({ expr }: Any) => /\bjob\b/.test(expr))).toEqual([]);
    // Nobody asks routes.
    for (const other of ['RouteDown', 'Watchdog', 'NodeMemoryHigh']) expect(rules.map(({ alert }: Any) => alert)).not.toContain(other);
  });

  it('leaves alerts about nodes to the owner of the cluster', () => {
    const alertsOf = (of: readonly Any[]) => JSON.stringify(find(of, 'PrometheusRule', 'shop').spec);
    expect(alertsOf(objects)).not.toContain('NodeGone');
    expect(alertsOf(shopWith(withPrometheus().replace('existing', 'existing, owner: true')))).toContain('NodeGone');
  });

  it('is let in where metrics are, and nowhere else', () => {
    const from = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'watchers' } } };
    const letIn = ofKind(objects, 'NetworkPolicy').flatMap(({ metadata, spec }) =>
      (spec.ingress ?? [])
        .filter((rule: Any) => JSON.stringify(rule.from).includes('watchers'))
        .map(({ from: peers, ports }: Any) => {
          expect(peers).toContainEqual(from);
          return [metadata.name, ports.map(({ port }: Any) => port)];
        }),
    );
    expect(letIn).toEqual([
      ['postgres', [8008]],
      ['shop-cart', [8000]],
    ]);
  });

  it('is told by files where the profile says so, without custom resources', () => {
    const own = told(shopWith(withPrometheus(', as: files')));
    expect(own.map(({ apiVersion, kind }) => [apiVersion, kind])).toEqual(own.map(() => ['v1', 'ConfigMap']));
    const { data } = find(own, 'ConfigMap', 'shop-prometheus');
    expect(parse(data['services.rules.yml'])).toEqual(JSON.parse(JSON.stringify(find(objects, 'PrometheusRule', 'shop').spec)));
    const [job] = parse(data['services.scrape.yml']).scrape_configs;
    expect(job).toMatchObject({ job_name: 'postgres/patroni', kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shop'] } }] });
  });

  it('changes nothing but what is for it', () => {
    const off = shopWith('platform: { monitoring: none }\nmonitoring: { namespace: watchers }');
    const keyOf = ({ kind, metadata }: Any): string => `${kind} ${metadata.name}`;
    const before = new Map(off.map((object) => [keyOf(object), JSON.stringify(object)]));
    const changed = objects.filter((object) => object.file !== FILE && before.get(keyOf(object)) !== JSON.stringify(object)).map(keyOf);
    // PostgreSQL gets a role that may read statistics.
    expect(changed.map((name: string) => name.replace(/-[0-9a-f]{8}$/, ''))).toEqual([
      'ResourceQuota shop',
      'ConfigMap postgres-monitor',
      'NetworkPolicy postgres',
      'NetworkPolicy postgres-monitor',
      'ServiceAccount postgres-monitor',
      'Job postgres-monitor',
    ]);
    expect(told(off)).toEqual([]);
    expect(off.filter((object) => !objects.some((other) => keyOf(other) === keyOf(object)))).toEqual([]);
  });
});

describe('a Prometheus that is there, of services with metrics of each kind', () => {
  const ports = { http: { container: 8000 }, admin: { container: 8001 } };
  const store = testService('store', { ports });
  const asked = (more: object = {}) =>
    ({ kind: 'asked', about: store, ports: ['http', 'admin'], port: 'metrics', path: '/probe', ...more }) as const;
  const exporter = (...metrics: readonly Metrics[]) =>
    testService('exporter', { ports: { metrics: { container: 9000 } }, calls: [store], watched: { metrics } });
  const size = '{ replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } }';
  const monitor = (name: string, ...metrics: readonly Metrics[]): Any => {
    const plan = clusterOver(
      [store, exporter(...metrics)],
      [
        'images: { store: "1", exporter: "1" }',
        EXISTING,
        'monitoring: { namespace: watchers }',
        `services: { store: ${size}, exporter: ${size} }`,
        '',
      ].join('\n'),
    );
    return find(objectsOf(plan), 'PodMonitor', name).spec;
  };
  const service = (kind: string) => ({ targetLabel: 'service', replacement: `fm-${kind}` });

  it('asks a service itself, and lets its series say whom they are about where they do', () => {
    expect(monitor('fm-exporter-metrics', { kind: 'pods', port: 'metrics', path: '/all', labels: 'own' })).toEqual({
      namespaceSelector: { matchNames: [expect.any(String)] },
      selector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/name': 'fm-exporter' }) },
      podMetricsEndpoints: [{ port: 'metrics', path: '/all', honorLabels: true, relabelings: [service('exporter')] }],
    });
    expect(monitor('fm-exporter-metrics', { kind: 'pods', port: 'metrics' }).podMetricsEndpoints).toEqual([
      { port: 'metrics', relabelings: [service('exporter')] },
    ]);
  });

  it('asks an exporter about each port of the pods that it answers for', () => {
    const { selector, podMetricsEndpoints } = monitor('fm-exporter-fm-store', asked({ prefix: 'tcp://', parameters: { check: 'lag' } }));
    expect(selector.matchLabels).toMatchObject({ 'app.kubernetes.io/name': 'fm-store' });
    expect(podMetricsEndpoints).toEqual(
      ['http', 'admin'].map((port) => ({
        port,
        path: '/probe',
        params: { check: ['lag'] },
        relabelings: [
          service('store'),
          { sourceLabels: ['__address__'], targetLabel: '__param_target', replacement: 'tcp://$1' },
          { sourceLabels: ['__address__'], targetLabel: 'instance' },
          { targetLabel: '__address__', replacement: expect.stringMatching(/^fm-exporter\..*:9000$/) },
        ],
      })),
    );
  });

  it('asks it with nothing besides where it takes nothing else', () => {
    const [first] = monitor('fm-exporter-fm-store', asked()).podMetricsEndpoints;
    expect(first).not.toHaveProperty('params');
    expect(first.relabelings[1].replacement).toBe('$1');
  });
});

describe('dashboards for a Grafana that is there', () => {
  const dashboards = told(shopWith(withPrometheus())).filter(({ kind }) => kind === 'ConfigMap');

  it('are ConfigMaps with the label that it looks for, each with one file', () => {
    expect(dashboards.map(({ metadata }) => metadata.name)).toEqual([
      'dashboard-fmsynth-overview',
      'dashboard-fmsynth-service',
      'dashboard-fmsynth-postgres',
    ]);
    for (const { metadata, data } of dashboards) {
      expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
      expect(Object.values(metadata.labels).every((value) => LABEL_VALUE.test(value as string))).toBe(true);
      expect(Object.keys(data)).toHaveLength(1);
    }
  });
});

describe('a profile', () => {
  const problems = (text: string) => problemsOf(() => shopPlanOf(`${text}\n`));

  it('says where the Prometheus is', () => {
    expect(problems(`${EXISTING}\nmonitoring: { namespace: null }`)).toEqual([
      expect.stringContaining('monitoring.namespace: expected the namespace of the Prometheus that is there'),
    ]);
  });

  it('is told the new word for the old one', () => {
    expect(problems('ingress: { monitoringNamespace: watchers }')).toEqual([
      expect.stringMatching(/monitoringNamespace.*monitoring\.namespace/),
    ]);
  });

  it.each(['{ release: [] }', '{ "a b": x }', '{ release: "-" }', '[]'])('has no labels such as %s', (labels) => {
    expect(problems(`${EXISTING}\nmonitoring: { labels: ${labels} }`)).toHaveLength(1);
  });
});
