import { type Document, isCollection, isMap, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { OutputFile } from '../output/output-file';
import { InputError, type Problem } from '../problem';

/** What a profile takes and what it leaves, as cells of a table in Markdown. */
export interface Figures {
  readonly takes: string;
  /** @default - nothing is said of it */
  readonly leaves?: string;
}

/** Stands above a table whose last two columns are written: what the profile in the first column takes, and what it leaves. */
const MARK = '<!-- npm run update writes the last two columns. -->';

/** A document with the figures of each profile that has a row in a table below the mark. Other rows stay as they are. */
export const withFigures = (text: string, figures: ReadonlyMap<string, Figures>): string =>
  text.replaceAll(TABLE, (_, mark: string, table: string) => {
    const rows = table.replaceAll(ROW, (row, profile: string) => {
      const { takes, leaves = '' } = figures.get(profile) ?? {};
      return takes === undefined
        ? row
        : `|${[...row.slice(1, -1).split('|').slice(0, -2), ` ${takes} `, ` ${leaves} `.replace('  ', ' ')].join('|')}|`;
    });
    return `${mark}${rows}`;
  });

const TABLE = new RegExp(`(^${MARK}\\n+)((?:.+\\n)+)`, 'gm');
const ROW = /^\| `([^`|]+)` \|.*\|$/gm;

/** A block that shows parts of what a profile becomes: ` ```yaml part laptop `. */
const PART = /^```yaml part (\S+)\n([\s\S]*?)^```$/gm;

/** A block that shows what the one command above it prints: ` ```text written `. */
const PRINTED = /^(```sh[^\n]*\n(?:[^`\n].*\n)+```\n+)```text written\n[\s\S]*?^```$/gm;

/** Whether a document has anything that is written here. */
export const hasFigures = (text: string): boolean =>
  text.includes(MARK) || profilesShown(text).length > 0 || commandsShown(text).length > 0;

/** The commands of which a document shows the output, each as it is typed. */
export const commandsShown = (text: string): readonly string[] => [...text.matchAll(PRINTED)].map(([, above = '']) => typedIn(above));

const typedIn = (block: string): string => block.trim().split('\n').slice(1, -1).join('\n');

/** A document with what commands print as they print it. @param printed by the command as it is typed; the others stay as they are */
export const withPrinted = (text: string, printed: ReadonlyMap<string, string>): string =>
  text.replaceAll(PRINTED, (block, above: string) => {
    const lines = printed.get(typedIn(above));
    return lines === undefined ? block : `${above}\`\`\`text written\n${lines}\`\`\``;
  });

/** The profiles of which a document shows parts. */
export const profilesShown = (text: string): readonly string[] => [...new Set([...text.matchAll(PART)].map(([, profile = '']) => profile))];

/**
 * A document with its parts of generated files as they are. A block names sections and what it shows of each, such as `services` and one
 * of these. Comments in it stay.
 *
 * @param document its name, for errors
 * @param outputs the files of each profile that is shown
 * @throws InputError with each part that no file has, and each block that is no YAML
 */
export function withParts(document: string, text: string, outputs: ReadonlyMap<string, readonly OutputFile[]>): string {
  const problems: Problem[] = [];
  const written = text.replaceAll(PART, (block, profile: string, part: string, offset: number) => {
    const source = { kind: 'file', file: document, line: text.slice(0, offset).split('\n').length, column: 1 } as const;
    const files = (outputs.get(profile) ?? []).map(({ content }) => parseDocument(content));
    const shown = parseDocument(part);
    if (shown.errors.length > 0) {
      problems.push({ source, message: 'this block is no YAML' });
      return block;
    }
    for (const [section, name, pair] of partsOf(shown)) {
      const whole = files.map((file) => file.getIn([section, name])).find(isMap);
      if (whole === undefined)
        problems.push({
          source,
          path: `${section}.${name}`,
          message: `the output of the profile ${profile} has none: take it out of this block, or name the profile that has it`,
        });
      else pair.value = explained(whole, pair.value);
    }
    return isMap(shown.contents) ? `\`\`\`yaml part ${profile}\n${shown.toString({ lineWidth: 0 })}\`\`\`` : block;
  });
  if (problems.length > 0) throw new InputError(problems);
  return written;
}

/** What a block shows, by the names of its section and itself. */
const partsOf = ({ contents }: Document): readonly (readonly [section: string, name: string, pair: Pair])[] =>
  pairsOf(contents).flatMap((section) => pairsOf(section.value).map((pair) => [String(section.key), String(pair.key), pair] as const));

const pairsOf = (node: unknown): readonly Pair[] => (isMap(node) ? node.items : []);

/** A generated map with the comments that the one before has at the same keys, and a line for each key. */
function explained(generated: YAMLMap, before: unknown): YAMLMap {
  const comments = new Map(pairsOf(before).map(({ key, value }) => [String(key), isNode(value) ? value.comment : undefined]));
  for (const { key, value } of generated.items) {
    if (isScalar(key)) key.commentBefore = null;
    if (!isNode(value)) continue;
    value.comment = comments.get(String(key));
    if (isCollection(value)) value.flow = true;
  }
  generated.commentBefore = null;
  return generated;
}
