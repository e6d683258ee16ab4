import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { InputError, type Problem, type Source } from '../../../problem';
import { documentsIn, explainYaml } from '../../../yaml-text';
import type { BaseNode, Entry, MapNode, ScalarNode } from './node';

/** What stands in a YAML text. */
export interface BaseTree {
  /** One for each document; Compose lays each over those before it. */
  readonly documents: readonly BaseNode[];
  readonly at: (offset: number) => Source;
}

/** How many values aliases may add. Compose itself has no bound, and takes a second for so many. */
const MAX_ALIASED = 1_000_000;
const NOT_YAML = 'not valid YAML: ';

const notYaml = (what: string): string => NOT_YAML + what;

/** How many problems are shown. */
const MAX_PROBLEMS = 20;

/**
 * Reads YAML as Compose does: aliases and merge keys are followed, `!reset` takes a value away, other tags mean nothing. The work grows
 * with the length of the text and with what aliases add to it, which is bounded.
 *
 * @throws InputError with every place where it is not YAML, or that Compose refuses whatever it is about
 */
export function readTree(text: string, file: string): BaseTree {
  const { documents: each, at } = documentsIn(text, file);
  const parsed = [...each];
  const problems: Problem[] = parsed.flatMap(({ errors }) =>
    errors.map((error) => ({ source: at(error.pos[0]), message: notYaml(explainYaml(error).replace(NOT_YAML, '')) })),
  );
  const documents = parsed.map((document) => new Reader(at, problems).read(document));
  if (problems.length > 0) throw new InputError(atMost(problems));
  return { documents, at };
}

/** The first of them, and how many more there are. */
export function atMost(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - MAX_PROBLEMS;
  return more <= 0 ? problems : [...problems.slice(0, MAX_PROBLEMS), { message: `and ${more} more problems of this kind` }];
}

/** What came of a node: its value (none if it was reset), and how many values aliases add to it. */
interface Converted {
  readonly node?: BaseNode;
  readonly values: number;
}

class Reader {
  private readonly anchors = new Map<string, Converted | 'open'>();
  private merged = 0;

  constructor(
    private readonly at: (offset: number) => Source,
    private readonly problems: Problem[],
  ) {}

  read(document: Document.Parsed): BaseNode {
    const written = this.count(document.contents);
    const { node, values } = this.convert(document.contents);
    if (values - written > MAX_ALIASED) throw this.tooMany(0);
    return node ?? nothing(0);
  }

  private complain(offset: number, message: string): Converted {
    this.problems.push({ source: this.at(offset), message: notYaml(message) });
    return { node: nothing(offset), values: 1 };
  }

  private tooMany(offset: number): InputError {
    return new InputError([
      { source: this.at(offset), message: `its aliases repeat more than ${MAX_ALIASED} values: write out what it needs, and no more` },
    ]);
  }

  /** How many values stand in the text. */
  private count(node: unknown): number {
    if (isMap(node)) return node.items.reduce((sum, { value }) => sum + this.count(value), 1);
    if (isSeq(node)) return node.items.reduce<number>((sum, item) => sum + this.count(item), 1);
    return 1;
  }

  private convert(node: unknown): Converted {
    if (isAlias(node)) return this.follow(node);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    const converted = (node as Node | null)?.tag === '!reset' ? { values: 1 } : this.convertValue(node);
    if (anchor !== undefined) this.anchors.set(anchor, converted);
    return converted;
  }

  private convertValue(node: unknown): Converted {
    if (isMap(node)) return this.convertMap(node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item));
      return {
        node: { kind: 'list', offset: offsetOf(node), items: items.flatMap((item) => item.node ?? []) },
        values: items.reduce((sum, { values }) => sum + values, 1),
      };
    }
    return { node: isScalar(node) ? scalarOf(node) : nothing(offsetOf(node)), values: 1 };
  }

  private follow(alias: Alias): Converted {
    const target = this.anchors.get(alias.source);
    if (target === undefined) return this.complain(offsetOf(alias), `no anchor named ${alias.source} stands before this alias`);
    if (target === 'open') return this.complain(offsetOf(alias), 'this alias stands inside of what it repeats');
    return target;
  }

  private convertMap(map: YAMLMap): Converted {
    const entries = new Map<string, Entry>();
    const inherited: MapNode[] = [];
    const written = new Set<string>();
    let values = 1;
    for (const pair of map.items) {
      const name = this.nameOf(pair);
      if (name === undefined) continue;
      const offset = offsetOf(pair.key);
      if (written.has(name)) this.complain(offset, 'this key stands twice in its map: remove one');
      written.add(name);
      const { node, values: below } = pair.value === null ? { node: nothing(offset), values: 1 } : this.convert(pair.value);
      values += below;
      if (isMergeKey(pair.key)) inherited.push(...this.mapsOf(node, offset));
      else if (node !== undefined) entries.set(name, { offset, value: node });
    }
    for (const { entries: theirs } of inherited) {
      this.merged += theirs.size;
      if (this.merged > MAX_ALIASED) throw this.tooMany(offsetOf(map));
      for (const [name, entry] of theirs) if (!entries.has(name)) entries.set(name, entry);
    }
    return { node: { kind: 'map', offset: offsetOf(map), entries }, values };
  }

  private nameOf({ key }: Pair): string | undefined {
    const node = isAlias(key) ? this.follow(key).node : isScalar(key) ? scalarOf(key) : undefined;
    if (node?.kind === 'scalar' && typeof node.value === 'string') return node.value;
    this.complain(offsetOf(key), 'expected a name before the colon; a number, a list or a map is none');
    return undefined;
  }

  private mapsOf(node: BaseNode | undefined, offset: number): readonly MapNode[] {
    const nodes = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
    if (nodes.every((one) => one.kind === 'map')) return nodes;
    this.complain(offset, '<< takes a map or a list of maps');
    return [];
  }
}

const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

const nothing = (offset: number): ScalarNode => ({ kind: 'scalar', offset, value: null, text: '' });

/** In quotes it is a key like any other. */
const isMergeKey = (key: unknown): boolean => isScalar(key) && key.value === '<<' && key.type === 'PLAIN';

function scalarOf(scalar: Scalar): ScalarNode {
  const text = String(scalar.value ?? '');
  const plain = scalar.type === 'PLAIN' && scalar.tag !== 'tag:yaml.org,2002:str';
  return { kind: 'scalar', offset: offsetOf(scalar), value: plain ? resolved(text) : text, text };
}

/** What a text without quotes is to Compose's reader of YAML. */
function resolved(text: string): string | number | boolean | null {
  if (/^(|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  const digits = text.replaceAll('_', '');
  if (/^[-+]?0[xXbo][\da-fA-F]+$/.test(digits)) return Number(digits.replace(/^[-+]/, '')) * (digits.startsWith('-') ? -1 : 1);
  if (/^[-+]?0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) return Number(digits);
  return text;
}
