/** A value as it is to be written: a number with its zeros. */
export class Verbatim {
  constructor(readonly text: string) {}
}

/** A list or a map with a tag of YAML, such as `!override`. */
export class Tagged {
  constructor(
    readonly tag: string,
    readonly value: object,
  ) {}
}

/**
 * Writes plain data as block YAML that 1.1 and 1.2 read alike. A general library takes five times as long for what here is maps,
 * lists, short texts and a few files: most of the time that a cluster's manifests take.
 * Halves of surrogate pairs, which no YAML can hold, become U+FFFD.
 *
 * @param indent what stands before each line
 */
export function toYaml(value: object, indent = ''): string {
  return `${isEmpty(value) ? indent : ''}${block(value, indent)}\n`;
}

function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : value.map((item) => `${indent}- ${nested(item, `${indent}  `)}`).join('\n');
  }
  const map = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(map)) {
    const inner = map[key];
    if (inner !== undefined) text += `${text === '' ? '' : '\n'}${indent}${keyText(key)}:${afterKey(inner, indent)}`;
  }
  return text === '' ? '{}' : text;
}

/** The API has few different keys, each of which is written thousands of times. */
const keyTexts = new Map<string, string>();

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = isPlain(key) ? key : quoted(key);
  keyTexts.set(key, text);
  return text;
}

/** What follows `- `: a map or a list starts on the same line. */
function nested(value: unknown, indent: string): string {
  return isCollection(value) ? block(value, indent).slice(isEmpty(value) ? 0 : indent.length) : scalar(value, indent);
}

/** What follows a key: a collection starts on the next line. */
function afterKey(value: unknown, indent: string): string {
  if (value instanceof Tagged) return ` ${value.tag}${afterKey(value.value, indent)}`;
  if (value instanceof Verbatim) return ` ${value.text}`;
  if (!isCollection(value)) return ` ${scalar(value, `${indent}  `)}`;
  return isEmpty(value) ? ` ${block(value, '')}` : `\n${block(value, `${indent}  `)}`;
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isEmpty = (value: object): boolean => {
  for (const inner of Object.values(value)) if (inner !== undefined) return false;
  return true;
};

/** What no reader takes for anything but a text: no leading digit or sign, no colon or hash that could end it. */
const PLAIN = /^[A-Za-z_/](?:[\w./@+=,()-]|:(?=[\w/])| (?=[\w/(=-]))*$/;
/** A quantity of Kubernetes: no number to anybody, for its unit. */
const QUANTITY = /^\d+(?:m|[KMGT]i)$/;
/** What a reader of YAML 1.1 takes for a truth value, for nothing or for a number. */
const RESERVED = /^(?:y|yes|n|no|true|false|on|off|null|e\d+)$/i;
/** What only double quotes can carry: control characters, line ends of Unicode, and what a reader of the file would not see. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u;

/** Where the file is printed, a CI system would take the line for a command. */
const COMMAND_OF_CI = /^\s*(?:::|##\[)/;

const isPlain = (text: string): boolean => (PLAIN.test(text) && !RESERVED.test(text)) || QUANTITY.test(text);

const HALF_PAIR = /\p{Cs}/gu;

/** In double quotes, with everything escaped that a reader could take for the end of a line. */
const quoted = (text: string): string =>
  JSON.stringify(text.replaceAll(HALF_PAIR, '\ufffd')).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return String(value);
  if (isPlain(value)) return value;
  if (value.includes('\n')) return literal(value, indent);
  return UNPRINTABLE.test(value) || !/["\\]/.test(value) ? quoted(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A file as it is, line by line, where its lines allow it. */
function literal(value: string, indent: string): string {
  const body = value.replace(/\n$/, '');
  const lines = body.split('\n');
  if (
    /^[\s]|^$/.test(lines[0] ?? '') ||
    body.endsWith('\n') ||
    body === '' ||
    lines.some((line) => UNPRINTABLE.test(line) || COMMAND_OF_CI.test(line))
  )
    return quoted(value);
  return `${value.endsWith('\n') ? '|' : '|-'}\n${lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n')}`;
}
