import type { Alert, Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { OVERVIEW } from '../dashboards/boards';
import { isRouteNeeded, namespacesOf, neededOf } from './promql';
import { ALONE_AWAY, REPLICAS } from './replicas';

/** Seconds for an answer that costs its service next to nothing. */
const SLOW = 1;
const DAY = 86_400;
/** Issuers renew at two thirds of a certificate's life: 30 days before the end of 90, 15 before that of 45. */
const EXPIRES_SOON = 14 * DAY;
const EXPIRES_NOW = 3 * DAY;

/**
 * Of a host under which users come in, `instance` is where it was asked. Of a route through others, `service` is the one at its end, and
 * `instance` the pod that it begins with.
 */
const BY = 'namespace, service, host, route, instance';
/** Where nothing else is asked than the instance, that tells. */
const WHAT = '{{ or (and $labels.route (printf "%s through %s" $labels.route $labels.instance)) $labels.host $labels.instance }}';
const EQUAL = BY.split(', ');
const needs = ['blackbox'] as const;

/** What probes from within the cluster find: whether routes answer, how quickly, and until when their certificates hold. */
export function routeRules(services: readonly Monitored[]): Rules {
  const doors = services.some(({ doors: own = [] }) => own.length > 0);
  if (!doors && services.every(({ probe, routes }) => probe === undefined && routes === undefined)) return { alerts: [] };
  const namespaces = namespacesOf(services);
  const needed = neededOf(services, 'service', isRouteNeeded);
  return {
    recordings: [
      { record: 'route:probe_duration:avg10m', expr: `avg by (${BY}) (avg_over_time(probe_duration_seconds{${namespaces}}[10m]))`, needs },
    ],
    alerts: [
      {
        name: 'RouteDown',
        panel: panelOf(OVERVIEW, 'certificates'),
        severity: 'critical',
        // Without kube-state-metrics nobody tells of replicas, and all that do not answer count.
        expr: `max by (${BY}) (probe_success{${needed}}) == 0 unless on (namespace, service) (${aloneAway(namespaces)})`,
        for: seconds(120),
        summary: `${WHAT} does not answer.`,
        description: 'A probe from within the cluster fails, at it or on the way to it. Users of this route get errors.',
        runbook: 'route.md#a-route-does-not-answer',
        standsFor: 'Hard limit: requests fail',
        needs,
        explains: { alerts: ['RouteSlow'], equal: EQUAL },
      },
      {
        name: 'RouteSlow',
        panel: panelOf(OVERVIEW, 'routes'),
        severity: 'warning',
        expr: `route:probe_duration:avg10m{${needed}} > ${SLOW}`,
        for: seconds(600),
        summary: `${WHAT} takes {{ $value | humanizeDuration }} to answer a probe.`,
        description: 'The answer costs next to nothing, so the service is throttled, overloaded, or waits for something else.',
        runbook: 'route.md#a-route-is-slow',
        standsFor: 'Soft pressure: response times increase',
        needs,
      },
      ...(doors ? certificateAlerts(namespaces) : []),
    ],
  };
}

/**
 * Services whose only replica is not ready and was a while ago: during each rollout. ServiceWithoutReplicas tells if it stays away. One that
 * was ready and not ready several times crashes again and again, which is no rollout.
 */
const aloneAway = (namespaces: string): string =>
  [
    `${REPLICAS.wanted}{${namespaces}} == 1`,
    `${REPLICAS.ready}{${namespaces}} == 0`,
    `max_over_time(${REPLICAS.ready}{${namespaces}}[${ALONE_AWAY}]) > 0`,
    `changes(${REPLICAS.ready}{${namespaces}}[30m]) <= 2`,
  ].join(' and ');

/** Until when certificates hold. Only hosts under which users come in have any. */
function certificateAlerts(namespaces: string): readonly Alert[] {
  const expiry = (least: number): string => `min by (${BY}) (probe_ssl_earliest_cert_expiry{${namespaces}}) - time() < ${least}`;
  const common = {
    needs: ['blackbox', 'blackbox of hosts'] as const,
    summary: 'The certificate of {{ or $labels.host $labels.instance }} expires in {{ $value | humanizeDuration }}.',
    runbook: 'certificate.md',
    standsFor: 'Manual intervention: ops alerted',
    panel: panelOf(OVERVIEW, 'certificates'),
  };
  return [
    {
      ...common,
      name: 'CertificateExpires',
      severity: 'warning',
      expr: expiry(EXPIRES_SOON),
      for: seconds(3600),
      description: 'It should have been renewed. When it has expired, no browser opens the page.',
    },
    {
      ...common,
      name: 'CertificateNearlyExpired',
      severity: 'critical',
      expr: expiry(EXPIRES_NOW),
      for: seconds(300),
      description: 'When it has expired, no browser opens the page.',
      explains: { alerts: ['CertificateExpires'], equal: EQUAL },
    },
  ];
}
