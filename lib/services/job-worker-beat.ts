import type { Construct } from 'constructs';
import { exclusive, floor, Service } from '../service';
import { seconds } from '../units/duration';
import { celeryImage } from './celery';
import { faultmavenImage } from './fastapi';
import type { Redis } from './redis';

/** Celery beat: sends the scheduled jobs to the queue. */
export class JobWorkerBeat extends Service {
  readonly kind = 'job-worker-beat';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-job-worker-beat', {
      image: faultmavenImage(celeryImage),
      calls: [redis],
      health: {
        kind: 'command',
        command: ['python', '-c', "import os; exit(0 if os.path.exists('/app/celerybeat-schedule') else 1)"],
        startsWithin: seconds(60),
        published: true,
      },
      writes: ['/app'],
      replication: exclusive('a second one sends every scheduled job twice'),
      floor: floor('96Mi', "one process with the worker's imports: killed below 48 MiB, measured; and the Python of its health check"),
    });
  }
}
