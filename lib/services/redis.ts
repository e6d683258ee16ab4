import type { Construct } from 'constructs';
import { floor, Service } from '../service';
import { seconds } from '../units/duration';
import type { Memory } from '../units/memory';

/** Session store, user store and Celery's broker: a system of record, not a cache (contract §6). */
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
      floor: floor('64Mi', 'idle 9 MiB, 50 MB of data and a snapshot of them 62 MiB'),
      boundedCommand: (limit) => ['redis-server', '--maxmemory', `${storable(limit).mebibytes}mb`, '--maxmemory-policy', 'noeviction'],
    });
  }
}

/**
 * What Redis may store under a memory limit: five eighths of it, because a snapshot's copied pages and the clients'
 * buffers come on top (kubernetes.md §5: 640 of 1024 MiB). Nothing is evicted: users and queues have no expiry.
 */
const storable = (limit: Memory): Memory => limit.fraction(5, 8);
