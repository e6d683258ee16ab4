import type { Construct } from 'constructs';
import type { LlmProvider } from '../service/llm-provider';
import { RESTART_CONSUMERS, secretKey } from '../service/secret';
import { floor, interchangeable, Service } from '../service/service';
import { seconds } from '../units/duration';
import type { Case } from './case';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from './fastapi';

/** How long the image waits for a language model. */
const LLM_TIMEOUT = seconds(60);

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
      environment: { FM_CASE_SERVICE_URL: needs.case.url, OPIK_TRACK_DISABLE: 'true', ...Object.fromEntries(needs.providers.map(apiKey)) },
      health: healthEndpoint(),
      replication: interchangeable(),
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
