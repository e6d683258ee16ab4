import type { Monitored } from '../../../model/alert';
import type { Duration } from '../../../units/duration';

/** A text as PromQL writes it. */
export const quoted = (text: string): string => JSON.stringify(text);

/** The matcher of the namespaces that services run in. Their names need no escape in a regular expression. */
export const namespacesOf = (services: readonly Monitored[]): string => {
  const namespaces = [...new Set(services.map(({ namespace }) => namespace))];
  return `namespace${namespaces.length === 1 ? '=' : '=~'}${quoted(namespaces.join('|'))}`;
};

/** The matchers of the pods of a service, without those of its tasks. */
export const matchersOf = ({ namespace, pods }: Monitored): string => `namespace=${quoted(namespace)}, pod=~${quoted(pods)}`;

/** Whether users notice if a service is away: it is no part of the platform, and something asks it. */
export const isNeeded = ({ ofPlatform = false, unused = false }: Monitored): boolean => !(ofPlatform || unused);

/** Whether users notice if the route of a service is away. */
export const isRouteNeeded = (about: Monitored): boolean => isNeeded(about) && !(about.uncalled ?? false);

/** The matchers of what users need. @param label what tells a service, or its pods @param needed which services users need */
export const neededOf = (services: readonly Monitored[], label: 'service' | 'pod' = 'service', needed = isNeeded): string => {
  const parts = services.filter((about) => !needed(about)).map(({ server }) => server.name);
  if (parts.length === 0) return namespacesOf(services);
  const names = parts.join('|');
  return `${namespacesOf(services)}, ${label}!~${quoted(label === 'pod' ? `(?:${names})-.+` : names)}`;
};

/** A regular expression for the pods of several services. */
export const podsOfAll = (services: readonly Monitored[]): string => quoted(services.map(({ pods }) => `(?:${pods})`).join('|'));

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A span of time as Prometheus writes it, in its largest whole unit: `90s`, `5m`, `26h`. */
export const span = ({ seconds }: Duration): string => {
  const [unit, size] = UNITS.find(([, one]) => seconds % one === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
};

/** How many seconds ago a CronJob has last succeeded. One that never has counts from its creation. @param matchers that select it */
export const sinceSuccess = (matchers: string): string =>
  `time() - (max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{${matchers}}) or on (namespace, cronjob) max by (namespace, cronjob) (kube_cronjob_created{${matchers}}))`;

/** The labels that tell a container. */
export const CONTAINER = 'namespace, pod, container';

/** Where each pod of the given namespaces is, and of which service: the recording of `placeOf`, by its name. */
export const PLACE = 'pod:place:info';

/**
 * Series about pods, with the node and the service of each. Whatever else their exporter says of them is left out, so they are the same
 * whoever scrapes them.
 *
 * @param namespaces a matcher
 * @param series PromQL, which keeps `namespace` and `pod`
 */
export const placed = (namespaces: string, series: string): string =>
  `(${series}) * on (namespace, pod) group_left (node, service) ${PLACE}{${namespaces}}`;

/** The recording behind `placed`. */
export const placeOf = (services: readonly Monitored[]) => {
  // A name may begin with another one: `shop` and `shop-web`.
  const names = services.map(({ server }) => server.name).sort((one, other) => other.length - one.length);
  const pods = quoted(`(?:(${names.join('|')})-(?:[0-9]+|[^-]+(?:-[^-]+)?)|.*)`);
  return {
    record: PLACE,
    // One series for each pod, even while it moves and two exporters tell of it. The exporter's own Service is no service of ours.
    expr: `topk by (namespace, pod) (1, max by (namespace, pod, node, service) (label_replace(kube_pod_info{${namespacesOf(services)}}, "service", "$1", "pod", ${pods})))`,
    needs: ['kube-state-metrics'],
  } as const;
};

/** Series with the value of a label as their `service`: objects of Kubernetes have the name of their service. */
export const named = (label: string, series: string): string => `label_replace(${series}, "service", "$1", "${label}", "(.+)")`;
