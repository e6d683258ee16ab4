import { REDIS_BOARD } from '../data/redis/board';
import type { Monitored, Rules } from '../model/alert';
import { panelOf } from '../model/board';
import { SERVICE } from '../platform/monitoring/dashboards/boards';
import { matchersOf, quoted } from '../platform/monitoring/rules/promql';
import { seconds } from '../units/duration';

/** The list in Redis in which tasks wait for a worker: the prefix of the image's application, and Celery's own name for its queue. */
export const QUEUE = { database: 0, key: 'celery_faultmaven_celery' };

/** Restarts within an hour that are no coincidence. */
const RESTARTS = 2;

const restarting = (about: Monitored): string =>
  `round(max by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${matchersOf(about)}}[1h]))) >= ${RESTARTS}`;

/** What is to be watched of the workers. @param children how many tasks each runs at once */
export function workerRules(about: Monitored, children: number): Rules {
  const size = `redis_key_size{namespace=${quoted(about.namespace)}, key="${QUEUE.key}"}`;
  const waiting = (range = ''): string => `max by (namespace, key) (${range === '' ? size : `${range}(${size}[15m])`})`;
  return {
    alerts: [
      {
        name: 'CeleryQueueGrowing',
        panel: panelOf(REDIS_BOARD, 'lists'),
        severity: 'warning',
        // More tasks than all workers run at once when the autoscaler has started the last of them.
        expr: `${waiting()} > ${children * about.count.most} and ${waiting('deriv')} > 0`,
        for: seconds(900),
        summary: '{{ $value }} tasks wait for a worker, and they are becoming more.',
        description: 'Uploads and knowledge are processed late. The workers do not keep up, or do not run.',
        runbook: 'celery-queue.md',
        standsFor: 'CPU throttling: request queue buildup',
      },
      {
        name: 'CeleryWorkerRestarting',
        panel: panelOf(SERVICE, 'restarts'),
        severity: 'warning',
        expr: restarting(about),
        summary: 'The worker {{ $labels.pod }} restarted {{ $value }} times within an hour.',
        description: 'What it was working on is delivered again, but only after an hour.',
        runbook: 'celery-queue.md#a-worker-restarts',
        standsFor: 'Single container OOM',
        needs: ['kube-state-metrics'],
        explains: { alerts: ['ContainerRestarts'], equal: ['namespace', 'pod'] },
      },
    ],
  };
}

/** What is to be watched of beat. */
export const beatRules = (about: Monitored): Rules => ({
  alerts: [
    {
      name: 'CeleryBeatRestarting',
      panel: panelOf(SERVICE, 'restarts'),
      severity: 'warning',
      expr: restarting(about),
      summary: 'Celery beat restarted {{ $value }} times within an hour.',
      description: 'Scheduled jobs are sent late or not at all.',
      runbook: 'celery-queue.md#beat-restarts',
      standsFor: 'Single container OOM',
      needs: ['kube-state-metrics'],
      explains: { alerts: ['ContainerRestarts'], equal: ['namespace', 'pod'] },
    },
  ],
});
