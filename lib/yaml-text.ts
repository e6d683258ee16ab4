import { Composer, type CST, type Document, Lexer, LineCounter, Parser, type YAMLError } from 'yaml';
import { InputError, type Source } from './problem';

/** The documents of a YAML text. */
export interface YamlDocuments {
  /** At least one. Each is composed when it is asked for. */
  readonly documents: Iterable<Document.Parsed>;
  /** The place of an offset of the text. */
  readonly at: (offset: number) => Source;
}

/**
 * Reads a YAML text. Each document lists its own errors. Keys that stand twice are no error: the parser would compare each with each.
 *
 * @param schema `core` makes numbers and booleans of plain scalars. @default - every scalar is a text
 * @throws InputError at the first line with which git marks a conflict, or at the first map or list that is too deep
 */
export function documentsIn(text: string, file: string, schema: 'core' | 'failsafe' = 'failsafe'): YamlDocuments {
  const { tokens, lines } = tokensOf(text, file);
  const composer = new Composer({ schema, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  return { documents: composer.compose(tokens, true, text.length), at: placeIn(file, lines) };
}

/**
 * The first half of reading a text: its tokens, with their places. Composing values of them descends once for each level, and a file of
 * 1 MiB can hold more of them than the stack; so they are counted here, where what is open is a list.
 */
function tokensOf(text: string, file: string): { readonly tokens: readonly CST.Token[]; readonly lines: LineCounter } {
  refuseConflict(text, file);
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length <= MAX_DEPTH) continue;
    const tooDeep = parser.stack.filter(({ type }) => COLLECTIONS.has(type))[MAX_DEPTH];
    if (tooDeep !== undefined) throw new InputError([{ source: placeIn(file, lines)(tooDeep.offset), message: TOO_DEEP }]);
  }
  tokens.push(...parser.end());
  return { tokens, lines };
}

/** What git leaves at the start of a line, where a map of YAML has none of it. */
const CONFLICT = /^(?:([<>|])\1{6} |={7}\r?$)/m;

/** @throws InputError where git has left the two sides of a merge, or a line that marks one */
function refuseConflict(text: string, file: string): void {
  const offset = text.search(CONFLICT);
  if (offset < 0) return;
  const message = 'git has left a conflict here: decide between its two sides, and remove the lines that mark them';
  throw new InputError([{ source: { kind: 'file', file, line: text.slice(0, offset).split('\n').length, column: 1 }, message }]);
}

/** Far more than a profile or a Compose file needs, far less than the stack holds. */
const MAX_DEPTH = 32;
const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection']);

/** How to tell a place in a file by its offset. */
const placeIn =
  (file: string, lines: LineCounter) =>
  (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };

export const OPEN_QUOTE = 'not valid YAML: a quote is not closed';

/** What the parser complains of. */
export type YamlComplaint = Pick<YAMLError, 'code' | 'message'>;

/** The parser's errors in our words. They never repeat what stands in the file: it may be another one than was meant. */
export function explainYaml({ code, message }: YamlComplaint): string {
  if (code === 'TAB_AS_INDENT') return 'a tab indents this line: YAML is indented with spaces';
  if (code === 'MISSING_CHAR' && message.includes('quote')) return OPEN_QUOTE;
  return `not valid YAML: ${REASONS[code] ?? 'this cannot be read'}`;
}

const REASONS: Readonly<Partial<Record<YamlComplaint['code'], string>>> = {
  ALIAS_PROPS: 'an alias has an anchor or a tag of its own',
  BAD_ALIAS: 'an alias or an anchor has no name that it can have',
  BAD_COLLECTION_TYPE: 'the tag before a map or a list is that of something else',
  BAD_DIRECTIVE: 'a line that starts with % is no directive that YAML knows',
  BAD_DQ_ESCAPE: 'a backslash between double quotes is followed by what it cannot escape: write two of them, or use single quotes',
  BAD_INDENT: 'this line is indented less or more than those that it belongs to',
  BAD_PROP_ORDER: 'an anchor or a tag stands on the wrong side of the hyphen, the question mark or the colon',
  BAD_SCALAR_START: 'a text cannot start with this character: write it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon, or a list, stands where a plain value is expected: write the value in quotes',
  BLOCK_IN_FLOW: 'between braces and brackets only braces and brackets nest',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a bracket, a brace, a comma, a colon or a space is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines, or a colon is missing after it',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a second document starts here',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a key is no text',
  TAG_RESOLVE_FAILED: 'a tag (a word with an exclamation mark before it) says nothing here: remove it, or write the value in quotes',
  UNEXPECTED_TOKEN: 'this cannot stand here',
};
