import { parser } from '@prometheus-io/lezer-promql';
import type { MetricsSource, Monitored } from '../../lib/model/alert';
import { generalRules } from '../../lib/platform/monitoring/rules/general';
import { dnsLabel } from '../../lib/units/name';

/** How the names of series begin, and who shows them. Everything else a service shows itself, or its exporter. */
const SHOWN_BY: readonly (readonly [RegExp, readonly MetricsSource[]])[] = [
  [/^kube_node_/, ['kube-state-metrics of nodes']],
  [/^kube_/, ['kube-state-metrics']],
  [/^container_/, ['cadvisor']],
  [/^kubelet_/, ['kubelet']],
  [/^node_/, ['node-exporter']],
  [/^probe_ssl_/, ['blackbox', 'blackbox of hosts']],
  [/^probe_/, ['blackbox']],
  [/^prometheus_remote_storage_/, ['remote-write']],
];

/** A service of which everything is watched that can be. */
const ANY: Monitored = {
  server: { kind: 'any', name: dnsLabel('any'), ports: [] },
  namespace: 'any',
  onEachNode: false,
  pods: 'any',
  count: { least: 1, most: 2 },
  containers: [],
  schedules: [],
  disks: ['any'],
  probe: 'http://any/',
};

const RECORDED = new Map((generalRules([ANY]).recordings ?? []).map(({ record, needs = [] }) => [record, needs]));

/** Who shows what an expression asks for, besides the service that it is about; in order. */
export const needsOf = (expr: string): readonly MetricsSource[] =>
  [...new Set(namesIn(expr).flatMap((name) => RECORDED.get(name) ?? SHOWN_BY.find(([pattern]) => pattern.test(name))?.[1] ?? []))].sort();

/** The names of the series in an expression of Grafana, which has variables of its own. */
function namesIn(expr: string): readonly string[] {
  const text = expr.replaceAll('$__rate_interval', '1m');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, node }) => {
      const named = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (named !== null) names.push(text.slice(named.from, named.to));
    },
  });
  return names;
}
