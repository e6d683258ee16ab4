import { MASKED, type Mask } from './mask';
import { cases, WORD } from './notation';

/** The end of the name of a column that holds a credential, or its hash. */
const COLUMN =
  '(?:(?:pass(?:word|wd|phrase)|secret|token|otp|api_?keys?\\.key|(?:api_?|access_?|private_?)key)(?:_(?:hash|digest|value|encrypted))?|key_hash|hashed_key)';

/** A value of a list of parameters: quoted, also as in JSON, or a part of one without quotation marks. */
const PARAMETER = `'(?:[^'\\\\]|\\\\+[^\\n\\\\])*'|\\\\*"(?:[^"\\\\\\n]|\\\\+[^"\\\\\\n])*\\\\*"`;

/** Parameters within brackets, which may hold brackets. */
const parameters = (depth: number): string =>
  `[\\[({](?:${PARAMETER}|[^'"\\\\()[\\]{}\\n]${depth === 0 ? '' : `|${parameters(depth - 1)}`})+[\\])}]`;

/** Rows and parameters of a statement, in what a database or its client says of them. */
export const ROWS: readonly Mask[] = [
  {
    // The parameters of a statement stand behind it, and which is which only the statement says.
    name: 'parameters',
    pattern: `(${COLUMN}[^A-Za-z_][\\s\\S]*?\\[parameters: )[\\[(](?:${PARAMETER}|[^'"\\\\\\]\\n])*`,
    anyCase: true,
    by: `$1(${MASKED})`,
    has: ['[parameters: '],
  },
  {
    // A client that echoes what it sends writes them into a record of their own. Of none, nothing is replaced.
    name: 'parameters-alone',
    pattern: `(\\[(?:(?:generated in|cached since|no key|caching disabled) [^\\]\\n]{1,100}|dialect [^\\]\\n]{1,80}|raw sql|insertmanyvalues [^\\]\\n]{1,60})\\] |Engine Row )${parameters(2)}`,
    by: `$1(${MASKED})`,
    has: ['s] ', 's ago] ', 'sql] ', ')] ', 'Engine Row '],
  },
  {
    // A line of COPY, which has no names of columns either.
    name: 'row-of-copy',
    pattern: `(COPY [^\\n"]{1,120}, line [0-9]+(?:, column [^\\n":]{1,64})?: \\\\*")(?:[^"\\n\\\\]|(?:\\\\*"){1,2}[A-Za-z0-9 ]|(?:\\\\*"){2},[A-Za-z0-9]|\\\\+[^"n\\n\\\\])*`,
    by: `$1${MASKED}`,
    has: ['COPY '],
  },
  {
    // What a database has already.
    name: 'twice',
    pattern: `(Key \\([^=\\n]*?${COLUMN}[^A-Za-z_=\\n][^=\\n]*=\\()(?:[^"\\n\\\\]|\\\\*"[A-Za-z0-9 ]|\\\\+[^"n\\n\\\\])*(\\))`,
    by: `$1${MASKED}$2`,
    has: [')=('],
  },
  {
    // A whole row of a database, without the names of its columns.
    name: 'row',
    pattern: `(Failing row contains )\\((?:[^"\\n\\\\]|\\\\*"[A-Za-z0-9 ]|\\\\+[^"n\\n\\\\])*`,
    by: `$1(${MASKED})`,
    has: ['Failing row'],
  },
];

/** Statements, and the file with the passwords of a client. */
export const STATEMENTS: readonly Mask[] = [
  {
    name: 'statement',
    pattern: `((?:password|identified(?:\\s+with\\s+\\S+)?\\s+by)(?:\\s+(?:as\\s+)?|\\s*\\(\\s*)(?:E|U&)?)(?:'(?:[^'\\\\]|''|\\\\+[^\\n\\\\])*'?|\\\\*"[^"\\\\]*|\\$[a-z_]*\\$[^$]*\\$[a-z_]*\\$)`,
    anyCase: true,
    by: `$1'${MASKED}'`,
    has: ["'", '"', '$'],
  },
  {
    name: 'insert',
    pattern: `(insert\\s+into\\b[^()\\n]*\\([^()]*(?:password|passwd|secret|token|api_key)[^()]*\\)\\s*values\\s*)\\([^()]*'[^()]*\\)(?:\\s*,\\s*\\([^()]*\\))*`,
    anyCase: true,
    by: `$1('${MASKED}')`,
    has: cases('values'),
  },
  {
    name: 'function-of-pgcrypto',
    pattern: `(\\b(?:crypt\\s*\\(\\s*|pgp_sym_(?:en|de)crypt(?:_bytea)?\\s*\\([^()\\n]*,\\s*))'[^'\\n]*'`,
    anyCase: true,
    by: `$1'${MASKED}'`,
    has: ['crypt', 'CRYPT'],
  },
  {
    name: 'line-of-pgpass',
    pattern: `((?:^|[\\s"'=])[A-Za-z0-9.*_/-]+:(?:5432|\\*):[A-Za-z0-9*_-]+:[A-Za-z0-9*_-]+:)${WORD}`,
    by: `$1${MASKED}`,
    has: [':5432:', ':*:'],
  },
];
