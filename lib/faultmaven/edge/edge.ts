import type { Construct } from 'constructs';
import { floor, Service } from '../../model/service';
import { seconds } from '../../units/duration';
import { port } from '../../units/port';
import { nginx } from '../nginx/nginx';
import type { ApiGateway } from '../services/api-gateway';
import type { Dashboard } from '../services/dashboard';
import { OWN_PATHS } from './closed-paths';
import { edgeConfiguration } from './configuration';

const LISTENS = 8080;

/**
 * The only way in: a small nginx in front of gateway and dashboard. The gateway believes all identity headers that it is sent, and a
 * plain Ingress cannot remove any.
 */
export class Edge extends Service {
  readonly kind = 'edge';

  constructor(scope: Construct, { apiGateway, dashboard }: { apiGateway: ApiGateway; dashboard: Dashboard }) {
    super(scope, 'fm-edge', {
      onlyIn: 'cluster',
      image: 'nginx',
      release: { tag: '1.30.4-alpine' },
      ports: { http: { container: LISTENS, opened: false } },
      calls: [apiGateway, dashboard],
      reaches: [{ kind: 'authentication' }],
      exposed: { ownPaths: OWN_PATHS },
      workload: {
        role: 'interchangeable',
        ...nginx('/etc/nginx/nginx.conf', (site) => edgeConfiguration(site, { listens: LISTENS, apiGateway, dashboard })),
        writes: ['/tmp', '/run', '/var/cache/nginx'],
        drain: seconds(75),
        priority: 'edge',
      },
      health: { kind: 'http', path: '/healthz', port: port(LISTENS), client: 'wget', startsWithin: seconds(60), published: false },
      floor: floor('32Mi', 'nginx with two workers: 7 MiB, measured; request bodies go to a temporary file, not to memory'),
    });
  }
}
