import type { Monitored, Rules } from '../../model/alert';
import { panelOf } from '../../model/board';
import { matchersOf } from '../../platform/monitoring/rules/promql';
import { seconds } from '../../units/duration';
import { OF_PLATFORM } from './access-log';
import { EDGE_BOARD, REQUESTS_BOARD } from './board';
import { NGINX_EXPORTER } from './exporter';
import { WORKERS } from './limits';

/** The share of connections with requests beyond which new ones may soon be refused. */
const NEARLY_ALL = 0.8;

/** Connections of clients for which a replica has room: a request also needs one to the service behind. */
const CLIENTS = (WORKERS.processes * WORKERS.connections) / 2;

/** The share of answers with an error of ours, and of those that services took longer than half a minute for, from which on users notice. */
const ERRORS = 0.05;
const SLOW = 0.1;
/** Requests a second on a route, below which a share says nothing. */
const FEW = 0.1;

/** Requests a second of each route, by what whoever ships the lines of the edge counts in them. */
const REQUESTS = 'edge:requests:rate5m';

/** What is to be watched of the edge. */
export function edgeRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  const of = (matchers = ''): string => `sum by (namespace, route) (${REQUESTS}{namespace="${about.namespace}"${matchers}})`;
  /** Of a route that is asked. The left side is empty where nothing matches. */
  const share = (matchers: string, from: number): string => `${of(`, ${matchers}`)} / ${of()} > ${from} and ${of()} > ${FEW}`;
  const counted = {
    needs: ['log-shipper'],
    runbook: 'edge.md#requests-fail-or-take-long',
  } as const;
  return {
    recordings: [
      {
        record: REQUESTS,
        expr: `sum by (namespace, route, status, within) (rate(access_log_requests_total{${pods}}[5m]))`,
        needs: counted.needs,
      },
      {
        record: 'edge:connections_of_max:ratio',
        // Those that wait for a request take one slot each, and are closed as soon as somebody else needs it.
        expr: `max by (namespace, pod) (nginx_connections_active{${pods}} - nginx_connections_waiting{${pods}}) / ${CLIENTS}`,
      },
    ],
    alerts: [
      {
        name: 'EdgeConnectionsNearMaximum',
        panel: panelOf(EDGE_BOARD, 'share'),
        severity: 'warning',
        expr: `edge:connections_of_max:ratio{namespace="${about.namespace}"} > ${NEARLY_ALL}`,
        for: seconds(300),
        summary: '{{ $labels.pod }} is busy on {{ $value | humanizePercentage }} of the connections that it has room for.',
        description:
          'When it is busy on all, further clients are refused. There is more load than replicas, or somebody begins requests and does not end them.',
        runbook: 'edge.md#too-many-connections',
        standsFor: 'Soft pressure: response times increase',
      },
      {
        name: 'EdgeNotAnswering',
        panel: panelOf(EDGE_BOARD, 'answers'),
        severity: 'warning',
        // The exporter waits for nginx as long as it hangs: its --nginx.timeout has had no effect since 1.0 (createPositiveDurationFlag in its
        // source). Then it has no answer for Prometheus either.
        expr: `(max by (namespace, pod) (nginx_up{${pods}}) or max by (namespace, pod) (up{${pods}, container="${NGINX_EXPORTER.kind}"})) == 0`,
        for: seconds(300),
        summary: 'nginx in {{ $labels.pod }} does not answer its exporter.',
        description: 'It hangs or has no connection left. If its exporter restarts again and again, the fault is in that.',
        explains: { alerts: ['TargetDown'], equal: ['namespace', 'pod'] },
        runbook: 'edge.md#too-many-connections',
        standsFor: 'Hard limit: requests fail',
      },
      {
        ...counted,
        name: 'EdgeErrors',
        panel: panelOf(REQUESTS_BOARD, 'errors'),
        severity: 'critical',
        // A page of the platform wakes nobody up: only who looks at it misses it.
        expr: share(`status="5xx", route!="${OF_PLATFORM}"`, ERRORS),
        for: seconds(300),
        summary: '{{ $value | humanizePercentage }} of the requests on the route {{ $labels.route }} fail.',
        description:
          'Users get errors. The service behind the route fails or is away, or answers later than the edge waits. If every route fails with 500, the authentication gives no answer.',
        standsFor: 'Hard limit: requests fail',
        explains: { alerts: ['EdgeRouteSlow'], equal: ['namespace', 'route'] },
      },
      {
        ...counted,
        name: 'EdgeRouteSlow',
        panel: panelOf(REQUESTS_BOARD, 'slow'),
        severity: 'warning',
        expr: share('within="longer"', SLOW),
        for: seconds(600),
        summary: '{{ $value | humanizePercentage }} of the requests on the route {{ $labels.route }} take longer than 30 seconds.',
        description:
          'The service behind the route is throttled, waits for what it calls itself, or has too few replicas. Time of slow clients does not count.',
        standsFor: 'Soft pressure: response times increase',
      },
    ],
  };
}
