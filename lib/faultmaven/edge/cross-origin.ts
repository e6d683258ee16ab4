import type { Site } from '../../model/site';

const literally = (text: string): string => text.replaceAll(/[.[\]]/g, '\\$&');

/**
 * The origin of a request, if it is one whose pages may call the API; whether a browser asks that beforehand; and whether a page of
 * another origin would change something. A browser asks nothing before a request that a form could make, and sends the cookies of
 * the login along.
 */
export const originMaps = ({ origins }: Site): string => `  map $http_origin $allowed_origin {
${origins.map((origin) => `    "~^${literally(origin)}$" $http_origin;`).join('\n')}
    default "";
  }
  map "$request_method $http_access_control_request_method $allowed_origin" $preflight {
    "~^OPTIONS [A-Z]+ [a-z]" yes;
    default "";
  }
  map "$request_method $allowed_origin $http_origin" $foreign {
    "~^(GET|HEAD|OPTIONS) " "";
    "~^[^ ]+  ." yes;
    default "";
  }
  map $allowed_origin $allows_credentials {
    "" "";
    default true;
  }`;

/** What lets pages of an allowed origin read an answer of the edge's own. Empty headers are left out. */
export const ALLOWS_ORIGIN = [
  'add_header Access-Control-Allow-Origin $allowed_origin always;',
  'add_header Access-Control-Allow-Credentials $allows_credentials always;',
  'add_header Vary Origin always;',
];

/** Browsers ask without cookies whether they may ask, so no authentication could let that pass. Nobody behind the edge is asked. */
export const ANSWERS_PREFLIGHT = `      if ($preflight) {
        add_header Access-Control-Allow-Origin $allowed_origin always;
        add_header Access-Control-Allow-Credentials true always;
        add_header Access-Control-Allow-Methods "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" always;
        add_header Access-Control-Allow-Headers $http_access_control_request_headers always;
        add_header Access-Control-Max-Age 600 always;
        add_header Vary "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" always;
        return 204;
      }`;
