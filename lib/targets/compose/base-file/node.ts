/** A value of a Compose file, with its place: what stands in the text, aliases and merge keys followed. Shared, not copied. */
export type BaseNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** Where the key stands. */
  readonly offset: number;
  readonly value: BaseNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly BaseNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: string | number | boolean | null;
  /** As it is written, without its quotes. */
  readonly text: string;
}

/** The value under a path of keys. */
export const nodeAt = (node: BaseNode | undefined, ...path: readonly string[]): BaseNode | undefined =>
  path.reduce<BaseNode | undefined>((below, key) => (below?.kind === 'map' ? below.entries.get(key)?.value : undefined), node);

/** Whether a text holds a variable of the environment, as Compose reads it: `$$` is a dollar. */
export const hasVariable = (text: string): boolean => /\$[A-Za-z_{]/.test(text.replaceAll('$$', ''));

/** A text as the container gets it. */
export const withoutEscapes = (text: string): string => text.replaceAll('$$', '$');

/** Whether anything in a value needs an environment to be known. To be asked of small values only: it follows aliases again and again. */
export function needsEnvironment(node: BaseNode | undefined): boolean {
  switch (node?.kind) {
    case undefined:
      return false;
    case 'scalar':
      return hasVariable(node.text);
    case 'list':
      return node.items.some(needsEnvironment);
    case 'map':
      return [...node.entries.values()].some(({ value }) => needsEnvironment(value));
  }
}
