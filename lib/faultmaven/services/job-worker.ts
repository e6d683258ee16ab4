import type { Construct } from 'constructs';
import type { Redis } from '../../data/redis/redis';
import type { Command } from '../../model/command';
import { onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { seconds } from '../../units/duration';
import type { Memory } from '../../units/memory';
import { celery, celeryImage, celeryRelease, whileRedisTakesWrites } from '../celery';
import { workerRules } from '../celery-rules';
import { faultmavenImage } from '../fastapi';
import { redisClient } from '../redis';

const CHILDREN = 4;

/**
 * A task is acknowledged when it is done. So it is delivered again if it is lost: immediately if a child process was lost, and after an
 * hour (the image's visibility timeout) if the whole worker was. By default Celery acknowledges a task before it starts, and loses what
 * had started. Late acknowledgement alone still loses the tasks of a killed child. While Redis changes its master, a task goes on.
 * Celery's option to cancel it (worker_cancel_long_running_tasks_on_connection_loss) writes the result to Redis, which is away: the worker
 * ends, and what it had started waits for an hour (run: Celery 5.6.0; without the option the task went on and finished). The price is that
 * a task may run more than once, as it may anyway: a task that finished over a lost connection cannot be acknowledged.
 */
const REDELIVERED = ['task.acks_late=1', 'task.reject_on_worker_lost=1'];

/**
 * A child process that has reached its share of the limit is replaced after its task. If it were killed for memory, all others would be
 * killed with it.
 */
const worker = (limit: Memory): Command => {
  const share = limit.fraction(1, CHILDREN + 1).mebibytes * 1024;
  return celery(
    ...['worker', '--loglevel=info', `--concurrency=${CHILDREN}`, `--max-memory-per-child=${share}`],
    ...['--without-gossip', '--without-mingle', '--', ...REDELIVERED],
  );
};

/** Asks this worker, and no other, over Redis. */
const pingedWithin = (timeout: number): Command =>
  whileRedisTakesWrites(`exec celery -A job_worker.celery_app inspect ping --timeout ${timeout} --destination "celery@$(hostname)"`);

/** Celery worker for background jobs: a main process and four children. */
export class JobWorker extends Service {
  readonly kind = 'job-worker';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-job-worker', {
      image: faultmavenImage(celeryImage),
      release: celeryRelease,
      calls: [redis],
      workload: {
        role: 'interchangeable',
        command: worker,
        // A task may take an hour, but a node that is drained waits ten minutes at most (cluster-autoscaler's own bound).
        writes: ['/tmp'],
        drain: seconds(570),
        priority: 'batch',
      },
      variables: onlyIn('cluster', redisClient(redis)),
      health: {
        kind: 'command',
        command: celery('inspect', 'ping'),
        // It goes through Redis, so it must outlive a failover; and it starts a Python of its own, which takes a while.
        inCluster: {
          command: pingedWithin(20),
          every: seconds(60),
          timeout: seconds(30),
          failures: 5,
          // A worker that is not up yet never answers a ping, however long the ping waits. Many short pings find it sooner.
          starting: { command: pingedWithin(3), every: seconds(10), timeout: seconds(15) },
        },
        startsWithin: seconds(60),
        published: true,
      },
      watched: { rules: (about) => workerRules(about, CHILDREN) },
      floor: floor(
        '256Mi',
        'five processes: 123 MiB idle, 163 to 182 MiB with tasks that hold nothing, killed below 224 MiB while its health check runs, measured',
      ),
    });
  }
}
