import { lines } from './headers';

/** How many cookies of one answer go through. oauth2-proxy splits the largest session that fits into a request into eight of 4 KB. */
const MOST = 10;

/**
 * Where the next cookie starts: a comma, a name and an equals sign, which no date has. A quoted value may have them and would be split;
 * the standard allows no comma there (RFC 6265, 4.1.1).
 */
const NEXT = "(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+=)";

/** By this name oauth2-proxy splits what is too large for one cookie: `_oauth2_proxy_0`, `_oauth2_proxy_1` and so on. */
const SPLIT = '_oauth2_proxy';

const parts = Array.from({ length: MOST - 1 }, (_, n) => n + 1);

/**
 * The cookies that the authentication sets, one by one. nginx 1.23 and newer give them as one text with commas in between. Older versions
 * give the first one whole, and only the value of another one whose name is known. That one gets the attributes of the first.
 */
export const COOKIE_MAPS = [
  `  # The cookies that the authentication sets, one by one.
  map $auth_cookies $auth_cookie_0 {
    "~^(.+?), ${NEXT}" $1;
    default $auth_cookies;
  }
  map $auth_cookies $auth_cookies_from_1 {
    "~^.+?, ${NEXT}(.*)$" $1;
    default "";
  }
  map $auth_cookie_0 $auth_cookie_attributes {
    "~^[^;]*(;.*)$" $1;
    default "";
  }`,
  ...parts.map(
    (n) => `  map $auth_part_${n} $auth_named_${n} {
    "" "";
    default "${SPLIT}_${n}=$auth_part_${n}$auth_cookie_attributes";
  }
  map $auth_cookies_from_${n} $auth_cookie_${n} {
    "" $auth_named_${n};
    "~^(.+?), ${NEXT}" $1;
    default $auth_cookies_from_${n};
  }`,
  ),
  ...parts.slice(0, -1).map(
    (n) => `  map $auth_cookies_from_${n} $auth_cookies_from_${n + 1} {
    "~^.+?, ${NEXT}(.*)$" $1;
    default "";
  }`,
  ),
].join('\n');

/** Keeps the cookies that the authentication sets. */
export const KEEPS_COOKIES = lines(
  [
    'auth_request_set $auth_cookies $upstream_http_set_cookie;',
    ...parts.map((n) => `auth_request_set $auth_part_${n} $upstream_cookie_${SPLIT}_${n};`),
  ],
  2,
);

/** Passes them on, whatever the answer is. A location with an `add_header` of its own has to repeat it. */
export const PASSES_COOKIES = [0, ...parts].map((n) => `add_header Set-Cookie $auth_cookie_${n} always;`);
