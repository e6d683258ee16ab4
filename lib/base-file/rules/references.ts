import type { ComposeService } from '../../synthesizers/compose/compose-service';
import { mountsOf, mountsOfOurs } from '../mount';
import { type BaseNode, hasVariable } from '../node';
import { type BaseFile, type BaseService, said } from '../parse';
import { type Remark, refused } from '../remark';
import { shownText } from '../shown';

/** What a service of the base file names has to be in it. */
export function references(base: BaseService, file: BaseFile, ours: ComposeService = {}): readonly Remark[] {
  if (file.elsewhere.length > 0 || file.resolved) return [];
  const network = said(base, 'network_mode');
  const shared = network?.kind === 'scalar' ? /^service:(.+)$/.exec(network.text)?.[1] : undefined;
  const replaced = new Set(mountsOfOurs(ours).map(({ target }) => target));
  const mounted = mountsOf(base).flatMap((mount) =>
    mount !== 'unknown' && mount.kind === 'volume' && !replaced.has(mount.target) ? [mount.source] : [],
  );
  return [
    ...unknown('volume', mounted, file.volumes, said(base, 'volumes')),
    ...unknown('network', namesIn(said(base, 'networks')), new Set([...file.networks, 'default']), said(base, 'networks')),
    ...unknown('service', namesIn(said(base, 'depends_on')), file.services, said(base, 'depends_on')),
    ...unknown('service', shared === undefined ? [] : [shared], file.services, network),
  ];
}

const namesIn = (node: BaseNode | undefined): readonly string[] => {
  if (node?.kind === 'map') return [...node.entries.keys()];
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
