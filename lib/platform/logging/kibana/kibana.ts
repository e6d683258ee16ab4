import type { Construct } from 'constructs';
import { fill } from '../../../model/template';
import { UNASKED } from '../../unasked';
import type { Elasticsearch } from '../elasticsearch/elasticsearch';
import { MAKING, USERS } from '../elasticsearch/users';
import { OwnPages, type PagesProduct } from '../own-pages/own-pages';
import configuration from './kibana.conf';

export const KIBANA: PagesProduct = {
  kind: 'kibana',
  title: 'Kibana',
  image: 'docker.elastic.co/kibana/kibana',
  release: { tag: '9.5.3', caveat: UNASKED },
  unproved: 'Kibana: it is published as an image only',
  memory: '2048Mi',
  floor: ['1024Mi', 'estimated: what its operator gave it before it doubled that'],
  heap: 1400,
  // Without the first header it refuses every change, and without the last one its own pages are refused.
  page: { headers: ['kbn-xsrf', 'kbn-version', 'elastic-api-version', 'x-elastic-internal-origin'], cookies: ['sid'] },
  folder: '/etc/kibana',
  file: 'kibana.yml',
  configuration: (told) => fill(configuration, { ...told, user: USERS.dashboards.name }),
  header: 'kbn-xsrf',
  user: USERS.dashboards,
  // The user that Kibana itself is may use none of what Kibana offers to people.
  librarian: USERS.searches,
  making: MAKING,
};

/** Kibana. */
export class Kibana extends OwnPages {
  readonly kind = 'kibana';

  constructor(scope: Construct, store: Elasticsearch) {
    super(scope, store, KIBANA);
  }
}
