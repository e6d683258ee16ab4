import type { Construct } from 'constructs';
import { onlyIn } from '../../model/environment';
import { RESTART_CONSUMERS, secretKey } from '../../model/secret';
import { floor, Service } from '../../model/service';
import { type Consequences, configurable, type Surroundings, type Values } from '../../model/setting';
import { destinationAt, type Nowhere, ONLY_THE_NODE, whyNowhere } from '../../model/whereabouts';
import { formerly, listOf, oneOf } from '../../shape/values';
import { seconds } from '../../units/duration';
import type { HttpUrl } from '../../units/http-url';
import { placeOf } from '../../units/place';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';
import { LLM_PROVIDERS, type LlmProvider } from '../llm-provider';
import { logLevel } from '../log-level';
import type { Case } from './case';

/** How long the image waits for a language model. */
const LLM_TIMEOUT = seconds(60);

/** The first chat imports libraries: 5.2 s were measured, during which no request is answered. A slower node takes twice as long. */
const FIRST_CHAT = seconds(10);

/** The troubleshooting agent: orchestrates calls of language models. */
export class Agent extends Service {
  readonly kind = 'agent';

  /** Despite the documents it calls neither knowledge, evidence nor Redis (its configuration reads only FM_CASE_SERVICE_URL). */
  constructor(scope: Construct, needs: { case: Case }) {
    super(scope, 'fm-agent-service', {
      image: faultmavenImage('fm-agent-service'),
      release: { tag: 'sha-203e3b896999d47d4e187563b785eb954ff81531' },
      ports: httpPort(8006),
      calls: [needs.case],
      reaches: [{ kind: 'internet', why: 'language models' }],
      workload: uvicorn('agent_service.main:app', { drain: LLM_TIMEOUT, scalesDown: 'slowly' }),
      variables: {
        // Its libraries ask the internet for a list of prices when the first chat loads them, and all requests wait for it (five seconds at most).
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        ...onlyIn('cluster', { FM_CASE_SERVICE_URL: needs.case.url, OPIK_TRACK_DISABLE: 'true' }),
      },
      configurable: configurable({ settings: SETTINGS, cluster: { providers: formerly('backing.llm', PROVIDERS) }, follow: consequences }),
      health: healthEndpoint({ busyFor: FIRST_CHAT }),
      hazards: [MISSING_CASE_STOPS_CHATS],
      floor: floor(
        '320Mi',
        '52 MiB idle, 270 to 312 MiB once the first request has loaded its language model libraries, killed below 304 MiB, measured; turns in flight come on top',
      ),
    });
  }
}

export const MISSING_CASE_STOPS_CHATS = {
  code: 'missing-case-stops-chats',
  what: 'a chat about a case that does not exist is answered 500 instead of 404, and the gateway counts that as a failure: after five in a row it treats the agent as down',
  consequence: 'nobody can chat through that gateway for half a minute',
  wayOut: 'raise services.api-gateway.settings.breakerFailures, or open only cases that exist',
  evidence:
    'read in fm-agent-service at 203e3b8: api/routes/agent.py turns whatever goes wrong into 500; fm-api-gateway at c888d14: api/routes.py counts it, core/circuit_breaker.py',
} as const satisfies KnownHazard;

/** What the names of a provider's variables start with. */
const prefixOf = (provider: LlmProvider): string => (provider === 'local' ? 'LOCAL_LLM' : provider.toUpperCase());

const apiKey = (provider: LlmProvider) =>
  [
    `${prefixOf(provider)}_API_KEY`,
    secretKey('fm-agent-service-llm', provider, {
      holds: provider === 'local' ? 'an API key of your own server; any text where that asks for none' : `an API key of ${provider}`,
      rotation: RESTART_CONSUMERS,
    }),
  ] as const;

/** The same words for every provider, so that the JSON Schema says them once. */
const providerSettings = (provider: LlmProvider) =>
  ({
    kind: 'group',
    says: 'A provider of language models; local is a server of your own that speaks the protocol of OpenAI (Ollama, vLLM, LM Studio).',
    settings: {
      model: {
        kind: 'text',
        variable: `${prefixOf(provider)}_MODEL`,
        pattern: /^[A-Za-z0-9][\w./:@+-]{0,199}$/,
        expected: 'the name of a model such as gpt-4o or llama3.1:8b',
        says: "Which model is asked. Left out: the code's own choice.",
      },
      url: {
        kind: 'url',
        variable: `${prefixOf(provider)}_BASE_URL`,
        example: 'http://ollama.models.svc.cluster.local:11434/v1',
        says: "Where its API is. Left out: the provider's own.",
      },
      networks: { kind: 'networks', says: 'Networks of a server whose name is no public one, and not of the cluster. Left out: none.' },
    },
  }) as const;

const SETTINGS = {
  logLevel,
  logFormat: { kind: 'one-of', variable: 'LOG_FORMAT', values: ['json', 'console'], says: 'How lines are written. Left out: json.' },
  chatProvider: {
    kind: 'one-of',
    variable: 'CHAT_PROVIDER',
    values: LLM_PROVIDERS,
    says: 'Who is asked first. Left out: the first of those that have a key, in the order of the code.',
  },
  strictProvider: {
    kind: 'flag',
    variable: 'STRICT_PROVIDER_MODE',
    says: 'Whether nobody else is asked when chatProvider fails. Left out: the next one is.',
  },
  openai: providerSettings('openai'),
  anthropic: providerSettings('anthropic'),
  fireworks: providerSettings('fireworks'),
  groq: providerSettings('groq'),
  gemini: providerSettings('gemini'),
  huggingface: providerSettings('huggingface'),
  openrouter: providerSettings('openrouter'),
  local: providerSettings('local'),
} as const;

const PROVIDERS = listOf(
  oneOf(LLM_PROVIDERS, ''),
  LLM_PROVIDERS.length,
  'providers',
  'Whose language models it calls. Each has its key in the Secret fm-agent-service-llm.',
);

interface SaidOfAgent {
  readonly settings: Values<typeof SETTINGS>;
  /** Those whose keys it gets. @default - only the base file knows */
  readonly providers?: readonly LlmProvider[];
}

/** Where language models are, and what cannot be: a model that nobody has a key of, a server that is nowhere. */
function consequences({ settings: values, providers: keys }: SaidOfAgent, around: Surroundings): Consequences {
  const said = LLM_PROVIDERS.flatMap((provider) => (values[provider] === undefined ? [] : [[provider, values[provider]] as const]));
  const withoutKey = (provider: LlmProvider): boolean => keys !== undefined && !keys.includes(provider);
  const keyless = (path: readonly string[], provider: LlmProvider) =>
    withoutKey(provider)
      ? [{ path: ['settings', ...path], message: `expected ${provider} among services.agent.providers: without its key nobody asks it` }]
      : [];
  return {
    variables: onlyIn('cluster', Object.fromEntries((keys ?? []).map(apiKey))),
    reaches: said.flatMap(([provider, { url, networks }]) =>
      url === undefined || around.where === 'laptop'
        ? []
        : [destinationAt({ url, networks }, around.clusterDomain, `language models of ${provider}`)],
    ),
    wrong: [
      ...said.flatMap(([provider, { url, networks }]) => {
        if (url === undefined)
          return networks === undefined
            ? []
            : [{ path: ['settings', provider, 'networks'], message: 'expected none without a url, of which they are' }];
        const nowhere = around.where === 'cluster' ? whyNowhere({ url, networks }, around) : whyNotOutside(url);
        return nowhere === undefined ? [] : [{ path: ['settings', provider, nowhere.at], message: nowhere.message }];
      }),
      ...said.flatMap(([provider]) => keyless([provider], provider)),
      ...(values.chatProvider === undefined ? [] : keyless(['chatProvider'], values.chatProvider)),
      ...whyNoServer(values, keys).map((because) => ({
        path: ['settings', 'local', 'url'],
        message: `expected the URL of your own server, ${because}`,
        askedBy: values.local === undefined && keys !== undefined ? ['providers'] : undefined,
      })),
      ...(values.strictProvider === true && values.chatProvider === undefined
        ? [
            {
              path: ['settings', 'strictProvider'],
              message: 'expected chatProvider beside it: without one all providers are asked in turn all the same',
            },
          ]
        : []),
    ],
  };
}

/** Why a server of one's own has to have a URL and has none. By itself the code asks localhost, where a container finds only itself. */
function whyNoServer({ local, chatProvider }: Values<typeof SETTINGS>, keys?: readonly LlmProvider[]): readonly string[] {
  if (local?.url !== undefined) return [];
  if (keys !== undefined) return keys.includes('local') ? ['because services.agent.providers names local'] : [];
  if (chatProvider === 'local') return ['because chatProvider is local: by itself the container asks only itself'];
  return local?.model === undefined ? [] : ['because local has a model: by itself the container asks only itself'];
}

const whyNotOutside = (url: HttpUrl): Nowhere | undefined => {
  const place = placeOf(url, 'cluster.local').kind;
  if (place === 'oneself')
    return {
      at: 'url',
      message: 'expected an address outside of the container, which finds only itself there: this machine is host.docker.internal',
    };
  return place === 'node' ? { at: 'url', message: `expected the address of a server: ${ONLY_THE_NODE}` } : undefined;
};
