import type { Destination } from '../../model/destination';
import type { LogStore } from '../../model/logging';
import { type Made, RESTART_CONSUMERS, type Rotation, type SecretKey, secretKey } from '../../model/secret';
import { portNamed } from '../../model/server';
import type { Service } from '../../model/service';
import type { Site } from '../../model/site';
import { destinationAt } from '../../model/whereabouts';
import type { Around } from '../../model/workload';
import type { Destined } from './delivery';
import { made as elasticsearchMade } from './elasticsearch/users';
import { made as opensearchMade } from './opensearch/users';
import { AUTHORITY_ROTATION, type OwnStoreKind, shipperRotation } from './own-store/users';

/** Where a collector has what proves to the store who it is. */
export const CREDENTIALS = '/etc/log-store';

/** The user of our own store who may add records, and nothing else. */
export const SHIPPER = 'shipper';

/** The stores of our own, by what the profile calls them. */
export type Stores = { readonly [kind in OwnStoreKind]?: Service };

/** How what is in the Secrets of each is made. */
const MADE = { opensearch: opensearchMade, elasticsearch: elasticsearchMade } as const;

/** The port of a store of our own at which clients ask. */
const PORT = 'http';

type Given = Pick<Around, 'logging' | 'platform'>;

/** Where records go, as a collector has to know it. */
function storeOf({ logging, platform }: Given, urlOf: (store: OwnStoreKind) => string): Omit<LogStore, 'url'> & { readonly url: string } {
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
const storeAt = (site: Site, stores: Stores) =>
  storeOf(site, (name) => {
    const store = stores[name];
    return store === undefined ? '' : `https://${site.nameOf(store)}:${portNamed(store, PORT).cluster}`;
  });

/** Where a collector delivers records. @param stream the data stream that they go to */
export function destinedAt(site: Site, stores: Stores, stream: string): Destined {
  const { protocol, url, credentials, ownAuthority } = storeAt(site, stores);
  const proof = proofOf(credentials);
  const client = {
    ...(ownAuthority ? { tls: { ca_file: `${CREDENTIALS}/ca.crt` } } : {}),
    ...(proof === undefined ? {} : { auth: { authenticator: proof.name } }),
  };
  return { speaks: protocol, url, stream, client, extensions: proof && { [proof.name]: proof.settings } };
}

/** How a collector proves who it is. The extensions read the files anew when they change. */
function proofOf(credentials: LogStore['credentials']): { readonly name: string; readonly settings: object } | undefined {
  switch (credentials) {
    case 'basic':
      return {
        name: 'basicauth/store',
        settings: { client_auth: { username_file: `${CREDENTIALS}/username`, password_file: `${CREDENTIALS}/password` } },
      };
    case 'bearer':
      return { name: 'bearertokenauth/store', settings: { filename: `${CREDENTIALS}/token` } };
    case 'none':
      return undefined;
  }
}

/** What of a way to the store no test has run: the tests have exporters of older releases. @param more what else of the collector none has */
export const unprovedFor =
  (more?: string) =>
  (around: Around): string | undefined => {
    const { protocol } = storeOf(around, () => '');
    const parts = [more, ...(protocol === 'otlp' ? [] : [`this release of its exporter for ${STORES[protocol]}`])].filter(
      (part) => part !== undefined,
    );
    return parts.length === 0 ? undefined : `${parts.join(' and ')}: they are in the image alone, which no registry could be asked for`;
  };

const STORES = { opensearch: 'OpenSearch', elasticsearch: 'Elasticsearch' } as const;

const key = (name: string, holds: string, made?: Made, rotation: Rotation = RESTART_CONSUMERS): SecretKey =>
  secretKey('log-store-shipper', name, { holds, rotation, made });

/** What proves to the store who ships, as files. */
export function credentialsFor(around: Given): Readonly<Record<string, Readonly<Record<string, SecretKey>>>> {
  const { credentials, ownAuthority } = storeOf(around, () => '');
  // Whoever has a store of his own knows how its users are made.
  const { logging } = around.platform;
  const ours = logging === 'opensearch' || logging === 'elasticsearch' ? logging : undefined;
  const own = (file: string) => (ours === undefined ? undefined : MADE[ours](file));
  const files = {
    ...(credentials === 'basic' && {
      username: key(
        'username',
        around.platform.logging === 'existing'
          ? 'the user who may add records to the store of logs'
          : `${SHIPPER}, the user who may add records to the store of logs`,
        own('user-shipper'),
      ),
      password: key('password', "that user's password", own('password-shipper'), ours && shipperRotation(ours)),
    }),
    ...(credentials === 'bearer' && { token: key('token', 'the token with which records are added to the store of logs') }),
    ...(ownAuthority && {
      'ca.crt': key(
        'ca.crt',
        'the certificate of the authority that has signed that of the store of logs',
        own('ca.crt'),
        ours && `${AUTHORITY_ROTATION}: a collector reads it when it starts`,
      ),
    }),
  };
  return Object.keys(files).length === 0 ? {} : { [CREDENTIALS]: files };
}

/** What a policy has to allow; a store of our own is called. */
export const reachedFor = ({ platform, logging: { to }, clusterDomain }: Around): readonly Destination[] =>
  platform.logging === 'existing' && to !== undefined
    ? [destinationAt(to, clusterDomain, 'the store that takes what containers write')]
    : [];
