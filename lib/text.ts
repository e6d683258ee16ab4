/**
 * What can make more of a line than its text: control characters (a terminal obeys them), the line ends of Unicode, marks that turn
 * the direction of writing around, and halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const UNSAFE_IN_LINES = new RegExp(`(?!\\n)${UNSAFE.source}`, 'gu');

/**
 * Whether a text, of several lines or not, has none but the usual characters: those of ASCII that are printed, Latin letters, dashes,
 * quotation marks and the like, and lines of frames. The log shipper's own marks (U+FDD0 to U+FDEF) are usual too: its configuration is
 * full of them. It is a quick answer, of texts as long as a cluster's manifests too. Where it is yes, nothing in the text is unsafe, and
 * the tables of Unicode need not be asked.
 */
export const isUsual = (text: string): boolean => !UNUSUAL.test(text);

const UNUSUAL = /[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2500-\u257f\ufdd0-\ufdef]/;

/** As this program sets it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const COLOUR = /(\u{1b}\[\d+m)/u;

/** What a CI system takes for a command when a line starts with it. */
const COMMAND_OF_CI = /^(\s*)(?=::|##\[)/gm;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In UTF-16, as JSON has it. */
const escaped = (character: string): string =>
  SHORT[character] ??
  Array.from({ length: character.length }, (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`).join('');

/**
 * A text that somebody else wrote (a key, a path, a reason, what another program printed), as a part of one line of a message.
 * What is unsafe is shown as an escape such as `\n` or `\u001b`. A text that is safe already stays as it is.
 */
export const inMessage = (text: string): string => text.replace(UNSAFE, escaped);

const linesInMessage = (text: string): string => (isUsual(text) ? text : text.replace(UNSAFE_IN_LINES, escaped));

/**
 * Whole lines as they go out, whatever they are: the last look at them. Data in JSON and YAML stays what it is, because it has such
 * characters as escapes already.
 *
 * @param coloured whether the program's own colours may be in them
 */
export function inLines(text: string, coloured = false): string {
  if (!coloured || !COLOUR.test(text)) return linesInMessage(text);
  return text
    .split(COLOUR)
    .map((part, n) => (n % 2 === 1 ? part : linesInMessage(part)))
    .join('');
}

/** The same for talk, in which no line is meant for the CI system that shows it. */
export const inTalk = (text: string, coloured = false): string => inLines(text, coloured).replace(COMMAND_OF_CI, '$1\\');

const LONGEST_HEADER = 200;

/** The same as a part of a comment line of a generated file: cut after 200 characters. */
export const inHeader = (text: string): string => {
  const safe = inMessage(text);
  return safe.length > LONGEST_HEADER ? `${safe.slice(0, LONGEST_HEADER - 1)}…` : safe;
};

/** What programs give out as keys and tokens starts like this, or is in the armour of a key. */
const TOKEN = /\b(?:sk-|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|eyJ|hf_|gsk_|ya29\.)[\w.+/=~-]{6,}|-----BEGIN[\s\S]*/g;
/** A password in a URL (a port and a path are none) or a key in the place of a name, and what stands behind words that are followed by a secret. */
const PASSWORD_IN_URL = /:\/\/[^\s/@:]*:(?!\d{1,5}\/)[^\s@]*@|\bhttps?:\/\/[^\s/@]+@/i;
const SAID_TO_BE =
  /(^|[\s;,&?"'])(pass(word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|signature)["']?\s*[=:]\s*["']?[^\s"']|\b(bearer|basic)\s+[\w+/=.~-]{8,}/i;

/** Whether a text is or holds a password, a token or a key, as far as its look tells. */
export const looksSecret = (text: string): boolean =>
  PASSWORD_IN_URL.test(text) || SAID_TO_BE.test(text) || text.replaceAll(TOKEN, '') !== text;

const LONGEST_SHOWN = 60;

/**
 * What somebody gave, as it can be told: without a name and a password in front of a host, without a query, without what looks like a
 * key, and not longer than a line.
 */
export function withoutSecrets(text: string): string {
  const shown = withoutQuery(withoutUser(text)).replaceAll(TOKEN, '***');
  return shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN - 3)}...` : shown;
}

/** A password may hold whatever separates the parts of a URL, so all before the last @ may be one; but a digest's @ comes after a tag. */
function withoutUser(text: string): string {
  const digest = text.lastIndexOf('@sha256:');
  const at = text.lastIndexOf('@', digest >= 0 && text.indexOf('@', digest + 1) < 0 ? digest - 1 : undefined);
  if (at < 0 || at === digest) return text;
  const protocol = text.indexOf('://');
  return `${protocol >= 0 && protocol < at ? text.slice(0, protocol + '://'.length) : ''}***${text.slice(at)}`;
}

/** In a URL all behind the first mark may be one; elsewhere what stands right behind it, as nothing does in ordinary words, or an assignment. */
function withoutQuery(text: string): string {
  const mark = text.search(/[?#]/);
  if (mark < 0) return text;
  const isUrl = text.slice(0, mark).includes('://') && mark < text.length - 1;
  return isUrl ? `${text.slice(0, mark)}?***` : text.replace(/[?#](?=[^?#]*=|[^\s?#])[\s\S]*$/, '?***');
}

/** What somebody gave, in quotes, as a part of a message. */
export const shown = (text: string): string => inMessage(JSON.stringify(withoutSecrets(text)));

/** `a`, `a or b`, or `a, b or c`; nothing of none. */
export const inWords = (items: readonly string[], word: 'and' | 'or'): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;

/** `1 file`, `2 files`. @param what the word for one of them, to which more add an s */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** As the start of a sentence. */
export const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** As an argument of a shell: of any POSIX shell, but for what only bash and zsh have escapes for. */
export function quoted(text: string): string {
  if (/^[\w./=:-]+$/.test(text)) return text;
  const safe = inMessage(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"));
  return inMessage(text) === text ? `'${text.replaceAll("'", `'\\''`)}'` : `$'${safe}'`;
}
