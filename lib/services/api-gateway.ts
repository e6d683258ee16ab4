import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import type { Agent } from './agent';
import type { Auth } from './auth';
import type { Case } from './case';
import type { Evidence } from './evidence';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';
import type { Knowledge } from './knowledge';
import type { Redis } from './redis';
import type { Session } from './session';

/** What the gateway routes to, and where it counts requests. */
export interface ApiGatewayNeeds {
  readonly redis: Redis;
  readonly auth: Auth;
  readonly session: Session;
  readonly case: Case;
  readonly knowledge: Knowledge;
  readonly evidence: Evidence;
  readonly agent: Agent;
}

/** The single way in for clients. */
export class ApiGateway extends Service {
  readonly kind = 'api-gateway';

  constructor(scope: Construct, needs: ApiGatewayNeeds) {
    super(scope, 'fm-api-gateway', {
      image: faultmavenImage('fm-api-gateway'),
      ports: httpPort(8090, 8090),
      calls: [needs.redis, needs.auth, needs.session, needs.case, needs.knowledge, needs.evidence, needs.agent],
      health: healthEndpoint({ port: 8090 }),
      replication: interchangeable(),
      hazards: [
        {
          code: 'tokens-rejected',
          what: "every request with a Bearer token is answered 401, and every request without one is an administrator's",
          consequence: 'in-app login does not work through the gateway',
          wayOut: 'keep the ports to yourself (switch loopbackPorts) or put a login in front',
          evidence:
            'run: fm-api-gateway at c888d14: infrastructure/fm_auth_provider.py wants RS256, fm-auth-service at e96e9a3 issues opaque tokens; api/middleware.py passes X-User-ID through',
        },
      ],
      floor: floor(
        '208Mi',
        '65 MiB under load, 194 MiB after an upload and a download of 50 MB, measured: it holds whole bodies in memory',
      ),
    });
  }
}
