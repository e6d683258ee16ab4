import { inWords } from '../../../../text';
import type { ComposeService } from '../../render/compose-service';
import { flagOf } from '../amount';
import { knownMounts, mountsOfOurs } from '../mount';
import { type BaseNode, hasVariable, nodeAt } from '../node';
import { type BaseFile, type BaseService, said } from '../parse';
import { type Remark, refused } from '../remark';
import { shownText } from '../shown';

/** Everything that a service of the base file names has to be in that file. */
export function references(base: BaseService, file: BaseFile, ours: ComposeService = {}): readonly Remark[] {
  if (file.elsewhere.length > 0 || file.resolved) return [];
  const replaced = new Set(mountsOfOurs(ours).map(({ target }) => target));
  const mounted = knownMounts(base).flatMap(({ kind, target, source }) => (kind === 'volume' && !replaced.has(target) ? [source] : []));
  const declared = (key: string) => new Set(namesIn(nodeAt(file.document, key)));
  const [networks, mode] = [said(base, 'networks'), said(base, 'network_mode')];
  return [
    ...unknown('volume', mounted, file.volumes, said(base, 'volumes')),
    ...unknown('network', namesIn(networks), new Set([...file.networks, 'default']), networks),
    ...['secret', 'config'].flatMap((what) => {
      const node = said(base, `${what}s`);
      return unknown(what, sourcesIn(node), declared(`${what}s`), node);
    }),
    ...SERVICES.flatMap(([key, names]) => {
      const node = said(base, key);
      return [...unknown('service', names(node), file.services, node), ...asleep(names(node), base, file, node)];
    }),
    ...(namesIn(networks).length > 0 && namesIn(mode).join() !== ''
      ? [refused('the base file has network_mode and networks: Compose refuses both', mode)]
      : []),
  ];
}

/** Keys that name other services, and which. One that is not required may be asleep. */
const SERVICES: readonly (readonly [key: string, names: (node: BaseNode | undefined) => readonly string[]])[] = [
  ['depends_on', (node) => namesIn(node)],
  ['links', (node) => namesIn(node).map((link) => link.split(':', 1)[0] ?? '')],
  ['volumes_from', (node) => namesIn(node).flatMap((from) => (from.startsWith('container:') ? [] : [from.split(':', 1)[0] ?? '']))],
  ...['network_mode', 'ipc', 'pid'].map((key): [string, (node: BaseNode | undefined) => readonly string[]] => [
    key,
    (node) => namesIn(node).flatMap((mode) => /^service:(.+)/.exec(mode)?.[1] ?? []),
  ]),
];

/** A service that always runs cannot depend on one whose profile is not active. */
const asleep = (names: readonly string[], base: BaseService, file: BaseFile, node: BaseNode | undefined): readonly Remark[] =>
  names.flatMap((name): readonly Remark[] => {
    const profiles = file.services.get(name)?.profiles ?? [];
    if (base.profiles.length > 0 || profiles.length === 0 || flagOf(nodeAt(node, name, 'required') ?? TRUE) !== true) return [];
    const needs = `the base file names the service ${shownText(name)}, which runs only with its profile ${shownText(inWords(profiles, 'or'))}`;
    return [{ code: 'base-refused', severity: 'warning', message: `${needs}: unless that is active, Compose refuses the file`, at: node }];
  });

const TRUE: BaseNode = { kind: 'scalar', offset: 0, value: true, text: 'true' };

/** `[name]` or `[{ source: name }]`. */
const sourcesIn = (node: BaseNode | undefined): readonly string[] =>
  node?.kind !== 'list' ? [] : node.items.flatMap((item) => namesIn(item.kind === 'map' ? nodeAt(item, 'source') : item));

const namesIn = (node: BaseNode | undefined): readonly string[] => {
  if (node?.kind === 'map') return [...node.entries.keys()];
  if (node?.kind === 'scalar') return typeof node.value === 'string' ? [node.text] : [];
  return node?.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [];
};

const unknown = (
  what: string,
  names: readonly string[],
  known: { readonly has: (name: string) => boolean },
  at: BaseNode | undefined,
): readonly Remark[] =>
  [...new Set(names)]
    .filter((name) => !hasVariable(name) && !known.has(name))
    .map((name) => refused(`the base file names the ${what} ${shownText(name)} and does not have it: Compose refuses the file`, at));
