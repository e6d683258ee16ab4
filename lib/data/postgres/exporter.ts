import type { Construct } from 'constructs';
import { onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { seconds } from '../../units/duration';
import { port } from '../../units/port';
import { MONITOR, type Postgres } from './postgres';

const LISTENS = 9187;

/**
 * Asks each member for its statistics, whenever somebody asks it about one of them. Its role may read statistics and settings, and no
 * row of anybody. What Patroni knows, each member tells itself.
 */
export class PostgresExporter extends Service {
  readonly kind = 'postgres-exporter';

  constructor(scope: Construct, { postgres }: { postgres: Postgres }) {
    super(scope, 'postgres-exporter', {
      onlyIn: 'cluster',
      platform: {
        with: ({ monitoring }) => monitoring !== 'none',
        usual: { replicas: 2, cpu: { request: 0.02, limit: 0.2 }, memory: { request: '64Mi', limit: '64Mi' } },
      },
      image: 'quay.io/prometheuscommunity/postgres-exporter',
      release: { tag: 'v0.20.1', caveat: 'its project has released it, and no registry could be asked for the image' },
      ports: { http: { container: LISTENS, opened: false } },
      // Whom it is asked about has no user in the address. The driver takes these instead (lib/pq).
      variables: onlyIn('cluster', {
        PGUSER: MONITOR.username,
        PGPASSWORD: MONITOR.password,
        PGDATABASE: 'postgres',
        PGSSLMODE: 'disable',
        // Seconds. Whom it cannot reach it gives up before Prometheus gives it up.
        PGCONNECT_TIMEOUT: '5',
      }),
      workload: {
        role: 'interchangeable',
        command: [
          'postgres_exporter',
          `--web.listen-address=:${LISTENS}`,
          // Tables of one database, of which the database postgres has none.
          '--no-collector.stat_user_tables',
          '--no-collector.statio_user_tables',
          // Otherwise it writes two lines whenever it is asked: 35,000 a day for three members.
          '--log.level=warn',
        ],
        loses: { what: 'figures of that time', with: 'container' },
        drain: seconds(10),
        // Alerts need its figures most when a loss has left too little room for all pods.
        priority: 'core',
      },
      health: { kind: 'http', path: '/', port: port(LISTENS), client: 'wget', startsWithin: seconds(30), published: false },
      watched: {
        metrics: [{ kind: 'asked', about: postgres, ports: ['postgres'], port: 'http', path: '/probe', prefix: 'postgresql://' }],
      },
      floor: floor('32Mi', 'an exporter of Debian, version 0.11, beside one server: 13 MiB, measured'),
    });
  }
}
