import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** The name of a header that tells something of a user. */
export type HeaderName = string & { readonly [brand]: 'header' };

const EXPECTED = 'the name of a header such as X-Auth-Request-User';

export const HEADER_NAME = /^[A-Za-z]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/;

/** Headers that belong to a connection, a message or a login: what they hold is never who somebody is. */
const OTHERS = new Set(
  [
    ...['Connection', 'Keep-Alive', 'Proxy-Authenticate', 'Proxy-Authorization', 'Proxy-Connection', 'TE', 'Trailer', 'Transfer-Encoding'],
    ...['Upgrade', 'Host', 'Date', 'Server', 'Via', 'Allow', 'Vary', 'Age', 'Expires', 'ETag', 'Location', 'Link', 'Retry-After'],
    ...['Content-Length', 'Content-Type', 'Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Range'],
    ...['Cache-Control', 'Last-Modified', 'Accept-Ranges', 'Cookie', 'Set-Cookie', 'Authorization', 'WWW-Authenticate'],
    ...['Strict-Transport-Security', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'X-Accel-Redirect'],
  ].map((name) => name.toLowerCase()),
);

/** @throws UnitError if it is none, or one that is there for something else */
export function headerName(text: string): HeaderName {
  if (!HEADER_NAME.test(text))
    throw new UnitError(EXPECTED, text, text.includes('_') ? 'nginx drops headers with an underscore' : undefined);
  if (OTHERS.has(text.toLowerCase())) throw new UnitError(EXPECTED, text, 'that one is there for something else');
  return text as HeaderName;
}
