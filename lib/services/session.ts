import type { Construct } from 'constructs';
import { allowedOrigins } from '../service/environment';
import { floor, interchangeable, Service } from '../service/service';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from './fastapi';
import { type Redis, redisClient } from './redis';

/** Sessions, kept in Redis. */
export class Session extends Service {
  readonly kind = 'session';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-session-service', {
      image: faultmavenImage('fm-session-service'),
      release: { tag: 'sha-d8ec0c08a1056b2282f81d2336913c3204204b2a' },
      ports: httpPort(8002),
      calls: [redis],
      serving: uvicorn('session_service.main:app', { priority: 'edge' }),
      environment: { ...redisClient(redis, 1), CORS_ORIGINS: allowedOrigins('json') },
      health: healthEndpoint(),
      replication: interchangeable(),
      floor: floor(
        '96Mi',
        '46 MiB idle and 48 MiB after load, so it keeps nothing of it; 55 MiB while its health check runs, measured; and the buffers of its requests',
      ),
    });
  }
}
