import type { AccessLog } from '../../model/access-log';

/**
 * How long whoever is behind the edge took for a request, in the notation of nginx: from the whole request to the whole answer, so a slow
 * client does not count. `-`: the edge has answered itself. Where several were asked, and nginx cannot add, it is the time of the request.
 */
export const SERVICE_TIME = `  map $upstream_response_time $service_time {
    "" -;
    "~^[0-9.]+$" $upstream_response_time;
    default $request_time;
  }
`;

/**
 * How the edge logs a request, in the notation of nginx. Neither query parameters nor the Referer header are logged: both can hold what proves
 * a login.
 */
const formatOf = (target: string): string =>
  `$remote_addr - - [$time_local] "$request_method ${target} $server_protocol" $status $body_bytes_sent "$http_user_agent" $request_time $service_time`;

/** Of requests of the application, and of those of a page of the platform: these name the host, because their paths may be the same. */
export const LOG_FORMATS = { without_parameters: formatOf('$requested'), with_host: formatOf('https://$server_name$requested') } as const;

/** The route of all requests of pages of the platform. */
export const OF_PLATFORM = 'platform';

/** Both, as they are read, with the routes by which requests are counted. */
export const ACCESS_LOG: AccessLog = {
  container: 'fm-edge',
  // A quotation mark in a header is written as \x22, so none ends the field too early.
  pattern:
    '^\\S+ - - \\[[^\\]]+\\] "\\S+ (?P<path>[^ "]*) [^"]*" (?P<status>[1-5][0-9][0-9]) [0-9]+ "[^"]*" [0-9.]+ (?P<seconds>[0-9.]*)-?$',
  routes: [
    { name: 'api', paths: '^/api/' },
    ...['agent', 'auth', 'cases', 'evidence', 'hypotheses', 'knowledge', 'sessions', 'solutions'].map((name) => ({
      name,
      paths: `^/api/v[0-9]+/${name}(/|$)`,
    })),
    { name: 'assets', paths: '^/assets/' },
    { name: OF_PLATFORM, paths: '^https://' },
  ],
  other: 'pages',
};
