import { shopPlanOf } from '../support/cluster';
import { shopEditorSays } from '../support/json-schema';
import { HEAD, shopLaptopOf } from '../support/plans';
import { problemsOf } from '../support/problems';

const laptop = (cart: string): string => `${HEAD}services: { cart: { memory: { limit: 1Gi }, ${cart} } }\n`;
const plans = {
  laptop: (cart: string) => shopLaptopOf(laptop(cart)),
  cluster: (cart: string) => shopPlanOf(`services: { cart: { ${cart} } }\n`),
};
const on = {
  laptop: (cart: string) => problemsOf(() => plans.laptop(cart)),
  cluster: (cart: string) => problemsOf(() => plans.cluster(cart)),
};

describe.each(['laptop', 'cluster'] as const)('variables of a %s', (target) => {
  it.each([
    'environment: { HTTPS_PROXY: "http://proxy.example.com:3128" }',
    'environment: { A: "", _b1: " x ", MAX_TOKENS: "4096", KEYBOARD: us, TZ: Europe/Berlin }',
    'environment: { NO_PROXY: "localhost,.svc,10.0.0.0/8", SCOPE: "https://registry.example.com:443/@scope" }',
    'environment: {}',
    ...[
      ...['TOKENIZERS_PARALLELISM', 'PATH', 'AUTHOR', 'PATTERN', 'COMPASS', 'KEYSPACE', 'MONKEYPATCH', 'PASSTHROUGH', 'DISPATCH', 'JWTS'],
      ...['FM_AUTH_SERVICE_URL', 'AUTH_ENABLED', 'ACCESS_TOKEN_EXPIRE_MINUTES', 'COOKIE_SECURE', 'CACHE_KEY_PREFIX', 'PASSWORD_MIN_LENGTH'],
      ...['JWT_ALGORITHM', 'token_url', 'MAX_OUTPUT_TOKENS', 'SSH_AUTH_SOCK', 'API_KEY_FILE'],
    ].map((name) => `environment: { ${name}: x }`),
    "environment: { A: 'it costs $5, $$ and $(A)', B: \"two\\nlines\", C: '8', D: 'true' }",
  ])('takes %s', (text) => expect(plans[target](text)).toBeDefined());

  it.each([
    ['environment: { A: 8 }', 'environment.A: expected a text, got 8 (write it in quotes: "8")'],
    ['environment: { A: 0.5 }', 'environment.A: expected a text, got 0.5 (write it in quotes: "0.5")'],
    ['environment: { A: true }', 'environment.A: expected a text, got true (write it in quotes: "true")'],
    ['environment: { A: [x] }', 'environment.A: expected a text, got a list'],
    ['environment: { A: { B: x } }', 'environment.A: expected a text, got a map'],
    ['environment: [A=x]', 'environment: expected a map of variables and texts such as { LOG_FORMAT: console }, got a list'],
    ['environment: A=x', 'environment: expected a map of variables and texts such as { LOG_FORMAT: console }, got "A=x"'],
    ['environment: { 1A: x }', 'environment.1A: expected the name of a variable such as LOG_FORMAT, got "1A"'],
    ['environment: { "A-B": x }', 'expected the name of a variable'],
    ['environment: { "A B": x }', 'expected the name of a variable'],
    ['environment: { "A=B": x }', 'expected the name of a variable'],
    ['environment: { "": x }', 'expected the name of a variable'],
    ['environment: { Ä: x }', 'expected the name of a variable'],
    [`environment: { ${'A'.repeat(257)}: x }`, 'expected the name of a variable'],
    [`environment: { A: ${'x'.repeat(8193)} }`, 'environment.A: expected a text of at most 8192 characters'],
    ['environment: { __proto__: x }', 'cannot be a name here'],
    ['settings: { currency: euro }', 'settings.currency: expected one of EUR, USD, got "euro"'],
    ['settings: { curency: EUR }', 'settings.curency: unknown key, did you mean currency?'],
    ['settings: {}, environment: { CURRENCY: EUR }', 'environment.CURRENCY: expected none: settings.currency says it'],
  ])('refuses %s', (text, expected) => expect(on[target](text).join('\n')).toContain(expected));

  it.each([
    ...['OPENAI_API_KEY', 'API_TOKEN', 'DB_PASSWORD', 'PGPASSWORD', 'CLIENT_SECRET', 'db_password', 'KEY', 'AWS_ACCESS_KEY_ID'],
    ...['SECRET_KEY_BASE', 'OPENAI_API_KEY_2', 'JWT_SECRET_V2', 'GITHUB_PAT', 'PRIVATE_KEY_PEM', 'API_KEYS_JSON', 'AUTH_HEADER'],
    ...['PASSWORD_HASH', 'ACCESSKEY', 'DB_PW', 'BEARER', 'COOKIE', 'SENTRY_DSN', 'openai_api_key_2', 'apiKeyJson', 'KEY2', 'PASS_1'],
    ...['ACCESS_TOKEN_V2', 'GOOGLE_CREDENTIALS_JSON', 'AZURE_CONNECTION_STRING', 'PROXY_AUTHORIZATION', 'SESSION_COOKIES', 'authtoken'],
    ...['AWS_SECRET_ACCESS_KEY', 'API_KEYS', 'GOOGLE_CREDENTIALS', 'SSH_PASSPHRASE', 'OPIK_APIKEY', 'SMTP_PASS', 'MY_PWD'],
  ])('refuses %s, whose name says that it holds a secret', (name) => {
    expect(on[target](`environment: { ${name}: hunter2 }`)).toEqual([expect.stringContaining('expected a variable that holds no secret')]);
  });

  it.each([
    'postgres://user:hunter2@db/x',
    'http://proxy:hunter2@proxy.example.com:3128',
    'redis://:hunter2@redis:6379/0',
    'https://me:hunter/2@x.org',
    'sk-hunter2hunter2',
    'https://hunter2hunter2@o1.ingest.example.com/2',
    'host=db password=hunter2',
    'https://x.org/?api_key=hunter2',
    'Authorization=Bearer hunter2hunter2',
    '{"password": "hunter2"}',
    '-----BEGIN PRIVATE KEY-----hunter2',
  ])('refuses the value %s, which holds a secret, and does not repeat it', (value) => {
    const [said = '', ...more] = on[target](`environment: { A: ${JSON.stringify(value)} }`);
    expect(more).toEqual([]);
    expect(said).toContain('environment.A: expected a text without a password, a token or a key');
    expect(said).not.toContain('hunter');
  });
});

it('tells an editor of what is wrong as well', () => {
  expect(shopEditorSays(laptop('environment: { LOG_DEDUPE: "false" }, settings: { currency: USD }'))).toEqual([]);
  for (const wrong of [
    'environment: { A: 8 }',
    'environment: { API_KEY_2: x }',
    'environment: { A_KEY: x }',
    'environment: { 1A: x }',
    'settings: { currency: x }',
  ])
    expect([wrong, shopEditorSays(laptop(wrong))]).not.toEqual([wrong, []]);
});

it('has no settings for a service of which none are known', () => {
  expect(problemsOf(() => shopPlanOf('services: { orders: { settings: { currency: EUR } } }\n')).join()).toContain(
    'services.orders.settings: unknown key',
  );
});
