import { withoutSecrets } from '../../../text';
import type { BaseNode } from './node';

/** The longest value that is shown whole. */
const LONGEST = 100;

/** A value of a base file in a message: short, on one line, and without what looks like a secret. */
export const shown = (node: BaseNode): string => shortened(maskedWords(words(node, LONGEST * 2)).join(' '));

/** A text that stands in the override or in a base file, for a message. */
export const shownText = (text: string): string => shortened(maskedWords(text.split(' ')).join(' '));

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** The words of a value, no more of them than `room` characters hold. */
function words(node: BaseNode, room: number): readonly string[] {
  if (node.kind === 'scalar') return node.text === '' ? ['nothing'] : node.text.slice(0, room).split(/\s+/);
  const parts: (readonly string[])[] = [];
  let left = room;
  const entries: Iterable<readonly [string, BaseNode]> =
    node.kind === 'list'
      ? node.items.map((item) => ['', item] as const)
      : [...node.entries].map(([key, { value }]) => [`${key}:`, value] as const);
  for (const [key, value] of entries) {
    if (left <= 0) break;
    const part = [...(key === '' ? [] : [key]), ...words(value, left)];
    parts.push(part);
    left -= part.reduce((sum, word) => sum + word.length + 1, 0);
  }
  return parts.flat();
}

const SECRET = /pass|secret|token|credential|auth|api_?key|private/i;

/** The same words; what follows a name like `--requirepass` or `TOKEN=`, and users in URLs, become stars. */
export function maskedWords(all: readonly string[]): readonly string[] {
  return all.map((word, index) => {
    const before = all[index - 1] ?? '';
    if (/^(--?[\w-]+|[\w-]+:)$/.test(before) && SECRET.test(before) && !word.startsWith('-')) return '***';
    const [, name, value] = /^([^=\s]+)=(.+)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined && SECRET.test(name)) return `${name}=***`;
    return withoutSecrets(word).replace(/^>.+/, '>***');
  });
}
