import type { RuleGroup } from '../../../lib/platform/monitoring/rules/groups';

const HEAD = ['| alert | severity | what it says | stands for | seen by |', '|---|---|---|---|---|'];

/** What is filled in when it fires. */
const filledIn = (summary: string): string => summary.replaceAll(/\{\{.*?\}\}/g, '…');

/** The table of docs/platform.md: a row for each alert. */
export const alertsTable = (groups: readonly RuleGroup[]): readonly string[] => [
  ...HEAD,
  ...groups.flatMap(({ service, rules }) =>
    rules.alerts.map(
      ({ name, severity, summary, standsFor, runbook, needs = [] }) =>
        `| [\`${name}\`](runbooks/${runbook}) | ${severity} | ${filledIn(summary)} | ${standsFor} | ${[...(service !== undefined && !needs.includes('kube-state-metrics') ? ['itself or its exporter'] : []), ...needs].join(', ') || '–'} |`,
    ),
  ),
];
