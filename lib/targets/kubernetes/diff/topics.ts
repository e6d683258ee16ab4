import type { Topic } from '../../../diff/meaning';
import type { Move, NameOf, Side } from './side';
import { edgesBetween } from './topics/edges';
import { portsBetween } from './topics/ports';
import { rightsBetween } from './topics/rights';
import { secretsBetween } from './topics/secrets';
import { alertsBetween, dashboardsBetween, namespacesBetween } from './topics/watching';

/** Topics of which it matters as much what is gone: nobody notices it. */
export const MISSED = { namespaces: 'namespaces', alerts: 'alerts', dashboards: 'dashboards' } as const;

/**
 * What was gained and lost of what somebody who answers for security reads first, and somebody who answers for what runs.
 *
 * @param areTwo whether the sides are two deployments, of which each has a namespace
 * @param moved where everything went. @default - everything stays where it is
 */
export function topicsOf(
  { before, after }: { readonly before: Side; readonly after: Side },
  nameOf: NameOf,
  areTwo: boolean,
  moved?: Move,
): readonly Topic[] {
  const topics: readonly Topic[] = [
    { title: 'open ports', ...portsBetween(before, after, nameOf) },
    { title: 'network edges', ...edgesBetween(before, after, nameOf, moved) },
    { title: 'rights', ...rightsBetween(before, after, nameOf, moved) },
    { title: 'Secrets read', ...secretsBetween(before, after, nameOf, areTwo) },
    { title: MISSED.namespaces, ...namespacesBetween(before, after, areTwo) },
    { title: MISSED.alerts, ...alertsBetween(before, after) },
    { title: MISSED.dashboards, ...dashboardsBetween(before, after) },
  ];
  return topics.filter(({ gained: more, lost }) => more.length + lost.length > 0);
}
