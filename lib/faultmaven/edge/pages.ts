import type { ShownPage, Site } from '../../model/site';
import { asksFirst, SAYS_WHO } from './authentication';
import { listensTo } from './direct';
import { type Front, lines, PASSED, passedHeaders } from './headers';
import { overLimit, pagesPerAddress } from './limits';
import { PROBLEM, problem } from './own-answers';
import { REFUSES } from './refusals';

/**
 * A server for each page of a part of the platform, under its own host. Whoever asks has to be known, as everywhere here; whether the part has
 * a login of its own besides is its matter. A connection is never upgraded: no part may need WebSockets.
 *
 * @param listens the port that an ingress controller uses
 */
export const pageServers = (site: Site, listens: number): string =>
  site.pages.length === 0 ? '' : `${MAPS}${site.pages.map((page, n) => server(site, page, n, listens)).join('')}`;

/** Browsers send no preflight before a request that a form could make, and send cookies with it. Not every part looks where it comes from. */
const MAPS = `
  # Pages of the platform. $page is where the one of a host is.
  map $user_id $page_of_user {
    "" nobody;
    default $page;
  }
  map "$request_method $http_origin $host" $foreign_to_page {
    "~^(GET|HEAD|OPTIONS) " "";
    "~^[^ ]+  " "";
    "~^[^ ]+ https://([^ ]+) \\1$" "";
    default yes;
  }
`;

function server({ pages, direct, authentication }: Site, page: ShownPage, n: number, listens: number): string {
  const { host, address, headers = [], cookies = [] } = page;
  const front: Front = { host, hosts: [host], pages, direct, authentication };
  const names = [...PASSED.filter((name) => name !== 'Cookie'), ...headers];
  return `${cookieMaps(cookies, n)}
  server {
${listensTo(front, listens, '')}
    server_name ${host};
    set $page ${address};
    access_log /dev/stdout with_host;

${asksFirst(front)}
${lines([...passedHeaders(front, names), `proxy_set_header Host ${host};`, ...(cookies.length === 0 ? [] : [`proxy_set_header Cookie $cookies_of_page_${n};`]), ...SAYS_WHO], 2)}

    location / {
      client_max_body_size 1m;
      ${PROBLEM}
      if ($foreign_to_page) {
        ${problem(403, 'Forbidden', 'Pages of other hosts may change nothing here.')}
      }
      proxy_pass http://$page_of_user;
${lines([...REFUSES, ...pagesPerAddress(front)], 3)}
    }

${overLimit(front)}  }
`;
}

/** Puts the cookies of a page into one header again; the others are for somebody else. */
const cookieMaps = (cookies: readonly string[], n: number): string =>
  cookies.length === 0
    ? ''
    : `${cookies
        .map(
          (name, at) => `  map $cookie_${name} $cookie_${at}_of_page_${n} {
    "" "";
    default "${name}=$cookie_${name}; ";
  }
`,
        )
        .join('')}  map "${cookies.map((_, at) => `\${cookie_${at}_of_page_${n}}`).join('')}" $cookies_of_page_${n} {
    "~^(.+); $" $1;
    default "";
  }
`;
