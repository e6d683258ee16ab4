import { isUsual } from './text';

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
  return `${indent}${block(value, indent)}\n`;
}

/** Without what stands before its first line. It is never cut, which would copy all of it at each level. */
function block(value: object, indent: string): string {
  let text = '';
  const next = `\n${indent}`;
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : next}- ${nested(item, `${indent}  `)}`;
    return text === '' ? EMPTY_LIST : text;
  }
  const map = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(map)) {
    const inner = map[key];
    if (inner !== undefined) text += `${text === '' ? '' : next}${keyText(key)}:${afterKey(inner, indent)}`;
  }
  return text === '' ? EMPTY_MAP : text;
}

const EMPTY_LIST = '[]';
const EMPTY_MAP = '{}';

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
const nested = (value: unknown, indent: string): string => (isCollection(value) ? block(value, indent) : scalar(value, indent));

/** What follows a key: a collection starts on the next line. */
function afterKey(value: unknown, indent: string): string {
  if (value instanceof Tagged) return ` ${value.tag}${afterKey(value.value, indent)}`;
  if (value instanceof Verbatim) return ` ${value.text}`;
  const inner = `${indent}  `;
  if (!isCollection(value)) return ` ${scalar(value, inner)}`;
  const text = block(value, inner);
  return text === EMPTY_LIST || text === EMPTY_MAP ? ` ${text}` : `\n${inner}${text}`;
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What no reader takes for anything but a text: no leading digit or sign, no colon or hash that could end it. */
const PLAIN = /^[A-Za-z_/](?:[\w./@+=,()-]|:(?=[\w/])| (?=[\w/(=-]))*$/;
/** A quantity of Kubernetes: no number to anybody, for its unit. */
const QUANTITY = /^\d+(?:m|[KMGT]i)$/;
/** What a reader of YAML 1.1 takes for a truth value, for nothing or for a number. */
const RESERVED = /^(?:y|yes|n|no|true|false|on|off|null|e[-+]?\d+)$/i;
/** What only double quotes can carry, besides `\n`: control characters, line ends of Unicode, and what a reader of the file would not see. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u;

const isPrintable = (text: string): boolean => isUsual(text) || !UNPRINTABLE.test(text);

/** Where the file is printed, a CI system would take the line for a command. */
const COMMAND_OF_CI = /^[^\S\n]*(?:::|##\[)/m;

const isPlain = (text: string): boolean => (PLAIN.test(text) && !RESERVED.test(text)) || QUANTITY.test(text);

const HALF_PAIR = /\p{Cs}/gu;
const ESCAPED = /[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]/gu;

/** In double quotes, with everything escaped that a reader could take for the end of a line. */
const quoted = (text: string): string =>
  isUsual(text)
    ? JSON.stringify(text)
    : JSON.stringify(text.replaceAll(HALF_PAIR, '\ufffd')).replaceAll(ESCAPED, (character) => {
        const code = (character.codePointAt(0) ?? 0).toString(16);
        return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
      });

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return String(value);
  if (isPlain(value)) return value;
  if (value.includes('\n')) return literal(value, indent);
  return !isPrintable(value) || !/["\\]/.test(value) ? quoted(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A file as it is, line by line, where its lines allow it. */
function literal(value: string, indent: string): string {
  const body = value.endsWith('\n') ? value.slice(0, -1) : value;
  if (/^\s/.test(body) || body.endsWith('\n') || body === '' || !isPrintable(body) || COMMAND_OF_CI.test(body)) return quoted(value);
  return `${value.endsWith('\n') ? '|' : '|-'}\n${indent}${body.replaceAll(/\n(?!\n)/g, `\n${indent}`)}`;
}
