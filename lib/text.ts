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
