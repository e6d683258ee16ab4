import type { Site } from '../../model/site';

const literally = (text: string): string => text.replaceAll(/[.[\]]/g, '\\$&');

/**
 * Maps that tell the origin of a request if its pages may call the API, whether the request is a preflight, and whether a page of another
 * origin would change something. Browsers send no preflight before a request that a form could make, and send the login's cookies with it.
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

/** Lets pages of an allowed origin read an answer of the edge's own. nginx leaves empty headers out. */
export const ALLOWS_ORIGIN = [
  'add_header Access-Control-Allow-Origin $allowed_origin always;',
  'add_header Access-Control-Allow-Credentials $allows_credentials always;',
  'add_header Vary Origin always;',
];

/** Browsers send preflights without cookies, which no authentication could let pass. So the edge answers them itself. */
export const ANSWERS_PREFLIGHT = `      if ($preflight) {
        add_header Access-Control-Allow-Origin $allowed_origin always;
        add_header Access-Control-Allow-Credentials true always;
        add_header Access-Control-Allow-Methods "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" always;
        add_header Access-Control-Allow-Headers $http_access_control_request_headers always;
        add_header Access-Control-Max-Age 600 always;
        add_header Vary "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" always;
        return 204;
      }`;
