import { STAYS } from './marks';
import { MASKED, type Mask } from './mask';
import { cases, ENDS, SAYING, WORD } from './notation';

/** What stands before the next entry of a list, as a client that numbers its answers prints it. */
const ENTRY = '(?:\\n|\\\\+n)\\s*[0-9]+\\)\\s+';

/** Directives and commands of a store of keys and values, and of the proxy before it. */
export const KEY_VALUE_STORE: readonly Mask[] = [
  {
    // A misspelt AUTH. The commands of modules have a point in their name.
    name: 'unknown-command',
    pattern: `(unknown command ['\`"][A-Za-z]{1,16}['\`"], with args beginning with: )(?:['\`][^'\`\\n]*['\`][, ]*)+`,
    by: `$1${MASKED} `,
    has: ['unknown command'],
  },
  {
    name: 'directive-stays',
    pattern: `((?:requirepass|masterauth|primaryauth|bindpw)(?:\\\\*["'])?[\\s:=]+)(${SAYING}${ENDS}|${MASKED.replaceAll('*', '\\*')})`,
    anyCase: true,
    by: `$1${STAYS}$2`,
    has: cases('requirepass', 'masterauth', 'primaryauth', 'bindpw'),
  },
  {
    name: 'directive',
    pattern: `((?:(?:requirepass|masterauth|primaryauth|bindpw|[a-z]+\\s+auth-pass\\s+[^\\s"'\\\\]+|auth-pass|[a-z]+el-pass|key-file-pass|insecure-password)(?:\\\\*["'])?[\\s:=]+|stats\\s+auth\\s+[^\\s:]+:)(?:\\\\*["'])?)[^\\s"'\\\\${STAYS}](?:${WORD})?`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [
      ...cases('requirepass', 'masterauth', 'primaryauth', 'bindpw', 'auth-pass', 'el-pass', 'key-file-pass', 'insecure-password'),
      'stats auth',
    ],
  },
  ...['[^\\n]*?', '[^\\n]*'].map(
    (between, index): Mask => ({
      // A user may have several passwords: the first and the last.
      name: `access-list-${index}`,
      pattern: `((?:\\bsetuser\\b|\\buser\\s+\\S+\\s+(?:on|off)\\b)${between}["'\\s](?:[<>]|#[0-9a-f]{8}))${WORD}`,
      anyCase: true,
      by: `$1${MASKED}`,
      has: [...cases('setuser'), 'user '],
    }),
  ),
  {
    name: 'auth-stays',
    pattern: `(\\bAUTH2?)((?:\\\\*["'\`]\\s*,?)?\\s+(?:failed|failure|required|error|errors|command|called|is|was|not|no|ok|succeeded|success|successful|service|provider|token|tokens|module|middleware|enabled|disabled|and|or|for|from|to|in|on|<[^>\\n]*>|\\*{3}|(?:(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|GSSAPI|NTLM|OAUTHBEARER)\\s*)+(?:[\\r\\n"']|\\\\[rn]|$))${ENDS}|\\\\*"\\s*,\\s*\\\\*"[^"\\\\\\n]*\\\\*"\\s*:)`,
    by: `$1${STAYS}$2`,
    has: ['AUTH'],
  },
  {
    name: 'auth-command-in-protocol',
    pattern: `((?:\\b|\\\\n)AUTH(?:(?:\\r\\n|\\\\+r\\\\+n)\\$[0-9]+(?:\\r\\n|\\\\+r\\\\+n)[^\\s\\\\]+)?(?:\\r\\n|\\\\+r\\\\+n)\\$[0-9]+(?:\\r\\n|\\\\+r\\\\+n))[^\\s\\\\]+`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('auth'),
  },
  {
    name: 'auth-command',
    pattern: `(\\bAUTH2?(?:(?:\\\\*["'])?\\\\*\\s+|\\\\*["'\`]\\s*,\\s*|\\\\*["']${ENTRY})(?:\\\\+u00[01][0-9a-f])*)(?:b?\\\\*["'\`][^"'\`\\s\\\\]+\\\\*["'\`]|[^\\s"'\`:=,.${STAYS}\\\\-][^\\s"'\\\\]*)(?:(?:${ENTRY}|\\\\*\\s+|\\s*,\\s*)(?:b?\\\\*["'\`][^"'\`\\s\\\\]+\\\\*["'\`]|[^\\s"'\\\\]+))?`,
    by: `$1${MASKED}`,
    has: ['AUTH'],
  },
  {
    name: 'auth-command-of-small-letters',
    pattern: `(>\\s+auth\\s+|["'\`][Aa]uth\\\\*["'\`](?:${ENTRY}|\\s+)\\\\*["'\`]|call\\(\\s*\\\\*["'][Aa]uth\\\\*["']\\s*,\\s*\\\\*["']|\\bhello\\s+[23]\\s+auth\\s+)${WORD}(?:(?:\\\\*["'])?(?:${ENTRY}|\\s+)(?:\\\\*["'])?${WORD})?`,
    by: `$1${MASKED}`,
    has: ['> auth', '"auth', "'auth", '`auth', '"Auth', "'Auth", 'hello'],
  },
  {
    // Such a command alone. A word is a credential that has letters and digits.
    name: 'auth-command-alone',
    pattern: `((?:^|["'\`:\\]\\n]\\s*|\\\\n|-cli\\b[^\\n|;]*?\\s)auth\\s+(?:[A-Za-z0-9_-]{1,32}\\s+)?)[^\\s"'\`\\\\./:=-]*(?:[A-Za-z][0-9!@#$%^&]|[0-9!@#$%^&][A-Za-z])[^\\s"'\`\\\\./:=-]{3,}(\\s*(?:["'\`]|\\\\+[nr"']|\\n|$))`,
    by: `$1${MASKED}$2`,
    has: ['auth '],
  },
  { name: 'auth-stayed', pattern: STAYS, by: '', has: [STAYS] },
];
