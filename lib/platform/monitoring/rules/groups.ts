import { runbookUrl } from '../../../generator';
import type { Alert, MetricsSource, Monitored, Recording, Rules } from '../../../model/alert';
import { pathTo } from '../dashboards/link';
import { generalRules } from './general';
import { span } from './promql';

/** A service, with what is known of it where it runs. */
export interface Watched {
  readonly about: Monitored;
  /** What it says itself of what is to be watched. */
  readonly rules: (about: Monitored) => Rules;
}

/** Rules that are evaluated together, in their order. */
export interface RuleGroup {
  readonly name: string;
  /** The service that they are about. @default - any */
  readonly service?: string;
  readonly rules: Rules;
}

/** Rules, and those that nobody shows the metrics of. */
export interface Ruled {
  readonly groups: readonly RuleGroup[];
  /** Alerts that are not written. */
  readonly unseen: readonly Alert[];
}

/**
 * All rules for services: one group for what holds for any of them, and one for each service that has rules of its own.
 *
 * @param sources who is scraped besides the services
 */
export function rulesFor(services: readonly Watched[], sources: ReadonlySet<MetricsSource>): Ruled {
  if (services.length === 0) return { groups: [], unseen: [] };
  const groups: readonly RuleGroup[] = [
    { name: 'services', rules: generalRules(services.map(({ about }) => about)) },
    ...services.map(({ about, rules }) => ({ name: about.server.name, service: about.server.name, rules: rules(about) })),
  ];
  const seen = ({ needs = [] }: Alert | Recording): boolean => needs.every((source) => sources.has(source));
  return {
    groups: groups
      .map(({ rules: { alerts, recordings = [] }, ...group }) => ({
        ...group,
        rules: { alerts: alerts.filter(seen), recordings: recordings.filter(seen) },
      }))
      .filter(({ rules: { alerts, recordings } }) => alerts.length + recordings.length > 0),
    unseen: groups.flatMap(({ rules }) => rules.alerts.filter((alert) => !seen(alert))),
  };
}

/**
 * The groups as Prometheus' files and the objects of its operator have them.
 *
 * @param grafana the URL that the paths of panels are below. @default - nobody knows it: they stay paths
 */
export const ruleGroups = (groups: readonly RuleGroup[], grafana = ''): readonly object[] =>
  groups.map(({ name, service, rules: { alerts, recordings = [] } }) => ({
    name,
    rules: [...recordings.map(({ record, expr }) => ({ record, expr })), ...alerts.map((alert) => alertOf(alert, grafana, service))],
  }));

const alertOf = (
  { name, severity, expr, for: pending, summary, description, runbook, panel, standsFor }: Alert,
  grafana: string,
  service?: string,
): object => ({
  alert: name,
  expr,
  for: pending && span(pending),
  labels: { severity, service },
  annotations: {
    summary,
    description,
    runbook_url: runbookUrl(runbook),
    dashboard: panel && `${grafana}${pathTo(panel, service)}`,
    failure_mode: standsFor,
  },
});
