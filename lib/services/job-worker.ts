import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service/service';
import { seconds } from '../units/duration';
import { celery, celeryImage, celeryRelease } from './celery';
import { faultmavenImage } from './fastapi';
import { type Redis, redisClient } from './redis';

/** Celery worker for background jobs: a main process and four children. */
export class JobWorker extends Service {
  readonly kind = 'job-worker';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-job-worker', {
      image: faultmavenImage(celeryImage),
      release: celeryRelease,
      calls: [redis],
      serving: {
        command: celery('worker', '--loglevel=info', '--concurrency=4', '--without-gossip', '--without-mingle'),
        // A task may take an hour, but a node that is drained waits ten minutes at most: what is cut off is queued again.
        drain: seconds(570),
        priority: 'batch',
      },
      environment: redisClient(redis),
      health: {
        kind: 'command',
        command: celery('inspect', 'ping'),
        // It goes through Redis, so it must outlive a failover; and it starts a Python of its own, which takes a while.
        inCluster: {
          command: ['sh', '-c', 'exec celery -A job_worker.celery_app inspect ping --timeout 20 --destination "celery@$(hostname)"'],
          every: seconds(60),
          timeout: seconds(30),
          failures: 5,
        },
        startsWithin: seconds(60),
        published: true,
      },
      writes: ['/tmp'],
      replication: interchangeable(),
      floor: floor(
        '256Mi',
        'five processes: 182 MiB with tasks that hold nothing, killed below 224 MiB while its health check runs, measured',
      ),
      departure: {
        planned: '~256MB',
        because:
          'Celery with concurrency 4 is five processes, 224 MiB with tasks that hold nothing (measured) and 0.3 to 0.5 GB with real ones (estimated): at 256 MB they would be killed in a loop',
      },
    });
  }
}
