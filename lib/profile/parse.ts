import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError, type YAMLWarning } from 'yaml';
import { InputError, type Problem, type Source } from '../problem';
import { plainScalar, type Tree } from './tree';

/**
 * Reads the text of a profile. Of YAML it takes maps, lists and scalars; anchors, aliases, tags and several documents have
 * no use here, and without them a text cannot expand to more than it is.
 *
 * @throws InputError with every problem of the text
 */
export function parseProfile(text: string, file: string): Tree {
  const lines = new LineCounter();
  const at = (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseYaml(text, file, lines);
  const problems: Problem[] = [...document.errors, ...document.warnings].map((error: YAMLError | YAMLWarning) => ({
    source: at(error.pos[0]),
    message: explain(error),
  }));
  const tree = toTree(document.contents, { at, problems });
  if (problems.length > 0) throw new InputError(problems);
  if (tree.kind === 'scalar' && tree.value === null) {
    throw new InputError([{ source: at(0), message: 'the file is empty: expected a profile that starts with target: compose' }]);
  }
  return tree;
}

function parseYaml(text: string, file: string, lineCounter: LineCounter): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter, schema: 'failsafe', prettyErrors: false, uniqueKeys: true, logLevel: 'silent' });
  } catch (error) {
    // The parser descends once for each bracket, and a file of 1 MiB can hold more of them than the stack.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError([{ message: `${file}: is nested too deeply to be a profile` }]);
  }
}

interface Reader {
  readonly at: (offset: number) => Source;
  readonly problems: Problem[];
}

function toTree(node: unknown, reader: Reader, depth = 0): Tree {
  const source = reader.at((node as Node | null)?.range?.[0] ?? 0);
  if (depth > MAX_DEPTH) {
    reader.problems.push({ source, message: `nested deeper than ${MAX_DEPTH} levels` });
    return plainScalar('', source);
  }
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const keySource = reader.at((key as Node | null)?.range?.[0] ?? 0);
      if (!isScalar(key))
        reader.problems.push({ source: keySource, message: 'expected a name before the colon, got a map, a list or an alias' });
      const name = isScalar(key) ? String(key.value) : '';
      return [name, { source: keySource, value: value === null ? plainScalar('', keySource) : toTree(value, reader, depth + 1) }] as const;
    });
    return { kind: 'map', source, entries: new Map(entries) };
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
    case 'DUPLICATE_KEY':
      return 'this key stands twice in its map: remove one';
    case 'MULTIPLE_DOCS':
      return 'a second document starts here: a profile is one document';
    default:
      return `not valid YAML: ${lowerFirst(error.message)}`;
  }
}

/** Far more than a profile needs, far less than the stack holds. */
const MAX_DEPTH = 32;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\n[\s\S]*$/, '');
