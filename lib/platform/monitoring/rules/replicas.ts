import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { SERVICE } from '../dashboards/boards';
import { named, namespacesOf, neededOf, placed } from './promql';

/** How many replicas each service should have, and how many of them are ready. */
export const REPLICAS = { wanted: 'service:replicas_wanted:max', ready: 'service:replicas_ready:max' } as const;
const { wanted: WANTED, ready: READY } = REPLICAS;
/** For how long the only replica may be away: it is, during each rollout. */
export const ALONE_AWAY = '10m';

/** How many replicas each service has, whether more would find room, and whether a node could be drained. */
export function replicaRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const needed = neededOf(services);
  const ofWorkloads = (deployment: string, statefulSet: string, daemonSet: string): string =>
    `max by (namespace, service) (${[
      named('deployment', `kube_deployment_${deployment}{${namespaces}}`),
      named('statefulset', `kube_statefulset_${statefulSet}{${namespaces}}`),
      named('daemonset', `kube_daemonset_${daemonSet}{${namespaces}}`),
    ].join(' or ')})`;
  const autoscaler = (metric: string, matchers = ''): string =>
    `max by (namespace, service, horizontalpodautoscaler) (${named('horizontalpodautoscaler', `kube_horizontalpodautoscaler_${metric}{${namespaces}${matchers}}`)})`;
  const budget = (metric: string): string =>
    `min by (namespace, service, poddisruptionbudget) (${named('poddisruptionbudget', `kube_poddisruptionbudget_status_${metric}{${namespaces}}`)})`;
  const needs = ['kube-state-metrics'] as const;
  const common = { needs, severity: 'warning' } as const;
  return {
    recordings: [
      { record: WANTED, expr: ofWorkloads('spec_replicas', 'replicas', 'status_desired_number_scheduled'), needs },
      { record: READY, expr: ofWorkloads('status_replicas_ready', 'status_replicas_ready', 'status_number_ready'), needs },
    ],
    alerts: [
      {
        ...common,
        name: 'ReplicasMissing',
        panel: panelOf(SERVICE, 'replicas'),
        expr: `${WANTED}{${namespaces}} - ${READY}{${namespaces}} > 0`,
        for: seconds(900),
        summary: '{{ $labels.service }} lacks {{ $value }} of its replicas.',
        description: 'The others serve. With less of them there is less capacity, and the next failure may be one too many.',
        runbook: 'replicas.md#replicas-are-missing',
        standsFor: 'Single container OOM: other replicas serve, temporarily reduced capacity',
      },
      {
        ...common,
        name: 'RolloutStuck',
        panel: panelOf(SERVICE, 'rollout'),
        expr: stuck(namespaces),
        for: seconds(600),
        summary: 'The rollout of {{ $labels.service }} does not go on.',
        description: 'New pods do not become ready, or the rollout is paused. Pods of the version before serve as long as they last.',
        runbook: 'replicas.md#a-rollout-does-not-go-on',
        standsFor: 'Manual intervention: ops alerted',
      },
      {
        ...common,
        name: 'ServiceWithoutReplicas',
        panel: panelOf(SERVICE, 'replicas'),
        severity: 'critical',
        expr: `${WANTED}{${needed}} > 1 and ${READY}{${needed}} == 0 or ${WANTED}{${needed}} == 1 and max_over_time(${READY}{${needed}}[${ALONE_AWAY}]) == 0`,
        for: seconds(120),
        summary: '{{ $labels.service }} has no replica that is ready.',
        description: 'Nobody answers its requests. Whatever calls it fails too.',
        runbook: 'replicas.md#no-replica-is-ready',
        standsFor: 'Node/host failure: total outage',
        explains: { alerts: ['ReplicasMissing', 'NoDisruptionAllowed', 'RouteDown', 'RouteSlow'], equal: ['namespace', 'service'] },
      },
      {
        ...common,
        name: 'AutoscalerAtMaximum',
        panel: panelOf(SERVICE, 'autoscaler'),
        // Where both bounds are the same, it is always at its maximum.
        expr: `${autoscaler('status_desired_replicas')} >= ${autoscaler('spec_max_replicas')} and ${autoscaler('spec_max_replicas')} > ${autoscaler('spec_min_replicas')}`,
        for: seconds(900),
        summary: '{{ $labels.service }} has {{ $value }} replicas, the most that its autoscaler may start.',
        description: 'More load makes it slow. Its replicas may be throttled already.',
        runbook: 'autoscaler.md#at-its-maximum',
        standsFor: 'HPA status: scaled up to MAXPODS',
      },
      {
        ...common,
        name: 'AutoscalerBlind',
        panel: panelOf(SERVICE, 'autoscaler'),
        expr: `${autoscaler('status_condition', ', condition="ScalingActive", status="false"')} == 1`,
        for: seconds(600),
        summary: 'The autoscaler of {{ $labels.service }} does not know how busy its replicas are.',
        description: 'The number of replicas stays as it is, whatever the load. Most often metrics-server does not answer.',
        runbook: 'autoscaler.md#blind',
        standsFor: 'HPA status: no target value',
      },
      {
        ...common,
        name: 'NoDisruptionAllowed',
        panel: panelOf(SERVICE, 'budget'),
        expr: `${budget('pod_disruptions_allowed')} == 0 and ${budget('expected_pods')} > 0`,
        for: seconds(900),
        summary: 'The disruption budget of {{ $labels.service }} lets no pod be evicted.',
        description: 'A drain of a node waits for it. A pod is missing, or is not ready.',
        runbook: 'replicas.md#no-pod-may-be-evicted',
        standsFor: 'Node/host failure: pods migrate to other nodes',
      },
      {
        ...common,
        name: 'PodUnschedulable',
        panel: panelOf(SERVICE, 'pods'),
        expr: placed(namespaces, `max by (namespace, pod) (kube_pod_status_unschedulable{${namespaces}}) == 1`),
        for: seconds(300),
        summary: 'No node takes {{ $labels.pod }}.',
        description:
          'No node has room for its requests, or those that have may not take it: a taint, a pod that it never shares a node with, the zone of its disk. Its events name the reason for each node.',
        runbook: 'pods-pending.md#no-node-takes-it',
        standsFor: 'Node-level exhaustion: Cluster Autoscaler adds a node',
        explains: { alerts: ['ReplicasMissing', 'NoDisruptionAllowed'], equal: ['namespace', 'service'] },
      },
    ],
  };
}

/**
 * Rollouts that make no progress. With a surge all replicas of the version before stay ready meanwhile, so nothing else shows it.
 *
 * @param namespaces a matcher
 */
function stuck(namespaces: string): string {
  /** What updates one pod after the other and sets itself no deadline: it is as far as it was ten minutes ago. */
  const behind = (kind: string, updated: string, wanted: string): string => {
    const of = (metric: string): string => `kube_${kind}_${metric}{${namespaces}}`;
    const each = (series: string): string => `max by (namespace, ${kind}) (${series})`;
    return `${each(of(updated))} < ${each(of(wanted))} and ${each(`changes(${of(updated)}[10m])`)} == 0`;
  };
  // A member whose node is gone counts as not updated too.
  const revision = (which: string): string =>
    `max by (namespace, statefulset, revision) (kube_statefulset_status_${which}_revision{${namespaces}})`;
  const rolls = `max by (namespace, statefulset) (${revision('current')} unless ${revision('update')})`;
  return `max by (namespace, service) (${[
    // It is unknown while the Deployment is paused.
    named('deployment', `kube_deployment_status_condition{${namespaces}, condition="Progressing", status!="true"} == 1`),
    named('statefulset', `${behind('statefulset', 'status_replicas_updated', 'replicas')} and ${rolls}`),
    named('daemonset', behind('daemonset', 'status_updated_number_scheduled', 'status_desired_number_scheduled')),
  ].join(' or ')})`;
}
