import type { Construct } from 'constructs';
import { onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { seconds } from '../../units/duration';
import { port } from '../../units/port';
import { type Redis, redisPassword } from './redis';

const LISTENS = 9121;

/** A list in Redis. */
interface List {
  readonly database: number;
  readonly key: string;
}

/**
 * Asks each Redis and each Sentinel how it is, whenever somebody asks it about one of them. It runs beside none of them, so that it comes
 * and goes without restarting one.
 */
export class RedisExporter extends Service {
  readonly kind = 'redis-exporter';

  /** @param about.lists whose lengths it tells. @default - none */
  constructor(scope: Construct, { redis, lists = [] }: { redis: Redis; lists?: readonly List[] }) {
    super(scope, 'redis-exporter', {
      onlyIn: 'cluster',
      platform: {
        with: ({ monitoring }) => monitoring !== 'none',
        usual: { replicas: 2, cpu: { request: 0.02, limit: 0.2 }, memory: { request: '32Mi', limit: '32Mi' } },
      },
      image: 'oliver006/redis_exporter',
      release: { tag: 'v1.88.0-alpine', caveat: 'its project has released it, and no registry could be asked for the image' },
      ports: { http: { container: LISTENS, opened: false } },
      variables: onlyIn('cluster', redisPassword),
      workload: {
        role: 'interchangeable',
        // By default it also asks the Redis that runs beside it, and there is none. Whom it cannot reach it has to give up before
        // Prometheus gives it up after 10 s, or nobody learns which of them it is. Connecting and signing in may each take that long.
        command: ['/redis_exporter', `--web.listen-address=:${LISTENS}`, '--redis.addr=', '--connection-timeout=4s'],
        loses: { what: 'figures of that time', with: 'container' },
        drain: seconds(10),
        // Alerts need its figures most when a loss has left too little room for all pods.
        priority: 'core',
      },
      health: { kind: 'http', path: '/health', port: port(LISTENS), client: 'wget', startsWithin: seconds(30), published: false },
      watched: {
        metrics: [
          {
            kind: 'asked',
            about: redis,
            ports: ['redis', 'sentinel'],
            port: 'http',
            path: '/scrape',
            prefix: 'redis://',
            ...(lists.length === 0
              ? {}
              : { parameters: { 'check-single-keys': lists.map(({ database, key }) => `db${database}=${key}`).join(',') } }),
          },
        ],
      },
      floor: floor('24Mi', 'an exporter of Debian, version 1.45, beside one Redis: 10 MiB, measured'),
    });
  }
}
