import { Lexer, LineCounter, Parser } from 'yaml';
import { InputError, type Source } from './problem';

/**
 * Composing values descends once for each level, and a file of 1 MiB can hold more of them than the stack. So they are counted
 * first, by the half of the parser that keeps what is open in a list.
 *
 * @throws InputError at the first map or list that is too deep
 */
export function refuseDeepNesting(text: string, file: string): void {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length <= MAX_DEPTH) continue;
    const tooDeep = parser.stack.filter(({ type }) => COLLECTIONS.has(type))[MAX_DEPTH];
    if (tooDeep !== undefined) throw new InputError([{ source: placeIn(file, lines)(tooDeep.offset), message: TOO_DEEP }]);
  }
}

/** Far more than a profile or a Compose file needs, far less than the stack holds. */
const MAX_DEPTH = 32;
const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection']);

/** How to tell a place in a file by its offset. */
export const placeIn =
  (file: string, lines: LineCounter) =>
  (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
