import { EDGE_BOARD } from '../../lib/faultmaven/edge/board';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const each = (metric: string): string => `max by (namespace, pod) (nginx_${metric}{${NAMESPACE}})`;

/** What comes in, and whether it is answered. */
export const edge = drawing({
  board: EDGE_BOARD,
  description:
    'Connections and requests of the edge, and what probes of the routes behind it find. It has no status codes: nginx counts none.',
  choices: { namespace: { from: 'nginx_up', every: true } },
  panels: {
    answers: {
      kind: 'table',
      title: 'Replicas',
      description:
        'Whether nginx in each replica answers its exporter (1) or not (0), and how many connections it has, idle ones included.',
      unit: 'short',
      runbook: 'edge.md#too-many-connections',
      width: 12,
      rows: { pod: 'Replica', namespace: 'Namespace' },
      columns: [
        { title: 'Answers', unit: 'short', expr: each('up') },
        { title: 'Connections', unit: 'short', expr: each('connections_active') },
      ],
    },
    share: {
      kind: 'graph',
      title: 'Connections, of those there is room for',
      description:
        'How many of the connections that a replica has room for have a request. When all have one, further clients are refused. Idle ones give way.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.8 },
      runbook: 'edge.md#too-many-connections',
      width: 12,
      lines: { '{{pod}}': `edge:connections_of_max:ratio{${NAMESPACE}}` },
    },
    connections: {
      kind: 'graph',
      title: 'What connections do',
      description: 'Connections that send a request, get an answer, or wait. Many that send and do not end may be slow clients on purpose.',
      unit: 'short',
      runbook: 'edge.md#too-many-connections',
      width: 12,
      lines: {
        '{{pod}} sends a request': each('connections_reading'),
        '{{pod}} is answered': each('connections_writing'),
        '{{pod}} waits': each('connections_waiting'),
      },
    },
    requests: {
      kind: 'graph',
      title: 'Requests',
      description: 'Requests per second of each replica, and new connections that it had no room for.',
      unit: 'reqps',
      runbook: 'edge.md#too-many-connections',
      width: 12,
      lines: {
        '{{pod}}': `sum by (namespace, pod) (rate(nginx_http_requests_total{${NAMESPACE}}[$__rate_interval]))`,
        '{{pod}} dropped': `sum by (namespace, pod) (rate(nginx_connections_accepted{${NAMESPACE}}[$__rate_interval]) - rate(nginx_connections_handled{${NAMESPACE}}[$__rate_interval]))`,
      },
    },
    routes: {
      kind: 'graph',
      title: 'Routes',
      description: 'Whether each route answers a probe from within the cluster (1) or not (0).',
      unit: 'short',
      most: 1,
      runbook: 'route.md#a-route-does-not-answer',
      width: 12,
      lines: {
        '{{host}}{{service}} {{route}} {{instance}}': `max by (namespace, service, host, route, instance) (probe_success{${NAMESPACE}})`,
      },
    },
    phases: {
      kind: 'graph',
      title: 'Where the time of a probe goes',
      description: 'How long each part of a probe takes: finding the address, connecting, TLS, waiting for the answer, and reading it.',
      unit: 's',
      runbook: 'route.md#a-route-is-slow',
      width: 12,
      lines: { '{{host}}{{service}} {{phase}}': `max by (namespace, service, host, phase) (probe_http_duration_seconds{${NAMESPACE}})` },
    },
    certificates: {
      kind: 'graph',
      title: 'Certificates',
      description: 'For how long the certificate under each host is still valid. Issuers renew at two thirds of its life.',
      unit: 's',
      runbook: 'certificate.md',
      width: 24,
      lines: { '{{host}} {{instance}}': `min by (namespace, host, instance) (probe_ssl_earliest_cert_expiry{${NAMESPACE}}) - time()` },
    },
  },
});
