import type { Site } from '../../model/site';
import type { Destined } from './delivery';
import { CREDENTIALS, proofOf } from './proof';
import { type Stores, storeAt } from './store';

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
