import { stripVTControlCharacters } from 'node:util';

/** How many columns tables and lists are made for, wherever they go. */
export const DOCUMENT_WIDTH = 80;

/** Breaks a text at spaces into lines of at most `width` columns; every line but the first starts with `hang` spaces. A longer word stays whole. */
export function wrap(text: string, width: number, hang = 0): string {
  if (width === Number.POSITIVE_INFINITY) return text;
  const indent = ' '.repeat(hang);
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const [, gap = '', word = ''] of text.matchAll(/( *)([^ ]+)/g)) {
    const wide = columnsOf(word);
    if (line.trim() !== '' && columns + gap.length + wide > width) {
      lines.push(line);
      line = indent + word;
      columns = hang + wide;
    } else {
      line += gap + word;
      columns += gap.length + wide;
    }
  }
  return [...lines, line].join('\n');
}

/** Lines of talk, each broken by itself; what is broken off is indented a little more than its line. */
export const wrapLines = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => `${wrap(line, width, line.search(/[^ ]|$/) + 2)}\n`)
    .join('');

/** How many columns of a terminal a text takes: none for colours and for marks over letters, two for wide letters and pictures. */
export function columnsOf(text: string): number {
  const visible = stripVTControlCharacters(text);
  if (NARROW.test(visible)) return visible.length;
  let columns = 0;
  for (const { segment } of new Intl.Segmenter().segment(visible)) columns += WIDE.test(segment) ? 2 : INVISIBLE.test(segment) ? 0 : 1;
  return columns;
}

/** ASCII, dashes, dots and arrows take a column each. To load the tables that tell of all others takes longer than many a command. */
const NARROW = /^[\x20-\x7e\u2010-\u2027\u2190-\u21ff]*$/;

/** East Asian letters, and what is shown as a picture by itself or is told to be. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Mark}\p{Control}\p{Format}]+$/u;
