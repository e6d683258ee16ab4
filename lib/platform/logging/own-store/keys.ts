import { type SecretKey, secretKey } from '../../../model/secret';
import type { StoreProduct } from './product';
import { AUTHORITY_ROTATION, type Making, madeFor } from './users';

const REPLACED = 'write the new one: members read it again by themselves within minutes (docs/runbooks/log-store-secrets.md)';

/** What is in a Secret with a certificate, by its keys: what it is, and the file in which the commands for it leave it. */
type Held<Key extends string> = Readonly<Record<Key, readonly [holds: string, file: string]>>;

/** What every Secret with a certificate of a store has. */
export const CA = { 'ca.crt': ['the certificate of the authority that signs all others of the store', 'ca.crt'] } as const;

/** Members read an authority again by themselves. Who asks them reads it at its start. */
const AUTHORITY_REPLACED = `${AUTHORITY_ROTATION}: members read it again by themselves within minutes, all others when they start`;

/** The keys of a Secret with a certificate. @param rotation how they are replaced */
export const keysOf = <Key extends string>(making: Making, secret: string, held: Held<Key>, rotation = REPLACED) =>
  Object.fromEntries(
    Object.entries<Held<Key>[Key]>(held).map(([key, [holds, file]]) => [
      key,
      secretKey(secret, key, { holds, rotation: key in CA ? AUTHORITY_REPLACED : rotation, made: madeFor(making, file) }),
    ]),
  ) as Readonly<Record<Key, SecretKey>>;

/** The certificate of whoever signs for the store, and nothing else of its Secret. */
export const authorityOf = (making: Making) => keysOf(making, `${making.store}-tls`, CA);

/** What each member proves with who it is, to those who ask it and to the others. */
export const memberTlsOf = ({ kind, making, certificate }: StoreProduct) =>
  keysOf(making, `${kind}-tls`, {
    ...CA,
    'tls.crt': [`the certificate of its members, for ${certificate}, signed by that authority`, `${kind}.crt`],
    'tls.key': ['its private key (PKCS 8)', `${kind}.key`],
  });
