import { parser } from '@prometheus-io/lezer-promql';
import type { Alert } from '../../../lib/model/alert';
import type { RuleGroup } from '../../../lib/platform/monitoring/rules/groups';
import { knownMetrics } from '../../support/metrics';

/** What Prometheus adds to the series of a target, with our configuration or with the Prometheus Operator's. */
const OF_TARGETS = ['namespace', 'pod', 'container', 'service', 'node', 'instance', 'host', 'route'];

interface Found {
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels by which series are joined or grouped. */
  readonly grouped: readonly string[];
  readonly errors: number;
}

/** What an expression asks for, and how often it cannot be read. */
export function read(expr: string): Found {
  const metrics: { name: string; labels: string[] }[] = [];
  const grouped: string[] = [];
  let errors = 0;
  const text = ({ from, to }: { readonly from: number; readonly to: number }): string => expr.slice(from, to);
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.type.isError) errors++;
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        metrics.push({ name: name === null ? '' : text(name), labels: [] });
      }
      if (node.name === 'LabelName') {
        const inSelector = node.node.parent?.name.includes('Matcher') ?? false;
        if (inSelector) metrics.at(-1)?.labels.push(text(node));
        else grouped.push(text(node));
      }
    },
  });
  return { metrics, grouped, errors };
}

/** The labels of every series that there is with these rules. What a recording has is what its expression groups by. */
export const knownWith = (groups: readonly RuleGroup[]): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map<string, ReadonlySet<string>>([
    ...knownMetrics(),
    ...groups.flatMap(({ rules: { recordings = [] } }) =>
      recordings.map(({ record, expr }) => [record, new Set(read(expr).grouped)] as const),
    ),
  ]);

/** What is wrong with rules, without any program that evaluates them. */
export function complaintsAbout(groups: readonly RuleGroup[]): readonly string[] {
  const recordings = groups.flatMap(({ rules }) => rules.recordings ?? []);
  const alerts = groups.flatMap(({ rules }) => rules.alerts);
  const known = knownWith(groups);
  const names = alerts.map(({ name }) => name);
  return [
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name}: there are two`),
    ...[...recordings.map(({ record, expr }) => ({ name: record, expr })), ...alerts].flatMap(({ name, expr }) =>
      complaintsAboutExpression(expr, known).map((complaint) => `${name}: ${complaint}`),
    ),
    ...alerts.flatMap((alert) => complaintsAboutAlert(alert, names).map((complaint) => `${alert.name}: ${complaint}`)),
  ];
}

/** What is wrong with an expression. */
export function complaintsAboutExpression(expr: string, known: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const { metrics, grouped, errors } = read(expr);
  const labelsOf = (name: string): readonly string[] => [...OF_TARGETS, ...(known.get(name) ?? [])];
  const every = new Set(metrics.flatMap(({ name }) => labelsOf(name)));
  return [
    ...(errors > 0 ? ['its expression cannot be read'] : []),
    ...metrics.filter(({ name }) => !known.has(name)).map(({ name }) => `no exporter shows ${name}`),
    ...metrics.flatMap(({ name, labels }) =>
      labels.filter((label) => !labelsOf(name).includes(label)).map((label) => `${name} has no label ${label}`),
    ),
    ...grouped.filter((label) => !every.has(label)).map((label) => `nothing that it asks for has a label ${label}`),
    ...([...metrics.flatMap(({ labels }) => labels), ...grouped].includes('job') ? ['it relies on the name of a job'] : []),
  ];
}

/** A sentence: it begins with a capital letter, a name or a label, and ends. */
const SENTENCE = /^[A-Z{a-z].*[.)]$/s;

function complaintsAboutAlert({ name, summary, description, explains }: Alert, names: readonly string[]): readonly string[] {
  return [
    ...(/^([A-Z][a-z0-9]+)+$/.test(name) ? [] : ['its name is not written as Prometheus writes names']),
    ...[summary, description].filter((text) => !SENTENCE.test(text)).map((text) => `no sentence: ${text}`),
    ...(explains?.alerts ?? []).filter((other) => !names.includes(other)).map((other) => `it explains ${other}, which there is not`),
    ...(explains?.alerts.includes(name) ? ['it explains itself'] : []),
  ];
}
