import { createColors } from 'picocolors';
import { rangeOf } from '../../lib/targets/kubernetes/plan/demand';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { budget } from '../../lib/targets/kubernetes/plan-table';
import { clusterPlanOf, find, objectsOf, workloads } from '../support/cluster';

const shown = (plan: ClusterPlan): string => budget(plan, { format: 'table', colors: createColors(false) });

const WATCHED = 'platform: { monitoring: full, logging: none, owner: true }\nnodes: [{ name: all, count: 6 }]\n';
const OFF = 'platform: { monitoring: none, logging: none, owner: false }\n';
const DIRECT = 'platform: { ingress: direct, monitoring: full, owner: true }\n';

describe('the monitoring of FaultMaven', () => {
  const plan = clusterPlanOf(WATCHED);
  const parts = plan.services.filter(({ service: { usual } }) => usual !== undefined);

  it('takes less on six nodes than the resource plan gives it', () => {
    const { memory } = rangeOf(parts).most;
    expect(memory.limits.mebibytes).toBe(4416);
    expect(memory.limits.mebibytes).toBeLessThanOrEqual(5 * 1024);
  });

  it('stands beside the resource plan where it runs, and nowhere else', () => {
    expect(shown(plan)).toMatch(
      /of this profile, Prometheus and Grafana +19 +\S+ +4\.31Gi\n.*the plan gives Prometheus and Grafana, enough for 17 nodes +5 GB\n.*~95 GB \(its rows: 97\)/s,
    );
    expect(shown(clusterPlanOf(OFF))).not.toMatch(/Prometheus/);
  });

  it('says plainly where a part takes more than the resource plan gives it', () => {
    expect(shown(plan)).not.toContain('over by');
    const more = clusterPlanOf(WATCHED.replace('count: 6', 'count: 18'));
    expect(shown(more)).toMatch(/the plan gives Prometheus and Grafana.* 5 GB\n +over by +\d\S+Gi\n/);
    const ingress = clusterPlanOf(`${DIRECT}services: { edge: { replicas: 5 } }\n`);
    expect(shown(ingress)).toMatch(/the plan gives NGINX ingress +2 GB\n +over by +\d\S+Gi\n/);
    const grown = clusterPlanOf(`${DIRECT}services: { edge: { replicas: { min: 2, max: 5 } } }\n`);
    expect(shown(grown)).toMatch(/the plan gives NGINX ingress +2 GB\n +over at full load by +\d\S+Gi\n/);
  });

  it('leaves the ingress below what the resource plan gives that, the exporters beside it included', () => {
    const direct = clusterPlanOf(DIRECT);
    const [edge] = direct.services.filter(({ service: { exposed } }) => exposed !== undefined);
    if (edge === undefined) throw new Error('nothing is exposed');
    expect(rangeOf([edge]).most.memory.limits.mebibytes).toBeLessThanOrEqual(2 * 1024);
    expect(shown(direct)).toMatch(/the plan gives NGINX ingress +2 GB/);
  });
});

it('puts out what only shows when room is short, and nothing that alerts need', () => {
  const plan = clusterPlanOf('platform: { monitoring: full, logging: opensearch, owner: true }\n');
  const parts = new Set(plan.services.flatMap(({ service }) => (service.usual === undefined ? [] : [service.name as string])));
  const first = workloads(objectsOf(plan))
    .filter(({ metadata, spec }) => parts.has(metadata.name) && spec.template.spec.priorityClassName === 'faultmaven-batch')
    .map(({ metadata }) => metadata.name);
  expect(first.sort()).toEqual(['grafana', 'opensearch-dashboards']);
});

describe('links of notifications', () => {
  const PAGE = 'ingress: { pages: { grafana: { host: grafana.example.org, tlsSecret: grafana-tls } } }\n';
  const RECEIVERS = 'monitoring: { receivers: { critical: { slack: { channel: "#ops" } } } }\n';
  const filesOf = (text: string) => {
    const objects = objectsOf(clusterPlanOf(text));
    const data = ['grafana', 'prometheus', 'alertmanager'].map((name) => find(objects, 'ConfigMap', `${name}-configuration`).data);
    return Object.assign({}, ...data) as Readonly<Record<string, string>>;
  };
  const panels = (rules = '') => new Set(rules.match(/(?<=^ +dashboard: "?)[^"]*?(?=\/d\/fmsynth-)/gm));

  it('lead to the host of Grafana', () => {
    const { 'grafana.ini': ini, 'services.rules.yml': rules, 'alertmanager.yml': routes } = filesOf(`${PAGE}${RECEIVERS}`);
    expect(ini).toContain('\nroot_url = https://grafana.example.org\n');
    expect(panels(rules)).toEqual(new Set(['https://grafana.example.org']));
    expect(routes).toContain('|panel>');
    expect(routes).not.toContain('port-forward');
  });

  it('lead to where port-forward makes Grafana answer, and say how', () => {
    const { 'grafana.ini': ini, 'services.rules.yml': rules, 'alertmanager.yml': routes } = filesOf(RECEIVERS);
    expect(ini).toContain('\nroot_url = http://localhost:3000\n');
    expect(panels(rules)).toEqual(new Set(['http://localhost:3000']));
    expect(routes).toContain('kubectl --namespace faultmaven-monitoring port-forward service/grafana 3000');
  });

  it('lead to Prometheus and Alertmanager where port-forward makes them answer, whichever member sends', () => {
    const objects = objectsOf(clusterPlanOf(''));
    const { command } = find(objects, 'StatefulSet', 'prometheus').spec.template.spec.containers[0];
    expect(command).toContain('--web.external-url=http://localhost:9090');
    expect(filesOf('')['start.sh']).toContain('--web.external-url=http://localhost:9093');
  });
});

describe('the folders of Grafana', () => {
  /** What the image sets (ENV in Grafana's Dockerfile), and what outdoes even that: the arguments that say the same. */
  const OF_IMAGE = ['DATA', 'LOGS', 'PLUGINS', 'PROVISIONING', 'CONFIG', 'HOME'].map((name) => `GF_PATHS_${name}`);
  const BY_ARGUMENT = { GF_PATHS_CONFIG: /^--config=/, GF_PATHS_HOME: /^--homepath=/ };
  const objects = objectsOf(clusterPlanOf(WATCHED));
  const [{ env, volumeMounts, command }] = find(objects, 'Deployment', 'grafana').spec.template.spec.containers;
  const set: Readonly<Record<string, string>> = Object.fromEntries(
    env.map(({ name, value = '' }: Record<string, string>) => [name, value]),
  );

  it('are in variables, because those of the image outdo the file', () => {
    const told = Object.entries(BY_ARGUMENT).filter(([, argument]) => command.some((one: string) => argument.test(one)));
    expect([...Object.keys(set), ...told.map(([name]) => name)]).toEqual(expect.arrayContaining(OF_IMAGE));
  });

  it('and no setting that a variable has stands in the file as well', () => {
    const lines: readonly string[] = find(objects, 'ConfigMap', 'grafana-configuration').data['grafana.ini'].split('\n');
    let section = '';
    const inFile = lines.flatMap((line) => {
      section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
      const key = /^(\w+) = /.exec(line)?.[1];
      return key === undefined ? [] : [`GF_${section}_${key}`.toUpperCase().replace(/[.-]/g, '_')];
    });
    expect(inFile).toContain('GF_SECURITY_ADMIN_USER');
    expect(inFile.filter((name) => name in set || OF_IMAGE.includes(name))).toEqual([]);
  });

  it('may be written to, or have its files', () => {
    const at = (name: string) =>
      volumeMounts.find(({ mountPath }: { mountPath: string }) => `${set[`GF_PATHS_${name}`]}/`.startsWith(`${mountPath}/`));
    for (const name of ['DATA', 'LOGS', 'PLUGINS']) expect(at(name)).not.toHaveProperty('readOnly');
    const files = volumeMounts.filter(({ mountPath }: { mountPath: string }) => mountPath.startsWith(`${set.GF_PATHS_PROVISIONING}/`));
    expect(files).not.toEqual([]);
  });
});
