import { MASKED, type Mask } from './mask';
import { COLON, PERCENT } from './notation';

const URL_NAME = '[A-Za-z][A-Za-z0-9+.-]*';

/** Users and passwords in URLs. */
export const URLS: readonly Mask[] = [
  {
    name: 'url',
    pattern: `(${URL_NAME}${COLON}(?:\\\\*/|\\\\u002[fF]){2}[^\\s:/@"'\\\\]*(?:${COLON}|%3[aA]))(?:[^\\s"']|'{1,2}(?:[^\\s"',:;)\\]}\\\\]|[,:][^\\s"'])|"[^\\s"',:;)\\]}\\\\])*["']*(@|\\\\+u0040)`,
    by: `$1${MASKED}$2`,
    has: ['@', '0040'],
  },
  {
    name: 'url-encoded',
    pattern: `(${URL_NAME}(?:${PERCENT}3A|:)(?:${PERCENT}2F|\\\\*/){2}[^\\s"'&:@]*?(?:${PERCENT}3A|:))[^\\s"'&]*(?:${PERCENT}40|\\\\u0040)`,
    anyCase: true,
    by: `$1${MASKED}%40`,
    has: ['40'],
  },
  {
    name: 'url-with-a-token',
    pattern: `(${URL_NAME}(?::\\\\*/\\\\*/|%3[aA]%2[fF]%2[fF]))[^\\s:/@"'?#%&]{16,}(@|%40)`,
    by: `$1${MASKED}$2`,
    has: ['@', '%40'],
  },
  {
    // Before a host and its port stands what a sign in a password has left of it.
    name: 'user-and-password',
    pattern: `([A-Za-z0-9_.-]+:)[^\\s:/@"'=,*\\\\]+@([A-Za-z0-9.-]+(?::[0-9]|/|\\())|[^\\s"'\`=,;:()[\\]@/?*\\\\]+@([A-Za-z0-9.-]+:[0-9]{1,5}(?:[/\\s"'\`,;)\\]\\\\]|$))`,
    by: `$1${MASKED}@$2$3`,
    has: ['@'],
  },
  {
    name: 'netloc',
    pattern: `(netloc=\\\\*["'][^"'@]*:)[^"'@]+@`,
    by: `$1${MASKED}@`,
    has: ['netloc'],
  },
  { name: 'oracle', pattern: `(jdbc:oracle:[a-z]+:[^\\s/@"']+/)[^\\s/@"']+@`, by: `$1${MASKED}@`, has: ['jdbc:oracle'] },
];

/** Parts of a URL that a program could not read, in what it says of them. */
export const UNREADABLE_URLS: readonly Mask[] = [
  {
    // What is taken for a host or a port, where a password in a URL has a sign that ends it.
    name: 'part-of-url',
    pattern: `((?:host name|port number from|[Ii]nvalid port:?|nonnumeric port:|base 10:|variable reference|limit - 1, not|URL from (?:given )?(?:URL )?string|ENOTFOUND|tcp: lookup|resolve address|in upstream|service not known:|nodename nor servname provided, or not known:|Error -?[0-9]+ connecting to|[Ff]ailed to resolve(?: host)?|control characters\\.)\\s+)(?:(\\\\*["'\`])[^"'\`\\\\\\n]+|[^\\s"'\`\\\\]+)@|(found: \\\\*["']%)[^"'\`\\\\\\n]+@`,
    by: `$1$2$3${MASKED}@`,
    has: [
      ...[
        'host name',
        'port number from',
        'nvalid port',
        'nonnumeric port',
        'base 10:',
        'variable reference',
        'control characters',
        'limit - 1',
        'URL from',
        'found: ',
      ],
      ...['ENOTFOUND', 'tcp: lookup', 'resolve ', 'in upstream', 'not known:', ' connecting to'],
    ],
  },
  {
    name: 'port-of-url',
    pattern: `((?:integer value as|[Ii]nvalid port:|nonnumeric port:) \\\\*["']|invalid port (?:number: )?\\\\*":?|invalid port in upstream \\\\*"[^":\\\\]*:|missing \\\\*"=\\\\*" after \\\\*"|unexpected spaces found in \\\\*"|Failed to parse: \\\\*'[^"':/\\\\]*:)[^"'\\\\]+|(invalid integer value \\\\*")[^"\\\\]+(\\\\*" for connection option)`,
    by: `$1$2${MASKED}$3`,
    has: ['integer value', 'nvalid port', 'nonnumeric port', 'missing ', 'unexpected spaces', 'Failed to parse'],
  },
];
