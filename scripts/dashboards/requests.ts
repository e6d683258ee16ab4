import { REQUESTS_BOARD } from '../../lib/faultmaven/edge/board';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const RATE = 'edge:requests:rate5m';
const of = (labels: string, matchers = ''): string => `sum by (${labels}) (${RATE}{${NAMESPACE}${matchers}})`;
const share = (matchers: string): string => `${of('route', `, ${matchers}`)} / ${of('route')}`;

/** What users were answered, and how fast. */
export const requests = drawing({
  board: REQUESTS_BOARD,
  description:
    'Requests of users by route, status and time, counted from the lines that the edge writes. Probes are no users, and are counted too.',
  choices: { namespace: { from: RATE, every: true } },
  panels: {
    errors: {
      kind: 'graph',
      title: 'Requests that fail',
      description: 'The share of the requests on each route that are answered with a status from 500 on.',
      unit: 'percentunit',
      warns: { from: 0.05 },
      runbook: 'edge.md#requests-fail-or-take-long',
      width: 12,
      lines: { '{{route}}': share('status="5xx"') },
    },
    slow: {
      kind: 'graph',
      title: 'Requests that take long',
      description: 'The share of the requests on each route that its service takes longer than 30 seconds for. Slow clients do not count.',
      unit: 'percentunit',
      warns: { from: 0.1 },
      runbook: 'edge.md#requests-fail-or-take-long',
      width: 12,
      lines: { '{{route}}': share('within="longer"') },
    },
    requests: {
      kind: 'graph',
      title: 'Requests',
      description: 'Requests per second on each route.',
      unit: 'reqps',
      width: 12,
      lines: { '{{route}}': of('route') },
    },
    statuses: {
      kind: 'graph',
      title: 'Answers',
      description:
        'Answers per second by the class of their status. 4xx are mistakes of clients, logins that have ended, or refusals over a limit of the edge.',
      unit: 'reqps',
      width: 12,
      lines: { '{{status}}': of('status') },
    },
    times: {
      kind: 'graph',
      title: 'Times',
      description: 'Answers per second by the seconds within which services gave them. Each request is in the shortest time that fits.',
      unit: 'reqps',
      width: 24,
      lines: { 'within {{within}} s': of('within') },
    },
  },
});
