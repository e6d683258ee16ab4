import { isIPv4 } from 'node:net';
import { type Port, port } from './port';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** An `http` or `https` URL without credentials, query and fragment. */
export type HttpUrl = string & { readonly [brand]: 'url' };

const EXPECTED = 'a URL such as https://login.example.com/check';
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/** What editors can tell of it; ranges of numbers they cannot. */
export const HTTP_URL = new RegExp(`^https?://${LABEL}(\\.${LABEL})*(:\\d{1,5})?(/[A-Za-z0-9._~/%-]*)?$`);

/** @throws UnitError if it is none, if its port or address cannot exist, or if it carries a password */
export function httpUrl(text: string): HttpUrl {
  if (/\/\/[^/]*@/.test(text)) throw new UnitError(EXPECTED, text, 'without a name and a password');
  if (!HTTP_URL.test(text)) throw new UnitError(EXPECTED, text);
  if (!URL.canParse(text)) throw new UnitError(EXPECTED, text, 'a port is at most 65535, a part of an address at most 255');
  return text as HttpUrl;
}

/** The port that it names or, if it names none, that of its protocol. */
export const portOf = (url: HttpUrl): Port => {
  const { port: named, protocol } = new URL(url);
  return port(Number(named) || (protocol === 'http:' ? 80 : 443));
};

/** Addresses that are not routed on the internet (RFC 1918, 6598, 3927, 1122). */
const PRIVATE = /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
/** Endings that no public name has: the cluster's own and those of networks (RFC 6762, 8375, ICANN's `internal`). */
const INTERNAL = /(^[^.]+|\.svc(\..+)?|\.(local|internal|home\.arpa))$/;

/** Whether its host can be one on the internet, as far as its name tells. */
export const isPublic = (url: HttpUrl): boolean => {
  const { hostname } = new URL(url);
  return isIPv4(hostname) ? !PRIVATE.test(hostname) : !INTERNAL.test(hostname);
};
