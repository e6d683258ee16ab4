import { secretKey } from '../../../model/secret';
import { fill } from '../../../model/template';
import { ANY_STORE, type Making, madeFor, passwordFor, type StoreUser, showing, variableOf } from '../own-store/users';
import users from './users.sh';

const WHO = {
  ...ANY_STORE,
  ...showing('Kibana'),
  searches: 'the user searches, who saves the searches of Kibana, and sees no lines',
};

export const MAKING: Making = {
  store: 'elasticsearch',
  users: ['shipper', 'reader', 'dashboards', 'retention', 'metrics', 'admin', 'searches'],
  superuser: `openssl rand -hex 24 | tr -d '\\n' >password-elastic`,
};

/** How what is in a Secret of the store is made. @param file in which the commands leave it */
export const made = (file: string) => madeFor(MAKING, file);

/**
 * The password of the user whom every store has, who may do everything. Each member takes it at its start, as long as nobody has changed it
 * in the store itself. The Job of the setup signs in with it.
 */
export const ELASTIC = {
  name: 'elastic',
  variable: 'ELASTIC_PASSWORD',
  password: secretKey('elasticsearch-admin', 'password', {
    holds: 'the password of the user elastic, who may do everything: at least 12 letters and digits',
    rotation: 'write the new one, restart the members one after the other, delete the Job of the component setup and apply again',
    made: made('password-elastic'),
  }),
} as const;

const of = <Name extends keyof typeof WHO>(name: Name) => ({ name, password: passwordFor(MAKING, name, WHO[name]) });

/** What a user may do with the streams, in the words of the store's privileges. */
const onLogs = (...privileges: readonly string[]) => [{ names: ['logs-*'], privileges }];

/** What a user may do in Kibana, in all of its spaces. */
const inKibana = (...privileges: readonly string[]) => [{ application: 'kibana-.kibana', privileges, resources: ['*'] }];

/** Everybody who is let in. Each may do what its program needs, and nothing else. */
export const USERS = {
  // Neither delete nor update nor read.
  shipper: { ...of('shipper'), role: 'log_shipper', allows: { indices: onLogs('create_doc') } },
  reader: {
    ...of('reader'),
    role: 'log_reader',
    allows: { indices: onLogs('read', 'view_index_metadata'), applications: inKibana('read') },
  },
  dashboards: { ...of('dashboards'), role: 'kibana_system' },
  retention: {
    ...of('retention'),
    role: 'log_retention',
    // No smaller privilege begins a new index of a stream.
    allows: { cluster: ['monitor'], indices: onLogs('manage') },
  },
  metrics: {
    ...of('metrics'),
    role: 'log_metrics',
    allows: { cluster: ['monitor'], indices: [{ names: ['*'], privileges: ['monitor'] }] },
  },
  admin: { ...of('admin'), role: 'superuser' },
  searches: { ...of('searches'), role: 'log_searches', allows: { applications: inKibana('all') } },
} as const satisfies Readonly<Record<string, StoreUser>>;

const ALL: readonly StoreUser[] = Object.values(USERS);

/** A part of the setup's script: each user has its password and its role. */
export const GIVEN = fill(users, { users: ALL.map((user) => `user_of ${user.name} ${user.role} "$${variableOf(user)}"`).join('\n') });
