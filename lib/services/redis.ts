import type { Construct } from 'constructs';
import type { Environment } from '../service/environment';
import { secretKey } from '../service/secret';
import { floor, Service } from '../service/service';
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

/**
 * How an image's code reaches Redis: always as one server, at an address behind which the primary is. Sentinel's own protocol works for
 * some images only (run: the worker's URL for it is refused, the gateway sends Sentinel no password).
 */
export const redisClient = (redis: Redis, database = 0): Environment => ({
  REDIS_MODE: 'standalone',
  REDIS_HOST: redis.name,
  REDIS_PORT: String(redis.ports[0]?.cluster),
  REDIS_DB: String(database),
  REDIS_PASSWORD,
});

const REDIS_PASSWORD = secretKey('redis', 'password', {
  holds: "Redis' password; letters and digits only, because the job worker puts it into a URL as it is",
  rotation: 'give Redis the new password beside the old one, write the new one, restart the consumers, then remove the old one',
});
