import type { Construct } from 'constructs';
import type { Redis } from '../../data/redis/redis';
import { onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { seconds } from '../../units/duration';
import { celery, celeryImage, celeryRelease, whileRedisTakesWrites } from '../celery';
import { beatRules } from '../celery-rules';
import { faultmavenImage } from '../fastapi';
import { redisClient } from '../redis';

/** Where a cluster's beat keeps its schedule: its own folder, because /app is the image's and read-only. */
const SCHEDULE_FOLDER = '/var/run/celery';

/** It writes its schedule every 300 s, under a suffix that depends on the database that Python was built with. */
const SCHEDULE_IS_FRESH = [
  'import glob, os, sys, time',
  `files = glob.glob('${SCHEDULE_FOLDER}/schedule*')`,
  'sys.exit(0 if files and time.time() - max(map(os.path.getmtime, files)) < 900 else 1)',
].join('; ');

/** A beat that waits for Redis writes no schedule. */
const FRESH = whileRedisTakesWrites('exec python -c "$1"', SCHEDULE_IS_FRESH);

/** Celery beat: sends the scheduled jobs to the queue. */
export class JobWorkerBeat extends Service {
  readonly kind = 'job-worker-beat';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-job-worker-beat', {
      image: faultmavenImage(celeryImage),
      release: celeryRelease,
      calls: [redis],
      workload: {
        role: 'exclusive',
        because: 'a second one sends every scheduled job twice',
        command: celery('beat', '--loglevel=info', `--schedule=${SCHEDULE_FOLDER}/schedule`, '--pidfile='),
        writes: ['/tmp', SCHEDULE_FOLDER],
        // When it last sent each job is in its folder: a container that starts again sends late what it missed.
        loses: { what: 'jobs that come due meanwhile', with: 'pod' },
        drain: seconds(10),
        priority: 'batch',
      },
      variables: onlyIn('cluster', redisClient(redis)),
      health: {
        kind: 'command',
        command: ['python', '-c', "import os; exit(0 if os.path.exists('/app/celerybeat-schedule') else 1)"],
        inCluster: {
          command: FRESH,
          every: seconds(60),
          timeout: seconds(10),
          failures: 3,
          starting: { command: FRESH, every: seconds(5), timeout: seconds(10) },
        },
        startsWithin: seconds(60),
        published: true,
      },
      watched: { rules: beatRules },
      floor: floor(
        '96Mi',
        "one process with the worker's imports: 38 MiB, killed below 48 MiB, measured; and the Python of its health check",
      ),
    });
  }
}
