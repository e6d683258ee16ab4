import type { Made, SecretKey } from '../../../model/secret';
import { secretKey } from '../../../model/secret';
import { fill } from '../../../model/template';
import { LOGGING } from '../../compartments';
import makeSecrets from './make-secrets.sh';

/** Our own stores, by what a profile calls them. */
export type OwnStoreKind = 'opensearch' | 'elasticsearch';

/** What users of a store may be given. */
export interface StoreRole {
  /** Its name: one that every store has, or one of ours. */
  readonly role: string;
  /** What one of ours allows, in the words of its store. @default - every store has that role */
  readonly allows?: object;
}

/** A user of a store, with all that it may do. */
export interface StoreUser extends StoreRole {
  readonly name: string;
  readonly password: SecretKey;
}

/** What every store of ours has of a user: whom its password is of, in words for the operator. */
export const ANY_STORE = {
  shipper: 'the user shipper, who may append lines',
  retention: 'the user retention, who begins and deletes indices of lines',
  metrics: 'the user metrics, who sees how the store is, and no lines',
  admin: 'the user admin, who may do everything; for people, in need',
} as const;

/** The same, of those who show lines to people. @param pages what shows them */
export const showing = (pages: string) =>
  ({
    reader: `the user reader, with which people read lines in ${pages}`,
    dashboards: `the user dashboards, which ${pages} itself is`,
  }) as const;

const RUNBOOK = 'docs/runbooks/log-store-secrets.md';
const AGAIN = `write the new one, delete the Job of the component setup and apply again (${RUNBOOK}#a-password)`;

/**
 * How the password of the shippers is replaced: it is in a Secret of the store and in one of each namespace from which lines come.
 *
 * @param store whose it is
 */
export const shipperRotation = (store: OwnStoreKind): string =>
  `write the new one into ${store}-users (shipper) and each log-store-shipper, delete the Job of the component setup, apply again, then restart the shippers and log-events (${RUNBOOK}#a-password)`;

/** How an authority is replaced: both are trusted for a while. */
export const AUTHORITY_ROTATION = `in three steps (${RUNBOOK}#the-authority)`;

/** How what is in the Secrets of a store is made. */
export interface Making {
  readonly store: OwnStoreKind;
  readonly users: readonly string[];
  /** A line of the script that makes what the Job of the setup proves itself with. It may call `sign NAME NAMES`. */
  readonly superuser: string;
}

const AFTERWARDS =
  'Keep authority.key and ca.crt, with which the next certificates are signed, where nobody else reads them. Remove all other files as soon as their values are in the Secrets: they are passwords and keys.';

/** @param file in which the commands leave it */
export const madeFor = ({ store, users, superuser }: Making, file: string): Made => ({
  by: fill(makeSecrets, { store, superuser, users: users.join(' ') }),
  file,
  afterwards: AFTERWARDS,
  of: { compartment: LOGGING },
});

/** @param user whose password it is. @param who the same, in words for the operator */
export const passwordFor = (making: Making, user: string, who: string): SecretKey =>
  secretKey(`${making.store}-users`, user, {
    holds: `the password of ${who}: at least 12 letters and digits`,
    rotation: user === 'shipper' ? shipperRotation(making.store) : AGAIN,
    made: madeFor(making, `password-${user}`),
  });

/** The roles of ours, as JSON by the names of their files. */
export const roleFilesOf = (roles: readonly StoreRole[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    roles.flatMap(({ role, allows }) => (allows === undefined ? [] : [[`role-${role}.json`, `${JSON.stringify(allows, null, 2)}\n`]])),
  );

/** The variable of a script that holds a user's password. */
export const variableOf = ({ name }: StoreUser): string => `${name.toUpperCase()}_PASSWORD`;

/** The variables with the passwords of some users. */
export const passwordsOf = (users: readonly StoreUser[]) =>
  Object.fromEntries(users.map((user) => [variableOf(user), user.password] as const));
