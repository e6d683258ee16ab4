import { isIPv4 } from 'node:net';
import { shown } from '../text';
import { isInside, networkOf } from './network';
import { type Port, port } from './port';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** An `http` or `https` URL without credentials, query and fragment. */
export type HttpUrl = string & { readonly [brand]: 'url' };

/** What is expected where one of that kind is. */
const expectedLike = (example: string): string => `a URL such as ${example}`;

const EXPECTED = expectedLike('https://login.example.com/check');
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/** What nginx takes as one parameter is 4096 characters; some of that is kept for what stands around it. */
const LONGEST = 2000;

/** What editors can tell of it; ranges of numbers they cannot. */
export const HTTP_URL = new RegExp(
  `^(?=.{1,${LONGEST}}$)https?://(${LABEL}(\\.${LABEL})*|\\[[0-9A-Fa-f:.]+\\])(:[1-9]\\d{0,4})?(/(?!(.*/)?(\\.|%2[eE]){1,2}(/|$))([A-Za-z0-9._~/-]|%[0-9A-Fa-f]{2})*)?$`,
);

/** The same as {@link httpUrl}, whose error has an example of the right kind. */
export const httpUrlLike =
  (example: string) =>
  (text: string): HttpUrl =>
    httpUrl(text, expectedLike(example));

/**
 * @param expected what the error says that it should be
 * @throws UnitError if it is none, if its port or address cannot exist, or if it carries a password
 */
export function httpUrl(text: string, expected = EXPECTED): HttpUrl {
  if (/\/\/.*@/s.test(text)) throw new UnitError(expected, text, 'without a name and a password');
  if (/[?#]/.test(text)) throw new UnitError(expected, text, 'without a query and a fragment');
  if (text.length > LONGEST) throw new UnitError(expected, text, `at most ${LONGEST} characters`);
  if (!HTTP_URL.test(text)) throw new UnitError(expected, text, rewritten(text) ?? whatIsWrong(text));
  if (!URL.canParse(text)) throw new UnitError(expected, text, 'a port is from 1 to 65535, a part of an address at most 255');
  const { hostname } = new URL(text);
  if (hostname.length > 253) throw new UnitError(expected, text, 'a host name is at most 253 characters');
  if (/^\[::ffff:/.test(hostname)) throw new UnitError(expected, text, 'an address of version 4 within version 6: write it as version 4');
  // What is an address to a browser, written as 0x7f.1 or 2130706433, is a name to others.
  if (isIPv4(hostname) && hostOf(text) !== hostname) throw new UnitError(expected, text, `an address is written out: ${hostname}`);
  return text as HttpUrl;
}

/** What a reader of URLs makes of a text that is none as it stands. */
function rewritten(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { href } = new URL(text);
  return href !== text && HTTP_URL.test(href) ? `write ${href}` : undefined;
}

/** What no path has as it stands: a character that is not allowed, or a `%` without its two digits. */
const ODD_IN_PATH = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~/%-]/u;

const HOST = new RegExp(`^(${LABEL}(\\.${LABEL})*|\\[[0-9A-Fa-f:.]+\\])$`);

/** Which part of a text makes it none, and how that part is written; undefined where there is no text. */
function whatIsWrong(text: string): string | undefined {
  if (text === '') return undefined;
  const parts = /^https?:\/\/([^/]*)(\/.*)?$/s.exec(text);
  if (parts === null) return 'it begins with http:// or https://';
  const [, authority = '', path = ''] = parts;
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  if (host === '') return 'a host is missing';
  const [odd] = /[^a-z0-9.-]/u.exec(host) ?? [];
  if (!HOST.test(host))
    return odd === undefined || host.startsWith('[')
      ? 'a host name is parts of at most 63 lower-case letters, digits and hyphens within, with dots between them'
      : `a host name has no ${shown(odd)}`;
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) return 'a port is from 1 to 65535';
  const [character] = ODD_IN_PATH.exec(path) ?? [];
  if (character === '%') return 'two digits of hexadecimal follow a "%"';
  if (character === undefined) return undefined;
  return `a path has no ${shown(character)}${/^[\x21-\x7e]$/.test(character) ? `: write ${encoded(character)}` : ''}`;
}

/** As a path has it. `encodeURIComponent` leaves some. */
const encoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** The host as it was written. */
const hostOf = (text: string): string => /^https?:\/\/([^/:]*)/.exec(text)?.[1] ?? '';

/** The port that it names or, if it names none, that of its protocol. */
export const portOf = (url: HttpUrl): Port => {
  const { port: named, protocol } = new URL(url);
  return port(Number(named) || (protocol === 'http:' ? 80 : 443));
};

/** The address that it names. @default - it names a host */
export const addressOf = (url: HttpUrl): string | undefined => {
  const host = new URL(url).hostname;
  if (host.startsWith('[')) return host.slice(1, -1);
  return isIPv4(host) ? host : undefined;
};

/** Whether an address is in one of these networks. */
export const isWithin = (address: string, networks: readonly string[]): boolean =>
  networks.some((network) => isInside(networkOf(address), network));

/** Networks that are not routed on the internet (RFC 1918, 6598, 3927, 6890, 4193, 4291). */
const PRIVATE = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3'],
  ...['::/127', '64:ff9b::/96', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
];

/** Where whoever asks finds only itself. */
const LOOPBACK = ['127.0.0.0/8', '0.0.0.0/32', '::/127'];

/** Endings that no public name has: the cluster's own and those of networks (RFC 6761, 6762, 8375, ICANN's `internal`). */
const INTERNAL = /(^[^.]+|\.svc(\..+)?|\.(local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\.arpa))$/;

/** Whether its host can be one on the internet, as far as its name tells. */
export const isPublic = (url: HttpUrl): boolean => {
  const address = addressOf(url);
  return address === undefined ? !INTERNAL.test(new URL(url).hostname) : !isWithin(address, PRIVATE);
};

/** Whether it leads whoever asks to themselves. */
export const isOneself = (url: HttpUrl): boolean => {
  const address = addressOf(url);
  return address === undefined ? /(^|\.)localhost$/.test(new URL(url).hostname) : isWithin(address, LOOPBACK);
};
