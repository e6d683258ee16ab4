import { createColors } from 'picocolors';
import { parse } from 'yaml';
import type { Finding } from '../../lib/checks/finding';
import { rangeOf } from '../../lib/targets/kubernetes/plan/demand';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { budget } from '../../lib/targets/kubernetes/plan-table';
import { monitoredIn } from '../../lib/targets/kubernetes/render/monitored';
import { rules } from '../../lib/targets/kubernetes/rules/rules';
import { fmsynth } from '../support/cli';
import { type Any, clusterPlan, clusterPlanOf, find, objectsOf, withoutDigest } from '../support/cluster';
import { scratch } from '../support/scratch';

const shown = (plan: ClusterPlan): string => budget(plan, { format: 'table', colors: createColors(false) });
const limitsOf = ({ services }: ClusterPlan, namespace: string): number =>
  rangeOf(services.filter(({ service: { compartment } }) => compartment?.name === namespace)).most.memory.limits.mebibytes;

describe('the logging of FaultMaven', () => {
  const plan = clusterPlan();

  it('takes less on six nodes than the 8 GB of the resource plan, and up to twelve nodes', () => {
    // Three members, its pages, events and its exporter; on each node, beside the exporter of the nodes, what ships.
    expect(limitsOf(plan, 'logging')).toBe(3 * 1792 + 1024 + 128 + 64);
    expect(limitsOf(plan, 'node')).toBe(6 * (128 + 64));
    expect(shown(plan)).toMatch(
      /of this profile, logging \(ELK\) +12 +\S+ +7\.19Gi\n.*the plan gives logging \(ELK\), enough for 12 nodes +8 GB\n/,
    );
    const of = (nodes: number) =>
      rangeOf(clusterPlanOf(`nodes: [{ name: all, count: ${nodes} }]\n`).services.filter(isLogging)).most.memory;
    expect([of(12), of(13)].map(({ limits }) => limits.mebibytes <= 8 * 1024)).toEqual([true, false]);
  });

  const isLogging = ({ service: { kind } }: ClusterPlan['services'][number]): boolean =>
    /^(opensearch|elasticsearch|kibana|log-)/.test(kind);

  it('ends a retention that hangs before two more are due', () => {
    const { template, activeDeadlineSeconds } = find(objectsOf(plan), 'CronJob', 'opensearch-retention').spec.jobTemplate.spec;
    expect([template.spec.activeDeadlineSeconds, activeDeadlineSeconds]).toEqual([600, 900]);
  });

  it('takes less with Elasticsearch too, up to seven nodes', () => {
    const elasticsearch = clusterPlanOf('platform: { logging: elasticsearch }\n');
    expect(limitsOf(elasticsearch, 'logging')).toBe(3 * 1664 + 2048 + 128 + 64);
    expect(shown(elasticsearch)).toMatch(
      /of this profile, logging \(ELK\) +12 +\S+ +7\.81Gi\n.*the plan gives logging \(ELK\), enough for 7 nodes +8 GB\n/,
    );
  });

  it.each([
    ['nodes: [{ name: all, count: 12 }]', undefined],
    ['nodes: [{ name: all, count: 13 }]', '0.06Gi'],
    ['services: { opensearch: { replicas: 5 } }', '2.69Gi'],
    ['services: { opensearch: { memory: { request: 2070Mi, limit: 2070Mi } } }', '0.01Gi'],
  ])('says plainly what it takes more than the 8 GB: %s', (said, over) => {
    const row = '\n.*the plan gives logging .* 8 GB\n';
    expect(shown(clusterPlanOf(`${said}\n`))).toMatch(
      new RegExp(over === undefined ? `${row}(?!.*over)` : `${row} +over by +${over.replace('.', '\\.')}\n`),
    );
  });

  it('makes all of it more than the about 95 GB that the resource plan says, whose rows add up to 97', () => {
    const { pods, memory } = rangeOf(plan.services).least;
    expect(memory.limits.mebibytes).toBeGreaterThan(97 * 1024);
    const gibibytes = Number((memory.limits.mebibytes / 1024).toFixed(2));
    expect(shown(plan)).toMatch(new RegExp(`^this profile at rest +${pods} +\\S+ +${String(gibibytes).replace('.', '\\.')}Gi$`, 'm'));
    expect(shown(plan)).toMatch(/the plan says of everything +~95 GB \(its rows: 97\)/);
  });
});

describe.each([
  ['opensearch', /opensearch|otelcol|log-shipper(?!\.md)|log-events|log-store|faultmaven-logging|access_log_requests/g],
  ['elasticsearch', /elasticsearch|kibana|otelcol|log-shipper(?!\.md)|log-events|log-store|faultmaven-logging|access_log_requests/g],
])('%s turned off', (which, word) => {
  const [on, off] = [which, 'none'].map((one) => objectsOf(clusterPlanOf(`platform: { logging: ${one} }\n`))) as [
    readonly Any[],
    readonly Any[],
  ];
  const keyOf = ({ kind, metadata }: Any): string => `${kind} ${metadata.namespace ?? ''}/${withoutDigest(metadata.name)}`;
  const kept = new Set(off.map(keyOf));

  it('leaves no object and no word of it', () => {
    expect(off.filter((one) => !on.some((other) => keyOf(other) === keyOf(one)))).toEqual([]);
    const gone = on.filter((one) => !kept.has(keyOf(one)));
    const elsewhere = gone.filter(({ metadata }) => !/-(logging|node)$/.test(metadata.namespace ?? metadata.name));
    // Whoever ships events may see those of each namespace.
    expect([...new Set(elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.name}`))].sort()).toEqual([
      'Role log-events',
      'RoleBinding log-events',
    ]);
    const words = off.flatMap((one) => [...JSON.stringify(one).matchAll(word)].map(([found]) => `${keyOf(one)}: ${found}`));
    expect(words).toEqual([]);
  });

  it('changes only who watches it, besides', () => {
    const before = new Map(off.map((one) => [keyOf(one), JSON.stringify(one)]));
    const changed = on.filter((one) => kept.has(keyOf(one)) && before.get(keyOf(one)) !== JSON.stringify(one)).map(keyOf);
    expect(changed.sort()).toEqual([
      'ConfigMap faultmaven-monitoring/alertmanager-configuration',
      'ConfigMap faultmaven-monitoring/grafana-dashboards',
      'ConfigMap faultmaven-monitoring/prometheus-configuration',
      'Deployment faultmaven-monitoring/grafana',
      'Deployment faultmaven-monitoring/kube-state-metrics',
      'NetworkPolicy faultmaven-monitoring/blackbox',
      'NetworkPolicy faultmaven-monitoring/prometheus',
      'ResourceQuota faultmaven-node/faultmaven',
      'StatefulSet faultmaven-monitoring/alertmanager',
    ]);
  });
});

describe('Elasticsearch instead of OpenSearch', () => {
  const plan = clusterPlanOf('platform: { logging: elasticsearch }\n');
  const objects = objectsOf(plan);

  it('leaves nothing of OpenSearch, its pages and its exporter', () => {
    // Runbooks are the same for both, and so is the name of a header in the masks of the shipper.
    const words = objects.flatMap((one) =>
      [...JSON.stringify(one).matchAll(/opensearch|osd-(?!xsrf)|log-store-exporter/gi)].map(
        ([word]) => `${one.kind} ${one.metadata.name}: ${word}`,
      ),
    );
    expect(words).toEqual([]);
  });

  it('is told to have parts that no test has run', () => {
    const found = rules.flatMap((rule) => rule(plan)).filter(({ code }) => code === 'unproved');
    expect(found.map(({ subject }) => subject).sort()).toEqual([
      'elasticsearch',
      'elasticsearch-exporter',
      'kibana',
      'log-events',
      'log-shipper',
    ]);
  });

  it('has check tell of its parts although the shipped profile accepts what is unproved of its own', async () => {
    const cwd = scratch({ 'mine.yaml': 'extends: cluster\nplatform: { logging: elasticsearch }\n' });
    const told = async (profile: string) => {
      const { stdout } = await fmsynth(['check', '--profile', profile, '--strict', '--format', 'json'], { cwd });
      return JSON.parse(stdout)
        .findings.filter(({ code, accepted }: Finding) => code === 'unproved' && accepted === undefined)
        .map(({ subject }: Finding) => subject)
        .sort();
    };
    expect(await told('cluster')).toEqual([]);
    expect(await told('mine.yaml')).toEqual(['elasticsearch', 'elasticsearch-exporter', 'kibana']);
  });

  it('takes what the shipper appends', () => {
    const { exporters } = parse(find(objects, 'ConfigMap', 'log-shipper-configuration').data['config.yaml']);
    const { endpoints, logs_index } = exporters.elasticsearch;
    expect([endpoints, logs_index]).toEqual([['https://elasticsearch.faultmaven-logging.svc.cluster.local:9200'], 'logs-containers']);
  });

  it('sets off the alerts of OpenSearch, by its own exporter', () => {
    const rulesOf = (text: string, kind: string) =>
      monitoredIn(clusterPlanOf(text)).flatMap(({ about, rules: written }) =>
        about.server.kind === kind ? [JSON.stringify(written(about))] : [],
      );
    const [own] = rulesOf('platform: { logging: elasticsearch }\n', 'elasticsearch');
    const [shipped] = rulesOf('platform: { logging: opensearch }\n', 'opensearch');
    expect(own?.replaceAll(/elasticsearch(?!_)(-exporter)?/g, (_, exporter) => (exporter ? 'log-store-exporter' : 'opensearch'))).toBe(
      shipped,
    );
  });

  it('has a Secret of its own for the first user, which only members and the Job of the setup read', () => {
    const readers = objects.filter((one) => JSON.stringify(one).includes('"elasticsearch-admin"')).map(({ kind }) => kind);
    expect(readers.sort()).toEqual(['Job', 'StatefulSet']);
    const { initContainers, containers } = find(objects, 'StatefulSet', 'elasticsearch').spec.template.spec;
    expect(JSON.stringify(containers)).not.toContain('elasticsearch-admin');
    expect(initContainers.map(({ name }: Any) => name)).toEqual(['prepare']);
  });
});
