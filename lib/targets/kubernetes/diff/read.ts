import { documentsIn } from '../../../yaml-text';
import { at, isTree, type Tree } from './effects/differences';
import type { Manifest } from './manifest';

/** Far larger than the file of any service. */
const MOST_CHARACTERS = 1024 * 1024;

/**
 * The objects in a text of YAML documents.
 *
 * @param text a file on disk or of a past revision. It may have been edited: one that cannot be read has no objects, and what is no object
 *   is left out
 */
export function manifestsIn(text: string): readonly Manifest[] {
  if (text.length > MOST_CHARACTERS) return [];
  try {
    const { documents } = documentsIn(text, '', 'core');
    return [...documents].flatMap((document) => manifestOf(document.toJS({ maxAliasCount: 0 })));
  } catch {
    return [];
  }
}

/** As an object, if it has a kind and a name. A namespace that is no text is none. */
export function manifestOf(value: unknown): readonly Manifest[] {
  const [kind, name, namespace] = [at(value, 'kind'), at(value, 'metadata', 'name'), at(value, 'metadata', 'namespace')];
  if (!isTree(value) || typeof kind !== 'string' || typeof name !== 'string') return [];
  const { metadata, apiVersion = '' } = value;
  const known = { ...(metadata as Tree), name, namespace: typeof namespace === 'string' ? namespace : undefined };
  return [{ ...value, kind, apiVersion: String(apiVersion), metadata: known }];
}
