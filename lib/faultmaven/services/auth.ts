import type { Construct } from 'constructs';
import type { Redis } from '../../data/redis/redis';
import { allowedOrigins, onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';
import { redisClient } from '../redis';

/** Users and tokens, both kept in Redis. */
export class Auth extends Service {
  readonly kind = 'auth';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-auth-service', {
      image: faultmavenImage('fm-auth-service'),
      release: {
        tag: 'sha-e96e9a3259fba4ab88b42f8375a52b18211ab0d7',
        caveat: 'its pipeline builds one tag and pushes another, so it may be absent',
      },
      ports: httpPort(8001),
      calls: [redis],
      workload: uvicorn('auth_service.main:app', { priority: 'edge' }),
      variables: onlyIn('cluster', { ...redisClient(redis), CORS_ORIGINS: allowedOrigins('json') }),
      health: healthEndpoint(),
      hazards: [LOGIN_WITHOUT_PASSWORD],
      floor: floor(
        '96Mi',
        '49 MiB idle and 50 MiB after load, so it keeps nothing of it; 59 MiB while its health check runs, measured; and the buffers of its requests',
      ),
    });
  }
}

export const LOGIN_WITHOUT_PASSWORD = {
  code: 'login-without-password',
  what: 'dev-login needs no password and anyone can register as an administrator',
  consequence: 'whoever reaches the ports is an administrator; DASHBOARD_PASSWORD and DEFAULT_USER_TOKEN have no effect',
  wayOut: 'keep the ports to yourself (switch loopbackPorts) or put a login in front',
  inCluster: {
    consequence: 'whoever reaches it is an administrator; DASHBOARD_PASSWORD and DEFAULT_USER_TOKEN have no effect',
    wayOut: 'the edge answers these paths with 404, and only the gateway reaches the service: let nobody else in',
  },
  evidence: 'read in fm-auth-service at e96e9a3: api/routes/auth.py, models/api_auth.py',
} as const satisfies KnownHazard;
