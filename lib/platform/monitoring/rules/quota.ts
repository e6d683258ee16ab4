import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { OVERVIEW } from '../dashboards/boards';
import { namespacesOf } from './promql';

const NEARLY_USED = 0.9;
/** A quota has room for one pod more than there are nodes, so with many nodes pods on each of them nearly use it up while all is well. */
const ALL_USED = 1;

/** The quota of each namespace. */
export function quotaRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const quota = (type: string): string => `max by (namespace, resourcequota, resource) (kube_resourcequota{${namespaces}, type="${type}"})`;
  const needs = ['kube-state-metrics'] as const;
  const onNodes = new Set(services.filter(({ onEachNode }) => onEachNode).map(({ namespace }) => namespace));
  const used = (of: readonly Monitored[], above: string): readonly string[] =>
    of.length === 0 ? [] : [`quota:used:ratio{${namespacesOf(of)}} ${above}`];
  return {
    recordings: [{ record: 'quota:used:ratio', expr: `${quota('used')} / (${quota('hard')} > 0)`, needs }],
    alerts: [
      {
        name: 'QuotaNearlyUsed',
        panel: panelOf(OVERVIEW, 'quota'),
        severity: 'warning',
        expr: [
          ...used(
            services.filter(({ namespace }) => !onNodes.has(namespace)),
            `> ${NEARLY_USED}`,
          ),
          ...used(
            services.filter(({ namespace }) => onNodes.has(namespace)),
            `>= ${ALL_USED}`,
          ),
        ].join(' or '),
        for: seconds(900),
        summary: '{{ $value | humanizePercentage }} of the quota of {{ $labels.namespace }} for {{ $labels.resource }} is used.',
        description: 'Beyond the quota no pod starts, not even one that takes the place of another.',
        runbook: 'quota.md',
        standsFor: 'Node-level exhaustion: no room for further pods',
        needs,
      },
    ],
  };
}
