import { faultmaven } from '../../lib/faultmaven/application';
import { servicesIn } from '../../lib/model/application';
import { programTells } from '../../lib/model/configured';
import { variablesIn } from '../../lib/model/setting';
import { CLUSTER_PROFILES, clusterPlan, clusterPlanOf } from '../support/cluster';

const REDIS = ['REDIS_MODE', 'REDIS_HOST', 'REDIS_PORT', 'REDIS_DB', 'REDIS_PASSWORD'];
/** As asyncpg reads them. */
const DATABASE = ['DATABASE_URL', 'PGUSER', 'PGPASSWORD'];
const providers = ['OPENAI', 'ANTHROPIC', 'FIREWORKS', 'GROQ', 'GEMINI', 'HUGGINGFACE', 'OPENROUTER', 'LOCAL_LLM'];

/** What the code of each image reads, found in its repository at the commit of its release, and in the libraries that it loads. */
const READ: Readonly<Record<string, readonly string[]>> = {
  'fm-api-gateway': [
    ...REDIS,
    ...['AUTH', 'SESSION', 'CASE', 'KNOWLEDGE', 'EVIDENCE', 'AGENT'].map((name) => `FM_${name}_SERVICE_URL`),
    ...['AUTH_REQUIRED', 'ANONYMOUS_USER_ID', 'ANONYMOUS_USER_EMAIL', 'ANONYMOUS_USER_ROLE', 'CORS_ORIGINS'],
    ...['RATE_LIMIT_ENABLED', 'RATE_LIMIT_REQUESTS_PER_MINUTE', 'CIRCUIT_BREAKER_FAIL_THRESHOLD', 'CIRCUIT_BREAKER_RESET_TIMEOUT'],
  ],
  'fm-auth-service': [...REDIS, 'CORS_ORIGINS'],
  'fm-session-service': [...REDIS, 'CORS_ORIGINS', 'SESSION_TTL_SECONDS', 'MAX_SESSIONS_PER_USER'],
  'fm-case-service': [...DATABASE, 'CASE_STORAGE_TYPE', 'LOG_LEVEL'],
  'fm-knowledge-service': [...DATABASE, 'CHROMA_PERSIST_DIR', 'EMBEDDING_MODEL', 'OMP_NUM_THREADS', 'HF_HOME', 'HF_HUB_OFFLINE'],
  'fm-evidence-service': [
    ...[...DATABASE, 'CORS_ORIGINS', 'MAX_FILE_SIZE_MB', 'ALLOWED_FILE_TYPES'],
    ...['STORAGE_PROVIDER', 'STORAGE_LOCAL_PATH', 'S3_BUCKET_NAME', 'S3_REGION', 'S3_ENDPOINT_URL'],
    ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ],
  'fm-agent-service': [
    ...providers.flatMap((provider) => ['API_KEY', 'MODEL', 'BASE_URL'].map((name) => `${provider}_${name}`)),
    ...['FM_CASE_SERVICE_URL', 'CHAT_PROVIDER', 'STRICT_PROVIDER_MODE', 'OPIK_TRACK_DISABLE', 'LOG_LEVEL', 'LOG_FORMAT'],
    'LITELLM_LOCAL_MODEL_COST_MAP',
  ],
  'fm-job-worker': REDIS,
  'fm-job-worker-beat': REDIS,
  'fm-dashboard': [],
  'fm-edge': [],
};

const plans = [
  ...CLUSTER_PROFILES.map((name) => clusterPlan(name)),
  clusterPlanOf(
    'services: { knowledge: { database: sqlite, model: { volume: m } }, evidence: { database: sqlite, files: local }, agent: { providers: [openai, anthropic] } }\n',
  ),
];

/** What runs images of FaultMaven. */
const own = servicesIn(faultmaven, 'cluster').flatMap(({ name }) => (name.startsWith('fm-') ? [name] : []));

it('knows what the code of these reads, and of no others', () => {
  expect(Object.keys(READ).sort()).toEqual([...own].sort());
});

it.each(own.filter((name) => name in READ))('tells %s nothing that its code does not read', (name) => {
  const services = plans.flatMap((plan) => plan.services.filter(({ service }) => service.name === name));
  expect(services.length).toBeGreaterThanOrEqual(3);
  for (const { service, configured } of services) {
    const told = [...Object.keys(programTells({ configured })), ...variablesIn(service.configurable.settings).keys()];
    expect(told.filter((variable) => !READ[name]?.includes(variable))).toEqual([]);
  }
});
