import type { LogStore } from '../../model/logging';
import { type Made, RESTART_CONSUMERS, type Rotation, type SecretKey, secretKey } from '../../model/secret';
import { made as elasticsearchMade } from './elasticsearch/users';
import { made as opensearchMade } from './opensearch/users';
import { AUTHORITY_ROTATION, shipperRotation } from './own-store/users';
import { type Given, storeOf } from './store';

/** Where a collector has what proves to the store who it is. */
export const CREDENTIALS = '/etc/log-store';

/** The user of our own store who may add records, and nothing else. */
const SHIPPER = 'shipper';

/** How what is in the Secrets of each is made. */
const MADE = { opensearch: opensearchMade, elasticsearch: elasticsearchMade } as const;

/** How a collector proves who it is. The extensions read the files anew when they change. */
export function proofOf(credentials: LogStore['credentials']): { readonly name: string; readonly settings: object } | undefined {
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
