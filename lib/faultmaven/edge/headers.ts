/**
 * Request headers that go through. All others are dropped, so that no identity header of a client's own reaches anybody,
 * whatever it is called. `Authorization` is not among them: the gateway answers every token with 401.
 */
const PASSED = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Access-Control-Request-Headers',
  'Access-Control-Request-Method',
  'Cache-Control',
  'Content-Type',
  'Cookie',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'Origin',
  'Range',
  'Referer',
  'User-Agent',
  'X-Correlation-ID',
  'X-Request-ID',
] as const;

/**
 * Those that tell the authentication who asks. None that makes an answer depend on what somebody holds already: 304 is no answer to
 * the question. A client without a browser brings a token along, which the authentication may know.
 */
export const ASKERS = [
  'Accept',
  'Accept-Language',
  'Authorization',
  'Cookie',
  'Origin',
  'Referer',
  'User-Agent',
  'X-Correlation-ID',
  'X-Request-ID',
] as const;

/** As nginx calls a header in its variables. */
export const headerVariable = (header: string): string => header.toLowerCase().replaceAll('-', '_');

/** What of a request reaches whoever is asked: these headers, and what the edge itself knows of the client. */
export const passedHeaders = (host: string, names: readonly string[] = PASSED): readonly string[] => [
  'proxy_pass_request_headers off;',
  ...names.map((header) => `proxy_set_header ${header} $http_${headerVariable(header)};`),
  'proxy_set_header Connection "";',
  `proxy_set_header X-Forwarded-Host ${host};`,
  'proxy_set_header X-Forwarded-Proto https;',
  'proxy_set_header X-Forwarded-For $remote_addr;',
  'proxy_set_header X-Real-IP $remote_addr;',
];

/** Directives, each in a line of its own. @param depth how many blocks they are in */
export const lines = (directives: readonly string[], depth: number): string =>
  directives.map((directive) => `${'  '.repeat(depth)}${directive}`).join('\n');

/**
 * What every answer tells a browser: files that users have uploaded come from the same origin as the pages, so their type is not to be
 * guessed, and no page of another origin may have ours in a frame. A location with an `add_header` of its own has to repeat it.
 */
export const GUARDS_BROWSERS = [
  'add_header X-Content-Type-Options nosniff always;',
  `add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
];
