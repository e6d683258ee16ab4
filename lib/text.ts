/**
 * What can make more of a line than its text: control characters (a terminal obeys them), the line ends of Unicode, marks that turn
 * the direction of writing around, and halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (character: string): string => SHORT[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/**
 * A text that somebody else wrote (a key, a path, a reason, what another program printed), as a part of one line of a message.
 * What is unsafe is shown as an escape such as `\n` or `\u001b`. A text that is safe already stays as it is.
 */
export const inMessage = (text: string): string => text.replace(UNSAFE, escaped);

const LONGEST_HEADER = 200;

/** The same as a part of a comment line of a generated file: cut after 200 characters. */
export const inHeader = (text: string): string => {
  const safe = inMessage(text);
  return safe.length > LONGEST_HEADER ? `${safe.slice(0, LONGEST_HEADER - 1)}…` : safe;
};

/** What programs give out as keys and tokens starts like this, or is in the armour of a key. */
const TOKEN = /\b(?:sk-|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|eyJ|hf_|gsk_|ya29\.)[\w.+/=~-]{6,}|-----BEGIN[\s\S]*/g;
const LONGEST_SHOWN = 60;

/**
 * What somebody gave, as it can be told: without a name and a password in front of a host, without a query, without what looks like a
 * key, and not longer than a line.
 */
export function withoutSecrets(text: string): string {
  const shown = withoutUser(text)
    .replace(/[?#](?=[^?#]*=|\S{16})[\s\S]*$/, '?***')
    .replaceAll(TOKEN, '***');
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
