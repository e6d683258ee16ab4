import { type Gained, gained } from '../../../../diff/meaning';
import { inMessage } from '../../../../text';
import { fields, list, textOf } from '../fields';
import type { Manifest } from '../manifest';
import type { Side } from '../side';

/** A line of a file of rules that names an alert. */
const ALERT = /^ *(?:- )?alert: ["']?([A-Za-z_:][\w:]*)["']? *$/gm;

const filesIn = ({ kind, data }: Manifest, ending: string): readonly string[] =>
  kind === 'ConfigMap' ? Object.entries(fields(data)).flatMap(([name, text]) => (name.endsWith(ending) ? (textOf(text) ?? []) : [])) : [];

const alertsIn = (object: Manifest): readonly string[] =>
  object.kind === 'PrometheusRule'
    ? list(fields(object.spec).groups).flatMap(({ rules }) => list(rules).flatMap(({ alert }) => textOf(alert) ?? []))
    : filesIn(object, '.rules.yml').flatMap((text) => [...text.matchAll(ALERT)].map(([, name = '']) => name));

const dashboardsIn = (object: Manifest): readonly string[] => filesIn(object, '.json').flatMap(titleOf);

/** The title of a dashboard; nothing if the text is none. */
function titleOf(text: string): readonly string[] {
  try {
    const { title, panels } = fields(JSON.parse(text));
    return panels === undefined ? [] : [textOf(title) ?? []].flat();
  } catch {
    return [];
  }
}

/** Each namespace of a deployment has one quota, whoever makes the namespace itself. */
const namespacesIn = ({ kind, metadata: { namespace } }: Manifest): readonly string[] =>
  kind === 'ResourceQuota' && namespace !== undefined ? [namespace] : [];

const between = (before: Side, after: Side, namesIn: (object: Manifest) => readonly string[]): Gained => {
  const [then, now] = [before, after].map(({ own }) => own.flatMap(namesIn).map(inMessage)) as [string[], string[]];
  return gained(then, now);
};

/** The alerts that can fire. */
export const alertsBetween = (before: Side, after: Side): Gained => between(before, after, alertsIn);

/** The dashboards that can be opened, by their titles. */
export const dashboardsBetween = (before: Side, after: Side): Gained => between(before, after, dashboardsIn);

/** @param areTwo whether the sides are two deployments, each in namespaces of its own */
export const namespacesBetween = (before: Side, after: Side, areTwo: boolean): Gained =>
  areTwo ? { gained: [], lost: [] } : between(before, after, namespacesIn);
