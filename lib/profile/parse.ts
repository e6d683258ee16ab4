import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { describeSource, InputError, type Problem, type Source } from '../problem';
import { documentsIn, explainYaml, OPEN_QUOTE, type YamlComplaint } from '../yaml-text';
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
  const { contents, syntax, at } = parseYaml(text, file);
  const problems: Problem[] = [];
  const tree = toTree(contents, { at, problems });
  if (syntax.length > 0) throw new InputError(onePerPlace([...syntax, ...problems]));
  if (tree.kind === 'scalar' && tree.value === null) {
    throw new InputError([
      {
        source: at(0),
        message: 'the file is empty: expected a profile that starts with target, or with extends and the name of a profile',
      },
    ]);
  }
  return { tree, problems };
}

/**
 * Reads a value in braces, brackets or quotes that stands in no file.
 *
 * @throws InputError if it is nested too deep
 */
export function parseValue(text: string, source: Source): Parsed {
  const { contents, syntax } = parseYaml(text, '');
  const problems: Problem[] = [];
  return {
    tree: toTree(contents, { at: () => source, problems }),
    problems: [...syntax.map(({ message }) => ({ source, message })), ...problems],
  };
}

/** The first document, and what is wrong with the text as YAML. */
function parseYaml(text: string, file: string) {
  const { documents, at } = documentsIn(text, file);
  const [document, second] = documents;
  const errors = [...(document?.errors ?? []), ...(second === undefined ? [] : [{ ...SECOND, pos: second.range }])];
  const syntax = mostTelling([...errors, ...(document?.warnings ?? [])]).map((error) => ({
    source: at(error.pos[0]),
    message: explain(error),
  }));
  return { contents: document?.contents, syntax, at };
}

const SECOND = { code: 'MULTIPLE_DOCS', message: '' } as const;

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
      refuseUnprintable(name, keySource, reader.problems);
      if (isScalar(key) && entries.has(name))
        reader.problems.push({ source: keySource, message: 'this key stands twice in its map: remove one' });
      entries.set(name, { source: keySource, value: value === null ? plainScalar('', keySource) : toTree(value, reader) });
    }
    return { kind: 'map', source, entries };
  }
  if (isSeq(node)) return { kind: 'list', source, items: node.items.map((item) => toTree(item, reader)) };
  if (isScalar(node)) {
    const text = String(node.value);
    refuseUnprintable(text, source, reader.problems);
    return node.type === 'PLAIN' ? plainScalar(text, source) : { kind: 'scalar', source, text, value: text };
  }
  if (node !== null)
    reader.problems.push({ source, message: 'an alias is not supported: write the value out, or share it through extends' });
  return plainScalar('', source);
}

/** What the parser complains of. A quote that is not closed takes in all that follows, so what is said of that says nothing. */
function mostTelling<One extends YamlComplaint>(all: readonly One[]): readonly One[] {
  const open = all.filter((error) => explainYaml(error) === OPEN_QUOTE);
  return open.length > 0 ? open : all;
}

/** Of what is said of one place, the first: the rest follows from it. */
function onePerPlace(problems: readonly Problem[]): readonly Problem[] {
  const places = new Map<string, Problem>();
  for (const problem of problems) {
    const place = problem.source === undefined ? '' : describeSource(problem.source);
    if (!places.has(place)) places.set(place, problem);
  }
  return [...places.values()];
}

/** A profile is one document. */
const explain = (error: YamlComplaint): string =>
  error.code === 'MULTIPLE_DOCS' ? 'a second document starts here: a profile is one document' : explainYaml(error);

/** What no YAML file may hold in any way (YAML 1.2, 5.1), and halves of surrogate pairs, which no UTF-8 can hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\p{Cs}\ufffe\uffff]/u;

function refuseUnprintable(text: string, source: Source, problems: Problem[]): void {
  const code = UNPRINTABLE.exec(text)?.[0].codePointAt(0);
  if (code === undefined) return;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  problems.push({ source, message: `this text holds ${name}, which no file of YAML can hold: remove it` });
}
