/**
 * What is replaced in each record. The expressions hold for RE2, in which the collector runs them, and for JavaScript, in which a test does:
 * they have no assertion about what stands around, no reference to a group, and say by `anyCase` that letters of either case are meant.
 */
export interface Mask {
  /** What it is called in the collector's configuration. */
  readonly name: string;
  readonly pattern: string;
  /** Whether letters of either case are meant. @default - as they are written */
  readonly anyCase?: true;
  /** What stands there instead: `$1` is what the first group has found. */
  readonly by: string;
  /**
   * Texts of which a record has one wherever the expression finds something. A record with none of them is not searched, which takes most of
   * the time. @default - every record is searched
   */
  readonly has?: readonly string[];
}

/** What stands where a credential was. */
export const MASKED = '***';

/** A percent sign that was encoded once, twice or more often. */
const PERCENT = '%(?:25)*';

/** A quotation mark: as it is, escaped as in JSON within JSON, encoded as in a URL, or as in HTML. */
const QUOTE = `(?:\\\\*["'\`]|${PERCENT}2[27]|&quot;|&#0?3[49];|\\\\u002[27])`;

const SPACES = `(?:\\s|\\\\+[nrt]|%(?:25)*20|\\+)*`;

/*
 * What follows a name is found in three steps, each with short expressions, which is what makes RE2 fast: a mark is put behind each name, it is
 * moved to where the value begins, and what stands behind it is replaced according to how it is quoted. No text has these marks.
 */
const mark = (code: number) => ({ pattern: `\\x${code.toString(16).padStart(2, '0')}`, text: String.fromCharCode(code) });

/** Keeps what stands behind it from the next expression. */
const STAYS = mark(1);

/** Stands where a value begins, before the mark of its kind. */
const VALUE_BEGINS = mark(14);

interface Kind {
  readonly kind: string;
  /** Stands behind the name, then before the value. */
  readonly mark: ReturnType<typeof mark>;
  readonly names: string;
  /** Texts of which a record has one if it has such a name. */
  readonly has: readonly string[];
}

/** As it is, in capitals, and with one capital. */
const cases = (...words: readonly string[]): readonly string[] =>
  words.flatMap((word) => [word, word.toUpperCase(), `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`]);

/** What may follow such a word in a name. What stands before it is of no interest. */
const SUFFIX = '(?:[_-]?(?:value|hash|old|new|prev|raw|plain|text|[0-9]+))?';

/** Names that end in one of these words name a credential. */
const SECRET: Kind = {
  kind: 'secret',
  mark: mark(3),
  names: `(?:pass(?:word|wd|phrase|code)?|pwd?|secret|credential|jwt|otp|pin[_-]?code|nonce|code[_-]verifier|client[_-]assertion|(?:cli|basic|http|proxy|registry)[_-]auth)${SUFFIX}`,
  has: cases('pass', 'pw', 'secret', 'credential', 'jwt', 'otp', 'code', 'nonce', 'assertion', 'auth'),
};

/** The same, if what follows is no number: that is how many there are, or how long one lasts. */
const COUNTED: Kind = {
  kind: 'counted',
  mark: mark(4),
  names: `(?:(?:(?:api|access|account|auth|client|encrypt(?:ion)?|license|master|private|secret|service|session|shared|signing|storage|webhook|write|instrumentation|subscription|fernet|jwt|app(?:lication)?|deploy|ssh|hmac|db|role|ssl|tls)[_. -]?key(?:[_. -]?id)?|key[_. -]?base|token|signature|connection[_. -]?string)${SUFFIX}|(?:passwords|secrets|credentials|api[_-]?keys))`,
  has: cases('key', 'token', 'signature', 'string', 'passwords', 'secrets', 'credentials', 'secretS'),
};

const COOKIE: Kind = { kind: 'cookie', mark: mark(5), names: 'cookie(?:s|2)?', has: ['ookie', 'OOKIE'] };

const AUTHORIZATION: Kind = {
  kind: 'authorization',
  mark: mark(6),
  names: '(?:authorization|www-authenticate|authentication-info)',
  has: ['uthorization', 'UTHORIZATION', 'uthenticat', 'UTHENTICAT'],
};

/** What stands between the name of a credential and the credential, if they are on two sides of a sign. */
const IS = `${QUOTE}?\\]?${SPACES}(?::\\s?[A-Za-z]{2,10}(?:\\[[A-Za-z, ]+\\])?(?:\\s?\\|\\s?None)?\\s?=|[!=:]==?|[=-]>|[:=]|${PERCENT}3[AD]|\\\\+u003[aAdD])${SPACES}`;

/** The same, if they are two values of one object: `"name": "password", "value": "x"`. */
const VALUE = `${QUOTE}?(?:\\s|,|\\\\+[nrt]|${PERCENT}2[Cc0]|\\+)+${QUOTE}?value${QUOTE}?\\s*(?:[:=]|${PERCENT}3[AD])\\s*`;

/** The same in what validates input, which prints where it was and what it was. */
const INPUT = `(?:(?:\\n|\\\\+n)\\s+[^\\n]{0,200}?input_value=|\\\\*["']\\s*[\\])]\\s*,[^{}\\n]{0,200}?["']input\\\\*["']\\s*:\\s*)`;

/** The same between two entries of a list, which quotes both. */
const NEXT = `(?:\\\\*["']|${PERCENT}2[27])(?:\\s*,\\s*|${PERCENT}2C(?:${PERCENT}20|\\+)?)`;

/** What stands before a quotation mark in the notation of a program: `SecretStr('x')`, `b'x'`. */
const CALL = '(?:[a-zA-Z.]{0,16}\\()?[bBrRuUfF]?';

/** What ends a value that says something. */
const ENDS = `(?:[\\s,;)}\\]"'\`\\\\&<|]|[.:](?:[\\s"'\\\\]|$)|$)`;

/** Values that say something of a credential and are none. */
const SAYING = `(?:${[
  'null|none|nil|true|false|undefined|empty|not[_ -]?set|unset|set|missing|required|optional|invalid|incorrect|expired|revoked|unknown',
  'yes|no|ok|disabled|enabled|not found|not available|is|has|was|must|cannot|could|failed|signature|absent|present|given|provided',
  'created|updated|deleted|changed|rotated|refreshed|issued|loaded|valid|validated|verified|accepted|rejected|denied|mismatch|too',
  'the|a|an|your|this|that|token|password|secret|key|user|login|access|for|in|on|at|from|by|and|or|not|with|wrong|bad|weak|short|long|using',
  'cleared|removed|reset|sent|received|read|written|found|skipped|ignored|unchanged|done|passed|pending|off|loading|loads|new|old|any|all',
  'configured|generated|field required|string should|value error|input should|str|string|bytes|text|varchar|secretstr',
].join('|')})`;

/** Who an `Authorization` is for: stays, because it tells what was tried. */
const SCHEME = '(?:(?:bearer|basic|token|apikey|api-key|negotiate|digest|ntlm|sharedkey|key|jwt|aws|hmac)(?:\\s+|%20|\\+))?';

/** Values that somebody else has masked. */
const HIDDEN = `${CALL}\\\\*["'\`]?${SCHEME}(?:\\*{2,}|[\\[<(]?(?:redacted|filtered|masked|hidden|secret)[\\])>])\\\\*["'\`]?`;

/** What is no credential itself: nothing, or the file that has it. */
const NOTHING = `(?:${CALL}(?:\\\\*["']){2}(?:[\\s,;)}\\]&]|$)|["']?/(?:app|run|etc|var|home|root|usr|opt|tmp|srv|data|mnt|proc|dev|tls|secrets?|work|workspace)(?:/[A-Za-z0-9_.-]+)*["']?${ENDS})`;

/** Brackets before the first value of a list, as in Go, Python and JSON. */
const LIST = `(?:(?:\\[\\]string\\{|[\\[(])\\s*){0,2}`;

/** A value in quotation marks, up to the closing one: how it is opened, and what it may hold. */
const QUOTED = [
  [
    ...[3, 7].map((escapes) => [`\\\\{${escapes}}["']`, `(?:[^"'\\\\]|\\\\{${escapes + 1},}["']|\\\\+[^"'\\\\])+`] as const),
    [`\\\\{2,}["']`, `(?:[^"'\\\\]|\\\\+[^"'\\\\])+`],
    [`\\\\"`, `(?:[^"\\\\]|\\\\\\\\+["']|\\\\+[^"\\\\])+`],
    [`\\\\'`, `(?:[^'\\\\]|\\\\\\\\+["']|\\\\+[^'\\\\])+`],
    [`(?:\\\\+"){3}`, `[^"\\\\]+`],
  ],
  [
    ['"""', `(?:[^"]|"{1,2}[^"])+`],
    [`'''`, `(?:[^']|'{1,2}[^'])+`],
    ['"', `(?:[^"\\\\]|\\\\[^\\n])+`],
    [`'`, `(?:[^'\\\\]|\\\\+[^\\n\\\\])+`],
    ['`', '[^`\\n]+'],
    ['&(?:quot|apos|#0?3[49]);', '[^&\\n]+'],
  ],
] as const;

/** A value without quotation marks: it ends at the next space, or at a mark with nothing of it behind. */
const BARE = `(?:[{<](?:[^\\s"'\`\\\\]|\\\\+[^\\s"'\`\\\\]){3,}|(?:[^\\s"'\`\\\\{<]|\\\\+[^\\s"'\`\\\\])(?:[^\\s"'\`\\\\<]|\\\\+[^\\s"'\`\\\\]|["'<][A-Za-z0-9])*)`;

/** The beginning of what is no word, since it has letters and digits. */
const MIXED = `[^\\s"',;:*|│]*(?:[A-Za-z][0-9!@#$%^&]|[0-9!@#$%^&][A-Za-z])`;

/** Brackets within brackets, and what stands between them. */
const nested = (depth: number): string => (depth === 0 ? '[^\\[\\](){}\\n]*' : `(?:[^\\[\\](){}\\n]|[\\[({]${nested(depth - 1)}[\\])}])*`);

const KINDS = [AUTHORIZATION, COOKIE, COUNTED, SECRET];
const ANY_KIND = `[${KINDS.map(({ mark }) => mark.pattern).join('')}]`;
const NAMED = { has: KINDS.map(({ mark }) => mark.text) };
const VALUED = { anyCase: true, has: [VALUE_BEGINS.text] } as const;

/** Where a value begins. @param kind @default - of any name */
const startOf = (kind?: Kind): string => `${VALUE_BEGINS.pattern}${kind?.mark.pattern ?? ANY_KIND}`;

/** What replaces the values of all names. */
const VALUES: readonly Mask[] = [
  ...KINDS.map(
    ({ kind, mark, names, has }): Mask => ({ name: `${kind}-name`, pattern: `(${names})`, anyCase: true, by: `$1${mark.text}`, has }),
  ),
  { name: 'value', pattern: `(${ANY_KIND})(${IS}|${VALUE}|${INPUT})`, anyCase: true, by: `$2${VALUE_BEGINS.text}$1`, ...NAMED },
  {
    // In JSON, what follows a value is the next key.
    name: 'key',
    pattern: `${ANY_KIND}(${NEXT}(?:\\\\*["']|${PERCENT}2[27])[^"'\\n]{0,80}?(?:\\\\*["']|${PERCENT}2[27])\\s*(?::|${PERCENT}3A))`,
    by: '$1',
    ...NAMED,
  },
  {
    name: 'next-value',
    pattern: `(${ANY_KIND})(${NEXT})(${CALL}(?:\\\\*["']|${PERCENT}2[27]))`,
    by: `$2${VALUE_BEGINS.text}$1$3`,
    ...NAMED,
  },
  { name: 'no-value', pattern: `(${startOf()})|${ANY_KIND}`, by: '$1', ...NAMED },
  {
    name: 'no-credential',
    pattern: `${startOf()}((?:${SAYING}|${SCHEME}${HIDDEN}|[a-zA-Z]{0,20}[\\[({]*[\\])}]+)${ENDS}|${NOTHING})`,
    by: '$1',
    ...VALUED,
  },
  { name: 'number', pattern: `${startOf(COUNTED)}(-?[0-9]+(?:\\.[0-9]+)?(?:ms|s|%)?${ENDS})`, by: '$1', ...VALUED },
  // All cookies, however they are listed.
  ...(
    [
      ['cookies', `[a-zA-Z.]{0,24}(?:\\[\\]string)?[\\[({]\\s*[bB]?(\\\\*["'])${nested(3)}[\\])}]`, `$1${MASKED}$1`],
      ['cookies-in-pairs', `[a-zA-Z.]{0,24}[\\[({]\\s*[\\[({]\\s*[bB]?(\\\\*["'])${nested(2)}[\\])}]${nested(3)}[\\])}]`, `$1${MASKED}$1`],
      ['cookies-cut-off', `(?:<?[a-zA-Z.]{0,24}[\\[({]${nested(3)}[\\])}]>?|[a-zA-Z.]{0,24}[\\[({<][^\\r\\n]*)`, MASKED],
    ] as const
  ).map(([name, pattern, by]): Mask => ({ name, pattern: `${startOf(COOKIE)}${pattern}`, by, ...VALUED })),
  {
    name: 'list',
    pattern: `${startOf()}(${LIST})(["'])[^"'\\\\\\n]*["'](?:\\s*,\\s*["'][^"'\\\\\\n]*["'])+(\\s*[\\])])`,
    by: `$1$2${MASKED}$2$3`,
    ...VALUED,
  },
  ...QUOTED.map(
    (alternatives, index): Mask => ({
      name: `quoted-${index}`,
      pattern: `${startOf()}(?:${alternatives.map(([open, inner]) => `(${LIST}${CALL}${open}${SCHEME})${inner}`).join('|')})`,
      by: `${alternatives.map((_, at) => `$${at + 1}`).join('')}${MASKED}`,
      ...VALUED,
    }),
  ),
  {
    name: 'authorization-of-many-parts',
    pattern: `${startOf(AUTHORIZATION)}(${LIST}(?:Digest|AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256|Hawk|OAuth|NTLM|Signature|MAC|GOOG4-RSA-SHA256|SharedAccessSignature|Token)(?:\\s|%20|\\+))(?:=(?:${startOf()})?(?:"[^"\\n]*"|'[^'\\n]*')|[^\\r\\n"'\\\\]|\\\\[^\\n])*`,
    by: `$1${MASKED}`,
    ...VALUED,
  },
  {
    name: 'authorization',
    pattern: `${startOf(AUTHORIZATION)}(${LIST}(?:[A-Za-z][A-Za-z0-9-]*(?:\\s+|%20|\\+))?)[^\\s"'\\\\,;\\])]+`,
    by: `$1${MASKED}`,
    ...VALUED,
  },
  {
    name: 'cookie',
    pattern: `${startOf(COOKIE)}(?:=(?:${startOf()})?(?:"[^"\\n]*"|'[^'\\n]*')|[^"'\\r\\n\\\\]|\\\\[^\\n])+`,
    by: MASKED,
    ...VALUED,
  },
  // A number in JSON: no other mark would be JSON there.
  { name: 'number-in-json', pattern: `${startOf()}-?[0-9.eE+]+(\\s*[,}]\\s*(?:\\\\*["'}]|$))`, by: 'null$1', ...VALUED },
  { name: 'bare', pattern: `${startOf()}(${LIST}(?:[a-zA-Z.]{0,16}\\()?)${BARE}`, by: `$1${MASKED}`, ...VALUED },
  { name: 'values', pattern: startOf(), by: '', ...VALUED },
];

/** A word up to a quotation mark, which may be escaped. */
const WORD = `(?:[^\\s"'\\\\]|\\\\+[^\\s"'\\\\nrt])+`;

const URL_NAME = '[A-Za-z][A-Za-z0-9+.-]*';

const COLON = '(?::|\\\\+u003[aA])';

/** Tokens that their first letters tell, whatever stands before them. */
const TOKENS = [
  // Who runs models
  '(?:sk|pk|rk)-[A-Za-z0-9_-]{12,}',
  '[spr]k_(?:live|test)_[A-Za-z0-9]{8,}',
  'fw_[A-Za-z0-9]{6,}',
  'gsk_[A-Za-z0-9]{16,}',
  'xai-[A-Za-z0-9]{16,}',
  'pplx-[A-Za-z0-9]{16,}',
  'hf_[A-Za-z0-9]{16,}',
  'r8_[A-Za-z0-9]{16,}',
  'nvapi-[A-Za-z0-9_-]{16,}',
  'lsv2_[A-Za-z0-9_]{16,}',
  // Google
  'AIza[A-Za-z0-9_-]{20,}',
  'ya29\\.[A-Za-z0-9_.-]{10,}',
  'GOCSPX-[A-Za-z0-9_-]{10,}',
  '1//0[A-Za-z0-9_-]{20,}',
  // AWS
  '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}',
  'bedrock-api-key-[A-Za-z0-9+/=]{10,}',
  // GitHub, GitLab and others
  'gh[pousr]_[A-Za-z0-9]{16,}',
  'github_pat_[A-Za-z0-9_]{16,}',
  'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[A-Za-z0-9_-]{16,}',
  'xox[abeoprs](?:\\.[a-z]+)?-[A-Za-z0-9-]{8,}',
  'xapp-[A-Za-z0-9-]{8,}',
  'npm_[A-Za-z0-9]{16,}',
  'pypi-[A-Za-z0-9_-]{16,}',
  'dckr_pat_[A-Za-z0-9_-]{16,}',
  'do[opr]_v1_[a-f0-9]{16,}',
  'SG\\.[A-Za-z0-9_-]{12,}\\.[A-Za-z0-9_-]{12,}',
  'SK[0-9a-f]{32}',
  'xkeysib-[a-z0-9-]{16,}',
  'whsec_[A-Za-z0-9+/=]{12,}',
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}',
  'dapi[a-f0-9]{32}',
  'sbp_[a-f0-9]{16,}',
  'sb_(?:secret|publishable)_[A-Za-z0-9_-]{12,}',
  'hv[sbr]\\.[A-Za-z0-9_-]{16,}',
  'eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,3}',
  'AGE-SECRET-KEY-1[A-Z0-9]{16,}',
  'glsa_[A-Za-z0-9_]{16,}',
  'ATATT3[A-Za-z0-9_=-]{16,}',
  'lin_api_[A-Za-z0-9]{16,}',
  'PMAK-[A-Za-z0-9-]{16,}',
  'NRAK-[A-Z0-9]{16,}',
  'secret_[A-Za-z0-9]{32,}',
  '(?:bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}',
  // The beginning of a private key, encoded
  'LS0tLS1CRUdJTiB(?:[EFPS]|QR1Ag|QUklW)[A-Za-z0-9+/=]*',
];

/** Texts of which each of these has one. */
const TOKENED = [
  ...[
    'sk-',
    'pk-',
    'rk-',
    'k_live_',
    'k_test_',
    'fw_',
    'gsk_',
    'xai-',
    'pplx-',
    'hf_',
    'r8_',
    'nvapi-',
    'lsv2_',
    'AIza',
    'ya29.',
    'GOCSPX-',
  ],
  ...['1//0', 'AKIA', 'ASIA', 'ABIA', 'ACCA', 'bedrock-api-key-', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'glpat-', 'gldt-'],
  ...[
    'glrt-',
    'glcbt-',
    'glptt-',
    'glft-',
    'glimt-',
    'glagent-',
    'glsoat-',
    'xox',
    'xapp-',
    'npm_',
    'pypi-',
    'dckr_pat_',
    '_v1_',
    'SG.',
    'SK',
  ],
  ...[
    'xkeysib-',
    'whsec_',
    'shpat_',
    'shpca_',
    'shppa_',
    'shpss_',
    'dapi',
    'sbp_',
    'sb_',
    'hvs.',
    'hvb.',
    'hvr.',
    'eyJ',
    'AGE-SECRET-KEY-1',
  ],
  ...['glsa_', 'ATATT3', 'lin_api_', 'PMAK-', 'NRAK-', 'secret_', ':AA', 'LS0tLS1CRUdJTiB'],
];

/** Hashes of passwords, from which weak ones can be found. */
const HASHES = [
  '\\$2[abxy]?\\$[0-9]{2}\\$[./A-Za-z0-9]{22,}',
  '\\$(?:argon2(?:id?|d)|scrypt|pbkdf2[a-z0-9-]*|[156y]|apr1)\\$[^\\s"\'\\\\,;]{8,}',
  'SCRAM-SHA-256\\$[^\\s"\'\\\\]+',
  'md5[a-f0-9]{32}',
  '\\{S?SHA(?:256|512)?\\}[A-Za-z0-9+/=]{16,}',
  'pbkdf2[_:a-z0-9]*\\$[0-9]+\\$[^\\s"\'\\\\,;]+',
  'scrypt:[0-9:]+\\$[^\\s"\'\\\\,;]+',
];

const PRIVATE_KEY = `(?:[A-Z0-9]+(?: |%20|\\+|_))*PRIVATE(?: |%20|\\+|_)KEY(?:(?: |%20|\\+|_)BLOCK)?`;

/**
 * The masks, in the order in which they run. Each replaces whatever it finds wherever it stands. Some harmless text is replaced as well; what
 * it is, docs/platform.md says.
 */
export const MASKS: readonly Mask[] = [
  {
    name: 'private-key',
    pattern: `-----BEGIN(?: |%20|\\+)${PRIVATE_KEY}-----[\\s\\S]*?-----END(?: |%20|\\+)${PRIVATE_KEY}-----`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    // What is left of a key whose end is in another record.
    name: 'begin-of-private-key',
    pattern: `-----BEGIN(?: |%20|\\+)${PRIVATE_KEY}-----(?:[^"'\\\\]|\\\\+[^"'\\\\])*`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    // What is left of a key whose beginning is in another record.
    name: 'end-of-private-key',
    pattern: `[A-Za-z0-9+/=\\\\\\s]*-----END(?: |%20|\\+)${PRIVATE_KEY}-----`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    name: 'url',
    pattern: `(${URL_NAME}${COLON}(?:\\\\*/|\\\\u002[fF]){2}[^\\s:/@"'\\\\]*(?:${COLON}|%3[aA]))(?:[^\\s"']|["'][A-Za-z0-9][^\\s"':/,@]*)*(@|\\\\+u0040)`,
    by: `$1${MASKED}$2`,
    has: ['@', '0040'],
  },
  {
    name: 'url-encoded',
    pattern: `(${URL_NAME}(?:${PERCENT}3A|:)(?:${PERCENT}2F|\\\\*/){2}[^\\s"'&:@]*?(?:${PERCENT}3A|:))[^\\s"'&]*(?:${PERCENT}40|\\\\u0040)`,
    anyCase: true,
    by: `$1${MASKED}%40`,
    has: ['40'],
  },
  {
    name: 'url-with-a-token',
    pattern: `(${URL_NAME}(?::\\\\*/\\\\*/|%3[aA]%2[fF]%2[fF]))[^\\s:/@"'?#%&]{16,}(@|%40)`,
    by: `$1${MASKED}$2`,
    has: ['@', '%40'],
  },
  {
    name: 'user-and-password',
    pattern: `([A-Za-z0-9_.-]+:)[^\\s:/@"'=,*\\\\]+@([A-Za-z0-9.-]+(?::[0-9]|/|\\())`,
    by: `$1${MASKED}@$2`,
    has: ['@'],
  },
  {
    name: 'session-cookie',
    pattern: `((?:_oauth2_proxy[A-Za-z0-9_]*|sessionid|phpsessid|connect\\.sid|laravel_session|_?csrf_?token|xsrf-token|sb-[a-z0-9]+-auth-token[.0-9]*|__(?:Secure|Host)-[A-Za-z0-9_.-]+)(?:=|%3D))[^\\s;,"'\\\\&*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [
      'essionid',
      'ESSIONID',
      'essionId',
      'SESSID',
      'sessid',
      '_session',
      '_oauth2_proxy',
      '.sid',
      'csrf',
      'CSRF',
      'xsrf',
      'XSRF',
      'auth-token',
      '__',
    ],
  },
  {
    name: 'query',
    pattern: `((?:[?&]|&amp;|${PERCENT}3F|${PERCENT}26|\\\\u0026)(?:key|sig|code|state|session_state|auth|ticket|assertion|SAMLResponse|SAMLRequest|client_assertion|code_verifier|X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|se|sv)(?:=|${PERCENT}3D))[^&\\s"'#\\\\*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['=', '3D', '3d'],
  },
  {
    name: 'block',
    pattern: `((?:password|passwd|secret|token|key):[ \\t]*[|>][-+]?[ \\t]*(?:\\n|\\\\+n)[ \\t]+)[^\\n\\\\]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['|', '>'],
  },
  {
    name: 'netloc',
    pattern: `(netloc=\\\\*["'][^"'@]*:)[^"'@]+@`,
    by: `$1${MASKED}@`,
    has: ['netloc'],
  },
  { name: 'oracle', pattern: `(jdbc:oracle:[a-z]+:[^\\s/@"']+/)[^\\s/@"']+@`, by: `$1${MASKED}@`, has: ['jdbc:oracle'] },
  ...VALUES,
  {
    name: 'secret-of-pydantic',
    pattern: `(Secret(?:Str|Bytes)\\(\\s*[bB]?\\\\*["'])\\**[^"'*\\\\](?:[^"'\\\\]|\\\\[^"'])*`,
    by: `$1${MASKED}`,
    has: ['SecretStr', 'SecretBytes'],
  },
  {
    name: 'user-and-password-of-client',
    pattern: `((?:\\bauth\\\\*["']?\\s*[=:]\\s*|(?:Basic|Digest)Auth)[\\[(]\\s*[bB]?\\\\*["'][^"'\\\\]*\\\\*["']\\s*,\\s*[bB]?\\\\*["'])(?:[^"'\\\\]|\\\\[^"'])+`,
    by: `$1${MASKED}`,
    has: ['auth', 'Auth'],
  },
  {
    name: 'user-and-password-encoded',
    pattern: `(\\b_?auth\\\\*["']?\\s*[:=]\\s*\\\\*["']?)(?:[A-Za-z]*[0-9=+/][A-Za-z0-9+/=]{7,}|[A-Za-z]*[a-z][A-Z][A-Za-z0-9+/=]{7,})`,
    by: `$1${MASKED}`,
    has: ['auth"', 'auth\\', "auth'", 'auth=', 'auth:', 'auth '],
  },
  {
    name: 'cookie-object',
    pattern: `(<Cookie\\s+[^\\s=]+=|<Morsel:\\s*[^\\s=]+=|cookie[\\[({][^\\n()\\[\\]{}]{0,120}?value\\s*[:=]\\s*\\\\*["']?|set_?cookie\\(\\s*\\\\*["'][^"'\\\\]*\\\\*["']\\s*,\\s*\\\\*["'])[^\\s>;,"'\\\\\\])}]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['ookie', 'Morsel'],
  },
  {
    name: 'form-data',
    pattern: `(form-data;\\s*name=\\\\*["']?[^"'\\\\\\s;]*(?:pass|pwd|secret|token|key|otp|code|credential|signature)[^"'\\\\\\s;]*\\\\*["']?(?:\\\\+[rn]|[\\r\\n])+(?:content-[^\\r\\n\\\\]*(?:\\\\+[rn]|[\\r\\n])+)*)(?:[^\\r\\n\\\\]|\\\\+[^\\\\rn])+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['form-data'],
  },
  {
    // A line of a table: name and value.
    name: 'cells',
    pattern: `([|│]\\s*[a-z0-9_. -]*(?:password|passwd|secret|token|api[_ -]?key)\\s*[|│][ \\t]*)${MIXED}[^\\s|│]*`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['| ', '│ '],
  },
  {
    name: 'sentence-quoted',
    pattern: `((?:password|passwd|passphrase|secret|token|api key)(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?\\s+(?:is|was|to|set to|changed to|with):?\\s+\\\\*["'\`])[^"'\`\\\\\\n]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['"', "'", '`'],
  },
  {
    name: 'sentence-with-a-token',
    pattern: `(\\b(?:token|password|passwd|passphrase|api[ _-]?key)\\s+\\\\*["'\`]?)[^\\s"',;:*|│\\\\/(){}=<>.]*(?:[A-Za-z][0-9]|[0-9][A-Za-z])[^\\s"',;:\\\\(){}<>]{3,}`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('token', 'password', 'passwd', 'passphrase', 'key'),
  },
  {
    name: 'header-of-proxy',
    pattern: `((?:set|add)[_-]header\\s+[a-z0-9_-]*(?:key|token|secret|password|authorization|cookie)\\s+)(?:"[^"\\n]*"|'[^'\\n]*'|\\\\"[^"\\\\]*|[^\\s"'\\\\;]+)`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['_header', '-header'],
  },
  {
    // In a sentence, a word is a credential that has letters and digits.
    name: 'sentence',
    pattern: `((?:\\b(?:with|(?:login|user)\\s+\\S+|temporary|initial|default|generated|bind)\\s+password|password(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?(?:\\s+(?:is|was|to|set to|changed to)|\\s*:|\\s+is:))\\s+)${MIXED}[^\\s"',;\\\\]*`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('password'),
  },
  {
    name: 'argument',
    pattern: `((?:^|[\\s"'\`,=(\\[])--?[A-Za-z0-9-]*(?:password|passwd|passphrase|pass|secret|token|api-?key|access-?key|private-?key|credentials?)["',]*\\s+["']?)[^\\s"'\\\\-](?:${WORD})?`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['-'],
  },
  {
    name: 'user-of-curl',
    pattern: `((?:-u|--user|--proxy-user)[ =]["']?[^\\s:"']+:)${WORD}`,
    by: `$1${MASKED}`,
    has: ['-u', '-user'],
  },
  {
    name: 'argument-of-client',
    pattern: `(\\b[a-z]+-cli\\b[^\\n|;]*?["'\\s]-a["',]*\\s*["']?|\\b(?:sshpass|mysql[a-z]*|mariadb[a-z-]*|mongo[a-z]*|ldap[a-z]+|(?:docker|podman|crane|helm|skopeo|oras)\\b[^\\n|;]*?\\blogin)\\b[^\\n|;]*?["'\\s](?:-p|-w)["',]*\\s*["']?)[^\\s"'\\\\-](?:${WORD})?`,
    by: `$1${MASKED}`,
    has: ['-a', '-p', '-w'],
  },
  {
    name: 'cookies-of-curl',
    pattern: `(\\bcurl\\b[^\\n]*?\\s(?:-b|--cookie)[ =])(?:'[^'\\n]*'|"[^"\\n]*"|\\\\"[^"\\\\]*|${WORD})`,
    by: `$1${MASKED}`,
    has: ['curl'],
  },
  {
    name: 'second-cookies-of-curl',
    pattern: `(\\bcurl\\b[^\\n]*\\s(?:-b|--cookie)[ =])(?:'[^'\\n]*'|"[^"\\n]*"|\\\\"[^"\\\\]*|${WORD})`,
    by: `$1${MASKED}`,
    has: ['curl'],
  },
  {
    name: 'statement',
    pattern: `((?:password|identified(?:\\s+with\\s+\\S+)?\\s+by)(?:\\s+(?:as\\s+)?|\\s*\\(\\s*)E?)(?:'(?:[^'\\\\]|''|\\\\+[^\\n\\\\])*'?|\\\\*"[^"\\\\]*|\\$[a-z_]*\\$[^$]*\\$[a-z_]*\\$)`,
    anyCase: true,
    by: `$1'${MASKED}'`,
    has: ["'", '"', '$'],
  },
  {
    name: 'line-of-pgpass',
    pattern: `((?:^|[\\s"'=])[A-Za-z0-9.*_-]+:(?:5432|\\*):[A-Za-z0-9*_-]+:[A-Za-z0-9*_-]+:)${WORD}`,
    by: `$1${MASKED}`,
    has: [':5432:', ':*:'],
  },
  {
    name: 'directive',
    pattern: `((?:requirepass|masterauth|[a-z]+\\s+auth-pass\\s+\\S+|auth-pass|insecure-password|stats\\s+auth\\s+[^\\s:]+:)(?:\\\\*["'])?\\s*(?:\\\\*["'])?)${WORD}`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [...cases('requirepass', 'masterauth', 'auth-pass', 'insecure-password'), 'stats auth'],
  },
  ...['[^\\n]*?', '[^\\n]*'].map(
    (between, index): Mask => ({
      // A user may have several passwords: the first and the last.
      name: `access-list-${index}`,
      pattern: `((?:\\bsetuser\\b|\\buser\\s+\\S+\\s+(?:on|off)\\b)${between}["'\\s](?:[<>]|#[0-9a-f]{8}))${WORD}`,
      anyCase: true,
      by: `$1${MASKED}`,
      has: [...cases('setuser'), 'user '],
    }),
  ),
  {
    name: 'auth-stays',
    pattern: `(\\bAUTH2?)(\\s+(?:failed|failure|required|error|errors|command|called|is|was|not|no|ok|succeeded|success|successful|service|provider|token|tokens|module|middleware|enabled|disabled|and|or|for|from|to|in|on|<[^>\\n]*>|\\*{3}|(?:(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|GSSAPI|NTLM|OAUTHBEARER)\\s*)+(?:[\\r\\n"']|\\\\[rn]|$))${ENDS})`,
    by: `$1${STAYS.text}$2`,
    has: ['AUTH'],
  },
  {
    name: 'auth-command-in-protocol',
    pattern: `((?:\\b|\\\\n)AUTH(?:(?:\\r\\n|\\\\+r\\\\+n)\\$[0-9]+(?:\\r\\n|\\\\+r\\\\+n)[^\\s\\\\]+)?(?:\\r\\n|\\\\+r\\\\+n)\\$[0-9]+(?:\\r\\n|\\\\+r\\\\+n))[^\\s\\\\]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('auth'),
  },
  {
    name: 'auth-command',
    pattern: `(\\bAUTH2?(?:\\\\*["'])?\\\\*\\s+)(?:\\\\*["'][^"'\\s\\\\]+\\\\*["']|[^\\s"':=,.\\x01\\\\-][^\\s"'\\\\]*)(?:\\s+(?:\\\\*["'][^"'\\s\\\\]+\\\\*["']|[^\\s"'\\\\]+))?`,
    by: `$1${MASKED}`,
    has: ['AUTH'],
  },
  {
    name: 'auth-command-of-small-letters',
    pattern: `((?:[>\\]]\\s+|["'])auth(?:\\\\*["']\\s+\\\\*["']|\\s+))${WORD}(?:(?:\\\\*["'])?\\s+(?:\\\\*["'])?${WORD})?`,
    by: `$1${MASKED}`,
    has: ['> auth', '] auth', '"auth', "'auth"],
  },
  { name: 'auth-stayed', pattern: STAYS.pattern, by: '', has: [STAYS.text] },
  {
    name: 'element',
    pattern: `(<[^<>]*(?:password|passwd|secret|token|api-?key)[^<>]*>(?:<!\\[CDATA\\[)?)[^<>\\s][^<>]*(</|\\]\\]>)`,
    anyCase: true,
    by: `$1${MASKED}$2`,
    has: ['<'],
  },
  {
    name: 'bearer',
    pattern: `((?:[Bb]earer|BEARER)(?:\\s+|%20|\\+))[a-z]*[A-Z0-9._~+/=-][A-Za-z0-9._~+/=-]{3,}`,
    by: `$1${MASKED}`,
    has: ['earer', 'EARER'],
  },
  {
    name: 'basic',
    pattern: `((?:[Bb]asic|BASIC)(?:\\s+|%20|\\+))(?:[A-Za-z]*[0-9=+/][A-Za-z0-9+/=]{3,}|[A-Za-z]*[a-z][A-Z][A-Za-z0-9+/=]{3,})`,
    by: `$1${MASKED}`,
    has: ['asic', 'ASIC'],
  },
  { name: 'token', pattern: `(\\b|_|%[0-9A-F]{2}|\\\\[nrt])(?:${TOKENS.join('|')})`, by: `$1${MASKED}`, has: TOKENED },
  {
    name: 'webhook',
    pattern: `(hooks\\.slack\\.com\\\\*/[a-z]+\\\\*/|discord(?:app)?\\.com/api/webhooks/|webhook\\.office\\.com/)(?:[A-Za-z0-9_/@-]|\\\\+/)+`,
    by: `$1${MASKED}`,
    has: ['hook'],
  },
  { name: 'hash', pattern: `(?:${HASHES.join('|')})`, by: MASKED, has: ['$', 'md5', 'SHA'] },
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

/** The expression of a mask in the notation of RE2. */
export const expressionOf = ({ pattern, anyCase }: Pick<Mask, 'pattern' | 'anyCase'>): string => `${anyCase ? '(?i)' : ''}${pattern}`;

/** A mask as JavaScript runs it. */
export const masked = (text: string): string =>
  MASKS.reduce((masking, { pattern, anyCase, by, has }) => {
    if (has?.every((part) => !masking.includes(part))) return masking;
    return masking.replaceAll(new RegExp(pattern, anyCase ? 'gi' : 'g'), by);
  }, text);
