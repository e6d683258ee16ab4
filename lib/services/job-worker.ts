import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import { seconds } from '../units/duration';
import { celery, celeryImage } from './celery';
import { faultmavenImage } from './fastapi';
import type { Redis } from './redis';

/** Celery worker for background jobs: a main process and four children. */
export class JobWorker extends Service {
  readonly kind = 'job-worker';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-job-worker', {
      image: faultmavenImage(celeryImage),
      calls: [redis],
      health: { kind: 'command', command: celery('inspect', 'ping'), startsWithin: seconds(60), published: true },
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
