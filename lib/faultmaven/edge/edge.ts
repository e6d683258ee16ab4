import type { Construct } from 'constructs';
import type { Platform } from '../../model/platform';
import { floor, Service } from '../../model/service';
import { seconds } from '../../units/duration';
import { port } from '../../units/port';
import { nginx } from '../nginx/nginx';
import type { ApiGateway } from '../services/api-gateway';
import type { Dashboard } from '../services/dashboard';
import { ACCESS_LOG } from './access-log';
import { EDGE_BOARD, REQUESTS_BOARD } from './board';
import { OWN_PATHS } from './closed-paths';
import { edgeConfiguration } from './configuration';
import { DIRECT } from './direct';
import { isWatched, METRICS, NGINX_EXPORTER, nginxExporter } from './exporter';
import { isProbed, ROUTES } from './routes';
import { edgeRules } from './rules';

const LISTENS = 8080;

const endsTls = ({ ingress }: Platform): boolean => ingress === 'direct';

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
      ports: {
        http: { container: LISTENS, opened: false },
        web: { container: DIRECT.http, opened: false, onlyWith: endsTls },
        https: { container: DIRECT.https, opened: false, onlyWith: endsTls },
        [METRICS.name]: { container: METRICS.container, opened: false, inner: true, onlyWith: isWatched },
        [ROUTES.name]: { container: ROUTES.container, opened: false, inner: true, onlyWith: isProbed },
      },
      calls: [apiGateway, dashboard],
      reaches: [{ kind: 'authentication' }],
      exposed: {
        ownPaths: OWN_PATHS,
        routes: { port: ROUTES.name, of: apiGateway.routes },
        direct: { ports: { http: 'web', https: 'https' }, certificates: DIRECT.certificates },
        pages: true,
      },
      workload: {
        role: 'interchangeable',
        beside: ({ platform }) => (isWatched(platform) ? [nginxExporter] : []),
        ...nginx('/etc/nginx/nginx.conf', (site) => edgeConfiguration(site, { listens: LISTENS, apiGateway, dashboard })),
        writes: ['/tmp', '/run', '/var/cache/nginx'],
        drain: seconds(75),
        priority: 'edge',
      },
      health: { kind: 'http', path: '/healthz', port: port(LISTENS), client: 'wget', startsWithin: seconds(60), published: false },
      tools: [NGINX_EXPORTER],
      watched: {
        metrics: [{ kind: 'pods', port: METRICS.name }],
        rules: edgeRules,
        accessLog: ACCESS_LOG,
        dashboards: [
          { board: EDGE_BOARD, json: () => require('./edge.board.json') },
          { board: REQUESTS_BOARD, json: () => require('./requests.board.json'), needs: ['log-shipper'] },
        ],
      },
      floor: floor('32Mi', 'nginx with two workers: 7 MiB, measured; request bodies go to a temporary file, not to memory'),
    });
  }
}
