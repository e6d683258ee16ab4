import type { Construct } from 'constructs';
import type { LlmProvider } from '../service/llm-provider';
import { RESTART_CONSUMERS, secretKey } from '../service/secret';
import { floor, interchangeable, Service } from '../service/service';
import { seconds } from '../units/duration';
import type { Case } from './case';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from './fastapi';

/** How long the image waits for a language model. */
const LLM_TIMEOUT = seconds(60);

/** What the first chat loads: 5.2 s of imports were measured, during which nobody is answered; a slower node takes twice as long. */
const FIRST_CHAT = seconds(10);

/** The troubleshooting agent: orchestrates calls of language models. */
export class Agent extends Service {
  readonly kind = 'agent';

  // Despite the documents it calls neither knowledge, evidence nor Redis (its configuration reads only FM_CASE_SERVICE_URL).
  constructor(scope: Construct, needs: { case: Case; providers: readonly LlmProvider[] }) {
    super(scope, 'fm-agent-service', {
      image: faultmavenImage('fm-agent-service'),
      release: { tag: 'sha-203e3b896999d47d4e187563b785eb954ff81531' },
      ports: httpPort(8006),
      calls: [needs.case],
      reaches: [{ kind: 'internet', why: 'language models' }],
      serving: uvicorn('agent_service.main:app', { drain: LLM_TIMEOUT, scalesDown: 'slowly' }),
      // Its libraries ask the internet for a list of prices when the first chat loads them, and all requests wait for it (five seconds at most).
      everywhere: { LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
      environment: { FM_CASE_SERVICE_URL: needs.case.url, OPIK_TRACK_DISABLE: 'true', ...Object.fromEntries(needs.providers.map(apiKey)) },
      health: healthEndpoint({ busyFor: FIRST_CHAT }),
      replication: interchangeable(),
      hazards: [
        {
          code: 'missing-case-stops-chats',
          what: 'a chat about a case that does not exist is answered 500 instead of 404, and the gateway takes five of those in a row for an agent that is down',
          consequence: 'nobody can chat through that gateway for half a minute',
          wayOut: 'services.api-gateway.settings.breakerFailures: more of them; or open only cases that exist',
          evidence:
            'read in fm-agent-service at 203e3b8: api/routes/agent.py turns whatever goes wrong into 500; fm-api-gateway at c888d14: api/routes.py counts it, core/circuit_breaker.py',
        },
      ],
      floor: floor(
        '320Mi',
        '52 MiB idle, 270 to 312 MiB once the first request has loaded its language model libraries, killed below 304 MiB, measured; turns in flight come on top',
      ),
    });
  }
}

const apiKey = (provider: LlmProvider) =>
  [
    `${provider.toUpperCase()}_API_KEY`,
    secretKey('fm-agent-service-llm', provider, { holds: `an API key of ${provider}`, rotation: RESTART_CONSUMERS }),
  ] as const;
