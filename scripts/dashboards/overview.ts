import { OVERVIEW, SERVICE } from '../../lib/platform/monitoring/dashboards/boards';
import { named, PLACE } from '../../lib/platform/monitoring/rules/promql';
import { type Column, drawing } from './drawing';
import { amounts, cpuUsed, NAMESPACE, PLACES, perContainer, perService } from './queries';

const READY = `sum by (service) (service:replicas_ready:max{${NAMESPACE}})`;
const WANTED = `sum by (service) (service:replicas_wanted:max{${NAMESPACE}})`;

/** What the autoscaler may choose, and without one what is wanted. */
const bound = (which: 'min' | 'max'): string =>
  `sum by (service) (${named('horizontalpodautoscaler', `kube_horizontalpodautoscaler_spec_${which}_replicas{${NAMESPACE}}`)}) or ${WANTED}`;

const USED = { cpu: perService(cpuUsed()), memory: perService(`container:memory_used:bytes{${NAMESPACE}}`) };
const NEAR_LIMIT = { from: 0.85, at: 0.95 };

const columnsOf = (resource: 'cpu' | 'memory', name: string, unit: 'cores' | 'bytes'): readonly Column[] => {
  const limit = perService(amounts('limits', resource));
  return [
    { title: `${name} used`, unit, expr: USED[resource] },
    { title: `${name} requested`, unit, expr: perService(amounts('requests', resource)) },
    { title: `${name} limit`, unit, expr: limit },
    { title: `${name} share`, unit: 'percentunit', expr: `${USED[resource]} / ${limit}`, warns: NEAR_LIMIT },
  ];
};

const total = (series: string): string => `sum(${perContainer(series)} and on (namespace, pod) ${PLACES})`;

const BY_SERVICE = { service: 'Service' };

/** The table of the resource plan as it is at this moment, and whatever else tells that something is wrong. */
export const overview = drawing({
  board: OVERVIEW,
  description: 'How much of what it may use the whole platform uses, service by service, and what is wrong.',
  choices: { namespace: { from: PLACE, every: true } },
  panels: {
    alerts: {
      kind: 'stat',
      title: 'Alerts that fire',
      description:
        'How many alerts fire, by how urgent they are. The Watchdog, which always fires, is not counted. In a Prometheus that others use too, theirs count as well.',
      unit: 'short',
      warns: { from: 1 },
      runbook: 'README.md',
      width: 6,
      height: 5,
      none: '0',
      numbers: { '{{severity}}': 'sum by (severity) (ALERTS{alertstate="firing", alertname!="Watchdog"})' },
    },
    cpu: {
      kind: 'stat',
      title: 'CPU',
      description: 'Cores that all services together use, request, and may use at most.',
      unit: 'cores',
      width: 6,
      height: 5,
      numbers: { used: total(cpuUsed()), requested: total(amounts('requests', 'cpu')), limit: total(amounts('limits', 'cpu')) },
    },
    memory: {
      kind: 'stat',
      title: 'Memory',
      description:
        'Memory that all services together use, request, and may use at most. Caches of files do not count where a service says so.',
      unit: 'bytes',
      width: 6,
      height: 5,
      numbers: {
        used: total(`container:memory_used:bytes{${NAMESPACE}}`),
        requested: total(amounts('requests', 'memory')),
        limit: total(amounts('limits', 'memory')),
      },
    },
    missing: {
      kind: 'stat',
      title: 'Replicas that are not ready',
      description: 'How many replicas are wanted and not ready. During a rollout it is more than 0 for a while.',
      unit: 'short',
      warns: { from: 1 },
      runbook: 'replicas.md#replicas-are-missing',
      width: 6,
      height: 5,
      numbers: { missing: `sum(service:replicas_wanted:max{${NAMESPACE}}) - sum(service:replicas_ready:max{${NAMESPACE}})` },
    },
    services: {
      kind: 'table',
      title: 'Services',
      description:
        'The table of the resource plan, as it is: of each service its replicas, and what all of them together use, request, and may use at most. The share is of the limit. A click on a service shows more of it.',
      unit: 'short',
      runbook: 'memory.md#near-the-limit',
      width: 24,
      height: 16,
      rows: BY_SERVICE,
      leadsTo: SERVICE,
      columns: [
        { title: 'Ready', unit: 'short', expr: READY },
        { title: 'Least', unit: 'short', expr: bound('min') },
        { title: 'Most', unit: 'short', expr: bound('max') },
        ...columnsOf('cpu', 'CPU', 'cores'),
        ...columnsOf('memory', 'Memory', 'bytes'),
      ],
    },
    replicas: {
      kind: 'graph',
      title: 'Replicas, of what may be started',
      description:
        'Ready replicas of each service with an autoscaler, as a share of the most that it may start. At 100 % more load makes it slow.',
      unit: 'percentunit',
      most: 1,
      runbook: 'autoscaler.md#at-its-maximum',
      width: 12,
      lines: {
        '{{service}}': `${READY} / sum by (service) (${named('horizontalpodautoscaler', `kube_horizontalpodautoscaler_spec_max_replicas{${NAMESPACE}}`)})`,
      },
    },
    quota: {
      kind: 'graph',
      title: 'Quota that is used',
      description:
        'How much of the quota of each namespace is used. Beyond it no pod starts, not even one that takes the place of another.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.9 },
      runbook: 'quota.md',
      width: 12,
      lines: { '{{namespace}} {{resource}}': `quota:used:ratio{${NAMESPACE}}` },
    },
    volumes: {
      kind: 'graph',
      title: 'Disks',
      description: 'How full each disk is. A full disk stops its service.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.8, at: 0.95 },
      runbook: 'volume-full.md',
      width: 12,
      lines: { '{{persistentvolumeclaim}}': `volume:used:ratio{${NAMESPACE}}` },
    },
    jobs: {
      kind: 'table',
      title: 'Jobs that failed',
      description: 'Jobs that have failed and are still there. The log of each tells why.',
      unit: 'short',
      runbook: 'backup-missing.md#a-job-has-failed',
      width: 6,
      rows: { job_name: 'Job', namespace: 'Namespace' },
      columns: [
        {
          title: 'Failed',
          unit: 'short',
          expr: `max by (namespace, job_name) (kube_job_failed{${NAMESPACE}, condition="true"}) == 1`,
        },
      ],
    },
    copies: {
      kind: 'table',
      title: 'Last success of each CronJob',
      description: 'How long ago each CronJob succeeded, and when it runs next. A copy of data that is too old is a risk.',
      unit: 's',
      runbook: 'backup-missing.md',
      width: 6,
      rows: { cronjob: 'CronJob', namespace: 'Namespace' },
      columns: [
        {
          title: 'Ago',
          unit: 's',
          expr: `time() - max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{${NAMESPACE}})`,
        },
        { title: 'Next in', unit: 's', expr: `max by (namespace, cronjob) (kube_cronjob_next_schedule_time{${NAMESPACE}}) - time()` },
      ],
    },
    routes: {
      kind: 'graph',
      title: 'Answers to probes',
      description:
        'How long each route takes to answer a probe from within the cluster, over ten minutes. The answer costs next to nothing, so what is slow is throttled, overloaded, or waits.',
      unit: 's',
      warns: { from: 1 },
      runbook: 'route.md#a-route-is-slow',
      width: 12,
      lines: { '{{host}}{{service}} {{route}} {{instance}}': `route:probe_duration:avg10m{${NAMESPACE}}` },
    },
    certificates: {
      kind: 'table',
      title: 'Routes and certificates',
      description: 'Whether each route answers a probe (1) or not (0), and for how long its certificate is still valid.',
      unit: 'short',
      runbook: ['route.md#a-route-does-not-answer', 'certificate.md'],
      width: 12,
      rows: { service: 'Service', host: 'Host', route: 'Route', instance: 'Asked at' },
      columns: [
        { title: 'Answers', unit: 'short', expr: `max by (service, host, route, instance) (probe_success{${NAMESPACE}})` },
        {
          title: 'Certificate for',
          unit: 's',
          expr: `min by (service, host, route, instance) (probe_ssl_earliest_cert_expiry{${NAMESPACE}}) - time()`,
        },
      ],
    },
    targets: {
      kind: 'table',
      title: 'No metrics',
      description: 'Containers, nodes and routes that Prometheus gets no metrics of. Alerts and panels about them are blind.',
      unit: 'short',
      runbook: 'monitoring.md#metrics-are-missing',
      width: 24,
      height: 6,
      rows: { pod: 'Pod', container: 'Container', node: 'Node', instance: 'Asked', namespace: 'Namespace' },
      columns: [
        {
          title: 'Up',
          unit: 'short',
          // A kubelet has no namespace.
          expr: `min by (namespace, pod, container, node, instance) (up{${NAMESPACE}} or up{node!="", pod=""}) == 0`,
        },
      ],
    },
  },
});
