import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
  type YAMLWarning,
} from 'yaml';
import { InputError, type Problem, type Source } from '../problem';
import { type Entry, plainScalar, type Tree } from './tree';

/** What a file says, as far as it can be told, and what is wrong with how it says it. */
export interface Parsed {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/**
 * Reads the text of a profile. Of YAML it takes maps, lists and scalars; anchors, aliases, tags and several documents have
 * no use here, and without them a text cannot expand to more than it is.
 *
 * @throws InputError if the text is empty, or no YAML from which values could be told
 */
export function parseProfile(text: string, file: string): Parsed {
  const lineCounter = new LineCounter();
  const at = (offset: number): Source => {
    const { line, col } = lineCounter.linePos(offset);
    return { kind: 'file', file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseYaml(text, file, lineCounter);
  const syntax = [...document.errors, ...document.warnings].map((error) => ({ source: at(error.pos[0]), message: explain(error) }));
  const problems: Problem[] = [];
  const tree = toTree(document.contents, { at, problems });
  if (syntax.length > 0) throw new InputError([...syntax, ...problems]);
  if (tree.kind === 'scalar' && tree.value === null) {
    throw new InputError([{ source: at(0), message: 'the file is empty: expected a profile that starts with target: compose' }]);
  }
  return { tree, problems };
}

function parseYaml(text: string, file: string, lineCounter: LineCounter): Document.Parsed {
  try {
    // Keys that stand twice are found below: the parser compares each with each.
    const options = { lineCounter, schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
    const document = parseDocument(text, options);
    if (document.errors.length > 0) refuseDeepNesting(text, file);
    return document;
  } catch (error) {
    if (error instanceof RangeError) refuseDeepNesting(text, file);
    throw error;
  }
}

/**
 * The parser descends once for each bracket, and a file of 1 MiB can hold more of them than the stack: what it then says is
 * of no use to anybody.
 *
 * @throws InputError at the first token that is too deep
 */
function refuseDeepNesting(text: string, file: string): void {
  let offset = 0;
  let brackets = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    if (token === '-' || token === '?') indicators += 1;
    else if (token.trim() !== '') indicators = 0;
    if (Math.max(brackets, indicators) > MAX_DEPTH + 1) {
      const before = text.slice(0, offset).split('\n');
      const source: Source = { kind: 'file', file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
      throw new InputError([{ source, message: TOO_DEEP }]);
    }
    if (!CONTROL_TOKENS.has(token)) offset += token.length;
  }
}

/** What the lexer puts between the pieces of the text: document, end of a flow collection, scalar. */
const CONTROL_TOKENS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

interface Reader {
  readonly at: (offset: number) => Source;
  readonly problems: Problem[];
}

function toTree(node: unknown, reader: Reader, depth = 0): Tree {
  const source = reader.at((node as Node | null)?.range?.[0] ?? 0);
  if (depth > MAX_DEPTH) {
    reader.problems.push({ source, message: TOO_DEEP });
    return plainScalar('', source);
  }
  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const keySource = reader.at((key as Node | null)?.range?.[0] ?? 0);
      if (!isScalar(key))
        reader.problems.push({ source: keySource, message: 'expected a name before the colon, got a map, a list or an alias' });
      const name = isScalar(key) ? String(key.value) : '';
      if (isScalar(key) && entries.has(name))
        reader.problems.push({ source: keySource, message: 'this key stands twice in its map: remove one' });
      entries.set(name, { source: keySource, value: value === null ? plainScalar('', keySource) : toTree(value, reader, depth + 1) });
    }
    return { kind: 'map', source, entries };
  }
  if (isSeq(node)) return { kind: 'list', source, items: node.items.map((item) => toTree(item, reader, depth + 1)) };
  if (isScalar(node)) {
    const text = String(node.value);
    return node.type === 'PLAIN' ? plainScalar(text, source) : { kind: 'scalar', source, text, value: text };
  }
  if (node !== null)
    reader.problems.push({ source, message: 'an alias is not supported: write the value out, or share it through extends' });
  return plainScalar('', source);
}

/** The parser's errors in our words, where its own do not say what to do. */
function explain(error: YAMLError | YAMLWarning): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab indents this line: YAML is indented with spaces';
    case 'MULTIPLE_DOCS':
      return 'a second document starts here: a profile is one document';
    default:
      return `not valid YAML: ${lowerFirst(error.message)}`;
  }
}

/** Far more than a profile needs, far less than the stack holds. */
const MAX_DEPTH = 32;
const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\n[\s\S]*$/, '');
