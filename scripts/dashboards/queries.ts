import { CONTAINER, PLACE, placed } from '../../lib/platform/monitoring/rules/promql';

/** The matcher of what is chosen. */
export const NAMESPACE = 'namespace=~"$namespace"';

/** The matcher of the chosen service, of series with its name as a label. */
export const SERVICE_CHOSEN = `${NAMESPACE}, service="$service"`;

/** The containers of the chosen namespaces, without the group of all containers of a pod. */
export const CONTAINERS = `${NAMESPACE}, container!=""`;

/** Where the chosen pods are: a recording of the rules. */
export const PLACES = `${PLACE}{${NAMESPACE}, service!=""}`;

/** Series about pods of the chosen service, with nothing else said of them. */
export const ofService = (series: string): string => `(${series}) and on (namespace, pod) ${PLACE}{${SERVICE_CHOSEN}}`;

/** One series for each container, even where several exporters tell of it. */
export const perContainer = (series: string): string => `max by (${CONTAINER}) (${series})`;

/** A sum for each service of series about its containers. */
export const perService = (series: string): string => `sum by (service) (${placed(`${NAMESPACE}, service!=""`, perContainer(series))})`;

/** Cores in use. */
export const cpuUsed = (matchers = CONTAINERS): string => `rate(container_cpu_usage_seconds_total{${matchers}}[$__rate_interval])`;

/** What containers request, or their limits. */
export const amounts = (which: 'requests' | 'limits', resource: 'cpu' | 'memory', matchers = CONTAINERS): string =>
  `kube_pod_container_resource_${which}{${matchers}, resource="${resource}"}`;
