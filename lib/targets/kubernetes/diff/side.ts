import { groupedBy } from '../../../grouped';
import { onceFor } from '../../../once';
import type { OutputFile } from '../../../output/output-file';
import { LABEL } from '../labels';
import { type Documents, documentsOf, kindIn, labelIn, type ManifestDocument, nameIn, namespaceIn } from './documents';
import { fields, textOf } from './fields';
import type { Manifest, Ref } from './manifest';

/** One of the two sets of objects that are compared. */
export interface Side {
  /** The objects that the other side has not, or has otherwise. */
  readonly own: readonly Manifest[];
  /** Those of them that belong to a service, by its label. */
  ownOf(label: string): readonly Manifest[];
  /** Objects of these kinds that belong to a service, by its label; what both sides have included. */
  ofService(label: string, kinds: ReadonlySet<string>): readonly Manifest[];
  /** Objects of a kind and a name. */
  named(kind: string, name: string): Manifest | undefined;
  /** Whether a document that both sides have, and that belongs to a service, has all these words in it. */
  sharedSays(label: string, words: readonly string[]): boolean;
  /** Whether several namespaces of one of the sides have an object of that kind and name. */
  isInSeveral(ref: Pick<Ref, 'kind' | 'name'>): boolean;
}

/** The two sides. A document that both have is read only where somebody asks for it. */
export function sidesOf(
  before: readonly OutputFile[],
  after: readonly OutputFile[],
  where: string,
): { readonly before: Side; readonly after: Side } {
  const [then, now] = [documentsOf(before, where), documentsOf(after)];
  // As this program writes them, since it wrote them just now.
  const shared = [...now.values()].filter(({ text }) => then.has(text));
  const isInSeveral: Side['isInSeveral'] = (ref) =>
    [then, now].some((documents) => (namespacesByName(documents).get(nameOfRef(ref))?.size ?? 0) > 1);
  return { before: sideOf(then, now, shared, isInSeveral), after: sideOf(now, then, shared, isInSeveral) };
}

const nameOfRef = ({ kind, name }: Pick<Ref, 'kind' | 'name'>): string => `${kind}/${name}`;

/** In which namespaces there are objects of the same kind and name. Only documents that this program has written are known without reading. */
const namespacesByName = onceFor((documents: Documents) => {
  const found = new Map<string, Set<string>>();
  for (const one of documents.values()) {
    const [kind, name, namespace] = [kindIn(one), nameIn(one), namespaceIn(one)];
    if (kind === undefined || name === undefined || namespace === undefined) continue;
    const key = nameOfRef({ kind, name });
    found.set(key, (found.get(key) ?? new Set()).add(namespace));
  }
  return found;
});

/** Documents by the service that they belong to. */
const byLabel = onceFor((documents: readonly ManifestDocument[]) => groupedBy(documents, (one) => [labelIn(one)]));

function sideOf(documents: Documents, others: Documents, shared: readonly ManifestDocument[], isInSeveral: Side['isInSeveral']): Side {
  // Asking what is in a document reads it, so those that both have are put aside first.
  const differing = [...documents.values()].filter(({ text }) => !others.has(text));
  const own = differing.flatMap(({ manifest }) => manifest ?? []);
  const ownByLabel = groupedBy(own, (one) => [labelOf(one)]);
  const ownOf = (label: string): readonly Manifest[] => ownByLabel.get(label) ?? [];
  const sharedOf = (label: string): readonly ManifestDocument[] => byLabel(shared).get(label) ?? [];
  const read = (found: readonly ManifestDocument[]): readonly Manifest[] => found.flatMap(({ manifest }) => manifest ?? []);
  return {
    own,
    ownOf,
    ofService: (label, kinds) => [
      ...ownOf(label).filter((one) => kinds.has(one.kind)),
      ...read(sharedOf(label).filter((one) => kinds.has(kindIn(one) ?? ''))),
    ],
    named: (kind, name) =>
      own.find((one) => one.kind === kind && one.metadata.name === name) ??
      read(shared.filter((one) => kindIn(one) === kind && nameIn(one) === name))[0],
    sharedSays: (label, words) => sharedOf(label).some(({ text }) => words.every((word) => hasWord(text, word))),
    isInSeveral,
  };
}

const hasWord = (text: string, word: string): boolean => new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w.-])`).test(text);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The name of the service that an object belongs to. */
export const labelOf = ({ metadata }: Manifest): string | undefined => textOf(fields(metadata, 'labels')[LABEL.name]);

/** Which of its service's pods: `service` for those that serve, else a task. */
export const componentOf = ({ metadata }: Manifest): string | undefined => textOf(fields(metadata, 'labels')[LABEL.component]);

/** What a service is called, by the label of its objects. */
export type NameOf = (label: string | undefined) => string;

/** `orders`, or `orders's migration` for pods of it that do not serve. */
export const partOf = (service: string, component: string | undefined): string =>
  component === undefined || component === 'service' ? service : `${service}'s ${component}`;

/** What an object belongs to. Its own name tells less: that of a Job changes with what is in it. */
export function ownerOf(object: Manifest, nameOf: NameOf): string {
  const [label, component] = [labelOf(object), componentOf(object)];
  // What holds for a whole namespace is labelled with the compartment that it is of.
  return label === undefined && component !== undefined ? `the namespace of ${component}` : partOf(nameOf(label), component);
}

/** Where one deployment, or what is compared with it, went. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A namespace as it is called after a move. Those of compartments are named after their main one. */
export const renamed = (namespace: string, move: Move | undefined): string =>
  move !== undefined && (namespace === move.from || namespace.startsWith(`${move.from}-`))
    ? `${move.to}${namespace.slice(move.from.length)}`
    : namespace;
