import type { Site } from '../../model/site';

/**
 * Request headers that go through. All others are dropped, so that no identity header of a client reaches a backend, whatever its name.
 * `Authorization` is not among them: the gateway answers every token with 401.
 */
export const PASSED = [
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
 * Headers that the authentication gets. None of them makes a request conditional: 304 does not say who a user is. A client without a
 * browser sends a token, which the authentication may know.
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

/** The host that was asked for, which is never one that is not ours. */
export const hostIn = ({ host, hosts }: Pick<Site, 'host' | 'hosts'>): string => (hosts.length > 1 ? '$own_host' : host);

/** What a server of nginx has to know: its own hosts, and what it has in common with the others. */
export type Front = Pick<Site, 'host' | 'hosts' | 'pages' | 'direct' | 'authentication'>;

/** Every host that leads here. */
export const everyHost = ({ hosts, pages }: Pick<Site, 'hosts' | 'pages'>): readonly string[] => [
  ...hosts,
  ...pages.map(({ host }) => host),
];

/** Room for the longest names of hosts, where nginx looks them up. It has to stand before the first map. */
export const hashes = ({ direct, ...site }: Pick<Site, 'hosts' | 'pages' | 'direct'>): string =>
  everyHost(site).length > 1 || direct !== undefined ? '  map_hash_bucket_size 512;\n  server_names_hash_bucket_size 512;\n' : '';

/** The map that `hostIn` needs. */
export const hostMap = ({ host, hosts }: Pick<Site, 'host' | 'hosts'>): string =>
  hosts.length > 1
    ? `  map $host $own_host {
${hosts.map((one) => `    ${one} ${one};`).join('\n')}
    default ${host};
  }
`
    : '';

/** A header's name in variables of nginx. */
export const headerVariable = (header: string): string => header.toLowerCase().replaceAll('-', '_');

/** The headers that are passed on: these of the request, and what the edge itself knows of the client. */
export const passedHeaders = (site: Pick<Site, 'host' | 'hosts'>, names: readonly string[] = PASSED): readonly string[] => [
  'proxy_pass_request_headers off;',
  ...names.map((header) => `proxy_set_header ${header} $http_${headerVariable(header)};`),
  'proxy_set_header Connection "";',
  `proxy_set_header X-Forwarded-Host ${hostIn(site)};`,
  'proxy_set_header X-Forwarded-Proto https;',
  'proxy_set_header X-Forwarded-For $remote_addr;',
  'proxy_set_header X-Real-IP $remote_addr;',
];

/** Directives, each in a line of its own. @param depth how many blocks they are in */
export const lines = (directives: readonly string[], depth: number): string =>
  directives.map((directive) => `${'  '.repeat(depth)}${directive}`).join('\n');

/**
 * Headers of every answer. Uploaded files come from the same origin as the pages, so browsers must not guess their type. And no page of
 * another origin may have ours in a frame. A location with an `add_header` of its own has to repeat them.
 */
export const guardsBrowsers = ({ direct }: Pick<Site, 'direct'>): readonly string[] => [
  'add_header X-Content-Type-Options nosniff always;',
  `add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
  ...(direct?.hsts === undefined
    ? []
    : [
        `add_header Strict-Transport-Security "max-age=${direct.hsts.maxAge}${direct.hsts.subdomains ? '; includeSubDomains' : ''}" always;`,
      ]),
];
