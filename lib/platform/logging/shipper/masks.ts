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

/** What makes a terminal show the text behind it in a colour. */
const COLOUR = '(?:\\x1b|\\\\+(?:u001[bB]|x1[bB]|033|e))\\[[0-9;]*m';

const SPACES = `(?:\\s|\\\\+[nrt]|%(?:25)*20|\\+|${COLOUR})*`;

/*
 * What follows a name is found in three steps, each with short expressions, which is what makes RE2 fast: a mark is put behind each name, it is
 * moved to where the value begins, and what stands behind it is replaced according to how it is quoted. The marks are points of Unicode that
 * are no letters and never will be. What a text has of them is taken out first.
 */
const mark = (index: number): string => String.fromCharCode(0xfdd0 + index);

/** Keeps what stands behind it from the next expression. */
const STAYS = mark(0);

/** Stands where a value begins, before the mark of its kind. */
const VALUE_BEGINS = mark(1);

/** Stands before what may be a credential, until the next expression has seen what it is. */
const MAY_BE = mark(2);

interface Kind {
  readonly kind: string;
  /** Stands behind the name, then before the value. */
  readonly mark: string;
  readonly names: string;
  /** Texts of which a record has one if it has such a name. */
  readonly has: readonly string[];
}

/** As it is, in capitals, and with one capital. */
const cases = (...words: readonly string[]): readonly string[] =>
  words.flatMap((word) => [word, word.toUpperCase(), `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`]);

/** What may stand between two words of a name. */
const SEPARATOR = `(?:[_. -]|${PERCENT}(?:5F|2D|2E|20))?`;

/** What may follow such a word in a name. What stands before it is of no interest. */
const SUFFIX =
  '(?:[_-]?(?:value|hash|old|new|prev|confirm(?:ation)?|again|repeat(?:ed)?|raw|plain|text|prod|dev|staging|primary|secondary|base64|b64|v?[0-9]+))?';

/** Names that end in one of these words name a credential. */
const SECRET: Kind = {
  kind: 'secret',
  mark: mark(3),
  names: `(?:(?:ot)?pass(?:wor[dt]|wd|phrase|code)?|pwd?|pswd|[cx]srf|secret|credential|creds|jwt|otp|pin[_-]?code|nonce|code${SEPARATOR}verifier|(?:mfa|2fa|t?otp|sms|verification|one[_ -]?time)${SEPARATOR}code|device${SEPARATOR}code|client${SEPARATOR}assertion|masterauth|(?:cli|basic|http|proxy|registry)[_-]auth)${SUFFIX}`,
  has: cases('pass', 'pw', 'pswd', 'secret', 'cred', 'jwt', 'otp', 'code', 'nonce', 'assertion', 'auth', 'csrf', 'xsrf'),
};

/** The same, if what follows is no number: that is how many there are, or how long one lasts. */
const COUNTED: Kind = {
  kind: 'counted',
  mark: mark(4),
  names: `(?:token|signature|connection${SEPARATOR}string|(?:recovery|backup)${SEPARATOR}codes?|passwords|secrets|credentials)${SUFFIX}`,
  has: cases('token', 'signature', 'string', 'code', 'passwords', 'secrets', 'credentials', 'secretS'),
};

/** Keys that are credentials, and are of that kind: most keys are none. */
const KEYS = `(?:(?:${[
  'api|access|account|auth|client|encrypt(?:ion)?|license|master|private|secret|service|session|shared|signing|storage|webhook|write',
  'instrumentation|subscription|fernet|jwt|app(?:lication)?|deploy|ssh|hmac|db|role|ssl|tls|functions|sse[_-]?customer|encryption[_-]customer',
  'admin|aes|cipher|decrypt(?:ion)?|internal|rsa',
].join('|')})${SEPARATOR}key(?:s|${SEPARATOR}(?:id|base|data))?|key${SEPARATOR}base)${SUFFIX}`;

const COOKIE: Kind = { kind: 'cookie', mark: mark(5), names: 'cookie(?:s|2)?', has: ['ookie', 'OOKIE'] };

const AUTHORIZATION: Kind = {
  kind: 'authorization',
  mark: mark(6),
  names: 'authorization',
  has: ['uthorization', 'UTHORIZATION'],
};

/** What stands between the name of a credential and the credential, if they are on two sides of a sign. */
const IS = `_?(?:${COLOUR})*${QUOTE}?(?:\\]|${PERCENT}5D|\\[[0-9]*\\])?${SPACES}(?:→|:\\s?[A-Za-z]{2,10}(?:\\[[A-Za-z, ]+\\])?(?:\\s?\\|\\s?None)?\\s?=|[!=:?]==?|[=-]>|[:=]|${PERCENT}3[AD]|\\\\+u003[aAdD])${SPACES}`;

/** The same, if they are two values of one object: `"name": "password", "value": "x"`. */
const VALUE = `${QUOTE}?(?:\\s|,|\\\\+[nrt]|${PERCENT}2[Cc0]|\\+)+${QUOTE}?value${QUOTE}?\\s*(?:[:=]|${PERCENT}3[AD])\\s*`;

/** The same in what validates input, which prints where it was and what it was. */
const INPUT = `(?:(?:\\n|\\\\+n)\\s+[^\\n]{0,200}?input_value=|\\\\*["']\\s*,?\\s*[\\])]\\s*,[^{}\\n]{0,200}?["']input\\\\*["']\\s*:\\s*)`;

/** The same between two entries of a list, which quotes both. */
const NEXT = `(?:\\\\*["']|${PERCENT}2[27])(?:\\s*,\\s*|${PERCENT}2C(?:${PERCENT}20|\\+)?)`;

/** What stands before a quotation mark in the notation of a program: `SecretStr('x')`, `b'x'`. */
const CALL = '(?:[a-zA-Z.]{0,16}\\()?[bBrRuUfF]?';

/** What ends a value that says something. */
const ENDS = `(?:[\\s\\x1b,;)}\\]"'\`\\\\&<|]|[.:](?:[\\s"'\\\\]|$)|$)`;

/** Where a program puts a value, in place of it. */
const PLACE =
  '(?:\\$[0-9]{1,2}(?:::[A-Za-z]{1,16}(?:\\([0-9]{1,5}\\))?)?|\\?|%s|%\\([a-z_]+\\)s|:[a-z_]{0,24}(?:password|passwd|secret|token|key|hash)(?:_[a-z0-9]+)?)';

/** Values that say something of a credential and are none. */
const SAYING = `(?:${[
  'null|none|nil|true|false|undefined|empty|not[_ -]?set|unset|set|missing|required|optional|invalid|incorrect|expired|revoked|unknown',
  'yes|no|ok|disabled|enabled|not found|not available|is|has|was|must|cannot|could|failed|signature|absent|present|given|provided',
  'created|updated|deleted|changed|rotated|refreshed|issued|loaded|valid|validated|verified|accepted|rejected|denied|mismatch|too',
  'the|a|an|your|this|that|token|password|secret|key|user|login|access|for|in|on|at|from|by|and|or|not|with|wrong|bad|weak|short|long|using',
  'opened|open|opening|closed|close|closing|mounted|granted|started|stopped',
  'cleared|removed|reset|sent|received|read|written|found|skipped|ignored|unchanged|done|passed|pending|off|loading|loads|new|old|any|all',
  'configured|generated|field required|string should|value error|input should|str|string|bytes|text|varchar|secretstr',
].join('|')})`;

/** Who an `Authorization` is for: stays, because it tells what was tried. */
const SCHEME = '(?:(?:bearer|basic|token|apikey|api-key|negotiate|digest|ntlm|sharedkey|key|jwt|aws|hmac)(?:\\s+|%20|\\+))?';

/** Values that somebody else has masked. */
const HIDDEN = `${CALL}\\\\*["'\`]?${SCHEME}(?:\\*{2,}|[\\[<(]?(?:redacted|filtered|masked|hidden|secret)[\\])>])\\\\*["'\`]?`;

/** What is no credential itself: nothing, or the file that has it. */
const NOTHING = `(?:\\\\*["']?(?:<\\|[a-z_]+\\|>|</?s>|<(?:unk|pad|bos|eos|cls|sep|mask)>)\\\\*["']?${ENDS}|${CALL}(?:\\\\*["']){2}(?:[\\s,;)}\\]&]|$)|["']?/(?:app|run|etc|var|home|root|usr|opt|tmp|srv|data|mnt|proc|dev|tls|secrets?|work|workspace)(?:/[A-Za-z0-9_.-]+)*["']?${ENDS})`;

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
const ANY_KIND = `[${KINDS.map(({ mark }) => mark).join('')}]`;
const NAMED = { has: KINDS.map(({ mark }) => mark) };
const VALUED = { anyCase: true, has: [VALUE_BEGINS] } as const;

/** Where a value begins. @param kind @default - of any name */
const startOf = (kind?: Kind): string => `${VALUE_BEGINS}${kind?.mark ?? ANY_KIND}`;

/** What replaces the values of all names. */
const VALUES: readonly Mask[] = [
  { name: 'key-name', pattern: `(${KEYS})`, anyCase: true, by: `$1${COUNTED.mark}`, has: cases('key') },
  // Of a variable of the environment, such as those of programs that nobody has named here.
  { name: 'key-name-in-capitals', pattern: '([A-Z0-9]_KEYS?)', by: `$1${COUNTED.mark}`, has: ['_KEY'] },
  ...KINDS.map(
    ({ kind, mark, names, has }): Mask => ({ name: `${kind}-name`, pattern: `(${names})`, anyCase: true, by: `$1${mark}`, has }),
  ),
  {
    name: 'no-name',
    pattern: `((?:com|by|sur|tres|multi|over|under)pass|unexpected token|(?:kbn|osd)-xsrf|(?:primary|foreign|public|partition|sort|cache|object|routing)_keys?)${ANY_KIND}`,
    anyCase: true,
    by: '$1',
    has: [
      ...cases('compass', 'bypass', 'surpass', 'trespass', 'multipass', 'overpass', 'underpass'),
      'nexpected ',
      ...cases('kbn-xsrf', 'osd-xsrf'),
      ...cases('primary_key', 'foreign_key', 'public_key', 'partition_key', 'sort_key', 'cache_key', 'object_key', 'routing_key'),
    ],
  },
  { name: 'value', pattern: `(${ANY_KIND})(${IS}|${VALUE}|${INPUT})`, anyCase: true, by: `$2${VALUE_BEGINS}$1`, ...NAMED },
  {
    // In JSON, what follows a value is the next key.
    name: 'key',
    pattern: `${VALUE_BEGINS}?${ANY_KIND}(${NEXT}(?:\\\\*["']|${PERCENT}2[27])[^"'\\n]{0,80}?(?:\\\\*["']|${PERCENT}2[27])\\s*(?::|${PERCENT}3A))`,
    by: '$1',
    ...NAMED,
  },
  {
    name: 'next-value',
    pattern: `${VALUE_BEGINS}?(${ANY_KIND})(${NEXT})(${CALL}(?:\\\\*["']|${PERCENT}2[27]))`,
    by: `$2${VALUE_BEGINS}$1$3`,
    ...NAMED,
  },
  { name: 'no-value', pattern: `(${startOf()})|${ANY_KIND}`, by: '$1', ...NAMED },
  {
    name: 'no-credential',
    pattern: `${startOf()}((?:${SAYING}|${PLACE}|${SCHEME}${HIDDEN}|[a-zA-Z]{0,20}[\\[({]*[\\])}]+)${ENDS}|${NOTHING})`,
    by: '$1',
    ...VALUED,
  },
  {
    name: 'number',
    pattern: `${VALUE_BEGINS}[${COUNTED.mark}${COOKIE.mark}](-?[0-9]+(?:\\.[0-9]+)?(?:ms|s|%)?${ENDS})`,
    by: '$1',
    ...VALUED,
  },
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
    pattern: `${startOf(AUTHORIZATION)}(${LIST}(?:[A-Za-z][A-Za-z0-9-]*(?:${COLOUR})*(?:\\s+|%20|\\+)(?:${COLOUR})*)?)[^\\s"'\\\\,;\\])]+`,
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
  '(?:sk|pk|rk)-(?:[a-z_]{0,30}[A-Z0-9][A-Za-z0-9_]{12,}|(?:(?:proj|svcacct|admin|None|lf|or-v1)-|ant-[a-z]+[0-9]{2}-)[A-Za-z0-9_-]{12,})',
  '[spr]k_(?:live|test)_[A-Za-z0-9]{8,}',
  'fw_[a-z]{0,12}[A-Z0-9][A-Za-z0-9]{5,}',
  'gsk_[A-Za-z0-9]{16,}',
  'xai-[A-Za-z0-9]{16,}',
  'pplx-[A-Za-z0-9]{16,}',
  'hf_[A-Za-z0-9]{16,}',
  'r8_[A-Za-z0-9]{16,}',
  'nvapi-[A-Za-z0-9_-]{16,}',
  'lsv2_[A-Za-z0-9_]{16,}',
  'tgp_v1_[A-Za-z0-9_-]{16,}',
  'jina_[A-Za-z0-9]{16,}',
  'pa-[A-Za-z0-9_]{40,}',
  // Google
  'AIza[A-Za-z0-9_-]{20,}',
  'ya29\\.[A-Za-z0-9_.-]{10,}',
  'GOCSPX-[A-Za-z0-9_-]{10,}',
  '1//0[A-Za-z0-9_-]{20,}',
  // AWS
  '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}',
  'bedrock-api-key-[A-Za-z0-9+/=]{10,}',
  'ABSK[A-Za-z0-9+/]{20,}=*',
  // GitHub, GitLab and others
  'gh[pousr]_[A-Za-z0-9]{16,}',
  'github_pat_[A-Za-z0-9_]{16,}',
  'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[A-Za-z0-9_-]{16,}',
  'xox[abeoprs](?:\\.[a-z]+)?-[A-Za-z0-9-]{8,}',
  'xapp-[A-Za-z0-9-]{8,}',
  'npm_[A-Za-z0-9]{16,}',
  'pypi-AgE[A-Za-z0-9_-]{16,}',
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
  'eyJ[A-Za-z0-9_-]{6,}={0,2}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,3}',
  'AGE-SECRET-KEY-1[A-Z0-9]{16,}',
  'glsa_[A-Za-z0-9_]{16,}',
  'ATATT3[A-Za-z0-9_=-]{16,}',
  'lin_api_[A-Za-z0-9]{16,}',
  'PMAK-[A-Za-z0-9-]{16,}',
  'NRAK-[A-Z0-9]{16,}',
  'secret_[A-Za-z0-9]{32,}',
  '(?:bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}',
  'bot[0-9]{6,10}:[A-Za-z0-9_-]{30,}',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9]{16,}',
  'figd_[A-Za-z0-9_-]{16,}',
  'sntry[su]_[A-Za-z0-9_=+/-]{16,}',
  'tvly-[A-Za-z0-9-]{16,}',
  'gAAAAA[A-Za-z0-9_-]{48,}=*',
  // Sessions and accounts of a store of logs
  'Fe26\\.[0-9]\\*[A-Za-z0-9*_-]{16,}',
  'AAEAAWVsYXN0aWMv[A-Za-z0-9_-]{10,}',
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
  ...[
    'glsa_',
    'ATATT3',
    'lin_api_',
    'PMAK-',
    'NRAK-',
    'secret_',
    ':AA',
    'bot',
    'dp.',
    'figd_',
    'sntry',
    'tvly-',
    'gAAAAA',
    'jina_',
    'pa-',
    'ABSK',
    'Fe26.',
    'AAEAAWVs',
    'LS0tLS1CRUdJTiB',
  ],
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

const GAP = '(?: |%20|\\+|_)';

const PRIVATE_KEY = `(?:[A-Z0-9]+${GAP})*PRIVATE${GAP}KEY(?:${GAP}BLOCK)?(?: ?-){4,5}`;

/** Where a private key begins, and where it ends. */
const BEGIN = `-{4,5}(?: ?)BEGIN${GAP}${PRIVATE_KEY}`;
const END = `-{4,5}(?: ?)END${GAP}${PRIVATE_KEY}`;

/** What stands before a name in a query or a form. */
const QUERY = `(?:[?&#]|&amp;|${PERCENT}3F|${PERCENT}26|\\\\u0026)`;

const QUERIED = ['?', '&', '#', '3F', '3f', '%26', '526', 'u0026'];

/** Letters or digits of a word or a number, not both. */
const WORDS = '(?:[A-Za-z]{1,18}|[0-9]{1,18})';

/** The end of the name of a column that holds a credential, or its hash. */
const COLUMN =
  '(?:(?:pass(?:word|wd|phrase)|secret|token|otp|api_?keys?\\.key|(?:api_?|access_?|private_?)key)(?:_(?:hash|digest|value|encrypted))?|key_hash|hashed_key)';

/** What stands before the next entry of a list, as a client that numbers its answers prints it. */
const ENTRY = '(?:\\n|\\\\+n)\\s*[0-9]+\\)\\s+';

const MARKS = [STAYS, VALUE_BEGINS, MAY_BE, ...KINDS.map((kind) => kind.mark)];

/**
 * The masks, in the order in which they run. Each replaces whatever it finds wherever it stands. Some harmless text is replaced as well; what
 * it is, docs/platform.md says.
 */
export const MASKS: readonly Mask[] = [
  { name: 'marks', pattern: `[${MARKS.join('')}]`, by: '', has: MARKS },
  { name: 'private-key', pattern: `${BEGIN}[\\s\\S]*?${END}`, by: MASKED, has: ['PRIVATE'] },
  {
    // What is left of a key whose end is in another record.
    name: 'begin-of-private-key',
    pattern: `${BEGIN}(?:[^"'\\\\]|\\\\+[^"'\\\\])*`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    // What is left of a key whose beginning is in another record, whatever stands before its lines.
    name: 'end-of-private-key',
    pattern: `(?:[^"'\\\\{}]|\\\\+[^"'\\\\{}])*${END}`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    name: 'private-key-of-putty',
    pattern: '(Private-Lines: *[0-9]+(?:\\\\+[rn]|\\r?\\n)+)[A-Za-z0-9+/=]+(?:(?:\\\\+[rn]|\\r?\\n)+[A-Za-z0-9+/=]+)*',
    by: `$1${MASKED}`,
    has: ['Private-Lines'],
  },
  {
    // A line of a key by itself, behind what a program puts before each line. A digest is as long.
    name: 'line-of-key',
    pattern: `(^|[\\s"'>|:+\\]]|\\\\n)([A-Za-z0-9+/]{64}(?:[A-Za-z0-9+/]{6}|[A-Za-z0-9+/]{12})?(?:\\\\+[nr"']|["'\\s]|$))`,
    by: `$1${MAY_BE}$2`,
  },
  { name: 'digest', pattern: `${MAY_BE}([0-9a-f]{64,76}|[0-9A-F]{64,76}|[A-Za-z]{64,76})([^A-Za-z0-9+/]|$)`, by: '$1$2', has: [MAY_BE] },
  { name: 'line-of-key-found', pattern: `${MAY_BE}[A-Za-z0-9+/]+`, by: MASKED, has: [MAY_BE] },
  {
    name: 'url',
    pattern: `(${URL_NAME}${COLON}(?:\\\\*/|\\\\u002[fF]){2}[^\\s:/@"'\\\\]*(?:${COLON}|%3[aA]))(?:[^\\s"']|'{1,2}(?:[^\\s"',:;)\\]}\\\\]|[,:][^\\s"'])|"[^\\s"',:;)\\]}\\\\])*["']*(@|\\\\+u0040)`,
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
    // Before a host and its port stands what a sign in a password has left of it.
    name: 'user-and-password',
    pattern: `([A-Za-z0-9_.-]+:)[^\\s:/@"'=,*\\\\]+@([A-Za-z0-9.-]+(?::[0-9]|/|\\())|[^\\s"'\`=,;:()[\\]@/?*\\\\]+@([A-Za-z0-9.-]+:[0-9]{1,5}(?:[/\\s"'\`,;)\\]\\\\]|$))`,
    by: `$1${MASKED}@$2$3`,
    has: ['@'],
  },
  {
    name: 'session-cookie',
    pattern: `((?:_oauth2_proxy[A-Za-z0-9_]*|sessionid|phpsessid|connect\\.sid|(?:laravel|grafana)_session|_?csrf_?token|xsrf-token|sb-[a-z0-9]+-auth-token[.0-9]*|__(?:Secure|Host)-[A-Za-z0-9_.-]+)(?:=|%3D))[^\\s;,"'\\\\&*]+`,
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
    pattern: `(${QUERY}(?:sig|hmac|oauth_verifier|session_state|SAMLResponse|SAMLRequest|client_assertion|code_verifier|X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token))(?:=|${PERCENT}3D))[^&\\s"'#\\\\*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: QUERIED,
  },
  {
    // What proves a login in one place is a word in another.
    name: 'query-of-login',
    pattern: `(${QUERY}(?:key|code|state|auth|ticket|assertion|sid|invite|magic)(?:=|${PERCENT}3D))`,
    anyCase: true,
    by: `$1${MAY_BE}`,
    has: QUERIED,
  },
  {
    name: 'query-of-words',
    pattern: `${MAY_BE}(\\*+|[A-Za-z0-9_.:,-]{0,7}|${WORDS}(?:(?:[_.:,/|+-]|${PERCENT}(?:2[CF0]|3A))+${WORDS})*)((?:[&#;\\s"'\\\\)]|${PERCENT}26|$))`,
    by: '$1$2',
    has: [MAY_BE],
  },
  { name: 'query-found', pattern: `${MAY_BE}[^&\\s"'#\\\\*]*`, by: MASKED, has: [MAY_BE] },
  // What a login is exchanged for, in a form or in JSON.
  {
    name: 'exchange',
    pattern: `((?:\\bcode=|\\\\*["']code\\\\*["']\\s*[:=]\\s*\\\\*["']))[^&\\s"'\\\\*]{8,}((?:&|\\\\*["'])[^\\n]{0,400}?grant_type)`,
    by: `$1${MASKED}$2`,
    has: ['grant_type'],
  },
  {
    name: 'exchange-behind',
    pattern: `(grant_type[^\\n]{0,400}?\\\\*["']code\\\\*["']\\s*[:=]\\s*\\\\*["'])[^&\\s"'\\\\*]{8,}`,
    by: `$1${MASKED}`,
    has: ['grant_type'],
  },
  {
    // A name that hides letters hides what it is.
    name: 'query-in-disguise',
    pattern: `((?:[?&\\s"';,(]|^)[A-Za-z0-9_.[\\]-]*${PERCENT}(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])[A-Za-z0-9_.[\\]%-]*=)[^&\\s"'#\\\\*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['%4', '%5', '%6', '%7', '%25'],
  },
  {
    name: 'name-in-disguise',
    pattern: `(\\\\+u00(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])[A-Za-z0-9_.-]*(?:\\\\+u00[4-7][0-9a-f][A-Za-z0-9_.-]*)*\\\\*["']?\\s*[:=]\\s*\\\\*["']?)(?:[^\\s"'\\\\,}]|\\\\+[^\\s"'\\\\])+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['u004', 'u005', 'u006', 'u007', 'U004', 'U005', 'U006', 'U007'],
  },
  {
    name: 'tag',
    pattern: `((?:[\\x01|]|\\^A|\\\\+(?:u0001|x01))(?:554|925)=)[^\\x01|^\\s"'\\\\]+`,
    by: `$1${MASKED}`,
    has: ['554=', '925='],
  },
  {
    name: 'block',
    pattern: `((?:password|passwd|secret|token|key):[ \\t]*[|>][-+]?[ \\t]*(?:\\n|\\\\+n)[ \\t]+)(?:[^\\n\\\\"]|"[A-Za-z0-9])+`,
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
  {
    // Seeds from which one-time passwords and keys are made, in letters and digits. That of a random generator is a number.
    name: 'seed',
    pattern: `(seed${SUFFIX}${IS}${CALL}\\\\*["']?)(?:(?:0x)?[0-9]{0,15}[a-f][0-9a-f]{16,}|[A-Z2-7]{16,}=*|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,})`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('seed'),
  },
  {
    name: 'seed-in-words',
    pattern: `((?:mnemonic|(?:seed|recovery|backup)${SEPARATOR}(?:phrase|words))${IS}[\\[(]?${CALL}\\\\*["']?)[a-z]{3,8}(?:(?:\\s|,|\\\\*["'])+[a-z]{3,8}){11,}`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [...cases('mnemonic', 'phrase', 'words')],
  },
  {
    // Of who calls somebody at night: of a queue, it is a name.
    name: 'key-of-pager',
    pattern: `((?:routing|integration)${SEPARATOR}key(?:${IS}|\\s+)${CALL}\\\\*["']?)(?:[0-9a-f]{32}|R[0-9A-Z]{31})`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('routing', 'integration'),
  },
  {
    // The parameters of a statement stand behind it, and which is which only the statement says.
    name: 'parameters',
    pattern: `(${COLUMN}[^A-Za-z_][\\s\\S]*?\\[parameters: )[\\[(](?:'(?:[^'\\\\]|\\\\+[^\\n\\\\])*'|\\\\*"(?:[^"\\\\\\n]|\\\\+[^"\\\\\\n])*\\\\*"|[^'"\\\\\\]\\n])*`,
    anyCase: true,
    by: `$1(${MASKED})`,
    has: ['[parameters: '],
  },
  {
    // What a database has already.
    name: 'twice',
    pattern: `(Key \\([^=\\n]*?${COLUMN}[^A-Za-z_=\\n][^=\\n]*=\\()(?:[^"\\n\\\\]|\\\\*"[A-Za-z0-9 ]|\\\\+[^"n\\n\\\\])*(\\))`,
    by: `$1${MASKED}$2`,
    has: [')=('],
  },
  {
    // A whole row of a database, without the names of its columns.
    name: 'row',
    pattern: `(Failing row contains )\\((?:[^"\\n\\\\]|\\\\*"[A-Za-z0-9 ]|\\\\+[^"n\\n\\\\])*`,
    by: `$1(${MASKED})`,
    has: ['Failing row'],
  },
  {
    // What is taken for a host or a port, where a password in a URL has a sign that ends it.
    name: 'part-of-url',
    pattern: `((?:host name|port number from|[Ii]nvalid port:?|nonnumeric port:|base 10:|variable reference|limit - 1, not|URL from (?:given )?(?:URL )?string|ENOTFOUND|tcp: lookup|resolve address|in upstream|service not known:|nodename nor servname provided, or not known:|Error -?[0-9]+ connecting to|[Ff]ailed to resolve(?: host)?|control characters\\.)\\s+)(?:(\\\\*["'\`])[^"'\`\\\\\\n]+|[^\\s"'\`\\\\]+)@|(found: \\\\*["']%)[^"'\`\\\\\\n]+@`,
    by: `$1$2$3${MASKED}@`,
    has: [
      ...[
        'host name',
        'port number from',
        'nvalid port',
        'nonnumeric port',
        'base 10:',
        'variable reference',
        'control characters',
        'limit - 1',
        'URL from',
        'found: ',
      ],
      ...['ENOTFOUND', 'tcp: lookup', 'resolve ', 'in upstream', 'not known:', ' connecting to'],
    ],
  },
  {
    name: 'port-of-url',
    pattern: `((?:integer value as|[Ii]nvalid port:|nonnumeric port:) \\\\*["']|invalid port (?:number: )?\\\\*":?|invalid port in upstream \\\\*"[^":\\\\]*:|missing \\\\*"=\\\\*" after \\\\*"|unexpected spaces found in \\\\*"|Failed to parse: \\\\*'[^"':/\\\\]*:)[^"'\\\\]+|(invalid integer value \\\\*")[^"\\\\]+(\\\\*" for connection option)`,
    by: `$1$2${MASKED}$3`,
    has: ['integer value', 'nvalid port', 'nonnumeric port', 'missing ', 'unexpected spaces', 'Failed to parse'],
  },
  {
    // A client refuses what ends in a new line, and says what it is, not of which header.
    name: 'value-of-header',
    pattern: `((?:(?:[Ii]llegal|[Ii]nvalid) header value|in header value:|invalid header field value|Header part)\\s+\\(?b?\\\\*["'](?:(?:[Bb]earer|[Bb]asic|[Tt]oken) )?)(?:[^"'\\\\]|\\\\+[^"'\\\\])+`,
    by: `$1${MASKED}`,
    has: ['eader value', 'header field value', 'Header part'],
  },
  {
    name: 'protocol-of-websocket',
    pattern: `(sec[_-]websocket[_-]protocol${IS}${CALL}\\\\*["']?(?:[^\\n"'\\\\]*?(?:bearer|token|jwt|auth|authorization)\\s*,\\s*|[^\\n"'\\\\]*?base64url\\.bearer\\.authorization\\.k8s\\.io\\.))[^\\s,"'\\\\]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['ebsocket', 'EBSOCKET', 'ebSocket'],
  },
  {
    // What is sent by mail stands in a path.
    name: 'path',
    pattern: `(/(?:reset-?password|password-?reset|(?:verify|confirm)-?email|email-?(?:verification|confirmation)|magic-?link|activate|activation|invitations?|invites?)/(?:(?:accept|confirm|verify)/)?)[A-Za-z_~-]*[0-9][A-Za-z0-9_.~-]{12,}`,
    by: `$1${MASKED}`,
    has: ['assword', '-email', 'email-', 'magic', 'activat', 'invit'],
  },
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
    pattern: `(\\b_?auth\\\\*["']?\\s*[:=]\\s*\\\\*["']?)(?:[A-Za-z]*[0-9=+/][A-Za-z0-9+/=]{4,}|[A-Za-z]*[a-z][A-Z][A-Za-z0-9+/=]{7,}|[A-Za-z0-9+/]{2,}=+|[A-Za-z][^\\s:"'=/,.{}\\\\]*:[0-9]*[^\\s"'\\\\,}/0-9][^\\s"'\\\\,}]{2,})`,
    by: `$1${MASKED}`,
    has: ['auth"', 'auth\\', "auth'", 'auth=', 'auth:', 'auth '],
  },
  {
    // What a registry wants: user and password, encoded.
    name: 'registries',
    pattern: `(auths\\\\*["']\\s*:\\s*\\{\\s*\\\\*["'][^"'\\\\]*\\\\*["']\\s*:\\s*\\{[^{}]*?auth\\\\*["']\\s*:\\s*\\\\*["'])[^"'\\\\]+`,
    by: `$1${MASKED}`,
    has: ['auths'],
  },
  ...(
    [
      ['before', `((\\\\*")(?:data|stringData)\\\\*"\\s*:\\s*\\{)[^{}]*(\\}[^{}]*\\\\*"kind\\\\*"\\s*:\\s*\\\\*"Secret\\\\*")`],
      ['before-metadata', `((\\\\*")(?:data|stringData)\\\\*"\\s*:\\s*\\{)[^{}]*(\\},\\s*\\\\*"kind\\\\*"\\s*:\\s*\\\\*"Secret\\\\*")`],
      ['behind', `(kind\\\\*"\\s*:\\s*\\\\*"Secret\\\\*"[^\\n]*?(\\\\*")(?:data|stringData)\\\\*"\\s*:\\s*\\{)[^{}]*(\\})`],
    ] as const
  ).map(([where, pattern]): Mask => ({ name: `object-${where}`, pattern, by: `$1$2${MASKED}$2:$2${MASKED}$2$3`, has: ['Secret'] })),
  {
    name: 'object-in-lines',
    pattern: `((?:\\b|\\\\n)(?:data|stringData):)(?:(?:\\n|\\\\+n)[ \\t]+[^\\n\\\\"]*)+((?:\\n|\\\\+n)kind: Secret)`,
    by: `$1 ${MASKED}$2`,
    has: ['kind: Secret'],
  },
  {
    name: 'object-in-lines-behind',
    pattern: `(kind: Secret(?:\\n|\\\\+n)(?:[^\\n\\\\"]*(?:\\n|\\\\+n))*?(?:data|stringData):)(?:(?:\\n|\\\\+n)[ \\t]+[^\\n\\\\"]*)+`,
    by: `$1 ${MASKED}`,
    has: ['kind: Secret'],
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
    pattern: `((?:password|passwd|passphrase|secret|token|api[ _-]?key)(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?\\s+(?:is|was|to|set to|changed to|with):?\\s+\\\\*["'\`])[^"'\`\\\\\\n]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['"', "'", '`'],
  },
  {
    name: 'sentence-with-a-token',
    pattern: `((?:token|password|passwd|passphrase|(?:api[ _-]?|access[ _-]|secret[ _-])key|client[ _-]secret)(?:\\s|\\\\+t)+(?:\\\\*["'\`]|\\()?)[^\\s\\x1b"',;:*|│\\\\/(){}=<>.]*(?:[A-Za-z][0-9]|[0-9][A-Za-z])[^\\s"',;:\\\\(){}<>]{3,}`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('token', 'password', 'passwd', 'passphrase', 'key', 'secret'),
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
    name: 'sentence-of-a-code',
    pattern: `((?:passphrase|token|api[ _-]?key|otp|(?:verification|security|one-time|login) code)(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?\\s+(?:is|was|provided):?\\s+)(?:${MIXED}[^\\s"',;\\\\]*|[0-9]{4,10})`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['assphrase', 'ASSPHRASE', ...cases('token', 'otp', 'key is', 'key was', 'key for', 'key of', 'key provided'), 'code ', 'CODE '],
  },
  {
    name: 'argument',
    pattern: `((?:^|[\\s"'\`,=(\\[])--?[A-Za-z0-9-]*(?:password|passwd|passphrase|pass|secret|token|api-?key|access-?key|private-?key|credentials?)["',]*\\s+["']?)[^\\s"'\\\\-](?:${WORD})?`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('pass', 'secret', 'token', 'key', 'credential'),
  },
  {
    // A user by number and a group by number are none.
    name: 'user-and-password-as-argument',
    pattern: `((?:^|[\\s"'\`,=(\\[])(?:-u|--user|--proxy-user)(?:[ =]|\\\\*["'],\\s*)(?:\\\\*["'])?[^\\s:"'\\\\]*[^\\s:"'\\\\0-9][^\\s:"'\\\\]*:)(?:${WORD}|[^\\s"'\\\\])`,
    by: `$1${MASKED}`,
    has: ['-u', '-user'],
  },
  {
    name: 'user-of-curl',
    pattern: `(\\bcurl\\b[^\\n|;]*?["'\\s](?:-[A-Za-z]*[uUE]|--user|--proxy-user|--cert)(?:[ =]|\\\\*["'],\\s*)?(?:\\\\*["'])?[^\\s:"'\\\\]+:)[^\\s"'\\\\*]${WORD}?`,
    by: `$1${MASKED}`,
    has: ['curl'],
  },
  {
    name: 'argument-of-client',
    pattern: `(\\b[a-z]+-cli\\b[^\\n|;]*?["'\\s]-a["',]*\\s*["']?|\\b(?:sshpass|hash\\.sh|mysql[a-z]*|mariadb[a-z-]*|mongo[a-z]*|ldap[a-z]+|(?:docker|podman|crane|helm|skopeo|oras)\\b[^\\n|;]*?\\blogin)\\b[^\\n|;]*?["'\\s](?:-p|-w)["',]*\\s*["']?)[^\\s"'\\\\-](?:${WORD})?`,
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
    pattern: `((?:password|identified(?:\\s+with\\s+\\S+)?\\s+by)(?:\\s+(?:as\\s+)?|\\s*\\(\\s*)(?:E|U&)?)(?:'(?:[^'\\\\]|''|\\\\+[^\\n\\\\])*'?|\\\\*"[^"\\\\]*|\\$[a-z_]*\\$[^$]*\\$[a-z_]*\\$)`,
    anyCase: true,
    by: `$1'${MASKED}'`,
    has: ["'", '"', '$'],
  },
  {
    name: 'insert',
    pattern: `(insert\\s+into\\b[^()\\n]*\\([^()]*(?:password|passwd|secret|token|api_key)[^()]*\\)\\s*values\\s*)\\([^()]*'[^()]*\\)(?:\\s*,\\s*\\([^()]*\\))*`,
    anyCase: true,
    by: `$1('${MASKED}')`,
    has: cases('values'),
  },
  {
    name: 'function-of-pgcrypto',
    pattern: `(\\b(?:crypt\\s*\\(\\s*|pgp_sym_(?:en|de)crypt(?:_bytea)?\\s*\\([^()\\n]*,\\s*))'[^'\\n]*'`,
    anyCase: true,
    by: `$1'${MASKED}'`,
    has: ['crypt', 'CRYPT'],
  },
  {
    name: 'password-on-input',
    pattern: `(\\becho\\s+)[^\\n|]+(\\|[^\\n]*--password-stdin)`,
    by: `$1${MASKED} $2`,
    has: ['--password-stdin'],
  },
  {
    name: 'line-of-pgpass',
    pattern: `((?:^|[\\s"'=])[A-Za-z0-9.*_/-]+:(?:5432|\\*):[A-Za-z0-9*_-]+:[A-Za-z0-9*_-]+:)${WORD}`,
    by: `$1${MASKED}`,
    has: [':5432:', ':*:'],
  },
  {
    name: 'directive-stays',
    pattern: `((?:requirepass|masterauth|primaryauth|bindpw)(?:\\\\*["'])?[\\s:=]+)(${SAYING}${ENDS}|${MASKED.replaceAll('*', '\\*')})`,
    anyCase: true,
    by: `$1${STAYS}$2`,
    has: cases('requirepass', 'masterauth', 'primaryauth', 'bindpw'),
  },
  {
    name: 'directive',
    pattern: `((?:(?:requirepass|masterauth|primaryauth|bindpw|[a-z]+\\s+auth-pass\\s+[^\\s"'\\\\]+|auth-pass|[a-z]+el-pass|key-file-pass|insecure-password)(?:\\\\*["'])?[\\s:=]+|stats\\s+auth\\s+[^\\s:]+:)(?:\\\\*["'])?)[^\\s"'\\\\${STAYS}](?:${WORD})?`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [
      ...cases('requirepass', 'masterauth', 'primaryauth', 'bindpw', 'auth-pass', 'el-pass', 'key-file-pass', 'insecure-password'),
      'stats auth',
    ],
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
    pattern: `(\\bAUTH2?)((?:\\\\*["'\`]\\s*,?)?\\s+(?:failed|failure|required|error|errors|command|called|is|was|not|no|ok|succeeded|success|successful|service|provider|token|tokens|module|middleware|enabled|disabled|and|or|for|from|to|in|on|<[^>\\n]*>|\\*{3}|(?:(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|GSSAPI|NTLM|OAUTHBEARER)\\s*)+(?:[\\r\\n"']|\\\\[rn]|$))${ENDS}|\\\\*"\\s*,\\s*\\\\*"[^"\\\\\\n]*\\\\*"\\s*:)`,
    by: `$1${STAYS}$2`,
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
    pattern: `(\\bAUTH2?(?:(?:\\\\*["'])?\\\\*\\s+|\\\\*["'\`]\\s*,\\s*|\\\\*["']${ENTRY})(?:\\\\+u00[01][0-9a-f])*)(?:b?\\\\*["'\`][^"'\`\\s\\\\]+\\\\*["'\`]|[^\\s"'\`:=,.${STAYS}\\\\-][^\\s"'\\\\]*)(?:(?:${ENTRY}|\\\\*\\s+|\\s*,\\s*)(?:b?\\\\*["'\`][^"'\`\\s\\\\]+\\\\*["'\`]|[^\\s"'\\\\]+))?`,
    by: `$1${MASKED}`,
    has: ['AUTH'],
  },
  {
    name: 'auth-command-of-small-letters',
    pattern: `(>\\s+auth\\s+|["'\`][Aa]uth\\\\*["'\`](?:${ENTRY}|\\s+)\\\\*["'\`]|call\\(\\s*\\\\*["'][Aa]uth\\\\*["']\\s*,\\s*\\\\*["']|\\bhello\\s+[23]\\s+auth\\s+)${WORD}(?:(?:\\\\*["'])?(?:${ENTRY}|\\s+)(?:\\\\*["'])?${WORD})?`,
    by: `$1${MASKED}`,
    has: ['> auth', '"auth', "'auth", '`auth', '"Auth', "'Auth", 'hello'],
  },
  {
    // Such a command alone. A word is a credential that has letters and digits.
    name: 'auth-command-alone',
    pattern: `((?:^|["'\`:\\]\\n]\\s*|\\\\n|-cli\\b[^\\n|;]*?\\s)auth\\s+(?:[A-Za-z0-9_-]{1,32}\\s+)?)[^\\s"'\`\\\\./:=-]*(?:[A-Za-z][0-9!@#$%^&]|[0-9!@#$%^&][A-Za-z])[^\\s"'\`\\\\./:=-]{3,}(\\s*(?:["'\`]|\\\\+[nr"']|\\n|$))`,
    by: `$1${MASKED}$2`,
    has: ['auth '],
  },
  { name: 'auth-stayed', pattern: STAYS, by: '', has: [STAYS] },
  {
    name: 'element',
    pattern: `(<[^<>]*(?:password|passwd|secret|token|api-?key)[^<>]*>(?:<!\\[CDATA\\[)?)[^<>\\s][^<>]*(</|\\]\\]>)`,
    anyCase: true,
    by: `$1${MASKED}$2`,
    has: ['<'],
  },
  {
    name: 'element-in-html',
    pattern: `(&lt;[^&<>\\s]*(?:password|passwd|secret|token|api-?key)[^&<>]*&gt;)[^&<>\\s][^&<>]*(&lt;/)`,
    anyCase: true,
    by: `$1${MASKED}$2`,
    has: ['&lt;'],
  },
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
  { name: 'token', pattern: `(\\b|_|%[0-9A-F]{2}|\\\\[nrt])(?:${TOKENS.join('|')})`, by: `$1${MASKED}`, has: TOKENED },
  {
    name: 'webhook',
    pattern: `(hooks\\.slack\\.com\\\\*/[a-z]+\\\\*/|discord(?:app)?\\.com/api/webhooks/|webhook\\.office\\.com/|\\.office\\.com/webhook/|events\\.pagerduty\\.com/integration/)(?:[A-Za-z0-9_/@-]|\\\\+/)+`,
    by: `$1${MASKED}`,
    has: ['hook', 'pagerduty'],
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
