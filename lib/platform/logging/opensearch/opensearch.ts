import type { Construct } from 'constructs';
import { fill } from '../../../model/template';
import { UNASKED } from '../../unasked';
import { CA, keysOf } from '../own-store/keys';
import { OwnStore } from '../own-store/own-store';
import type { StoreProduct } from '../own-store/product';
import access from './access.yml';
import log4j2 from './log4j2.conf';
import mending from './mending.sh';
import nobody from './nobody.yml';
import settings from './opensearch.yml';
import prepare from './prepare.sh';
import superuser from './superuser.sh';
import { FURTHER_ROLES, MAKING, PASSWORDS, USERS } from './users';

/** Whom certificates name. */
export const NAMED = { member: 'CN=opensearch', admin: 'CN=opensearch-admin' } as const;

const HEALTH = '/_plugins/_security/health';

const PRODUCT: StoreProduct = {
  kind: 'opensearch',
  // The newest one whose security plugin can be run in a test.
  image: 'opensearchproject/opensearch',
  release: { tag: '3.4.0', caveat: UNASKED },
  memory: '1792Mi',
  floor: [
    '1024Mi',
    'three members from its published jars, the core and the security plugin alone, with a heap of 896 MiB: 775 MiB, measured; the image has more plugins',
  ],
  program: 'opensearch',
  optionsIn: 'OPENSEARCH_JAVA_OPTS',
  failover: { leader: { fault: 'leader killed, with 500 lines/s of the shipper', seconds: 4 } },
  silent: { fault: 'leader frozen', seconds: 95 },
  leading: 'cluster_manager',
  settings: fill(settings, { node: NAMED.member, admin: NAMED.admin }),
  files: {
    'log4j2.properties': log4j2,
    'access.yml': fill(access, { dashboards: USERS.dashboards.name }),
    ...Object.fromEntries(
      ['internal_users', 'roles', 'roles_mapping', 'action_groups', 'tenants'].map((kind) => [
        `${kind}.yml`,
        fill(nobody, { type: kind.replace('_', '') }),
      ]),
    ),
  },
  prepare,
  alive: () => ({ path: `${HEALTH}?mode=lenient`, port: 'http', tls: true }),
  admits: { path: HEALTH },
  certificate: NAMED.member,
  superuser: {
    script: (tls) => fill(superuser, { tls }),
    tls: keysOf(
      MAKING,
      'opensearch-admin',
      {
        ...CA,
        'tls.crt': [`a certificate for ${NAMED.admin}, signed by that authority: whoever has it may do everything`, 'opensearch-admin.crt'],
        'tls.key': ['its private key', 'opensearch-admin.key'],
      },
      'write the new one: the Job of the component setup reads it when it next runs',
    ),
    environment: {},
  },
  users: USERS,
  furtherRoles: FURTHER_ROLES,
  making: MAKING,
  setup: { answers: HEALTH, roles: '/_plugins/_security/api/roles', template: 'logs', users: PASSWORDS },
  mending,
};

/** OpenSearch. */
export class OpenSearch extends OwnStore {
  readonly kind = 'opensearch';

  constructor(scope: Construct) {
    super(scope, PRODUCT);
  }
}
