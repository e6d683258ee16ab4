import type { AlertTest, Labels, Series } from './case';
import { labels } from './healthy';

const GIB = 1024 ** 3;
const DAY = 86_400;

const POD = 'shop-web-5d4f8bcc7-x7k20';
const WEB = { namespace: 'shop', pod: POD, container: 'shop-web' };
const PLACED: Labels = { ...WEB, node: 'worker-1', service: 'shop-web' };
const STORE = { namespace: 'shop', pod: 'store-0', container: 'store' };
const DATABASE = { namespace: 'shop', pod: 'postgres-0', container: 'postgres' };
const SERVICE: Labels = { namespace: 'shop', service: 'shop-web' };

const at = (metric: string, all: Readonly<Record<string, string>>): string => `${metric}${labels(all)}`;
const used = (ratio: number): Series => ({ [at('container_memory_working_set_bytes', WEB)]: ratio * GIB });

const memoryIs = (share: string): string => `Container shop-web of ${POD} uses ${share} of its memory limit.`;

/** A counter that is 0 until a minute, and this much more from then on. */
const rises = (minute: number, by: number): string => `0x${minute - 1} ${by}x200`;
const RESTARTS = at('kube_pod_container_status_restarts_total', WEB);
const KILLED = at('kube_pod_container_status_last_terminated_reason', { ...WEB, reason: 'OOMKilled' });

const PROCESS_KILLED = `A process in container shop-web of ${POD} was killed because the container reached its memory limit.`;

/** The same values again and again. */
const again = (values: string): string => Array<string>(40).fill(values).join(' ');

const waits = (reason: string, prefix = 'kube_pod_container'): string => at(`${prefix}_status_waiting_reason`, { ...WEB, reason });

const REPLICAS = at('kube_deployment_status_replicas_ready', { namespace: 'shop', deployment: 'shop-web' });
const progressing = (status: string): string =>
  at('kube_deployment_status_condition', { namespace: 'shop', deployment: 'shop-web', condition: 'Progressing', status });
const ROLLS_NOT = 'The rollout of shop-web does not go on.';
const UPDATED = at('kube_statefulset_status_replicas_updated', { namespace: 'shop', statefulset: 'store' });
const newRevision: Series = {
  [at('kube_statefulset_status_update_revision', { namespace: 'shop', statefulset: 'store', revision: 'store-1' })]: null,
  [at('kube_statefulset_status_update_revision', { namespace: 'shop', statefulset: 'store', revision: 'store-2' })]: 1,
};
/** Ready for ten minutes, then for one of six, again and again. */
const FLAPPING = `1x10${' 0x4 1'.repeat(30)}`;
const ONLY_REPLICA = at('kube_deployment_status_replicas_ready', { namespace: 'shop', deployment: 'shop' });
const DESIRED = at('kube_horizontalpodautoscaler_status_desired_replicas', { namespace: 'shop', horizontalpodautoscaler: 'shop-web' });
const LEAST = at('kube_horizontalpodautoscaler_spec_min_replicas', { namespace: 'shop', horizontalpodautoscaler: 'shop-web' });
const ACTIVE = at('kube_horizontalpodautoscaler_status_condition', {
  namespace: 'shop',
  horizontalpodautoscaler: 'shop-web',
  condition: 'ScalingActive',
  status: 'false',
});
const ALLOWED = at('kube_poddisruptionbudget_status_pod_disruptions_allowed', { namespace: 'shop', poddisruptionbudget: 'shop-web' });
const EXPECTED = at('kube_poddisruptionbudget_status_expected_pods', { namespace: 'shop', poddisruptionbudget: 'shop-web' });
const UNSCHEDULABLE = at('kube_pod_status_unschedulable', { namespace: 'shop', pod: POD });

const condition = (name: string, status: string): string => at('kube_node_status_condition', { node: 'worker-1', condition: name, status });
const CORDONED = at('kube_node_spec_unschedulable', { node: 'worker-1' });
const INFO = at('kube_node_info', { node: 'worker-1' });
const VANISHED: Series = { [INFO]: '1x9 stale', [CORDONED]: '0x9 stale' };
const tainted = (key: string): string => at('kube_node_spec_taint', { node: 'worker-1', key, effect: 'NoSchedule' });
const EVICTED = at('kube_pod_status_reason', { namespace: 'shop', pod: POD, reason: 'Evicted' });

const CLAIM = { namespace: 'shop', persistentvolumeclaim: 'data-store-0' };
const disk = (what: string): string => at(`kubelet_volume_stats_${what}_bytes`, CLAIM);
const full = (percent: number): Series => ({ [disk('available')]: (100 - percent) * GIB });
/** What is used of it as it changes, in percent. */
const usedAs = (values: string): Series => ({
  [disk('capacity')]: '100x800',
  [disk('available')]: values
    .split(' ')
    .map((part) => {
      const [, from, by = '', times] = /^([0-9.]+)([+][0-9.]+)?x([0-9]+)$/.exec(part) ?? [];
      return `${100 - Number(from)}${by.replace('+', '-')}x${times}`;
    })
    .join(' '),
});
/** So many GiB less in a minute, of 100. */
const filling = (percent: number, perMinute: number): Series => ({
  [disk('available')]: `${(100 - percent) * GIB}-${perMinute * GIB}x200`,
});

const QUOTA = { namespace: 'shop', resourcequota: 'shop', resource: 'limits.memory' };
const quota = (percent: number): Series => ({ [at('kube_resourcequota', { ...QUOTA, type: 'used' })]: percent * GIB });

const NODES_QUOTA = { namespace: 'shop-node', resourcequota: 'shop-node', resource: 'pods' };
const quotaOfNodes = (hard: number, taken: number): Series => ({
  [at('kube_resourcequota', { ...NODES_QUOTA, type: 'hard' })]: hard,
  [at('kube_resourcequota', { ...NODES_QUOTA, type: 'used' })]: taken,
});

const failed = (value: string): string => at('kube_job_failed', { namespace: 'shop', job_name: 'shop-tidy-29398320', condition: value });
const FAILED_JOB = { namespace: 'shop', job_name: 'shop-tidy-29398320' };
const JOB_FAILED = 'Job shop-tidy-29398320 has failed.';
const JOB_CREATED = at('kube_job_created', FAILED_JOB);
const madeBy = (kind: string): string => at('kube_job_owner', { ...FAILED_JOB, owner_kind: kind, owner_name: 'shop-tidy' });
const last = (cronjob: string): string => at('kube_cronjob_status_last_successful_time', { namespace: 'shop', cronjob });
const created = (cronjob: string): string => at('kube_cronjob_created', { namespace: 'shop', cronjob });

const ROUTE: Labels = { ...SERVICE, instance: 'http://shop-web/health' };
const WAY: Labels = { namespace: 'shop', service: 'shop', route: '/api/orders/none/close', instance: POD };
const PAGE: Labels = { ...SERVICE, host: 'shop.example.com', instance: 'https://shop-web:8443/' };
const WATCHING: Labels = { namespace: 'shop-monitoring', service: 'prometheus', instance: 'http://prometheus/-/healthy' };
const IDLE_ROUTE: Labels = { namespace: 'shop', service: 'idle', instance: 'http://idle/health' };
const LONELY_ROUTE: Labels = { namespace: 'shop', service: 'alone', instance: 'http://alone/health' };
const EXPIRY = at('probe_ssl_earliest_cert_expiry', PAGE);
const HOUR = 3600;

const UP = at('up', { ...WEB, job: 'whatever' });

/** The only pod of a service, whose files become larger each twenty minutes so many times. */
const FILES = `kubelet_container_log_filesystem_used_bytes${labels({ namespace: 'shop', pod: 'shop-5d4f8bcc7-x7k20', container: 'shop' })}`;
const slowly = (times: number): string => ['0x4', ...Array.from({ length: times }, (_, one) => `${one + 1}x19`)].join(' ');

/** Alerts about any service. */
export const GENERAL: Readonly<Record<string, AlertTest>> = {
  MemoryNearLimit: {
    fires: [
      { when: 'a working set is at 85 %', series: used(0.8502), alerts: [[PLACED, memoryIs('85.02%')]] },
      {
        when: 'one is, and of another pod two exporters tell, each with another node',
        series: { ...used(0.8502), [at('kube_pod_info', { namespace: 'shop', pod: 'store-0', node: 'worker-2', uid: 'u' })]: 1 },
        alerts: [[PLACED, memoryIs('85.02%')]],
      },
      {
        when: 'what a service holds itself is at 85 %, if it caches much',
        series: { [at('container_memory_rss', STORE)]: 0.8502 * GIB },
        alerts: [[{ ...STORE, node: 'worker-1', service: 'store' }, 'Container store of store-0 uses 85.02% of its memory limit.']],
      },
      {
        when: 'what its processes share brings it to 85 %',
        series: { [at('container_memory_rss', DATABASE)]: 0.4502 * GIB, [at('container_memory_mapped_file', DATABASE)]: 0.4 * GIB },
        alerts: [
          [{ ...DATABASE, node: 'worker-1', service: 'postgres' }, 'Container postgres of postgres-0 uses 85.02% of its memory limit.'],
        ],
      },
      {
        when: 'a Prometheus that is there drops what is mapped',
        series: { [at('container_memory_rss', DATABASE)]: 0.8502 * GIB, container_memory_mapped_file: null },
        alerts: [
          [{ ...DATABASE, node: 'worker-1', service: 'postgres' }, 'Container postgres of postgres-0 uses 85.02% of its memory limit.'],
        ],
      },
    ],
    silent: [
      { when: 'a working set is below', series: used(0.8498) },
      { when: 'only the cache of a service is large', series: { [at('container_memory_working_set_bytes', STORE)]: 0.99 * GIB } },
      { when: 'a service maps the files that it reads', series: { [at('container_memory_mapped_file', STORE)]: 0.99 * GIB } },
      { when: 'a database reads large files', series: { [at('container_memory_working_set_bytes', DATABASE)]: 0.99 * GIB } },
      {
        when: 'a container has no limit',
        series: { ...used(9), [at('kube_pod_container_resource_limits', { ...WEB, resource: 'memory' })]: null },
      },
    ],
  },
  MemoryAtLimit: {
    fires: [{ when: 'a working set is at 95 %', series: used(0.9502), alerts: [[PLACED, memoryIs('95.02%')]] }],
    silent: [
      { when: 'a working set is below', series: used(0.9498) },
      {
        when: 'it is that of a part of the platform',
        series: {
          [at('container_memory_working_set_bytes', { namespace: 'shop-monitoring', pod: 'prometheus-0', container: 'prometheus' })]: GIB,
        },
      },
    ],
  },
  ContainerOomKilled: {
    fires: [
      {
        when: 'a container was started again after it was killed for memory',
        series: { [RESTARTS]: rises(20, 1), [KILLED]: '_x20 1x200' },
        since: 20,
        until: 28,
        alerts: [[PLACED, `Container shop-web of ${POD} was killed because it reached its memory limit.`]],
      },
    ],
    silent: [
      { when: 'it restarted for another reason', series: { [RESTARTS]: rises(20, 1) }, at: 22 },
      { when: 'it was killed long ago', series: { [RESTARTS]: 7, [KILLED]: 1 } },
      { when: 'the exporter shows other reasons as 0', series: { [RESTARTS]: rises(20, 1), [KILLED]: 0 }, at: 22 },
    ],
  },
  ProcessOomKilled: {
    fires: [
      {
        when: 'a process was killed and the container was not',
        series: { [at('container_oom_events_total', WEB)]: rises(20, 1) },
        since: 20,
        until: 28,
        alerts: [[PLACED, PROCESS_KILLED]],
      },
      {
        when: 'the container was killed a quarter of an hour ago',
        series: { [at('container_oom_events_total', WEB)]: rises(20, 1), [RESTARTS]: rises(5, 1), [KILLED]: 1 },
        since: 20,
        alerts: [[PLACED, PROCESS_KILLED]],
      },
    ],
    silent: [
      { when: 'no process was killed', series: {} },
      {
        when: 'the whole container was killed',
        series: { [at('container_oom_events_total', WEB)]: rises(20, 1), [RESTARTS]: rises(20, 1), [KILLED]: 1 },
        at: 27,
      },
    ],
  },
  ContainerRestarts: {
    fires: [
      {
        when: 'a container restarted three times within an hour',
        series: { [RESTARTS]: '0x19 1x26 2x27 3x200' },
        since: 75,
        alerts: [[PLACED, `Container shop-web of ${POD} restarted 3 times within an hour.`]],
      },
    ],
    silent: [
      { when: 'it restarted twice', series: { [RESTARTS]: '0x59 1x9 2x200' }, at: 85 },
      { when: 'it restarted three times within an hour and a half', series: { [RESTARTS]: '0x19 1x39 2x39 3x200' }, at: 105 },
    ],
  },
  ContainerCrashLooping: {
    fires: [
      {
        when: 'a container waits between its attempts to start, and runs for some minutes at each',
        series: { [waits('CrashLoopBackOff')]: again('1 0 0 0 0') },
        alerts: [[PLACED, `Container shop-web of ${POD} ends shortly after each start.`]],
      },
      {
        when: 'a container that runs before it waits between its attempts',
        series: { [waits('CrashLoopBackOff', 'kube_pod_init_container')]: again('1 0 0 0 0') },
        alerts: [[PLACED, `Container shop-web of ${POD} ends shortly after each start.`]],
      },
      {
        when: 'a container that runs before it does so',
        series: { [waits('CrashLoopBackOff', 'kube_pod_init_container')]: 1 },
        alerts: [[PLACED, `Container shop-web of ${POD} ends shortly after each start.`]],
      },
    ],
    silent: [
      { when: 'it found its way after a while', series: { [waits('CrashLoopBackOff')]: '1x4 0x200' } },
      ...['kube_pod_container', 'kube_pod_init_container'].map((prefix) => ({
        when: `it runs for longer between its attempts (${prefix})`,
        series: { [waits('CrashLoopBackOff', prefix)]: again('1 0 0 0 0 0 0 0') },
      })),
      { when: 'it waits for something else', series: { [waits('ImagePullBackOff')]: 1 } },
      { when: 'the exporter shows reasons that are none as 0', series: { [waits('CrashLoopBackOff')]: 0 } },
    ],
  },
  ContainerWaiting: {
    fires: [
      {
        when: 'an image cannot be had',
        series: { [waits('ImagePullBackOff')]: 1 },
        alerts: [[PLACED, `Container shop-web of ${POD} does not start.`]],
      },
      ...['kube_pod_container', 'kube_pod_init_container'].map((prefix) => ({
        when: `an image cannot be had, and the reason changes with each attempt (${prefix})`,
        series: { [waits('ErrImagePull', prefix)]: again('1 _ _'), [waits('ImagePullBackOff', prefix)]: again('_ 1 _') },
        alerts: [[PLACED, `Container shop-web of ${POD} does not start.`] as const],
      })),
    ],
    silent: [
      { when: 'a start takes a few minutes', series: { [waits('ContainerCreating')]: '1x8 _x200' } },
      ...['kube_pod_container', 'kube_pod_init_container'].map((prefix) => ({
        when: `it waits for a moment now and again (${prefix})`,
        series: { [waits('ContainerCreating', prefix)]: again('1 _ _') },
      })),
      { when: 'a container crashes in a loop', series: { [waits('CrashLoopBackOff')]: 1 } },
      { when: 'the exporter shows reasons that are none as 0', series: { [waits('ErrImagePull')]: 0 } },
    ],
  },
  CpuThrottled: {
    fires: [
      {
        when: 'a container waits in more than half of its periods',
        series: { [at('container_cpu_cfs_throttled_periods_total', WEB)]: '0+303x200' },
        since: 1,
        alerts: [[PLACED, `Container shop-web of ${POD} waits for its CPU limit in 50.5% of all periods.`]],
      },
      {
        when: 'it has a fifth of all periods, and waits in most of them',
        series: {
          [at('container_cpu_cfs_periods_total', WEB)]: '0+120x200',
          [at('container_cpu_cfs_throttled_periods_total', WEB)]: '0+66x200',
        },
        since: 5,
        alerts: [[PLACED, `Container shop-web of ${POD} waits for its CPU limit in 55% of all periods.`]],
      },
      {
        when: 'it has waited in more than half of the periods of five minutes',
        series: { [at('container_cpu_cfs_throttled_periods_total', WEB)]: '0+60x19 1710+510x180' },
        since: 22,
        alerts: [[PLACED, `Container shop-web of ${POD} waits for its CPU limit in 85% of all periods.`]],
      },
    ],
    silent: [
      { when: 'it waits in less', series: { [at('container_cpu_cfs_throttled_periods_total', WEB)]: '0+297x200' } },
      {
        when: 'it does little, and waits in most of its few periods',
        series: {
          [at('container_cpu_cfs_periods_total', WEB)]: '0+60x200',
          [at('container_cpu_cfs_throttled_periods_total', WEB)]: '0+58x200',
        },
      },
    ],
  },
  ReplicasMissing: {
    fires: [
      { when: 'one replica of two is not ready', series: { [REPLICAS]: 1 }, alerts: [[SERVICE, 'shop-web lacks 1 of its replicas.']] },
      {
        when: 'a member is not ready',
        series: { [at('kube_statefulset_status_replicas_ready', { namespace: 'shop', statefulset: 'store' })]: 2 },
        alerts: [[{ namespace: 'shop', service: 'store' }, 'store lacks 1 of its replicas.']],
      },
      {
        when: 'a node has no pod that is ready',
        series: { [at('kube_daemonset_status_number_ready', { namespace: 'shop-node', daemonset: 'pulse' })]: 1 },
        alerts: [[{ namespace: 'shop-node', service: 'pulse' }, 'pulse lacks 1 of its replicas.']],
      },
    ],
    silent: [
      { when: 'all are ready', series: {} },
      { when: 'a rollout has one more', series: { [REPLICAS]: 3 } },
    ],
  },
  RolloutStuck: {
    fires: [
      {
        when: 'a new pod does not become ready, and those of the version before serve',
        series: { [progressing('false')]: '0x9 1x200' },
        since: 10,
        alerts: [[SERVICE, ROLLS_NOT]],
      },
      { when: 'it is paused', series: { [progressing('unknown')]: 1 }, alerts: [[SERVICE, ROLLS_NOT]] },
      {
        when: 'a member of the new version does not become ready',
        series: { ...newRevision, [UPDATED]: '0x5 1x200' },
        since: 15,
        alerts: [[{ namespace: 'shop', service: 'store' }, 'The rollout of store does not go on.']],
      },
      {
        when: 'all but one pod of a DaemonSet are of the new version',
        series: { [at('kube_daemonset_status_updated_number_scheduled', { namespace: 'shop-node', daemonset: 'pulse' })]: '0x5 1x200' },
        since: 15,
        alerts: [[{ namespace: 'shop-node', service: 'pulse' }, 'The rollout of pulse does not go on.']],
      },
    ],
    silent: [
      { when: 'a rollout goes on after a while', series: { [progressing('false')]: '1x9 0x200' } },
      { when: 'members are replaced one after the other', series: { ...newRevision, [UPDATED]: '0x12 1x12 2x12 3x200' }, at: 30 },
      { when: 'all members are of the new version, and only their status is late', series: newRevision },
      { when: 'a member is away and there is no other version', series: { [UPDATED]: 2 } },
      { when: 'something else is wrong with a Deployment', series: { [progressing('false').replace('Progressing', 'Available')]: 1 } },
    ],
  },
  ServiceWithoutReplicas: {
    fires: [
      { when: 'no replica is ready', series: { [REPLICAS]: 0 }, alerts: [[SERVICE, 'shop-web has no replica that is ready.']] },
      {
        when: 'the only replica has not been ready for ten minutes',
        series: { [ONLY_REPLICA]: '1x9 0x200' },
        since: 19,
        alerts: [[{ namespace: 'shop', service: 'shop' }, 'shop has no replica that is ready.']],
      },
    ],
    silent: [
      { when: 'the only replica is replaced by another one', series: { [ONLY_REPLICA]: '1x9 0x9 1x200' }, at: 22 },
      { when: 'the only replica is ready', series: {} },
      { when: 'one is ready', series: { [REPLICAS]: 1 } },
      {
        when: 'it is a part of the platform',
        series: { [at('kube_statefulset_status_replicas_ready', { namespace: 'shop-monitoring', statefulset: 'prometheus' })]: 0 },
      },
      {
        when: 'nothing ever asks it',
        series: { [at('kube_deployment_status_replicas_ready', { namespace: 'shop', deployment: 'idle' })]: 0 },
      },
      {
        when: 'it is scaled to none',
        series: { [REPLICAS]: 0, [at('kube_deployment_spec_replicas', { namespace: 'shop', deployment: 'shop-web' })]: 0 },
      },
    ],
  },
  AutoscalerAtMaximum: {
    fires: [
      {
        when: 'an autoscaler wants as many as it may have',
        series: { [DESIRED]: 4 },
        alerts: [[{ ...SERVICE, horizontalpodautoscaler: 'shop-web' }, 'shop-web has 4 replicas, the most that its autoscaler may start.']],
      },
    ],
    silent: [
      { when: 'one more is possible', series: { [DESIRED]: 3 } },
      { when: 'its minimum is its maximum', series: { [DESIRED]: 4, [LEAST]: 4 } },
    ],
  },
  AutoscalerBlind: {
    fires: [
      {
        when: 'an autoscaler gets no metrics',
        series: { [ACTIVE]: 1 },
        alerts: [
          [{ ...SERVICE, horizontalpodautoscaler: 'shop-web' }, 'The autoscaler of shop-web does not know how busy its replicas are.'],
        ],
      },
    ],
    silent: [{ when: 'it gets them again after a while', series: { [ACTIVE]: '1x9 0x200' } }],
  },
  NoDisruptionAllowed: {
    fires: [
      {
        when: 'a budget lets no pod go',
        series: { [ALLOWED]: 0 },
        alerts: [[{ ...SERVICE, poddisruptionbudget: 'shop-web' }, 'The disruption budget of shop-web lets no pod be evicted.']],
      },
      {
        when: 'the only pod that it expects may not go',
        series: { [ALLOWED]: 0, [EXPECTED]: 1 },
        alerts: [[{ ...SERVICE, poddisruptionbudget: 'shop-web' }, 'The disruption budget of shop-web lets no pod be evicted.']],
      },
    ],
    silent: [
      { when: 'it lets one go', series: { [ALLOWED]: 1 } },
      { when: 'it expects no pod', series: { [ALLOWED]: 0, [EXPECTED]: 0 } },
    ],
  },
  PodUnschedulable: {
    fires: [
      {
        when: 'no node has room',
        series: {
          [UNSCHEDULABLE]: 1,
          [at('kube_pod_info', { namespace: 'shop', pod: POD, node: 'worker-1', service: 'kube-state-metrics', uid: 'u' })]: null,
          [at('kube_pod_info', { namespace: 'shop', pod: POD, node: '' })]: 1,
        },
        alerts: [[{ namespace: 'shop', pod: POD, service: 'shop-web' }, `No node takes ${POD}.`]],
      },
    ],
    silent: [
      { when: 'it finds room after a while', series: { [UNSCHEDULABLE]: '1x4 _x200' } },
      { when: 'the exporter shows it as 0', series: { [UNSCHEDULABLE]: 0 } },
    ],
  },
  NodeGone: {
    fires: [
      {
        when: 'nobody hears of a node',
        series: { [condition('Ready', 'true')]: 0, [condition('Ready', 'unknown')]: 1 },
        alerts: [[{ node: 'worker-1', condition: 'Ready' }, 'Node worker-1 is not ready.']],
      },
      {
        when: 'a node that somebody has cordoned stays away for half an hour',
        series: {
          [CORDONED]: 1,
          [condition('Ready', 'true')]: '1x9 0x200',
          [condition('Ready', 'unknown')]: '0x9 1x200',
        },
        since: 39,
        alerts: [[{ node: 'worker-1', condition: 'Ready' }, 'Node worker-1 is not ready.']],
      },
      {
        when: 'a node says that it is not ready',
        series: { [condition('Ready', 'true')]: 0, [condition('Ready', 'false')]: 1 },
        alerts: [[{ node: 'worker-1', condition: 'Ready' }, 'Node worker-1 is not ready.']],
      },
      {
        when: 'an autoscaler thought of taking it away, and it crashes',
        series: {
          [tainted('DeletionCandidateOfClusterAutoscaler')]: 1,
          [condition('Ready', 'true')]: '1x9 0x200',
          [condition('Ready', 'unknown')]: '0x9 1x200',
        },
        since: 10,
        alerts: [[{ node: 'worker-1', condition: 'Ready' }, 'Node worker-1 is not ready.']],
      },
      {
        when: 'an autoscaler fails for half an hour to take it away',
        series: {
          [tainted('karpenter.sh/disrupted')]: 1,
          [condition('Ready', 'true')]: '1x9 0x200',
          [condition('Ready', 'unknown')]: '0x9 1x200',
        },
        since: 39,
        alerts: [[{ node: 'worker-1', condition: 'Ready' }, 'Node worker-1 is not ready.']],
      },
    ],
    silent: [
      { when: 'it is ready', series: {} },
      ...['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted'].map((key) => ({
        when: `an autoscaler takes it away (${key})`,
        series: {
          [tainted(key)]: '_x5 1x30 stale',
          [condition('Ready', 'true')]: '1x10 0x20 stale',
          [condition('Ready', 'unknown')]: '0x10 1x20 stale',
        },
        at: 25,
      })),
      {
        when: 'somebody has cordoned it and restarts it',
        series: {
          [CORDONED]: '0x9 1x200',
          [condition('Ready', 'true')]: '1x10 0x20 1x200',
          [condition('Ready', 'unknown')]: '0x10 1x20 0x200',
        },
        at: 25,
      },
      { when: 'something else is unknown', series: { [condition('MemoryPressure', 'unknown')]: 1 } },
    ],
  },
  NodeVanished: {
    fires: [
      {
        when: 'a node is there no more, and nobody had cordoned it',
        series: VANISHED,
        since: 10,
        until: 68,
        alerts: [[{ node: 'worker-1' }, 'Node worker-1 has vanished, and nobody had cordoned it.']],
      },
      {
        when: 'it was cordoned and tainted long ago, and no more',
        series: {
          [INFO]: '1x100 stale',
          [CORDONED]: '1x9 0x90 stale',
          [tainted('karpenter.sh/disrupted')]: '1x9 stale',
        },
        since: 101,
        alerts: [[{ node: 'worker-1' }, 'Node worker-1 has vanished, and nobody had cordoned it.']],
      },
      {
        when: 'it had a taint that announces nothing',
        series: { ...VANISHED, [tainted('dedicated')]: '1x9 stale' },
        since: 10,
        alerts: [[{ node: 'worker-1' }, 'Node worker-1 has vanished, and nobody had cordoned it.']],
      },
    ],
    silent: [
      { when: 'all are there', series: {} },
      { when: 'somebody had cordoned it', series: { ...VANISHED, [CORDONED]: '0x5 1x3 stale' }, at: 65 },
      ...['ToBeDeletedByClusterAutoscaler', 'DeletionCandidateOfClusterAutoscaler', 'karpenter.sh/disrupted'].map((key) => ({
        when: `an autoscaler had announced it (${key})`,
        series: { ...VANISHED, [tainted(key)]: '_x5 1x3 stale' },
        at: 65,
      })),
      { when: 'it is back within five minutes', series: { [INFO]: '1x9 stale _x3 1x200' }, at: 25 },
      {
        when: 'nobody tells of any node',
        series: Object.fromEntries([1, 2, 3].map((one) => [at('kube_node_info', { node: `worker-${one}` }), '1x9 stale'])),
        at: 25,
      },
      { when: 'an hour has passed', series: VANISHED, at: 72 },
    ],
  },
  NodePressure: {
    fires: [
      {
        when: 'a node is short of memory',
        series: { [condition('MemoryPressure', 'true')]: 1 },
        alerts: [[{ node: 'worker-1', condition: 'MemoryPressure' }, 'Node worker-1 reports MemoryPressure.']],
      },
      {
        when: 'a node is short of disk',
        series: { [condition('DiskPressure', 'true')]: 1 },
        alerts: [[{ node: 'worker-1', condition: 'DiskPressure' }, 'Node worker-1 reports DiskPressure.']],
      },
      {
        when: 'a node has too many processes',
        series: { [condition('PIDPressure', 'true')]: 1 },
        alerts: [[{ node: 'worker-1', condition: 'PIDPressure' }, 'Node worker-1 reports PIDPressure.']],
      },
    ],
    silent: [{ when: 'it is short of nothing', series: {} }],
  },
  NodeMemoryHigh: {
    fires: [
      {
        when: 'pods use more than 90 %',
        series: { [at('container_memory_working_set_bytes', { id: '/', node: 'worker-1' })]: 0.905 * 64 * GIB },
        alerts: [[{ node: 'worker-1' }, 'Node worker-1 uses 90.5% of the memory that pods may have.']],
      },
    ],
    silent: [
      { when: 'they use less', series: { [at('container_memory_working_set_bytes', { id: '/', node: 'worker-1' })]: 0.895 * 64 * GIB } },
    ],
  },
  PodEvicted: {
    fires: [
      {
        when: 'a pod was evicted',
        series: { [EVICTED]: '_x10 1x200' },
        since: 10,
        until: 69,
        alerts: [[{ namespace: 'shop', pod: POD, node: 'worker-1', service: 'shop-web' }, `Node worker-1 has evicted ${POD}.`]],
      },
    ],
    silent: [
      { when: 'it was evicted an hour ago', series: { [EVICTED]: 1 }, at: 70 },
      { when: 'it was evicted long ago, and an hour ago nobody told of it', series: { [EVICTED]: '1x9 stale _x10 1x200' }, at: 80 },
      { when: 'the exporter shows other reasons as 0', series: { [EVICTED]: 0 } },
      {
        when: 'it was preempted',
        series: { [at('kube_pod_status_reason', { namespace: 'shop', pod: POD, reason: 'PreemptionByScheduler' })]: 1 },
      },
    ],
  },
  VolumeNearlyFull: {
    fires: [{ when: 'a disk is more than 80 % full', series: full(80.1), alerts: [[CLAIM, 'The disk data-store-0 is 80.1% full.']] }],
    silent: [
      { when: 'it is less', series: full(79.9) },
      {
        when: 'the disk is nobody’s',
        series: {
          'kubelet_volume_stats_available_bytes{namespace="shop",persistentvolumeclaim="models"}': 1,
          'kubelet_volume_stats_capacity_bytes{namespace="shop",persistentvolumeclaim="models"}': 100,
        },
      },
    ],
  },
  VolumeFull: {
    fires: [{ when: 'a disk is more than 95 % full', series: full(95.1), alerts: [[CLAIM, 'The disk data-store-0 is 95.1% full.']] }],
    silent: [
      { when: 'it is less', series: full(94.9) },
      {
        when: 'it is that of a part of the platform',
        series: {
          [at('kubelet_volume_stats_available_bytes', { namespace: 'shop-monitoring', persistentvolumeclaim: 'data-prometheus-0' })]: GIB,
        },
      },
      {
        when: 'nothing ever asks its service',
        series: { [at('kubelet_volume_stats_available_bytes', { namespace: 'shop', persistentvolumeclaim: 'data-idle-0' })]: GIB },
      },
    ],
  },
  VolumeFilling: {
    fires: [
      {
        when: 'a disk will be full within a day',
        series: filling(60, 0.0278),
        since: 1,
        alerts: [[CLAIM, 'The disk data-store-0 is 60.86% full, and will be full within a day if it goes on so.']],
      },
      {
        when: 'a disk of which half is used fills quickly',
        series: filling(50.2, 0.05),
        since: 1,
        alerts: [[CLAIM, 'The disk data-store-0 is 51.75% full, and will be full within a day if it goes on so.']],
      },
    ],
    silent: [
      { when: 'it lasts for longer', series: filling(60, 0.0271) },
      { when: 'a new disk fills', series: filling(49.1, 0.0355) },
      { when: 'it fills quickly since three hours, and did not before', series: usedAs('60x179 60+0.035x200'), at: 359 },
      { when: 'it has filled quickly, and has not for six hours', series: usedAs('30+0.1x359 66x400'), at: 719 },
    ],
  },
  QuotaNearlyUsed: {
    fires: [
      {
        when: 'more than 90 % of a quota is used',
        series: quota(91),
        alerts: [[QUOTA, '91% of the quota of shop for limits.memory is used.']],
      },
      {
        when: 'all of the quota of pods on every node is used',
        series: quotaOfNodes(50, 50),
        alerts: [[NODES_QUOTA, '100% of the quota of shop-node for pods is used.']],
      },
      {
        when: 'all of a small quota is used',
        series: quotaOfNodes(1, 1),
        alerts: [[NODES_QUOTA, '100% of the quota of shop-node for pods is used.']],
      },
    ],
    silent: [
      { when: 'a pod runs on each of many nodes, and the quota has room for one more', series: quotaOfNodes(50, 49) },
      { when: 'less is used', series: quota(89.5) },
      {
        when: 'a quota allows nothing',
        series: { [at('kube_resourcequota', { ...QUOTA, resource: 'services.nodeports', type: 'used' })]: 1 },
      },
    ],
  },
  JobFailed: {
    fires: [
      {
        when: 'a Job has failed',
        series: { [failed('true')]: 1, [failed('false')]: 0 },
        alerts: [[FAILED_JOB, JOB_FAILED]],
      },
      {
        when: 'the last success of its CronJob is older',
        series: { [failed('true')]: 1, [madeBy('CronJob')]: 1, [JOB_CREATED]: 660, [last('shop-tidy')]: 600 },
        alerts: [[FAILED_JOB, JOB_FAILED]],
      },
      {
        when: 'its CronJob has never succeeded',
        series: { [failed('true')]: 1, [madeBy('CronJob')]: 1, [JOB_CREATED]: 600, [last('shop-tidy')]: null },
        alerts: [[FAILED_JOB, JOB_FAILED]],
      },
      {
        when: 'another CronJob has succeeded',
        series: { [failed('true')]: 1, [madeBy('CronJob')]: 1, [JOB_CREATED]: 600, [last('store-copy')]: 660 },
        alerts: [[FAILED_JOB, JOB_FAILED]],
      },
      {
        when: 'no CronJob has made it',
        series: { [failed('true')]: 1, [madeBy('Other')]: 1, [JOB_CREATED]: 600, [last('shop-tidy')]: 660 },
        alerts: [[FAILED_JOB, JOB_FAILED]],
      },
    ],
    silent: [
      { when: 'it has not', series: { [failed('true')]: 0, [failed('false')]: 1 } },
      { when: 'nothing is known of it', series: { [failed('unknown')]: 1 } },
      {
        when: 'a later run has succeeded',
        series: { [failed('true')]: 1, [madeBy('CronJob')]: 1, [JOB_CREATED]: 600, [last('shop-tidy')]: 660 },
        at: 20,
      },
    ],
  },
  BackupLate: {
    fires: [
      {
        when: 'one daily copy and two hours have gone by',
        series: { [last('store-copy')]: -26 * HOUR + 570 },
        since: 10,
        alerts: [[{ namespace: 'shop', cronjob: 'store-copy' }, 'The last success of store-copy was 1d 2h 0m 30s ago.']],
      },
      {
        when: 'a copy that is made every twelve hours is late',
        series: { [last('postgres-backup')]: -14 * HOUR + 570 },
        since: 10,
        alerts: [[{ namespace: 'shop', cronjob: 'postgres-backup' }, 'The last success of postgres-backup was 14h 0m 30s ago.']],
      },
      {
        when: 'none was ever made',
        series: { [last('store-copy')]: null, [created('store-copy')]: -26 * HOUR + 570 },
        since: 10,
        alerts: [[{ namespace: 'shop', cronjob: 'store-copy' }, 'The last success of store-copy was 1d 2h 0m 30s ago.']],
      },
    ],
    silent: [
      {
        when: 'the last copy is as old as it may be',
        series: { [last('store-copy')]: -26 * HOUR + 600, [last('postgres-backup')]: -14 * HOUR + 600 },
        at: 10,
      },
      { when: 'a task that copies nothing did not run', series: { [created('shop-tidy')]: -9 * DAY } },
    ],
  },
  BackupMissing: {
    fires: [
      {
        when: 'two daily copies and two hours have gone by',
        series: { [last('store-copy')]: -50 * HOUR + 570 },
        since: 10,
        alerts: [[{ namespace: 'shop', cronjob: 'store-copy' }, 'The last success of store-copy was 2d 2h 0m 30s ago.']],
      },
      {
        when: 'two copies that are made every twelve hours are',
        series: { [last('postgres-backup')]: -26 * HOUR + 570 },
        since: 10,
        alerts: [[{ namespace: 'shop', cronjob: 'postgres-backup' }, 'The last success of postgres-backup was 1d 2h 0m 30s ago.']],
      },
    ],
    silent: [
      {
        when: 'the last copy is as old as it may be',
        series: { [last('store-copy')]: -50 * HOUR + 600, [last('postgres-backup')]: -26 * HOUR + 600 },
        at: 10,
      },
    ],
  },
  RouteDown: {
    fires: [
      {
        when: 'a route does not answer',
        series: { [at('probe_success', ROUTE)]: 0 },
        alerts: [[ROUTE, 'http://shop-web/health does not answer.']],
      },
      {
        when: 'the way through one pod to a service behind it is broken',
        series: { [at('probe_success', WAY)]: 0, [at('probe_success', { ...WAY, instance: 'another' })]: 1 },
        alerts: [[WAY, `/api/orders/none/close through ${POD} does not answer.`]],
      },
      {
        when: 'the only replica of its service is ready',
        series: { [at('probe_success', WAY)]: 0, [ONLY_REPLICA]: 1 },
        alerts: [[WAY, `/api/orders/none/close through ${POD} does not answer.`]],
      },
      {
        when: 'the only replica of its service stays away for ten minutes',
        series: { [at('probe_success', WAY)]: '1x10 0x200', [ONLY_REPLICA]: '1x10 0x200' },
        since: 20,
        alerts: [[WAY, `/api/orders/none/close through ${POD} does not answer.`]],
      },
      {
        when: 'the only replica of its service crashes again and again, and is ready for a minute in between',
        series: { [at('probe_success', WAY)]: FLAPPING, [ONLY_REPLICA]: FLAPPING },
        since: 17,
        alerts: [[WAY, `/api/orders/none/close through ${POD} does not answer.`]],
      },
      {
        when: 'the only replica of its service is away for nine minutes, twice within half an hour',
        series: { [at('probe_success', WAY)]: '1x10 0x8 1x8 0x8 1x200', [ONLY_REPLICA]: '1x10 0x8 1x8 0x8 1x200' },
        since: 29,
        alerts: [[WAY, `/api/orders/none/close through ${POD} does not answer.`]],
      },
      {
        when: 'one of the replicas of its service is there no more, and no other is ready',
        series: { [at('probe_success', ROUTE)]: '1x10 0x200', [REPLICAS]: '1x10 0x200' },
        since: 11,
        alerts: [[ROUTE, 'http://shop-web/health does not answer.']],
      },
      {
        when: 'nobody tells of replicas',
        series: {
          [at('probe_success', WAY)]: 0,
          kube_deployment_spec_replicas: null,
          kube_deployment_status_replicas_ready: null,
        },
        alerts: [[WAY, `/api/orders/none/close through ${POD} does not answer.`]],
      },
    ],
    silent: [
      { when: 'it answers', series: { [at('probe_success', WAY)]: 1 } },
      {
        when: 'the only replica of its service is replaced, which takes nine minutes',
        series: { [at('probe_success', WAY)]: '1x10 0x9 1x200', [ONLY_REPLICA]: '1x10 0x9 1x200' },
        at: 19,
      },
      {
        when: 'the only replica of its service was replaced before, but not within half an hour',
        series: { [at('probe_success', WAY)]: '1x10 0x5 1x34 0x5 1x200', [ONLY_REPLICA]: '1x10 0x5 1x34 0x5 1x200' },
        at: 55,
      },
      { when: 'the way to a service that nothing ever asks', series: { [at('probe_success', { ...WAY, service: 'idle' })]: 0 } },
      { when: 'it is one of the platform', series: { [at('probe_success', WATCHING)]: 0 } },
      { when: 'nothing ever asks the service', series: { [at('probe_success', IDLE_ROUTE)]: 0 } },
      { when: 'no service calls it', series: { [at('probe_success', LONELY_ROUTE)]: 0 } },
    ],
  },
  RouteSlow: {
    fires: [
      {
        when: 'a probe takes more than a second',
        series: { [at('probe_duration_seconds', ROUTE)]: 1.5 },
        alerts: [[ROUTE, 'http://shop-web/health takes 1.5s to answer a probe.']],
      },
      {
        when: 'the probes of ten minutes have taken more than a second',
        series: { [at('probe_duration_seconds', ROUTE)]: '0.05x19 1.5x200' },
        since: 26,
        alerts: [[ROUTE, 'http://shop-web/health takes 1.5s to answer a probe.']],
      },
      {
        when: 'the way to a service behind others does',
        series: { [at('probe_duration_seconds', WAY)]: 1.5 },
        alerts: [[WAY, `/api/orders/none/close through ${POD} takes 1.5s to answer a probe.`]],
      },
    ],
    silent: [
      { when: 'it takes less', series: { [at('probe_duration_seconds', ROUTE)]: 0.9 } },
      { when: 'it is one of the platform', series: { [at('probe_duration_seconds', WATCHING)]: 9 } },
      {
        when: 'users do not need it',
        series: { [at('probe_duration_seconds', IDLE_ROUTE)]: 9, [at('probe_duration_seconds', LONELY_ROUTE)]: 9 },
      },
      { when: 'it takes long once', series: { [at('probe_duration_seconds', ROUTE)]: '0.05x9 5 0.05x200' } },
    ],
  },
  CertificateExpires: {
    fires: [
      {
        when: 'a certificate has less than two weeks left',
        series: { [EXPIRY]: 14 * DAY + 590 },
        since: 10,
        alerts: [[PAGE, 'The certificate of shop.example.com expires in 13d 22h 59m 50s.']],
      },
    ],
    silent: [{ when: 'it has more', series: { [EXPIRY]: 14 * DAY + 7200 } }],
  },
  CertificateNearlyExpired: {
    fires: [
      {
        when: 'a certificate has less than three days left',
        series: { [EXPIRY]: 3 * DAY + 590 },
        since: 10,
        alerts: [[PAGE, 'The certificate of shop.example.com expires in 2d 23h 54m 50s.']],
      },
    ],
    silent: [{ when: 'it has more', series: { [EXPIRY]: 3 * DAY + 1800 } }],
  },
  Watchdog: {
    fires: [{ when: 'nothing is wrong', series: {}, alerts: [[{}, 'Alerts reach you.']] }],
    // It is never silent: what has to be seen is that it fires from the first minute, whatever else there is.
    silent: [],
  },
  TargetDown: {
    fires: [
      {
        when: 'a pod shows no metrics',
        series: { [UP]: 0 },
        alerts: [[PLACED, `Prometheus gets no metrics of ${POD}, container shop-web.`]],
      },
      {
        when: 'one of two ports of a container does not',
        series: { [at('up', { ...WEB, job: 'another' })]: 0 },
        alerts: [[PLACED, `Prometheus gets no metrics of ${POD}, container shop-web.`]],
      },
      {
        when: 'nothing is known of the pod',
        series: {
          [UP]: 0,
          [at('kube_pod_info', { namespace: 'shop', pod: POD, node: 'worker-1', service: 'kube-state-metrics', uid: 'u' })]: null,
        },
        alerts: [[WEB, `Prometheus gets no metrics of ${POD}, container shop-web.`]],
      },
    ],
    silent: [
      { when: 'all show them', series: {} },
      { when: 'what is down is no pod', series: { 'up{namespace="shop",instance="https://shop.example.com/"}': 0 } },
      { when: 'what is down is in another namespace', series: { 'up{namespace="other",pod="other-0",container="other"}': 0 } },
    ],
  },
  NodeMetricsMissing: {
    fires: [
      {
        when: 'a kubelet does not tell of its containers',
        series: { [at('up', { node: 'worker-1', job: 'cadvisor' })]: 0 },
        alerts: [[{ node: 'worker-1' }, 'Prometheus gets no metrics of node worker-1.']],
      },
      {
        when: 'it tells nothing of itself',
        series: { [at('up', { node: 'worker-1', job: 'kubelet' })]: 0 },
        alerts: [[{ node: 'worker-1' }, 'Prometheus gets no metrics of node worker-1.']],
      },
    ],
    silent: [
      { when: 'it tells of all', series: {} },
      { when: 'it does so again after a while', series: { [at('up', { node: 'worker-1', job: 'kubelet' })]: '0x9 1x200' } },
      { when: 'a pod of the node shows nothing', series: { 'up{namespace="shop-node",pod="pulse-x7k20",node="worker-1"}': 0 } },
    ],
  },
  ProbesMissing: {
    fires: [
      {
        when: 'nobody asks a route',
        series: { [at('up', ROUTE)]: 0 },
        alerts: [[{}, 'Routes that are not probed: 1.']],
      },
      {
        when: 'nobody asks any of them',
        series: { [at('up', ROUTE)]: 0, [at('up', PAGE)]: 0 },
        alerts: [[{}, 'Routes that are not probed: 2.']],
      },
    ],
    silent: [
      { when: 'each is asked, and does not answer', series: { [at('probe_success', ROUTE)]: 0, [at('probe_success', PAGE)]: 0 } },
      { when: 'they are asked again after a while', series: { [at('up', ROUTE)]: '0x9 1x200' } },
      { when: 'it is one of the platform', series: { [at('up', WATCHING)]: 0 } },
      { when: 'users need none of them', series: { [at('up', IDLE_ROUTE)]: 0, [at('up', LONELY_ROUTE)]: 0 } },
      { when: 'a pod shows no metrics', series: { [UP]: 0 } },
    ],
  },
  ObjectMetricsMissing: {
    fires: [
      {
        when: 'nothing is known of any pod',
        series: { kube_pod_info: null },
        alerts: [[{}, 'Prometheus gets no metrics about pods from kube-state-metrics.']],
      },
    ],
    silent: [{ when: 'something is', series: {} }],
  },
  ContainerMetricsMissing: {
    fires: [
      {
        when: 'nothing is known of any container',
        series: { container_memory_working_set_bytes: null },
        alerts: [[{}, 'Prometheus gets no metrics about containers from the nodes.']],
      },
    ],
    silent: [{ when: 'something is', series: {} }],
  },
  ServiceStoppedLogging: {
    fires: [
      {
        when: 'a service that wrote all the time writes no more',
        series: { [FILES]: `${slowly(7)} 8x80` },
        since: 184,
        alerts: [
          [{ namespace: 'shop', service: 'shop' }, 'shop has written no lines for half an hour, and wrote some all the time before.'],
        ],
      },
    ],
    silent: [
      { when: 'it writes little', series: { [FILES]: slowly(10) }, at: 199 },
      { when: 'it never wrote much', series: { [FILES]: '0x60 1x140' }, at: 199 },
      { when: 'it has written none for half an hour, and does again', series: { [FILES]: `${slowly(7)} 8x40 9x20` }, at: 190 },
    ],
  },
};
