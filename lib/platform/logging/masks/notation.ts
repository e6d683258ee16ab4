/** A percent sign that was encoded once, twice or more often. */
export const PERCENT = '%(?:25)*';

/** A quotation mark: as it is, escaped as in JSON within JSON, encoded as in a URL, or as in HTML. */
export const QUOTE = `(?:\\\\*["'\`]|${PERCENT}2[27]|&quot;|&#0?3[49];|\\\\u002[27])`;

/** What makes a terminal show the text behind it in a colour. */
export const COLOUR = '(?:\\x1b|\\\\+(?:u001[bB]|x1[bB]|033|e))\\[[0-9;]*m';

const SPACES = `(?:\\s|\\\\+[nrt]|%(?:25)*20|\\+|${COLOUR})*`;

/** As it is, in capitals, and with one capital. */
export const cases = (...words: readonly string[]): readonly string[] =>
  words.flatMap((word) => [word, word.toUpperCase(), `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`]);

/** What may stand between two words of a name. */
export const SEPARATOR = `(?:[_. -]|${PERCENT}(?:5F|2D|2E|20))?`;

/** What may follow such a word in a name. What stands before it is of no interest. */
export const SUFFIX =
  '(?:[_-]?(?:value|hash|old|new|prev|confirm(?:ation)?|again|repeat(?:ed)?|raw|plain|text|prod|dev|staging|primary|secondary|base64|b64|v?[0-9]+))?';

/** What stands between the name of a credential and the credential, if they are on two sides of a sign. */
export const IS = `_?(?:${COLOUR})*${QUOTE}?(?:\\]|${PERCENT}5D|\\[[0-9]*\\])?${SPACES}(?:→|:\\s?[A-Za-z]{2,10}(?:\\[[A-Za-z, ]+\\])?(?:\\s?\\|\\s?None)?\\s?=|[!=:?]==?|[=-]>|[:=]|${PERCENT}3[AD]|\\\\+u003[aAdD])${SPACES}`;

/** What stands before a quotation mark in the notation of a program: `SecretStr('x')`, `b'x'`. */
export const CALL = '(?:[a-zA-Z.]{0,16}\\()?[bBrRuUfF]?';

/** What ends a value that says something. */
export const ENDS = `(?:[\\s\\x1b,;)}\\]"'\`\\\\&<|]|[.:](?:[\\s"'\\\\]|$)|$)`;

/** Values that say something of a credential and are none. */
export const SAYING = `(?:${[
  'null|none|nil|true|false|undefined|empty|not[_ -]?set|unset|set|missing|required|optional|invalid|incorrect|expired|revoked|unknown',
  'yes|no|ok|disabled|enabled|not found|not available|is|has|was|must|cannot|could|failed|signature|absent|present|given|provided',
  'created|updated|deleted|changed|rotated|refreshed|issued|loaded|valid|validated|verified|accepted|rejected|denied|mismatch|too',
  'the|a|an|your|this|that|token|password|secret|key|user|login|access|for|in|on|at|from|by|and|or|not|with|wrong|bad|weak|short|long|using',
  'opened|open|opening|closed|close|closing|mounted|granted|started|stopped',
  'cleared|removed|reset|sent|received|read|written|found|skipped|ignored|unchanged|done|passed|pending|off|loading|loads|new|old|any|all',
  'configured|generated|field required|string should|value error|input should|str|string|bytes|text|varchar|secretstr',
].join('|')})`;

/** Brackets before the first value of a list, as in Go, Python and JSON. */
export const LIST = `(?:(?:\\[\\]string\\{|[\\[(])\\s*){0,2}`;

/** The beginning of what is no word, since it has letters and digits. */
export const MIXED = `[^\\s"',;:*|│]*(?:[A-Za-z][0-9!@#$%^&]|[0-9!@#$%^&][A-Za-z])`;

/** A word up to a quotation mark, which may be escaped. */
export const WORD = `(?:[^\\s"'\\\\]|\\\\+[^\\s"'\\\\nrt])+`;

export const COLON = '(?::|\\\\+u003[aA])';
