import { MASKED, type Mask } from './mask';
import { MIXED } from './notation';

/** Documents in which a name and a value stand in two places. */
export const OBJECTS: readonly Mask[] = [
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
];

/** Elements of XML and HTML. */
export const ELEMENTS: readonly Mask[] = [
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
];

/** Notations in which a name has no mark behind it: FIX and the blocks of YAML. */
export const TAGS: readonly Mask[] = [
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
];
