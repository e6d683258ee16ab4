import { MAY_BE } from './marks';
import { MASKED, type Mask } from './mask';
import { PERCENT } from './notation';

/** What stands before a name in a query or a form. */
const QUERY = `(?:[?&#]|&amp;|${PERCENT}3F|${PERCENT}26|\\\\u0026)`;

const QUERIED = ['?', '&', '#', '3F', '3f', '%26', '526', 'u0026'];

/** Letters or digits of a word or a number, not both. */
const WORDS = '(?:[A-Za-z]{1,18}|[0-9]{1,18})';

/** What a query, a form or a path proves a login with. */
export const QUERIES: readonly Mask[] = [
  {
    name: 'session-cookie',
    pattern: `((?:_oauth2_proxy[A-Za-z0-9_]*|sessionid|phpsessid|connect\\.sid|(?:laravel|grafana)_session|_?csrf_?token|xsrf-token|sb-[a-z0-9]+-auth-token[.0-9]*|__(?:Secure|Host)-[A-Za-z0-9_.-]+)(?:=|%3D))[^\\s;,"'\\\\&*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [
      'essionid',
      'ESSIONID',
      'essionId',
      'SESSID',
      'sessid',
      '_session',
      '_oauth2_proxy',
      '.sid',
      'csrf',
      'CSRF',
      'xsrf',
      'XSRF',
      'auth-token',
      '__',
    ],
  },
  {
    name: 'query',
    pattern: `(${QUERY}(?:sig|hmac|oauth_verifier|session_state|SAMLResponse|SAMLRequest|client_assertion|code_verifier|X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token))(?:=|${PERCENT}3D))[^&\\s"'#\\\\*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: QUERIED,
  },
  {
    // What proves a login in one place is a word in another.
    name: 'query-of-login',
    pattern: `(${QUERY}(?:key|code|state|auth|ticket|assertion|sid|invite|magic)(?:=|${PERCENT}3D))`,
    anyCase: true,
    by: `$1${MAY_BE}`,
    has: QUERIED,
  },
  {
    name: 'query-of-words',
    pattern: `${MAY_BE}(\\*+|[A-Za-z0-9_.:,-]{0,7}|${WORDS}(?:(?:[_.:,/|+-]|${PERCENT}(?:2[CF0]|3A))+${WORDS})*)((?:[&#;\\s"'\\\\)]|${PERCENT}26|$))`,
    by: '$1$2',
    has: [MAY_BE],
  },
  { name: 'query-found', pattern: `${MAY_BE}[^&\\s"'#\\\\*]*`, by: MASKED, has: [MAY_BE] },
  // What a login is exchanged for, in a form or in JSON.
  {
    name: 'exchange',
    pattern: `((?:\\bcode=|\\\\*["']code\\\\*["']\\s*[:=]\\s*\\\\*["']))[^&\\s"'\\\\*]{8,}((?:&|\\\\*["'])[^\\n]{0,400}?grant_type)`,
    by: `$1${MASKED}$2`,
    has: ['grant_type'],
  },
  {
    name: 'exchange-behind',
    pattern: `(grant_type[^\\n]{0,400}?\\\\*["']code\\\\*["']\\s*[:=]\\s*\\\\*["'])[^&\\s"'\\\\*]{8,}`,
    by: `$1${MASKED}`,
    has: ['grant_type'],
  },
  {
    // A name that hides letters hides what it is.
    name: 'query-in-disguise',
    pattern: `((?:[?&\\s"';,(]|^)[A-Za-z0-9_.[\\]-]*${PERCENT}(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])[A-Za-z0-9_.[\\]%-]*=)[^&\\s"'#\\\\*]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['%4', '%5', '%6', '%7', '%25'],
  },
  {
    name: 'name-in-disguise',
    pattern: `(\\\\+u00(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])[A-Za-z0-9_.-]*(?:\\\\+u00[4-7][0-9a-f][A-Za-z0-9_.-]*)*\\\\*["']?\\s*[:=]\\s*\\\\*["']?)(?:[^\\s"'\\\\,}]|\\\\+[^\\s"'\\\\])+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['u004', 'u005', 'u006', 'u007', 'U004', 'U005', 'U006', 'U007'],
  },
  {
    // What is sent by mail stands in a path.
    name: 'path',
    pattern: `(/(?:reset-?password|password-?reset|(?:verify|confirm)-?email|email-?(?:verification|confirmation)|magic-?link|activate|activation|invitations?|invites?)/(?:(?:accept|confirm|verify)/)?)[A-Za-z_~-]*[0-9][A-Za-z0-9_.~-]{12,}`,
    by: `$1${MASKED}`,
    has: ['assword', '-email', 'email-', 'magic', 'activat', 'invit'],
  },
];
