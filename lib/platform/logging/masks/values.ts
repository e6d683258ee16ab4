import { VALUE_BEGINS } from './marks';
import { MASKED, type Mask } from './mask';
import { AUTHORIZATION, COOKIE, COUNTED, KEYS, KINDS, type Kind } from './names';
import { CALL, COLOUR, cases, ENDS, IS, LIST, PERCENT, QUOTE, SAYING } from './notation';

/** What stands between the name of a credential and the credential, if they are two values of one object: `"name": "password", "value": "x"`. */
const VALUE = `${QUOTE}?(?:\\s|,|\\\\+[nrt]|${PERCENT}2[Cc0]|\\+)+${QUOTE}?value${QUOTE}?\\s*(?:[:=]|${PERCENT}3[AD])\\s*`;

/** The same in what validates input, which prints where it was and what it was. */
const INPUT = `(?:(?:\\n|\\\\+n)\\s+[^\\n]{0,200}?input_value=|\\\\*["']\\s*,?\\s*[\\])]\\s*,[^{}\\n]{0,200}?["']input\\\\*["']\\s*:\\s*)`;

/** The same between two entries of a list, which quotes both. */
const NEXT = `(?:\\\\*["']|${PERCENT}2[27])(?:\\s*,\\s*|${PERCENT}2C(?:${PERCENT}20|\\+)?)`;

/** Where a program puts a value, in place of it. */
const PLACE =
  '(?:\\$[0-9]{1,2}(?:::[A-Za-z]{1,16}(?:\\([0-9]{1,5}\\))?)?|\\?|%s|%\\([a-z_]+\\)s|:[a-z_]{0,24}(?:password|passwd|secret|token|key|hash)(?:_[a-z0-9]+)?)';

/** Who an `Authorization` is for: stays, because it tells what was tried. */
const SCHEME = '(?:(?:bearer|basic|token|apikey|api-key|negotiate|digest|ntlm|sharedkey|key|jwt|aws|hmac)(?:\\s+|%20|\\+))?';

/** Values that somebody else has masked. */
const HIDDEN = `${CALL}\\\\*["'\`]?${SCHEME}(?:\\*{2,}|[\\[<(]?(?:redacted|filtered|masked|hidden|secret)[\\])>])\\\\*["'\`]?`;

/** What is no credential itself: nothing, or the file that has it. */
const NOTHING = `(?:\\\\*["']?(?:<\\|[a-z_]+\\|>|</?s>|<(?:unk|pad|bos|eos|cls|sep|mask)>)\\\\*["']?${ENDS}|${CALL}(?:\\\\*["']){2}(?:[\\s,;)}\\]&]|$)|["']?/(?:app|run|etc|var|home|root|usr|opt|tmp|srv|data|mnt|proc|dev|tls|secrets?|work|workspace)(?:/[A-Za-z0-9_.-]+)*["']?${ENDS})`;

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

/** Brackets within brackets, and what stands between them. */
const nested = (depth: number): string => (depth === 0 ? '[^\\[\\](){}\\n]*' : `(?:[^\\[\\](){}\\n]|[\\[({]${nested(depth - 1)}[\\])}])*`);

const ANY_KIND = `[${KINDS.map(({ mark }) => mark).join('')}]`;
const NAMED = { has: KINDS.map(({ mark }) => mark) };
const VALUED = { anyCase: true, has: [VALUE_BEGINS] } as const;

/** Where a value begins. @param kind @default - of any name */
const startOf = (kind?: Kind): string => `${VALUE_BEGINS}${kind?.mark ?? ANY_KIND}`;

/** What replaces the values of all names. */
export const VALUES: readonly Mask[] = [
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
