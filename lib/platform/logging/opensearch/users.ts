import { fill } from '../../../model/template';
import { ANY_STORE, type Making, madeFor, passwordFor, type StoreRole, type StoreUser, showing, variableOf } from '../own-store/users';
import passwords from './passwords.sh';

const WHO = { ...ANY_STORE, ...showing('OpenSearch Dashboards') };

export const MAKING: Making = {
  store: 'opensearch',
  users: ['shipper', 'reader', 'dashboards', 'retention', 'metrics', 'admin'],
  superuser: 'sign opensearch-admin DNS:opensearch-admin',
};

/** How what is in a Secret of the store is made. @param file in which the commands leave it */
export const made = (file: string) => madeFor(MAKING, file);

const of = <Name extends keyof typeof WHO>(name: Name) => ({ name, password: passwordFor(MAKING, name, WHO[name]) });

const onLogs = (...allowed_actions: readonly string[]) => [{ index_patterns: ['logs-*'], allowed_actions }];

/** Everybody who is let in. Each may do what its program needs, and nothing else. */
export const USERS = {
  shipper: {
    ...of('shipper'),
    role: 'log_shipper',
    // Neither delete nor update nor read. A stream takes no record under the number of another one.
    allows: {
      cluster_permissions: ['indices:data/write/bulk'],
      index_permissions: onLogs('indices:data/write/index', 'indices:data/write/bulk*'),
    },
  },
  reader: {
    ...of('reader'),
    role: 'log_reader',
    allows: {
      cluster_permissions: ['cluster_composite_ops_ro'],
      index_permissions: [
        ...onLogs(
          'read',
          'indices:admin/get',
          'indices:admin/mappings/get*',
          'indices:admin/mappings/fields/get*',
          'indices:admin/resolve/index',
        ),
        // Dashboards looks up its own searches as whoever is signed in.
        { index_patterns: ['.kibana*'], allowed_actions: ['read', 'indices:admin/get', 'indices:admin/mappings/get*'] },
      ],
    },
  },
  dashboards: { ...of('dashboards'), role: 'kibana_server' },
  retention: {
    ...of('retention'),
    role: 'log_retention',
    allows: {
      // mending.sh assigns shards anew, those of the index of users too.
      cluster_permissions: ['cluster:monitor/health', 'cluster:monitor/state', 'cluster:monitor/nodes/stats', 'cluster:admin/reroute'],
      index_permissions: [
        ...onLogs(
          'indices:admin/rollover',
          'indices:admin/create',
          'indices:admin/delete',
          'indices:admin/data_stream/get',
          'indices:monitor/settings/get',
          'indices:monitor/stats',
        ),
        { index_patterns: ['*'], allowed_actions: ['indices:monitor/recovery'] },
      ],
    },
  },
  metrics: {
    ...of('metrics'),
    role: 'log_metrics',
    allows: {
      cluster_permissions: ['cluster_monitor'],
      index_permissions: [{ index_patterns: ['*'], allowed_actions: ['indices_monitor'] }],
    },
  },
  admin: { ...of('admin'), role: 'all_access' },
} as const satisfies Readonly<Record<string, StoreUser>>;

/** Roles that none of these has. People who have users of their own are given them. */
export const FURTHER_ROLES = [
  {
    role: 'log_searches',
    // Dashboards saves as whoever is signed in. The index itself is its own matter, and has a fixed mapping.
    allows: {
      cluster_permissions: ['cluster_composite_ops'],
      index_permissions: [
        {
          index_patterns: ['.kibana*'],
          allowed_actions: [
            'read',
            'indices:admin/get',
            'indices:admin/mappings/get*',
            'indices:data/write/index*',
            'indices:data/write/update*',
            'indices:data/write/delete*',
            'indices:data/write/bulk*',
          ],
        },
      ],
    },
  },
] as const satisfies readonly StoreRole[];

const ALL: readonly StoreUser[] = Object.values(USERS);

/** A part of the setup's script: each user has its password and its role. */
export const PASSWORDS = fill(passwords, {
  passwords: ALL.map((user) => `user_of ${user.name} ${user.role} "$${variableOf(user)}"`).join('\n'),
});
