import type { Construct } from 'constructs';
import type { Redis } from '../../data/redis/redis';
import { allowedOrigins, onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';
import { redisClient } from '../redis';

/** Sessions, kept in Redis. */
export class Session extends Service {
  readonly kind = 'session';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'fm-session-service', {
      image: faultmavenImage('fm-session-service'),
      release: {
        tag: 'sha-d8ec0c08a1056b2282f81d2336913c3204204b2a',
        caveat: 'its Dockerfile cannot build: its lock names a folder that the build does not have, so it may be absent',
      },
      ports: httpPort(8002),
      calls: [redis],
      workload: uvicorn('session_service.main:app', { priority: 'edge' }),
      variables: onlyIn('cluster', { ...redisClient(redis, 1), CORS_ORIGINS: allowedOrigins('json') }),
      configurable: configurable({ settings: SETTINGS }),
      health: healthEndpoint(),
      hazards: [MESSAGES_LOST],
      floor: floor(
        '96Mi',
        '46 MiB idle and 48 MiB after load, so it keeps nothing of it; 55 MiB while its health check runs, measured; and the buffers of its requests',
      ),
    });
  }
}

export const MESSAGES_LOST = {
  code: 'session-messages-lost',
  what: 'a message of a session is accepted (201) and not stored: the list of messages stays empty',
  consequence: 'what was said in a session cannot be read again',
  wayOut: 'none in configuration',
  evidence:
    'read in fm-session-service at d8ec0c0: api/routes/sessions.py hands the messages on, core/session_manager.py: update_session does not store them',
} as const satisfies KnownHazard;

const SETTINGS = {
  ttl: {
    kind: 'number',
    variable: 'SESSION_TTL_SECONDS',
    least: 60,
    most: 31_536_000,
    says: 'Seconds for which an unused session is kept. Left out: 604800, a week.',
  },
  perUser: {
    kind: 'number',
    variable: 'MAX_SESSIONS_PER_USER',
    least: 1,
    most: 10_000,
    says: 'How many sessions a user may have. A further one replaces the oldest. Left out: 50.',
  },
} as const;
