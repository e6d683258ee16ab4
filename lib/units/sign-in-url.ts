import { HTTP_URL, httpUrl } from './http-url';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/**
 * Where a browser is sent to sign in. The address that it asked for is added as a parameter: as the value of the last one if that
 * has none (`https://login.example.com/start?return=`), else as `rd`.
 */
export type SignInUrl = string & { readonly [brand]: 'sign-in' };

const EXPECTED = 'an https URL such as https://login.example.com/oauth2/start';

/** What the address is called if the URL does not say so: oauth2-proxy's name for it, and ingress-nginx's default. */
const PARAMETER = 'rd';

const QUERY = "[A-Za-z0-9._~!*'(),:@/?=&%+-]*";

/** What editors can tell of it. */
export const SIGN_IN_URL = new RegExp(`${HTTP_URL.source.slice(0, -1).replace('https?', 'https')}(\\?${QUERY})?$`);

/** @throws UnitError if it is none, or if it has a place for the address that is filled already */
export function signInUrl(text: string): SignInUrl {
  if (/[#]/.test(text)) throw new UnitError(EXPECTED, text, 'without a fragment');
  if (/[${}]/.test(text)) throw new UnitError(EXPECTED, text, 'without a variable: the exposed service adds the address itself');
  if (text.startsWith('http:')) throw new UnitError(EXPECTED, text, 'who signs in gives away a password');
  const [url = '', query] = text.split(/\?(.*)/s, 2);
  httpUrl(url, EXPECTED);
  if (!SIGN_IN_URL.test(text)) throw new UnitError(EXPECTED, text);
  if (query !== undefined && new URLSearchParams(query).get(PARAMETER)) {
    throw new UnitError(EXPECTED, text, `without a value for ${PARAMETER}: there the exposed service puts the address that was asked for`);
  }
  return text as SignInUrl;
}

/** Everything before the address that is added, which has to be encoded as the value of a parameter. */
export function beforeAddress(url: SignInUrl): string {
  const [, query] = url.split(/\?(.*)/s, 2);
  if (query === undefined) return `${url}?${PARAMETER}=`;
  if (/(^|&)[^&=]+=$/.test(query)) return url;
  return `${url}${query === '' || query.endsWith('&') ? '' : '&'}${PARAMETER}=`;
}
