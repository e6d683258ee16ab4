import type { Construct } from 'constructs';
import { fill } from '../../../model/template';
import { UNASKED } from '../../unasked';
import type { OpenSearch } from '../opensearch/opensearch';
import { MAKING, USERS } from '../opensearch/users';
import { OwnPages, type PagesProduct } from '../own-pages/own-pages';
import configuration from './dashboards.conf';

export const DASHBOARDS: PagesProduct = {
  kind: 'opensearch-dashboards',
  title: 'OpenSearch Dashboards',
  image: 'opensearchproject/opensearch-dashboards',
  release: { tag: '3.4.0', caveat: UNASKED },
  unproved: 'it: no registry that could be asked has it. Its configuration, and what it asks the store for, are tested',
  memory: '1024Mi',
  floor: ['512Mi', 'estimated: what its Helm chart gives it'],
  heap: 640,
  // Without the first header it refuses every change.
  page: { headers: ['osd-xsrf', 'osd-version'], cookies: ['security_authentication'] },
  folder: '/etc/dashboards',
  file: 'opensearch_dashboards.yml',
  configuration: (told) => fill(configuration, { ...told, user: USERS.dashboards.name }),
  header: 'osd-xsrf',
  user: USERS.dashboards,
  librarian: USERS.dashboards,
  making: MAKING,
};

/** OpenSearch Dashboards. */
export class OpenSearchDashboards extends OwnPages {
  readonly kind = 'opensearch-dashboards';

  constructor(scope: Construct, store: OpenSearch) {
    super(scope, store, DASHBOARDS);
  }
}
