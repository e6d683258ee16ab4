import { MASKED, type Mask } from './mask';
import { cases, MIXED } from './notation';

/** Credentials that are told in words. */
export const SENTENCES: readonly Mask[] = [
  {
    name: 'sentence-quoted',
    pattern: `((?:password|passwd|passphrase|secret|token|api[ _-]?key)(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?\\s+(?:is|was|to|set to|changed to|with):?\\s+\\\\*["'\`])[^"'\`\\\\\\n]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['"', "'", '`'],
  },
  {
    name: 'sentence-with-a-token',
    pattern: `((?:token|password|passwd|passphrase|(?:api[ _-]?|access[ _-]|secret[ _-])key|client[ _-]secret)(?:\\s|\\\\+t)+(?:\\\\*["'\`]|\\()?)[^\\s\\x1b"',;:*|│\\\\/(){}=<>.]*(?:[A-Za-z][0-9]|[0-9][A-Za-z])[^\\s"',;:\\\\(){}<>]{3,}`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('token', 'password', 'passwd', 'passphrase', 'key', 'secret'),
  },
  {
    // Behind the values of all names, so that a sign before a value is seen there first.
    name: 'header-of-proxy',
    pattern: `((?:set|add)[_-]header\\s+[a-z0-9_-]*(?:key|token|secret|password|authorization|cookie)\\s+)(?:"[^"\\n]*"|'[^'\\n]*'|\\\\"[^"\\\\]*|[^\\s"'\\\\;]+)`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['_header', '-header'],
  },
  {
    // In a sentence, a word is a credential that has letters and digits.
    name: 'sentence',
    pattern: `((?:\\b(?:with|(?:login|user)\\s+\\S+|temporary|initial|default|generated|bind)\\s+password|password(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?(?:\\s+(?:is|was|to|set to|changed to)|\\s*:|\\s+is:))\\s+)${MIXED}[^\\s"',;\\\\]*`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('password'),
  },
  {
    name: 'sentence-of-a-code',
    pattern: `((?:passphrase|token|api[ _-]?key|otp|(?:verification|security|one-time|login) code)(?:\\s+(?:for|of)\\s+[^\\n:=]{1,40}?)?\\s+(?:is|was|provided):?\\s+)(?:${MIXED}[^\\s"',;\\\\]*|[0-9]{4,10})`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: ['assphrase', 'ASSPHRASE', ...cases('token', 'otp', 'key is', 'key was', 'key for', 'key of', 'key provided'), 'code ', 'CODE '],
  },
];
