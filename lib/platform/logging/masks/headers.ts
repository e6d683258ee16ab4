import { MASKED, type Mask } from './mask';
import { CALL, IS } from './notation';

/** Values of headers that a client prints without the notation of a header. */
export const HEADERS: readonly Mask[] = [
  {
    // A client refuses what ends in a new line, and says what it is, not of which header.
    name: 'value-of-header',
    pattern: `((?:(?:[Ii]llegal|[Ii]nvalid) header value|in header value:|invalid header field value|Header part)\\s+\\(?b?\\\\*["'](?:(?:[Bb]earer|[Bb]asic|[Tt]oken) )?)(?:[^"'\\\\]|\\\\+[^"'\\\\])+`,
    by: `$1${MASKED}`,
    has: ['eader value', 'header field value', 'Header part'],
  },
  {
    name: 'protocol-of-websocket',
    pattern: `(sec[_-]websocket[_-]protocol${IS}${CALL}\\\\*["']?(?:[^\\n"'\\\\]*?(?:bearer|token|jwt|auth|authorization)\\s*,\\s*|[^\\n"'\\\\]*?base64url\\.bearer\\.authorization\\.k8s\\.io\\.))[^\\s,"'\\\\]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['ebsocket', 'EBSOCKET', 'ebSocket'],
  },
];
