import { isUtf8 } from 'node:buffer';
import { InputError } from '../../../problem';

/** Far more than a Compose file needs: a published one has 9 KB, and 20,000 variables take 1 MB. */
export const MAX_BASE_BYTES = 2 * 1024 * 1024;

/** What is not to stand in YAML. */
const FORBIDDEN = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * The text of a Compose file, in the encodings that Compose reads: UTF-8, and UTF-16 that starts with a byte order mark.
 *
 * @throws InputError if it is too large, binary or in another encoding, or at the first character that YAML does not allow
 */
export function textOfBase(bytes: Uint8Array, file: string): string {
  const refuse = (message: string): never => {
    throw new InputError([{ message: `${file}: ${message}` }]);
  };
  if (bytes.length > MAX_BASE_BYTES) return refuse(`is larger than ${MAX_BASE_BYTES / 1024 ** 2} MiB, expected a Compose file`);
  const text = decoded(Buffer.from(bytes)) ?? refuse('is neither UTF-8 text nor UTF-16 with a byte order mark, expected a Compose file');
  if (text.includes('\0')) return refuse('is a binary file, expected a Compose file');
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden === null) return text;
  const before = text.slice(0, forbidden.index).split(/\r\n|\r|\n/);
  const code = (forbidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const source = { kind: 'file', file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 } as const;
  throw new InputError([{ source, message: `the character U+${code} stands here, which YAML does not allow: remove it` }]);
}

/** The text without its byte order mark; undefined if the bytes are none. */
function decoded(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') {
    const units = bytes.subarray(2);
    if (units.length % 2 !== 0) return undefined;
    return (mark === 'feff' ? units.swap16() : units).toString('utf16le');
  }
  return isUtf8(bytes) ? bytes.toString('utf8').replace(/^\ufeff/, '') : undefined;
}
