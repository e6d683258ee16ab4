import type { Destination } from '../../model/destination';
import type { LogStore } from '../../model/logging';
import { portNamed } from '../../model/server';
import type { Service } from '../../model/service';
import type { Site } from '../../model/site';
import { destinationAt } from '../../model/whereabouts';
import type { Around } from '../../model/workload';
import type { OwnStoreKind } from './own-store/users';

/** The stores of our own, by what the profile calls them. */
export type Stores = { readonly [kind in OwnStoreKind]?: Service };

/** The port of a store of our own at which clients ask. */
const PORT = 'http';

/** What a profile says of where lines go. */
export type Given = Pick<Around, 'logging' | 'platform'>;

/** Where records go, as a collector has to know it. */
export function storeOf(
  { logging, platform }: Given,
  urlOf: (store: OwnStoreKind) => string,
): Omit<LogStore, 'url'> & { readonly url: string } {
  switch (platform.logging) {
    case 'existing':
      if (logging.to !== undefined) return logging.to;
      break;
    case 'opensearch':
    case 'elasticsearch':
      return { protocol: platform.logging, url: urlOf(platform.logging), credentials: 'basic', ownAuthority: true };
  }
  return { protocol: 'otlp', url: '', credentials: 'none', ownAuthority: false };
}

/** The same, of the site that a configuration file is for. */
export const storeAt = (site: Site, stores: Stores) =>
  storeOf(site, (name) => {
    const store = stores[name];
    return store === undefined ? '' : `https://${site.nameOf(store)}:${portNamed(store, PORT).cluster}`;
  });

/** What a policy has to allow; a store of our own is called. */
export const reachedFor = ({ platform, logging: { to }, clusterDomain }: Around): readonly Destination[] =>
  platform.logging === 'existing' && to !== undefined
    ? [destinationAt(to, clusterDomain, 'the store that takes what containers write')]
    : [];
