import type { Construct } from 'constructs';
import { allowedOrigins, onlyIn } from '../../model/environment';
import { floor, type Route, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import { Memory } from '../../units/memory';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';
import { MEASURED } from '../held';
import type { Agent } from './agent';
import type { Auth } from './auth';
import type { Case } from './case';
import type { Evidence } from './evidence';
import type { Knowledge } from './knowledge';
import type { Session } from './session';

/** What the gateway routes to. */
export interface ApiGatewayNeeds {
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
  /** A way to each service that it routes to. */
  readonly routes: readonly Route[];

  constructor(scope: Construct, needs: ApiGatewayNeeds) {
    super(scope, 'fm-api-gateway', {
      image: faultmavenImage('fm-api-gateway'),
      release: { tag: 'sha-c888d147959d9059be989f0b1cdd48190827e8b7' },
      ports: httpPort(8090, 8090),
      calls: [needs.auth, needs.session, needs.case, needs.knowledge, needs.evidence, needs.agent],
      workload: uvicorn('gateway.main:app', { port: 8090, priority: 'edge', foundSingly: true }),
      variables: onlyIn('cluster', {
        FM_AUTH_SERVICE_URL: needs.auth.url,
        FM_SESSION_SERVICE_URL: needs.session.url,
        FM_CASE_SERVICE_URL: needs.case.url,
        FM_KNOWLEDGE_SERVICE_URL: needs.knowledge.url,
        FM_EVIDENCE_SERVICE_URL: needs.evidence.url,
        FM_AGENT_SERVICE_URL: needs.agent.url,
        // It would count in Redis and wait for it: while Redis hangs, it would answer nothing, not even its own health check. The edge
        // counts instead.
        RATE_LIMIT_ENABLED: 'false',
        // true would reject every token that auth issues. The edge authenticates users before the gateway.
        AUTH_REQUIRED: 'false',
        // The identity of a request without one. By default that is an administrator.
        ANONYMOUS_USER_ID: 'nobody',
        ANONYMOUS_USER_EMAIL: 'nobody@user.invalid',
        ANONYMOUS_USER_ROLE: 'none',
        CORS_ORIGINS: allowedOrigins('commas'),
      }),
      configurable: configurable({
        settings: SETTINGS,
        follow: ({ settings: { requestsPerMinute = REQUESTS_PER_MINUTE } }) => ({ requestsPerMinute }),
      }),
      health: healthEndpoint({ port: 8090 }),
      // One, four and eight uploads of 50 MB at once: 143, 442 and 844 MiB, measured: as bytes, and once more as what is sent on.
      bodies: { atRest: Memory.ofMebibytes(64), times: 2, measured: MEASURED },
      hazards: [TOKENS_REJECTED],
      floor: floor(
        '352Mi',
        'one upload and one download of 50 MB, again and again, one at a time: 289 MiB at the peak of ten rounds, killed at 288 MiB in the third, three survived at 320 MiB, measured; it holds whole bodies in memory, so two side by side take 435 MiB',
      ),
    });
    this.routes = routesTo(needs);
  }
}

/**
 * Each path is one where the service has another method than GET, and no other path takes it: with the code of each it was seen to answer
 * 405. So it answers before it asks a database, and the gateway does not count the answer as a failure. The gateway passes on every method
 * but HEAD.
 */
const routesTo = (needs: ApiGatewayNeeds): readonly Route[] => [
  { path: '/api/v1/auth/logout', to: needs.auth },
  { path: '/api/v1/sessions/none/archive', to: needs.session },
  { path: '/api/v1/cases/none/close', to: needs.case },
  { path: '/api/v1/knowledge/search', to: needs.knowledge },
  { path: '/api/v1/evidence/none/link', to: needs.evidence },
  { path: '/api/v1/agent/chat/none', to: needs.agent },
];

export const TOKENS_REJECTED = {
  code: 'tokens-rejected',
  what: "every request with a Bearer token is answered 401, and every request without one is an administrator's",
  consequence: 'in-app login does not work through the gateway',
  wayOut: 'keep the ports to yourself (switch loopbackPorts) or put a login in front',
  inCluster: {
    what: 'every request with a Bearer token is answered 401',
    wayOut: 'give ingress.auth. The edge authenticates users there and forwards no token',
  },
  evidence:
    'run: fm-api-gateway at c888d14: infrastructure/fm_auth_provider.py wants RS256, fm-auth-service at e96e9a3 issues opaque tokens; api/middleware.py passes X-User-ID through',
} as const satisfies KnownHazard;

/** What its code allows where nobody says otherwise. */
const REQUESTS_PER_MINUTE = 60;

const SETTINGS = {
  requestsPerMinute: {
    kind: 'number',
    variable: 'RATE_LIMIT_REQUESTS_PER_MINUTE',
    least: 1,
    most: 1_000_000,
    says: 'Requests that one client may make in a minute. On a laptop a client is an address, in a cluster a user at each replica of the edge. Left out: 60.',
  },
  breakerFailures: {
    kind: 'number',
    variable: 'CIRCUIT_BREAKER_FAIL_THRESHOLD',
    least: 1,
    most: 1_000_000,
    says: 'After how many failures in a row a gateway treats a service as down and stops asking it. Left out: 5.',
  },
  breakerSeconds: {
    kind: 'number',
    variable: 'CIRCUIT_BREAKER_RESET_TIMEOUT',
    least: 1,
    most: 3600,
    says: 'Seconds until it asks the service again. Left out: 30.',
  },
} as const;
