import type { Construct } from 'constructs';
import { onlyIn } from '../../../model/environment';
import { floor, Service } from '../../../model/service';
import { fill } from '../../../model/template';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import type { OwnStore } from '../own-store/own-store';
import { exporterOf } from '../own-store/product';
import { partOf } from '../part';
import start from './start.sh';

const LISTENS = 9114;
const FOLDER = '/etc/exporter';

/** What no test has run of it. */
const BY_HAND = {
  opensearch: 'it with this store: it was run once by hand, and the alerts use the names that it showed',
  elasticsearch: 'it with this store: it was run once by hand with OpenSearch, and the alerts use the names that it showed',
} as const;

/** Asks a store how it is, as a user who sees no lines, and shows that as metrics. */
export class LogStoreExporter extends Service {
  readonly kind: string;

  constructor(scope: Construct, store: OwnStore) {
    const { onlyIn: where, platform } = partOf(store.kind, {
      replicas: 1,
      cpu: { request: 0.02, limit: 0.2 },
      memory: { request: '64Mi', limit: '64Mi' },
    });
    const kind = exporterOf(store.kind);
    super(scope, kind, {
      onlyIn: where,
      platform: { ...platform, with: (around) => platform.with(around) && around.monitoring !== 'none' },
      image: 'quay.io/prometheuscommunity/elasticsearch-exporter',
      release: { tag: 'v1.11.0', caveat: UNASKED },
      ports: { http: { container: LISTENS, opened: false } },
      calls: [store],
      variables: onlyIn('cluster', {
        ES_USERNAME: store.metricsUser.name,
        ES_PASSWORD: store.metricsUser.password,
        AUTHORITY: store.authority,
      }),
      workload: {
        role: 'exclusive',
        because: 'two would ask every member of the store for everything twice as often',
        loses: { what: 'figures of that time', with: 'container' },
        command: ['sh', `${FOLDER}/start.sh`],
        configuration: { [`${FOLDER}/start.sh`]: fill(start, { port: LISTENS, store: store.asked }) },
        drain: seconds(10),
        // Alerts need its figures most when a loss has left too little room for all pods.
        priority: 'core',
      },
      health: { kind: 'http', path: '/healthz', port: port(LISTENS), client: 'wget', startsWithin: seconds(30), published: false },
      watched: { metrics: [{ kind: 'pods', port: 'http' }] },
      unproved: BY_HAND[store.kind],
      floor: floor('32Mi', 'built from its source: 15 MiB, measured'),
    });
    this.kind = kind;
  }
}
