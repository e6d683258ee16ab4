import type { ForwardAuthentication, Site } from '../../model/site';
import { ASKERS, type Front, guardsBrowsers, headerVariable, hostIn, lines, passedHeaders } from './headers';
import { pagesPerAddress } from './limits';
import { answersOfNobody, REFUSES, refusalMaps, refusals } from './refusals';
import { COOKIE_MAPS, KEEPS_COOKIES, PASSES_COOKIES } from './set-cookies';

/** The authentication has to prove its own identity. */
const VERIFIED = [
  'proxy_ssl_server_name on;',
  'proxy_ssl_verify on;',
  'proxy_ssl_verify_depth 3;',
  'proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;',
];

/**
 * What backends are told if the authentication does not say it. Never an empty header: nginx leaves it out, and the gateway would add its
 * values for anonymous users. Backends read roles as a JSON list (fm-core-lib: auth/request_context.py). The address is below a domain
 * that nobody can have (RFC 2606).
 */
const UNSAID = { email: 'none@user.invalid', roles: '[]' };

/** The port that answers a request which the authentication let pass without saying who the user is. */
const NOBODY = 8081;

/** Without an authentication no user is known, so no request gets through. */
const NOBODY_ASKS: ForwardAuthentication = {
  url: `http://127.0.0.1:${NOBODY}`,
  headers: { id: 'X-User', email: 'X-Email', roles: 'X-Roles' },
};

/** Maps from the user of a request to its upstream and its identity headers, and the server that answers requests of unknown users. */
export const knownUsers = (site: Site, gateway: string, dashboard: string): string => `  upstream nobody {
    server 127.0.0.1:${NOBODY};
  }
  map $user_id $gateway_of_user {
    "" nobody;
    default ${gateway};
  }
  map $user_id $dashboard_of_user {
    "" nobody;
    default ${dashboard};
  }

  map $said_email $user_email {
    "" "${UNSAID.email}";
    default $said_email;
  }
  map $said_roles $user_roles {
    "" "${UNSAID.roles}";
    default $said_roles;
  }

${refusalMaps(site)}
${COOKIE_MAPS}

  server {
    listen 127.0.0.1:${NOBODY};
    access_log off;
${answersOfNobody(site)}
  }
`;

/** Every request waits for this answer. If the authentication hung for as long as an upload may take, all would wait as long. */
const QUESTION_SECONDS = 10;

/** A login asks its provider before it answers. */
const LOGIN_SECONDS = 30;

const within = (seconds: number): readonly string[] => [
  `proxy_send_timeout ${seconds}s;`,
  `proxy_read_timeout ${seconds}s;`,
  `proxy_next_upstream_timeout ${seconds}s;`,
];

/** Asks the authentication before every request, and keeps its answer about the user. */
export const asksFirst = (site: Front): string => {
  const { authentication = NOBODY_ASKS } = site;
  return `    location = /_authentication {
      internal;
      # A variable, so that nginx looks the name up when it is needed. Otherwise it does so once, at its start, and does not start without
      # an answer.
      set $authentication ${new URL(authentication.url).href};
      proxy_pass $authentication;
      proxy_pass_request_body off;
${lines(within(QUESTION_SECONDS), 3)}
${lines(
  [
    ...verified(authentication),
    ...passedHeaders(site, ASKERS),
    'proxy_set_header Content-Length "";',
    'proxy_set_header X-Original-Method $request_method;',
    `proxy_set_header X-Original-URL https://${hostIn(site)}$request_uri;`,
    'proxy_set_header X-Original-URI $request_uri;',
  ],
  3,
)}
    }
${loginRoute(site)}
    auth_request /_authentication;
    auth_request_set $user_id $upstream_http_${headerVariable(authentication.headers.id)};
    auth_request_set $said_email $upstream_http_${headerVariable(authentication.headers.email)};
    auth_request_set $said_roles $upstream_http_${headerVariable(authentication.headers.roles)};
${KEEPS_COOKIES}
${lines([...guardsBrowsers(site), ...PASSES_COOKIES], 2)}

${refusals(site)}
`;
};

const verified = ({ url }: ForwardAuthentication): readonly string[] => (url.startsWith('https:') ? VERIFIED : []);

/** The login's own path. Anybody may call it, and it leads to the same server as the question who a user is. */
const loginRoute = (site: Front): string => {
  const { authentication } = site;
  return authentication?.path === undefined
    ? ''
    : `    location ^~ ${authentication.path} {
      auth_request off;
      client_max_body_size 1m;
      set $login ${new URL(authentication.url).origin};
      proxy_pass $login;
${lines(REFUSES, 3)}
${lines(within(LOGIN_SECONDS), 3)}
${lines([...verified(authentication), ...passedHeaders(site), ...pagesPerAddress(site)], 3)}
    }
`;
};

/** Tells a backend who the user is. */
export const SAYS_WHO = [
  'proxy_set_header X-User-ID $user_id;',
  'proxy_set_header X-User-Email $user_email;',
  'proxy_set_header X-User-Roles $user_roles;',
];
