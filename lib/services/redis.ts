import type { Construct } from 'constructs';
import { floor, Service } from '../service';
import { seconds } from '../units/duration';
import type { Memory } from '../units/memory';

/** Session store, user store and Celery's broker: a system of record, not a cache (sessions, users and queues all live in it alone). */
export class Redis extends Service {
  readonly kind = 'redis';

  constructor(scope: Construct) {
    super(scope, 'redis', {
      image: 'redis',
      ports: { redis: { container: 6379, laptop: 6379, opened: false } },
      health: { kind: 'command', command: ['redis-cli', 'ping'], startsWithin: seconds(60), published: true },
      writes: ['/data'],
      // The entrypoint gives /data to the user redis, then becomes that user.
      capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
      replication: { kind: 'sentinel' },
      floor: floor('144Mi', '72 MiB with 50 MB of data, killed below 144 MiB when all of it changes during a snapshot, measured'),
      boundedCommand: (limit) => ['redis-server', '--maxmemory', `${storable(limit).mebibytes}mb`, '--maxmemory-policy', 'noeviction'],
    });
  }
}

/**
 * What Redis may store under a memory limit: five eighths of it, because a snapshot's copied pages and the clients'
 * buffers come on top (five eighths: 640 of 1,024 MiB in the cluster's plan). Nothing is evicted: users and queues have no expiry.
 */
const storable = (limit: Memory): Memory => limit.fraction(5, 8);
