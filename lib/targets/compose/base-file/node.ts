import { type EntryOf, type ListOf, type MapOf, type ScalarOf, type ValueOf, valueAt } from '../../../yaml-value';

interface Place {
  readonly offset: number;
}

/** A value of a Compose file, with its place: what stands in the text, aliases and merge keys followed. Shared, not copied. */
export type BaseNode = ValueOf<Place>;
export type MapNode = MapOf<Place>;
export type Entry = EntryOf<Place>;
export type ListNode = ListOf<Place>;
export type ScalarNode = ScalarOf<Place>;

/** The value under a path of keys. */
export const nodeAt = (node: BaseNode | undefined, ...path: readonly string[]): BaseNode | undefined => node && valueAt(node, path);

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
