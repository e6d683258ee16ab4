import { MAY_BE } from './marks';
import { MASKED, type Mask } from './mask';

const GAP = '(?: |%20|\\+|_)';

const PRIVATE_KEY = `(?:[A-Z0-9]+${GAP})*PRIVATE${GAP}KEY(?:${GAP}BLOCK)?(?: ?-){4,5}`;

/** Where a private key begins, and where it ends. */
const BEGIN = `-{4,5}(?: ?)BEGIN${GAP}${PRIVATE_KEY}`;
const END = `-{4,5}(?: ?)END${GAP}${PRIVATE_KEY}`;

/** Private keys, also where a record has only a part of one. */
export const PRIVATE_KEYS: readonly Mask[] = [
  { name: 'private-key', pattern: `${BEGIN}[\\s\\S]*?${END}`, by: MASKED, has: ['PRIVATE'] },
  {
    // What is left of a key whose end is in another record.
    name: 'begin-of-private-key',
    pattern: `${BEGIN}(?:[^"'\\\\]|\\\\+[^"'\\\\])*`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    // What is left of a key whose beginning is in another record, whatever stands before its lines.
    name: 'end-of-private-key',
    pattern: `(?:[^"'\\\\{}]|\\\\+[^"'\\\\{}])*${END}`,
    by: MASKED,
    has: ['PRIVATE'],
  },
  {
    name: 'private-key-of-putty',
    pattern: '(Private-Lines: *[0-9]+(?:\\\\+[rn]|\\r?\\n)+)[A-Za-z0-9+/=]+(?:(?:\\\\+[rn]|\\r?\\n)+[A-Za-z0-9+/=]+)*',
    by: `$1${MASKED}`,
    has: ['Private-Lines'],
  },
  {
    // A line of a key by itself, behind what a program puts before each line. A digest is as long.
    name: 'line-of-key',
    pattern: `(^|[\\s"'>|:+\\]]|\\\\n)([A-Za-z0-9+/]{64}(?:[A-Za-z0-9+/]{6}|[A-Za-z0-9+/]{12})?(?:\\\\+[nr"']|["'\\s]|$))`,
    by: `$1${MAY_BE}$2`,
  },
  { name: 'digest', pattern: `${MAY_BE}([0-9a-f]{64,76}|[0-9A-F]{64,76}|[A-Za-z]{64,76})([^A-Za-z0-9+/]|$)`, by: '$1$2', has: [MAY_BE] },
  { name: 'line-of-key-found', pattern: `${MAY_BE}[A-Za-z0-9+/]+`, by: MASKED, has: [MAY_BE] },
];
