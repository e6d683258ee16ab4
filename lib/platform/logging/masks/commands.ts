import { MASKED, type Mask } from './mask';
import { cases, WORD } from './notation';

/** Arguments of commands. */
export const COMMANDS: readonly Mask[] = [
  {
    name: 'argument',
    pattern: `((?:^|[\\s"'\`,=(\\[])--?[A-Za-z0-9-]*(?:password|passwd|passphrase|pass|secret|token|api-?key|access-?key|private-?key|credentials?)["',]*\\s+["']?)[^\\s"'\\\\-](?:${WORD})?`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('pass', 'secret', 'token', 'key', 'credential'),
  },
  {
    // A user by number and a group by number are none.
    name: 'user-and-password-as-argument',
    pattern: `((?:^|[\\s"'\`,=(\\[])(?:-u|--user|--proxy-user)(?:[ =]|\\\\*["'],\\s*)(?:\\\\*["'])?[^\\s:"'\\\\]*[^\\s:"'\\\\0-9][^\\s:"'\\\\]*:)(?:${WORD}|[^\\s"'\\\\])`,
    by: `$1${MASKED}`,
    has: ['-u', '-user'],
  },
  {
    name: 'user-of-curl',
    pattern: `(\\bcurl\\b[^\\n|;]*?["'\\s](?:-[A-Za-z]*[uUE]|--user|--proxy-user|--cert)(?:[ =]|\\\\*["'],\\s*)?(?:\\\\*["'])?[^\\s:"'\\\\]+:)[^\\s"'\\\\*]${WORD}?`,
    by: `$1${MASKED}`,
    has: ['curl'],
  },
  {
    name: 'argument-of-client',
    pattern: `(\\b[a-z]+-cli\\b[^\\n|;]*?["'\\s]-a["',]*\\s*["']?|\\b(?:sshpass|hash\\.sh|mysql[a-z]*|mariadb[a-z-]*|mongo[a-z]*|ldap[a-z]+|(?:docker|podman|crane|helm|skopeo|oras)\\b[^\\n|;]*?\\blogin)\\b[^\\n|;]*?["'\\s](?:-p|-w)["',]*\\s*["']?)[^\\s"'\\\\-](?:${WORD})?`,
    by: `$1${MASKED}`,
    has: ['-a', '-p', '-w'],
  },
  {
    name: 'cookies-of-curl',
    pattern: `(\\bcurl\\b[^\\n]*?\\s(?:-b|--cookie)[ =])(?:'[^'\\n]*'|"[^"\\n]*"|\\\\"[^"\\\\]*|${WORD})`,
    by: `$1${MASKED}`,
    has: ['curl'],
  },
  {
    name: 'second-cookies-of-curl',
    pattern: `(\\bcurl\\b[^\\n]*\\s(?:-b|--cookie)[ =])(?:'[^'\\n]*'|"[^"\\n]*"|\\\\"[^"\\\\]*|${WORD})`,
    by: `$1${MASKED}`,
    has: ['curl'],
  },
  {
    name: 'password-on-input',
    pattern: `(\\becho\\s+)[^\\n|]+(\\|[^\\n]*--password-stdin)`,
    by: `$1${MASKED} $2`,
    has: ['--password-stdin'],
  },
];
