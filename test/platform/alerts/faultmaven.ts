import { beatRules, workerRules } from '../../../lib/faultmaven/celery-rules';
import { edgeRules } from '../../../lib/faultmaven/edge/rules';
import type { AlertTest, Labels, Series } from './case';
import { labels } from './healthy';
import { type Sample, sample } from './services';

const WORKER = 'worker-5d4f8bcc7-x7k20';
const BEAT = 'beat-5d4f8bcc7-x7k20';
const EDGE = 'edge-5d4f8bcc7-x7k20';

/** Four tasks at once on each of two to five workers: twenty at most. */
export const OWN_SAMPLES: readonly Sample[] = [
  sample('worker', { count: { least: 2, most: 5 } }, (about) => workerRules(about, 4)),
  sample('beat', { count: { least: 1, most: 1 } }, beatRules),
  sample('edge', { containers: ['edge', 'exporter'] }, edgeRules),
];

const at = (metric: string, pod: string, more: Labels = {}): string => `${metric}${labels({ namespace: 'shop', pod, ...more })}`;
const pod = (name: string): Labels => ({ namespace: 'shop', pod: name });
const queue = (ordinal: number): string =>
  at('redis_key_size', `redis-${ordinal}`, { container: 'redis', db: 'db0', key: 'celery_faultmaven_celery' });
const restarts = (name: string, container: string): string => at('kube_pod_container_status_restarts_total', name, { container });
const counted = (route: string, status: string, within: string): string =>
  at('access_log_requests_total', EDGE, { container: 'edge', route, status, within });
const connections = (which: string): string => at(`nginx_connections_${which}`, EDGE, { container: 'exporter' });

/** What FaultMaven's own exporters show while nothing is wrong. */
export const OWN_HEALTHY: Series = {
  [queue(0)]: 0,
  [queue(1)]: 0,
  [connections('active')]: 100,
  [connections('waiting')]: 90,
  [counted('pages', '2xx', '0.1')]: '0+60x200',
  [at('nginx_up', EDGE, { container: 'exporter' })]: 1,
};

const QUEUE: Labels = { namespace: 'shop', key: 'celery_faultmaven_celery' };

/** Alerts about FaultMaven's own services. */
export const FAULTMAVEN: Readonly<Record<string, AlertTest>> = {
  CeleryQueueGrowing: {
    fires: [
      {
        when: 'more tasks wait than all workers run at once, and they become more',
        // On the primary and its replicas alike.
        series: { [queue(0)]: '20x9 21x13 22x200', [queue(1)]: '20x9 21x13 22x200' },
        since: 10,
        alerts: [[QUEUE, '22 tasks wait for a worker, and they are becoming more.']],
      },
    ],
    silent: [
      { when: 'less wait', series: { [queue(0)]: '19.9+0.001x200' } },
      { when: 'they become less', series: { [queue(0)]: '99-0.1x200' } },
      { when: 'they stay as many', series: { [queue(0)]: 99 } },
      { when: 'they became many at once a quarter of an hour ago', series: { [queue(0)]: '21x9 99x200' }, at: 30 },
    ],
  },
  CeleryWorkerRestarting: {
    fires: [
      {
        when: 'a worker restarted twice within an hour',
        series: { [restarts(WORKER, 'worker')]: '0x19 1x49 2x200' },
        since: 70,
        alerts: [[pod(WORKER), `The worker ${WORKER} restarted 2 times within an hour.`]],
      },
    ],
    silent: [
      { when: 'it restarted once', series: { [restarts(WORKER, 'worker')]: '0x59 1x200' }, at: 65 },
      { when: 'it restarted twice within more than an hour', series: { [restarts(WORKER, 'worker')]: '0x19 1x69 2x200' }, at: 95 },
    ],
  },
  CeleryBeatRestarting: {
    fires: [
      {
        when: 'beat restarted twice within an hour',
        series: { [restarts(BEAT, 'beat')]: '0x19 1x49 2x200' },
        since: 70,
        alerts: [[pod(BEAT), 'Celery beat restarted 2 times within an hour.']],
      },
    ],
    silent: [
      { when: 'it restarted once', series: { [restarts(BEAT, 'beat')]: '0x59 1x200' }, at: 65 },
      { when: 'it restarted twice within more than an hour', series: { [restarts(BEAT, 'beat')]: '0x19 1x69 2x200' }, at: 95 },
    ],
  },
  EdgeConnectionsNearMaximum: {
    fires: [
      {
        when: 'a replica is busy on more than 80 % of its connections',
        series: { [connections('active')]: 0.81 * 1024 + 90 },
        alerts: [[pod(EDGE), `${EDGE} is busy on 81% of the connections that it has room for.`]],
      },
    ],
    silent: [
      { when: 'it is on less', series: { [connections('active')]: 0.79 * 1024 + 90 } },
      { when: 'browsers keep many that wait', series: { [connections('active')]: 2000, [connections('waiting')]: 1900 } },
    ],
  },
  EdgeNotAnswering: {
    fires: [
      {
        when: 'nginx does not answer its exporter',
        series: { [at('nginx_up', EDGE, { container: 'exporter' })]: 0 },
        alerts: [[pod(EDGE), `nginx in ${EDGE} does not answer its exporter.`]],
      },
      {
        when: 'its exporter waits for nginx',
        series: { [at('nginx_up', EDGE, { container: 'exporter' })]: null, [at('up', EDGE, { container: 'nginx-exporter' })]: 0 },
        alerts: [[pod(EDGE), `nginx in ${EDGE} does not answer its exporter.`]],
      },
    ],
    silent: [
      { when: 'it does', series: {} },
      { when: 'it does, as its exporter says', series: { [at('up', EDGE, { container: 'nginx-exporter' })]: 1 } },
      {
        when: 'another container does not answer Prometheus',
        series: { [at('nginx_up', EDGE, { container: 'exporter' })]: null, [at('up', EDGE, { container: 'edge' })]: 0 },
      },
    ],
  },
  EdgeErrors: {
    fires: [
      {
        when: 'more than 5 % of the requests on a route fail',
        series: { [counted('cases', '5xx', '0.1')]: '0+10.2x200', [counted('cases', '2xx', '0.1')]: '0+189.8x200' },
        since: 1,
        alerts: [[{ namespace: 'shop', route: 'cases' }, '5.1% of the requests on the route cases fail.']],
      },
      {
        when: 'few ask, and all fail',
        series: { [counted('cases', '5xx', '0.1')]: '0+6.06x200' },
        since: 5,
        alerts: [[{ namespace: 'shop', route: 'cases' }, '100% of the requests on the route cases fail.']],
      },
    ],
    silent: [
      { when: 'less do', series: { [counted('cases', '5xx', '0.1')]: '0+9.9x200', [counted('cases', '2xx', '0.1')]: '0+190.1x200' } },
      { when: 'none does', series: {} },
      { when: 'hardly anybody asks', series: { [counted('cases', '5xx', '0.1')]: '0+5.9x200' } },
      { when: 'clients ask for what is not there', series: { [counted('cases', '4xx', '0.1')]: '0+60x200' } },
      { when: 'a page of the platform fails', series: { [counted('platform', '5xx', '0.1')]: '0+60x200' } },
    ],
  },
  EdgeRouteSlow: {
    fires: [
      {
        when: 'more than 10 % of the requests on a route take longer than half a minute',
        series: { [counted('cases', '2xx', 'longer')]: '0+20.2x200', [counted('cases', '2xx', '0.1')]: '0+179.8x200' },
        since: 1,
        alerts: [[{ namespace: 'shop', route: 'cases' }, '10.1% of the requests on the route cases take longer than 30 seconds.']],
      },
      {
        when: 'few ask, and all wait',
        series: { [counted('cases', '2xx', 'longer')]: '0+6.06x200' },
        since: 5,
        alerts: [[{ namespace: 'shop', route: 'cases' }, '100% of the requests on the route cases take longer than 30 seconds.']],
      },
    ],
    silent: [
      { when: 'less do', series: { [counted('cases', '2xx', 'longer')]: '0+19.8x200', [counted('cases', '2xx', '0.1')]: '0+180.2x200' } },
      { when: 'hardly anybody asks', series: { [counted('cases', '2xx', 'longer')]: '0+5.9x200' } },
      { when: 'they take less', series: { [counted('cases', '2xx', '30')]: '0+60x200' } },
    ],
  },
};
