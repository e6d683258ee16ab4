import { MASKED, type Mask } from './mask';

/** Tokens that their first letters tell, whatever stands before them: how they begin, and the expression of what follows. */
const TOKENS: readonly (readonly [begins: string | readonly string[], rest: string])[] = [
  // Who runs models
  [
    ['sk-', 'pk-', 'rk-'],
    '(?:[a-z_]{0,30}[A-Z0-9][A-Za-z0-9_]{12,}|(?:(?:proj|svcacct|admin|None|lf|or-v1)-|ant-[a-z]+[0-9]{2}-)[A-Za-z0-9_-]{12,})',
  ],
  [['sk_live_', 'sk_test_', 'pk_live_', 'pk_test_', 'rk_live_', 'rk_test_'], '[A-Za-z0-9]{8,}'],
  ['fw_', '[a-z]{0,12}[A-Z0-9][A-Za-z0-9]{5,}'],
  [['gsk_', 'xai-', 'pplx-', 'hf_', 'r8_', 'jina_'], '[A-Za-z0-9]{16,}'],
  [['nvapi-', 'lsv2_', 'tgp_v1_'], '[A-Za-z0-9_-]{16,}'],
  ['pa-', '[A-Za-z0-9_]{40,}'],
  // Google
  ['AIza', '[A-Za-z0-9_-]{20,}'],
  ['ya29.', '[A-Za-z0-9_.-]{10,}'],
  ['GOCSPX-', '[A-Za-z0-9_-]{10,}'],
  ['1//0', '[A-Za-z0-9_-]{20,}'],
  // AWS
  [['AKIA', 'ASIA', 'ABIA', 'ACCA'], '[A-Z0-9]{12,}'],
  ['bedrock-api-key-', '[A-Za-z0-9+/=]{10,}'],
  ['ABSK', '[A-Za-z0-9+/]{20,}=*'],
  // GitHub, GitLab and others
  [['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'], '[A-Za-z0-9_]{16,}'],
  [
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'glsoat-', 'pypi-AgE', 'dckr_pat_'],
    '[A-Za-z0-9_-]{16,}',
  ],
  ['xox', '[abeoprs](?:\\.[a-z]+)?-[A-Za-z0-9-]{8,}'],
  ['xapp-', '[A-Za-z0-9-]{8,}'],
  ['npm_', '[A-Za-z0-9]{16,}'],
  [['doo_v1_', 'dop_v1_', 'dor_v1_', 'sbp_'], '[a-f0-9]{16,}'],
  ['SG.', '[A-Za-z0-9_-]{12,}\\.[A-Za-z0-9_-]{12,}'],
  [['SK', 'dapi'], '[0-9a-f]{32}'],
  ['xkeysib-', '[a-z0-9-]{16,}'],
  ['whsec_', '[A-Za-z0-9+/=]{12,}'],
  [['shpat_', 'shpca_', 'shppa_', 'shpss_'], '[a-fA-F0-9]{16,}'],
  [['sb_secret_', 'sb_publishable_'], '[A-Za-z0-9_-]{12,}'],
  [['hvs.', 'hvb.', 'hvr.', 'figd_'], '[A-Za-z0-9_-]{16,}'],
  ['eyJ', '[A-Za-z0-9_-]{6,}={0,2}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,3}'],
  ['AGE-SECRET-KEY-1', '[A-Z0-9]{16,}'],
  [['glsa_', 'lin_api_'], '[A-Za-z0-9_]{16,}'],
  ['ATATT3', '[A-Za-z0-9_=-]{16,}'],
  [['PMAK-', 'tvly-'], '[A-Za-z0-9-]{16,}'],
  ['NRAK-', '[A-Z0-9]{16,}'],
  ['secret_', '[A-Za-z0-9]{32,}'],
  ['bot', '[0-9]{6,10}:[A-Za-z0-9_-]{30,}'],
  [['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'], '[A-Za-z0-9]{16,}'],
  [['sntrys_', 'sntryu_'], '[A-Za-z0-9_=+/-]{16,}'],
  ['gAAAAA', '[A-Za-z0-9_-]{48,}=*'],
  // Sessions, accounts and keys of a store of logs
  ['Fe26.', '[0-9]\\*[A-Za-z0-9*_-]{16,}'],
  ['AAEAAWVsYXN0aWMv', '[A-Za-z0-9_-]{10,}'],
  // The beginning of a private key, encoded
  ['LS0tLS1CRUdJTiB', '(?:[EFPS]|QR1Ag|QUklW)[A-Za-z0-9+/=]*'],
];

const literal = (text: string): string => text.replaceAll('.', '\\.');

const ofToken = ([begins, rest]: (typeof TOKENS)[number]): string => `(?:${[begins].flat().map(literal).join('|')})${rest}`;

/** What may stand before a token. */
const BEFORE_TOKEN = '\\b|_|%[0-9A-F]{2}|\\\\[nrt]';

/** Hashes of passwords, from which weak ones can be found. */
const HASHES = [
  '\\$2[abxy]?\\$[0-9]{2}\\$[./A-Za-z0-9]{22,}',
  '\\$(?:argon2(?:id?|d)|scrypt|pbkdf2[a-z0-9-]*|[156y]|apr1)\\$[^\\s"\'\\\\,;]{8,}',
  'SCRAM-SHA-256\\$[^\\s"\'\\\\]+',
  'md5[a-f0-9]{32}',
  '\\{S?(?:SHA(?:256|512)?|MD5)\\}[A-Za-z0-9+/=]{16,}',
  '\\{(?:PLAIN|CLEAR|CLEARTEXT)\\}[^\\s"\'\\\\]{3,}',
  'pbkdf2[_:a-z0-9]*\\$[0-9]+\\$[^\\s"\'\\\\,;]+',
  'scrypt:[0-9:]+\\$[^\\s"\'\\\\,;]+',
];

/** What its own letters tell. */
export const BY_THEMSELVES: readonly Mask[] = [
  {
    name: 'bearer',
    pattern: `((?:[Bb]earer|BEARER)(?:,?\\s+|%20|\\+|\\\\*["']?\\s*[:=]\\s*\\\\*["']?))[a-z]*[A-Z0-9._~+/=-][A-Za-z0-9._~+/=-]{3,}`,
    by: `$1${MASKED}`,
    has: ['earer', 'EARER'],
  },
  {
    name: 'basic',
    pattern: `((?:[Bb]asic|BASIC)(?:\\s+|%20|\\+))(?:[A-Za-z]*[0-9=+/][A-Za-z0-9+/=]{3,}|[A-Za-z]*[a-z][A-Z][A-Za-z0-9+/=]{3,})`,
    by: `$1${MASKED}`,
    has: ['asic', 'ASIC'],
  },
  {
    name: 'token',
    pattern: `(${BEFORE_TOKEN})(?:${TOKENS.map(ofToken).join('|')})`,
    by: `$1${MASKED}`,
    has: TOKENS.flatMap(([begins]) => begins),
  },
  // Of a bot of Telegram, without the word before it.
  { name: 'token-of-bot', pattern: `(${BEFORE_TOKEN})[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}`, by: `$1${MASKED}`, has: [':AA'] },
  {
    name: 'webhook',
    pattern: `(hooks\\.slack\\.com\\\\*/[a-z]+\\\\*/|discord(?:app)?\\.com/api/webhooks/|webhook\\.office\\.com/|\\.office\\.com/webhook/|events\\.pagerduty\\.com/integration/)(?:[A-Za-z0-9_/@-]|\\\\+/)+`,
    by: `$1${MASKED}`,
    has: ['hook', 'pagerduty'],
  },
  { name: 'hash', pattern: `(?:${HASHES.join('|')})`, by: MASKED, has: ['$', 'md5', 'MD5}', 'SHA', 'PLAIN}', 'CLEAR}', 'TEXT}'] },
  {
    // A key of Elasticsearch, as it is sent: its ID, a colon and what is secret.
    name: 'key-encoded',
    pattern: `(encoded\\\\*["']\\s*[:=]\\s*\\\\*["'])[A-Za-z0-9+/]{48,100}={0,2}(\\\\*["'])`,
    by: `$1${MASKED}$2`,
    has: ['encoded'],
  },
  {
    name: 'key-set',
    pattern: `(\\\\*["'](?:d|p|q|dp|dq|qi|k)\\\\*["']\\s*:\\s*\\\\*["'])[^"'\\\\]{8,}`,
    by: `$1${MASKED}`,
    has: ['kty'],
  },
  {
    name: 'signature-by-itself',
    pattern: `(\\bsig(?:=|%3[dD]))[A-Za-z0-9%+/_-]*(?:%3[dD]|%2[fFbB]|[A-Za-z0-9%+/]{24,})[A-Za-z0-9%+/=_-]*`,
    by: `$1${MASKED}`,
    has: ['sig=', 'sig%3'],
  },
  { name: 'storage-key', pattern: `\\b[A-Za-z0-9+/]{86}==`, by: MASKED, has: ['=='] },
];
