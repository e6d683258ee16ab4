import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { kubernetes } from '../../../lib/targets/kubernetes/render/kubernetes';
import { type Any, clusterPlanOf, find, objectsOf, ofKind } from '../../support/cluster';
import { answering, mayReach, type Way, wayText } from '../../support/reach';
import { Workloads } from '../cluster/workloads';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import type { List } from '../control-plane/objects';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { checkAlertmanager } from './checks';
import { ALERTMANAGER, PROMETHEUS } from './programs';
import { Prometheus, type Target } from './prometheus';

jest.setTimeout(300_000);

const NODES = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => ({
  name: `node-${name}`,
  zone: 'abc'.charAt(at % 3),
  cpu: '64',
  memory: '256Gi',
}));

/** The shipped cluster, of which nodes and API server are in two networks. Simulated nodes all have the address 192.0.2.1. */
const plan = clusterPlanOf(`apiServer: { cidrs: [198.51.100.0/24], ports: [443, 6443] }
monitoring: { nodeNetworks: [192.0.2.0/24] }
`);
const objects = objectsOf(plan);
const NAMESPACES = ofKind(objects, 'Namespace').map(({ metadata }) => metadata.name);
const [OWN, MONITORING, LOGGING] = ['faultmaven', 'faultmaven-monitoring', 'faultmaven-logging'];

/** What users come to. */
const DOOR = 'fm-edge';
/** The ways through it that are asked, each with the service at its end, and the port where it answers for them. */
const WAYS = {
  port: 8083,
  of: [
    ['/api/v1/auth/logout', 'fm-auth-service'],
    ['/api/v1/sessions/none/archive', 'fm-session-service'],
    ['/api/v1/cases/none/close', 'fm-case-service'],
    ['/api/v1/knowledge/search', 'fm-knowledge-service'],
    ['/api/v1/evidence/none/link', 'fm-evidence-service'],
    ['/api/v1/agent/chat/none', 'fm-agent-service'],
  ],
} as const;

/** A file of the only ConfigMap that has it. */
const file = (name: string): string => objects.find(({ kind, data }) => kind === 'ConfigMap' && name in data)?.data[name];

/** A target, as far as a manifest tells it: who is asked, at which port, about whom. */
interface Told {
  readonly asked: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly node?: string;
}

const sorted = (all: readonly Told[]): readonly string[] => all.map((one) => JSON.stringify(one)).sort();

/** What Prometheus would ask: the host and the port, and the pod that an exporter is asked about. */
function toldBy({ scrapeUrl, labels }: Target): Told {
  const url = new URL(scrapeUrl);
  const target = url.searchParams.get('target');
  const { namespace, pod, container, node } = labels;
  return { asked: `${url.host}${url.pathname}${target === null ? '' : ` ${target}`}`, namespace, pod, container, node };
}

describeWith([...CONTROL_PLANE, ...PROMETHEUS, ...ALERTMANAGER], 'the generated Prometheus at a real API server', () => {
  let plane: ControlPlane;
  let prometheus: Prometheus;
  let folder: string;
  let pods: readonly Any[];
  let targets: readonly Target[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fm-discovery-'));
    plane = await ControlPlane.start();
    await plane.addNodes(NODES);
    for (const { path, content } of kubernetes(plan, 'a header')) writeFileSync(join(folder, path), content);
    await plane.apply(folder);
    const workloads = new Workloads(plane, NAMESPACES);
    await eventually('everything runs', 240, async () => {
      await plane.bindPendingClaims();
      await workloads.allAt('minReplicas');
      pods = (await plane.api.get<List<Any>>('/api/v1/pods')).items.filter(({ metadata }) => NAMESPACES.includes(metadata.namespace));
      const waiting = pods.filter(({ status }) => status.podIP === undefined || !['Running', 'Succeeded'].includes(status.phase));
      if (waiting.length > 0) throw new Error(waiting.map(({ metadata }) => metadata.name).join());
      return true;
    });
    const account = await plane.credentialsOf('prometheus', MONITORING);
    const own = {
      authorization: { credentials_file: join(account.folder, 'token') },
      tls_config: { ca_file: join(account.folder, 'ca.crt') },
    };
    const configuration = parse(file('prometheus.yml'));
    for (const job of configuration.scrape_configs) {
      for (const lookup of job.kubernetes_sd_configs ?? [])
        Object.assign(lookup, own, { api_server: `https://${account.host}:${account.port}` });
      if (job.authorization !== undefined) Object.assign(job, { authorization: own.authorization, tls_config: own.tls_config });
    }
    // Nothing is scraped before the test has ended.
    Object.assign(configuration.global, { scrape_interval: '1y', evaluation_interval: '1y' });
    prometheus = await Prometheus.start(
      { ...configuration, rule_files: ['*.rules.yml'] },
      { rules: { 'services.rules.yml': file('services.rules.yml') } },
    );
  });

  afterAll(async () => {
    await prometheus?.stop();
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const isServing = ({ metadata, status }: Any): boolean =>
    metadata.labels['app.kubernetes.io/component'] === 'service' && status.phase === 'Running';
  const podsOf = (name: string): readonly Any[] =>
    pods.filter((pod) => isServing(pod) && pod.metadata.labels['app.kubernetes.io/name'] === name);
  const portsOf = (pod: Any, names: readonly string[]): readonly { container: string; port: number }[] =>
    pod.spec.containers.flatMap(({ name, ports = [] }: Any) =>
      ports.filter((port: Any) => names.includes(port.name)).map(({ containerPort }: Any) => ({ container: name, port: containerPort })),
    );

  /** Every target that a service declares, and the connections that asking it takes: who asks whom, at which port. */
  const declared = () =>
    plan.services.flatMap(({ service }) =>
      service.metrics.flatMap((metrics) => {
        if (metrics.kind === 'pods')
          return podsOf(service.name).flatMap((pod) =>
            portsOf(pod, [metrics.port]).map(({ container, port }) => ({
              told: {
                asked: `${pod.status.podIP}:${port}${metrics.path ?? '/metrics'}`,
                namespace: pod.metadata.namespace,
                pod: pod.metadata.name,
                container,
                node: service.workload.role === 'perNode' ? pod.spec.nodeName : undefined,
              },
              ways: podsOf('prometheus').map((from) => ({ from, to: pod, port })),
            })),
          );
        const [own] = service.ports.filter(({ name }) => name === metrics.port);
        return podsOf(metrics.about.name).flatMap((pod) =>
          portsOf(pod, metrics.ports).map(({ container, port }) => ({
            told: {
              asked: `${service.name}.${OWN}.svc.cluster.local:${own?.cluster}${metrics.path} ${metrics.prefix}${pod.status.podIP}:${port}`,
              namespace: pod.metadata.namespace,
              pod: pod.metadata.name,
              container,
              node: undefined,
            },
            ways: podsOf(service.name).flatMap((exporter) => [
              { from: exporter, to: pod, port },
              ...podsOf('prometheus').map((from) => ({ from, to: exporter, port: own?.cluster as number })),
            ]),
          })),
        );
      }),
    );

  it('finds exactly the pods that services declare, with the rights of its own account', async () => {
    const wanted = sorted(declared().map(({ told }) => told));
    expect(wanted.length).toBe(46);
    await eventually('all are found', 30, async () => {
      targets = await prometheus.targets();
      return targets.filter(({ labels }) => labels.pod !== undefined).length >= wanted.length;
    });
    expect(sorted(targets.filter(({ labels }) => labels.pod !== undefined).map(toldBy))).toEqual(wanted);
  });

  it('finds each node twice: its kubelet, and what that says of containers', async () => {
    const ofNodes = (): readonly Target[] => targets.filter(({ labels }) => labels.pod === undefined && labels.node !== undefined);
    await eventually('all are found', 30, async () => {
      targets = await prometheus.targets();
      return ofNodes().length >= 2 * NODES.length;
    });
    const found = ofNodes().map(({ labels, scrapeUrl }) => `${labels.node} ${new URL(scrapeUrl).pathname}`);
    expect(found.sort()).toEqual(NODES.flatMap(({ name }) => [`${name} /metrics`, `${name} /metrics/cadvisor`]).sort());
  });

  it('asks every URL of a service that answers clients, and nothing else', () => {
    const asked = targets
      .filter(({ labels }) => labels.pod === undefined && labels.node === undefined && labels.route === undefined)
      .map(({ scrapeUrl }) => new URL(scrapeUrl).searchParams.get('target'));
    expect(asked.sort()).toEqual(
      [
        ...['auth', 'session', 'case', 'knowledge', 'evidence', 'agent'].map((name) => `http://fm-${name}-service.${OWN}:8000/health`),
        `http://fm-api-gateway.${OWN}:8090/health`,
        `http://fm-dashboard.${OWN}:8080/`,
        `https://${DOOR}.${OWN}:443/`,
        `http://chromadb.${OWN}:8000/api/v2/heartbeat`,
        `http://postgres-exporter.${OWN}:9187/`,
        `http://redis-exporter.${OWN}:9121/health`,
        `http://alertmanager.${MONITORING}:9093/-/healthy`,
        `http://blackbox.${MONITORING}:9115/-/healthy`,
        `http://grafana.${MONITORING}:3000/api/health`,
        `http://kube-state-metrics.${MONITORING}:8080/healthz`,
        `http://prometheus.${MONITORING}:9090/-/healthy`,
        `http://opensearch-dashboards.${LOGGING}:5601/api/status`,
        `http://log-store-exporter.${LOGGING}:9114/healthz`,
      ]
        .map((url) => url.replace(/:(?=\d)/, '.svc.cluster.local:'))
        .sort(),
    );
  });

  it('asks for what is behind the door through each of its pods', () => {
    const asked = targets
      .filter(({ labels }) => labels.route !== undefined)
      .map(({ scrapeUrl, labels: { namespace, service, route, instance } }) => {
        const { host, searchParams } = new URL(scrapeUrl);
        return { host, target: searchParams.get('target'), module: searchParams.get('module'), namespace, service, route, instance };
      });
    const wanted = podsOf(DOOR).flatMap(({ metadata, status }) =>
      WAYS.of.map(([route, service]) => ({
        host: `blackbox.${MONITORING}.svc.cluster.local:9115`,
        target: `http://${status.podIP}:${WAYS.port}${route}`,
        module: 'route',
        namespace: OWN,
        service,
        route,
        instance: metadata.name,
      })),
    );
    expect(wanted).toHaveLength(2 * WAYS.of.length);
    expect(asked).toHaveLength(wanted.length);
    expect(asked).toEqual(expect.arrayContaining(wanted));
  });

  /** The connections that asking a URL takes: to whoever asks it, and from there to each pod that answers under it. */
  const waysToAsk = ({ scrapeUrl }: Target, services: readonly Any[]): readonly Way[] => {
    const asking = new URL(scrapeUrl);
    const askers = answering(asking, services, pods.filter(isServing));
    const answerers = answering(new URL(asking.searchParams.get('target') ?? ''), services, pods.filter(isServing));
    return [
      ...podsOf('prometheus').flatMap((from) => askers.map((one) => ({ from, ...one }))),
      ...askers.flatMap(({ to: from }) => answerers.map((one) => ({ from, ...one }))),
    ];
  };

  it('asks nobody whom a network policy keeps it from', async () => {
    const policies = (await plane.api.get<List<Any>>('/apis/networking.k8s.io/v1/networkpolicies')).items;
    const services = (await plane.api.get<List<Any>>('/api/v1/services')).items;
    const probed = targets.filter(({ labels }) => labels.pod === undefined && labels.node === undefined);
    const asked = probed.map((target) => ({ target, ways: waysToAsk(target, services) }));
    // Two of Prometheus and two that ask, so each URL takes two by two connections to be asked, and two for each pod that answers.
    expect(asked.filter(({ ways }) => ways.length < 6).map(({ target }) => target.scrapeUrl)).toEqual([]);
    expect(asked.length).toBe(19 + WAYS.of.length * podsOf(DOOR).length);
    const ways = [...declared().flatMap((one) => one.ways), ...asked.flatMap((one) => one.ways)];
    expect(ways.length).toBeGreaterThan(300);
    const closed = (among: readonly Any[]) => ways.filter((way) => !mayReach(way, among)).map(wayText);
    expect(closed(policies)).toEqual([]);
    const without = closed(policies.filter(({ metadata }) => metadata.name !== 'blackbox'));
    expect(without.length).toBeGreaterThan(20);
    expect(without.filter((way) => !/(^| )blackbox-/.test(way))).toEqual([]);
    const [one, other] = [podsOf('grafana')[0], podsOf('redis')[0]];
    expect(mayReach({ from: one, to: other, port: 6379 }, policies)).toBe(false);
    expect(find(objects, 'NetworkPolicy', 'prometheus').spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
      ports: [{ protocol: 'TCP', port: 10250 }],
    });
  });

  it('has scraped nothing', () => {
    expect(new Set(targets.map(({ health }) => health))).toEqual(new Set(['unknown']));
  });

  it('has an Alertmanager whose configuration amtool takes', () => {
    expect(checkAlertmanager(file('alertmanager.yml'))).toMatchObject({ right: true });
  });
});
