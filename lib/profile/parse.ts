import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError, type YAMLWarning } from 'yaml';
import { InputError, type Problem, type Source } from '../problem';
import { placeIn, refuseDeepNesting } from '../yaml-text';
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
 * @throws InputError if the text is empty, nested too deep, or no YAML from which values could be told
 */
export function parseProfile(text: string, file: string): Parsed {
  const lineCounter = new LineCounter();
  const at = placeIn(file, lineCounter);
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
  refuseDeepNesting(text, file);
  // Keys that stand twice are found below: the parser compares each with each.
  return parseDocument(text, { lineCounter, schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
}

interface Reader {
  readonly at: (offset: number) => Source;
  readonly problems: Problem[];
}

function toTree(node: unknown, reader: Reader): Tree {
  const source = reader.at((node as Node | null)?.range?.[0] ?? 0);
  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const keySource = reader.at((key as Node | null)?.range?.[0] ?? 0);
      if (!isScalar(key))
        reader.problems.push({ source: keySource, message: 'expected a name before the colon, got a map, a list or an alias' });
      const name = isScalar(key) ? String(key.value) : '';
      if (isScalar(key) && entries.has(name))
        reader.problems.push({ source: keySource, message: 'this key stands twice in its map: remove one' });
      entries.set(name, { source: keySource, value: value === null ? plainScalar('', keySource) : toTree(value, reader) });
    }
    return { kind: 'map', source, entries };
  }
  if (isSeq(node)) return { kind: 'list', source, items: node.items.map((item) => toTree(item, reader)) };
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

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\n[\s\S]*$/, '');
