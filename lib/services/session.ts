import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';
import type { Redis } from './redis';

/** Sessions, kept in Redis. */
export class Session extends Service {
  readonly kind = 'session';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-session-service', {
      image: faultmavenImage('fm-session-service'),
      ports: httpPort(8002),
      calls: [redis],
      health: healthEndpoint(),
      replication: interchangeable(),
      floor: floor('96Mi', '47 MiB under load, 55 MiB while its health check runs, measured; and the buffers of its requests'),
    });
  }
}
