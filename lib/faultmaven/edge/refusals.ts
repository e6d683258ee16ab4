import type { ForwardAuthentication, Site } from '../../model/site';
import { beforeAddress } from '../../units/sign-in-url';
import { type Front, hostIn, lines } from './headers';
import { NEVER_KEPT, ownAnswer, PROBLEM, problem, typed } from './own-answers';

/** Which locations answer a refusal. A location for pages repeats it; to other failures nginx itself answers with a page. */
export const REFUSES = ['error_page 401 = $unauthenticated;', 'error_page 403 = @forbidden;'];

/** Whether a browser wants a page: its Accept header has a type of pages, with a weight above 0. */
const WANTS_PAGE = '(.*[ ,])?(text/html|application/xhtml[+]xml)(?= *(;|,|$))(?! *;[^,]*q=0([.]0*)? *(;|,|$))';

/** Which answer a request of an unknown user gets: the redirect or the page is for a browser that wants a page. */
export const refusalMaps = ({ authentication }: Site): string => `  map $uri $is_api {
    "~*^/api(/|$)" yes;
    default "";
  }
  map "$is_api $request_method $http_accept" $unauthenticated {
    "~*^ (GET|HEAD) ${WANTS_PAGE}" ${authentication?.signIn === undefined ? '@unauthenticated_page' : '@sign_in'};
    default @unauthenticated;
  }`;

/** Answers to a request of an unknown user, of a user without the right, and of a page of another origin. The last two never lead to a login. */
export const refusals = (site: Front): string => `${lines(REFUSES, 2)}
${ownAnswer(site, 'unauthenticated', [PROBLEM, problem(401, 'Unauthorized', 'Sign in first.')])}
${ownAnswer(site, 'forbidden', [PROBLEM, problem(403, 'Forbidden', 'You are signed in, and not allowed to use this.')])}
${ownAnswer(site, 'foreign_origin', [PROBLEM, problem(403, 'Forbidden', 'Pages of this origin may change nothing here.')])}
${site.authentication?.signIn === undefined ? page(site) : signInAt(site)}`;

const page = (site: Front): string =>
  ownAnswer(site, 'unauthenticated_page', [
    typed('text/html'),
    "return 401 '<!doctype html><title>Sign in</title><p>You are not signed in.</p>';",
  ]);

/** Whether the login has to be told which host was asked for. */
const severalHosts = ({ hosts, pages }: Front): boolean => hosts.length > 1 || pages.length > 0;

/** The plus sign makes the other server encode the address. nginx does not wait for the body of such a request. */
const signInAt = (site: Front): string => `    location @sign_in {
      auth_request off;
      rewrite ^ /+? break;
      proxy_request_buffering off;
      proxy_pass_request_headers off;
      proxy_set_header Connection "";
${severalHosts(site) ? `      proxy_set_header X-Original-Host ${hostIn(site)};\n` : ''}      proxy_set_header X-Original-URI $request_uri;
      proxy_pass http://nobody;
    }`;

/**
 * The server for unknown users: it answers requests that the authentication let pass without saying whose they are, and redirects to the
 * login.
 *
 * nginx has no function that encodes a text. But if the path of a request has a plus sign, nginx encodes what a rewrite moves into the
 * parameters. So the address that was asked for comes in a header, becomes the path, and then a parameter.
 */
export const answersOfNobody = (site: Site): string => {
  const { authentication } = site;
  const unknown = problem(
    401,
    'Unauthorized',
    authentication === undefined
      ? 'Nobody says who a user is.'
      : `The authentication let this request pass without its header ${authentication.headers.id}, which says who the user is.`,
  );
  return `${authentication?.signIn === undefined ? '' : signInLocation(authentication.signIn, severalHosts(site) ? '$http_x_original_host' : site.host)}    location / {
      ${PROBLEM}
      ${NEVER_KEPT}
      ${unknown}
    }`;
};

const signInLocation = (signIn: NonNullable<ForwardAuthentication['signIn']>, host: string): string => `    location = /+ {
      ${NEVER_KEPT}
      rewrite ^ ":$http_x_original_uri?";
      rewrite ^:(.*)$ "/?$1?";
      return 302 "${beforeAddress(signIn)}https%3A%2F%2F${host}$args";
    }
`;
