import { runbookUrl } from '../../../lib/generator';
import type { Alert, Recording } from '../../../lib/model/alert';
import { pathTo } from '../../../lib/platform/monitoring/dashboards/link';
import type { RuleGroup } from '../../../lib/platform/monitoring/rules/groups';
import { rulesFile } from '../../../lib/platform/monitoring/rules/rules-file';
import type { Duration } from '../../../lib/units/duration';
import { toYaml } from '../../../lib/yaml-writer';

/** The values of a series from minute 0 on, in promtool's notation or one for all minutes. `null`: there is no such series. */
export type Values = string | number | null;

/** Series by what selects them: `up{pod="shop-0"}`. The name of a metric alone, with `null`, takes all of its series away. */
export type Series = Readonly<Record<string, Values>>;

export type Labels = Readonly<Record<string, string>>;

/** A counter that counts one each so many minutes: the first at minute `every`. */
export const eachTime = (every: number): Values =>
  Array.from({ length: Math.ceil(240 / every) }, (_, one) => `${one}x${every - 1}`).join(' ');

/** The two tests of an alert, or more. Each says how it differs from a cluster in which nothing is wrong. */
export interface AlertTest {
  readonly fires: readonly Fires[];
  readonly silent: readonly Silent[];
}

/** The alert fires as soon as the condition has held for the time that it says, and not a minute sooner. */
export interface Fires {
  readonly when: string;
  readonly series: Series;
  /** The minute from which on the condition holds. @default 0 */
  readonly since?: number;
  /** The last minute at which it fires. @default - it is not asked when it ends */
  readonly until?: number;
  /** Its labels without its severity and its service, each with the summary that somebody reads. */
  readonly alerts: readonly (readonly [Labels, string])[];
}

export interface Silent {
  readonly when: string;
  readonly series: Series;
  /** The minute at which it is asked for. @default - ten minutes after it would fire */
  readonly at?: number;
}

/** How often rules are evaluated in the tests, in seconds; the times of all alerts are a multiple of it. */
const STEP = 60;
/** Of each series. */
const MINUTES = 200;

const minutes = (pending: Duration | undefined): number => (pending?.seconds ?? 0) / STEP;

/** The alert of a name, in its group. @throws RangeError if there is none */
function find(groups: readonly RuleGroup[], name: string): { readonly alert: Alert; readonly group: RuleGroup } {
  for (const group of groups) for (const alert of group.rules.alerts) if (alert.name === name) return { alert, group };
  throw new RangeError(`there is no alert ${name}`);
}

/** The name of every metric and recording in an expression, and more. */
const words = (expr: string): readonly string[] => expr.match(/[a-zA-Z_:][\w:]*/g) ?? [];

const metricOf = (series: string): string => words(series)[0] ?? '';

/** The recordings that an expression needs, those that they need before them. */
export function behind(expr: string, all: readonly Recording[]): readonly Recording[] {
  const named = new Set(words(expr));
  const found = all.filter(({ record }) => named.has(record));
  return [...new Set(found.flatMap((one) => [...behind(one.expr, all), one]))];
}

export type Rule = Alert | Recording;

const nameOf = (rule: Rule): string => ('record' in rule ? rule.record : rule.name);

/** What is different when an alert is tested. */
interface Otherwise {
  /** What takes the place of the alert, or of the recording, of the same name. @default - none */
  readonly instead?: Rule;
  /** Each series as somebody else scrapes it. @default - with no label of its target but those that alerts select by */
  readonly scraped?: (series: string) => string;
}

/**
 * A file of rules with one alert and the recordings that it needs, and promtool's tests of it.
 *
 * @param healthy every series of a cluster in which nothing is wrong
 */
export function filesOf(
  groups: readonly RuleGroup[],
  name: string,
  test: AlertTest,
  healthy: Series,
  { instead, scraped = (series) => series }: Otherwise = {},
): { readonly rules: string; readonly tests: string } {
  const { alert, group } = find(groups, name);
  const recordings = behind(
    alert.expr,
    groups.flatMap(({ rules }) => rules.recordings ?? []),
  );
  const known = new Set([alert, ...recordings].flatMap(({ expr }) => words(expr)));
  const background = Object.entries(healthy).filter(([series]) => known.has(metricOf(series)));
  const series = (differing: Series): readonly object[] =>
    Object.entries({ ...Object.fromEntries(background.filter(([one]) => differing[metricOf(one)] !== null)), ...differing }).flatMap(
      ([one, values]) =>
        values === null ? [] : [{ series: scraped(one), values: typeof values === 'number' ? `${values}x${MINUTES}` : values }],
    );
  const own = { severity: alert.severity, ...(group.service === undefined ? {} : { service: group.service }) };
  const pending = minutes(alert.for);
  const filledIn = (text: string, labels: Labels): string =>
    text.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '');
  const expected = ([labels, summary]: readonly [Labels, string]): object => ({
    exp_labels: { ...labels, ...own },
    exp_annotations: {
      summary,
      description: filledIn(alert.description, labels),
      runbook_url: runbookUrl(alert.runbook),
      ...(alert.panel === undefined ? {} : { dashboard: filledIn(pathTo(alert.panel, group.service), labels) }),
      failure_mode: alert.standsFor,
    },
  });
  const asked = (at: number, alerts: readonly object[] = []): object => ({ eval_time: `${at}m`, alertname: name, exp_alerts: alerts });
  const fires = test.fires.map(({ when, series: differing, since = 0, until, alerts }) => ({
    name: `fires when ${when}`,
    interval: `${STEP}s`,
    input_series: series(differing),
    alert_rule_test: [
      ...(since + pending === 0 ? [] : [asked(since + pending - 1)]),
      asked(since + pending, alerts.map(expected)),
      ...(until === undefined ? [] : [asked(until, alerts.map(expected)), asked(until + 1)]),
    ],
  }));
  const silent = test.silent.map(({ when, series: differing, at = pending + 10 }) => ({
    name: `is silent when ${when}`,
    interval: `${STEP}s`,
    input_series: series(differing),
    alert_rule_test: [asked(at)],
  }));
  const tested = <T extends Rule>(rule: T): T => (instead !== undefined && nameOf(instead) === nameOf(rule) ? (instead as T) : rule);
  return {
    rules: rulesFile([{ ...group, rules: { recordings: recordings.map(tested), alerts: [tested(alert)] } }]),
    tests: toYaml({ rule_files: ['rules.yml'], evaluation_interval: `${STEP}s`, tests: [...fires, ...silent] }),
  };
}
