import { InputError, type Source } from '../../../problem';
import { type BaseNode, type Entry, type MapNode, nodeAt } from './node';
import { shown, shownText } from './shown';
import { atMost, readTree } from './tree';

/** A Compose file, read without the variables of its environment and without the files that it names. */
export interface BaseFile {
  /** As the user names it. */
  readonly name: string;
  /** Where the services stand. */
  readonly source: Source;
  readonly services: ReadonlyMap<string, BaseService>;
  /** The volumes that it declares. */
  readonly volumes: ReadonlySet<string>;
  /** The networks that it declares. */
  readonly networks: ReadonlySet<string>;
  /** The first document. */
  readonly document: MapNode;
  /** How many documents it holds. */
  readonly documents: number;
  /** The parts of it that are elsewhere, as words for a message: `include`, or a second document. */
  readonly elsewhere: readonly string[];
  /** It is what `docker compose config` prints: everything is resolved, and what no active profile needs is left out. */
  readonly resolved: boolean;
  /** The place of a value. */
  readonly at: (node: BaseNode) => Source;
}

/** One service of it. */
export interface BaseService {
  readonly name: string;
  /** Where its name stands. */
  readonly source: Source;
  readonly keys: MapNode;
  /** Its profiles; without an active one of them Compose leaves the service out. Empty: it always runs. */
  readonly profiles: readonly string[];
  /** The service that it extends, which may have keys that are missing here. */
  readonly extends: boolean;
}

/** The value under keys of a service. */
export const said = (service: BaseService, ...path: readonly string[]): BaseNode | undefined => nodeAt(service.keys, ...path);

/**
 * Reads a Compose file, in YAML or as `docker compose config --format json` prints it.
 *
 * @throws InputError if it is not YAML, or is no map with services, which Compose refuses whatever is laid over it
 */
export function parseBaseFile(text: string, file: string): BaseFile {
  const { documents, at } = readTree(text, file);
  const [document, ...more] = documents;
  const services = nodeAt(document, 'services');
  const included = includes(nodeAt(document, 'include'));
  const expected = services === undefined ? included || more.length > 0 : services.kind === 'map';
  if (document?.kind !== 'map' || !expected) {
    const got = text.trim() === '' ? ', got nothing' : '';
    throw new InputError([{ source: at(0), message: `expected a Compose file with a map of services${got}` }]);
  }
  const declared = (key: string): readonly { readonly what: string; readonly node: BaseNode }[] => {
    const node = nodeAt(document, key);
    const inside = node?.kind === 'map' ? [...node.entries] : [];
    return [
      ...(node === undefined ? [] : [{ what: key, node }]),
      ...inside.filter(([, { value }]) => !isNull(value)).map(([name, { value }]) => ({ what: `${key}.${shownText(name)}`, node: value })),
    ];
  };
  const namesOf = (key: string): ReadonlySet<string> => {
    const node = nodeAt(document, key);
    return new Set(node?.kind === 'map' ? node.entries.keys() : []);
  };
  const entries = services?.kind === 'map' ? services.entries : new Map<string, Entry>();
  refuseOthers(
    [
      ...more.map((one) => ({ what: 'a document', node: one })),
      ...declared('volumes'),
      ...declared('networks'),
      ...[...entries].map(([name, { value }]) => ({ what: `services.${shownText(name)}`, node: value })),
    ],
    at,
  );
  const read = [...entries].flatMap(([name, { value, offset }]): [string, BaseService][] =>
    value.kind === 'map' ? [[name, readService(name, value, at(offset))]] : [],
  );
  return {
    name: file,
    source: at(services?.offset ?? 0),
    services: new Map(read),
    volumes: namesOf('volumes'),
    networks: namesOf('networks'),
    document,
    documents: documents.length,
    elsewhere: [
      ...(included ? ['include takes services from other files'] : []),
      ...(more.length > 0 ? [`it holds ${documents.length} documents, each of which is laid over those before it`] : []),
    ],
    resolved: services?.kind === 'map' && isResolved(document, services),
    at: ({ offset }) => at(offset),
  };
}

/** An empty list names no other files. */
const includes = (node: BaseNode | undefined): boolean =>
  node !== undefined && !isNull(node) && (node.kind !== 'list' || node.items.length > 0);

const isNull = (node: BaseNode): boolean => node.kind === 'scalar' && node.value === null;

/** Compose accepts only maps in these places, even if the override replaces them. */
function refuseOthers(all: readonly { readonly what: string; readonly node: BaseNode }[], at: (offset: number) => Source): void {
  const problems = all
    .filter(({ node }) => node.kind !== 'map')
    .map(({ what, node }) => ({
      source: at(node.offset),
      message: `${what}: expected a map, got ${shown(node)}: Compose refuses the file`,
    }));
  if (problems.length > 0) throw new InputError(atMost(problems));
}

function readService(name: string, keys: MapNode, source: Source): BaseService {
  const profiles = nodeAt(keys, 'profiles');
  return {
    name,
    source,
    keys,
    profiles: profiles?.kind === 'list' ? profiles.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [],
    extends: nodeAt(keys, 'extends') !== undefined,
  };
}

/** What `docker compose config` prints names the project, gives every service its networks, and writes nothing in a short form. */
function isResolved(document: MapNode, services: MapNode): boolean {
  if (nodeAt(document, 'name')?.kind !== 'scalar' || services.entries.size === 0) return false;
  return [...services.entries.values()].every(({ value }) => {
    const attached = nodeAt(value, 'networks')?.kind === 'map' || nodeAt(value, 'network_mode') !== undefined;
    return attached && LONG_FORMS.every((key) => isLong(nodeAt(value, key)));
  });
}

const LONG_FORMS = ['ports', 'volumes', 'environment', 'depends_on'];

const isLong = (node: BaseNode | undefined): boolean =>
  node === undefined ||
  node.kind === 'map' ||
  (node.kind === 'list' && node.items.every(({ kind }) => kind === 'map') && node.items.length > 0);
