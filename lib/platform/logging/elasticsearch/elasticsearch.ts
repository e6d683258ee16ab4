import type { Construct } from 'constructs';
import { fill } from '../../../model/template';
import { UNASKED } from '../../unasked';
import { authorityOf } from '../own-store/keys';
import { OwnStore } from '../own-store/own-store';
import type { StoreProduct } from '../own-store/product';
import settings from './elasticsearch.yml';
import prepare from './prepare.sh';
import superuser from './superuser.sh';
import { ELASTIC, GIVEN, MAKING, USERS } from './users';

const PRODUCT: StoreProduct = {
  kind: 'elasticsearch',
  // The one whose core was run.
  image: 'docker.elastic.co/elasticsearch/elasticsearch',
  release: { tag: '9.5.3', caveat: UNASKED },
  unproved:
    'its passwords, its TLS, its data streams, its retention and its image: only its core is published on its own. platform.logging: opensearch has run with all of these but the image',
  memory: '1664Mi',
  floor: ['1024Mi', 'estimated: its core alone takes 382 MiB with a heap of 256 MiB, measured; the image has its own plugins as well'],
  program: 'elasticsearch',
  optionsIn: 'ES_JAVA_OPTS',
  // Not measured: what OpenSearch has is from here.
  silent: { seconds: 95 },
  leading: 'master',
  settings,
  prepare,
  preparing: { [ELASTIC.variable]: ELASTIC.password },
  // It answers those who do not sign in with 401, which is an answer.
  alive: ({ home }, http) => ({
    command: ['curl', '--silent', '--output', '/dev/null', '--cacert', `${home}/config/tls/ca.crt`, `https://localhost:${http}/`],
  }),
  admits: { path: '/_security/_authenticate', user: USERS.metrics },
  certificate: 'CN=elasticsearch',
  superuser: {
    script: () => fill(superuser, { user: ELASTIC.name, password: `$${ELASTIC.variable}` }),
    tls: authorityOf(MAKING),
    environment: { [ELASTIC.variable]: ELASTIC.password },
  },
  users: USERS,
  making: MAKING,
  // It has a template `logs` of its own, and puts it back over any other of that name (StackTemplateRegistry in its source).
  setup: { answers: '/_security/_authenticate', roles: '/_security/role', template: 'shipped-logs', users: GIVEN },
};

/** Elasticsearch. */
export class Elasticsearch extends OwnStore {
  readonly kind = 'elasticsearch';

  constructor(scope: Construct) {
    super(scope, PRODUCT);
  }
}
