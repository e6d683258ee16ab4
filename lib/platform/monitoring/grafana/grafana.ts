import type { Construct } from 'constructs';
import { onlyIn } from '../../../model/environment';
import { RESTART_CONSUMERS, secretKey } from '../../../model/secret';
import { floor, Service } from '../../../model/service';
import { fill } from '../../../model/template';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import type { Alertmanager } from '../alertmanager/alertmanager';
import { dashboardFilesOf } from '../dashboards/of-site';
import { part } from '../part';
import { INTERVAL } from '../prometheus/configuration';
import type { Prometheus } from '../prometheus/prometheus';
import dashboards from './dashboards.yml';
import datasources from './datasources.yml';
import ini from './grafana.conf';
import live from './live.conf';
import { GRAFANA, grafanaAt } from './shown';

const PROVISIONING = '/etc/grafana/provisioning';
const DASHBOARDS = '/etc/dashboards';
const DATA = '/data';

/** Its folders. They are in no file: its image sets each of these variables, and a variable outdoes grafana.ini. */
const FOLDERS = {
  GF_PATHS_DATA: DATA,
  GF_PATHS_LOGS: `${DATA}/log`,
  GF_PATHS_PLUGINS: `${DATA}/plugins`,
  GF_PATHS_PROVISIONING: PROVISIONING,
} as const;

/** grafana.ini. @param rootUrl under which browsers find it. With https it is shown to users, without port-forward leads to it */
export const grafanaIni = (rootUrl: string): string => {
  const isShown = rootUrl.startsWith('https://');
  const text = fill(ini, {
    port: GRAFANA.port,
    rootUrl,
    secureCookies: String(isShown),
  });
  return isShown ? `${text}\n${live}` : text;
};

/** Where its figures come from. @param from the URLs of Prometheus and of Alertmanager */
export const datasourcesYml = (from: { readonly prometheus: string; readonly alertmanager: string }): string =>
  fill(datasources, { ...from, interval: INTERVAL });

const secret = (key: string, holds: string, means: string) =>
  secretKey('grafana', key, { holds, rotation: { ...RESTART_CONSUMERS, means } });

/** Shows what Prometheus knows. Its data sources and its dashboards come from files, so its own disk holds nothing that matters. */
export class Grafana extends Service {
  readonly kind = GRAFANA.kind;

  constructor(scope: Construct, { prometheus, alertmanager }: { prometheus: Prometheus; alertmanager: Alertmanager }) {
    super(scope, 'grafana', {
      ...part(
        { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '256Mi', limit: '512Mi' } },
        { port: 'http', cookies: ['grafana_session', 'grafana_session_expiry', 'redirect_to'] },
      ),
      image: 'grafana/grafana',
      release: { tag: '13.1.6', caveat: UNASKED },
      ports: { http: { container: GRAFANA.port, opened: false } },
      calls: [prometheus, alertmanager],
      variables: onlyIn('cluster', {
        ...FOLDERS,
        GF_SECURITY_ADMIN_PASSWORD: secret('admin-password', 'the password of its user admin', 'its database is new with each pod'),
        GF_SECURITY_SECRET_KEY: secret(
          'secret-key',
          'at least 32 random letters and digits, with which it signs and encrypts',
          'everybody signs in again',
        ),
      }),
      workload: {
        role: 'exclusive',
        because: 'its database is a file of its own, so a second one would know none of the sessions of the first',
        command: ['grafana', 'server', '--homepath=/usr/share/grafana', '--config=/etc/grafana/grafana.ini'],
        configuration: {
          '/etc/grafana/grafana.ini': (site) => grafanaIni(grafanaAt(site).url),
          [`${PROVISIONING}/datasources/datasources.yml`]: datasourcesYml({ prometheus: prometheus.url, alertmanager: alertmanager.url }),
          [`${PROVISIONING}/dashboards/dashboards.yml`]: fill(dashboards, { folder: DASHBOARDS }),
        },
        loses: { what: 'what somebody has saved in it', with: 'pod' },
        folders: { [DASHBOARDS]: dashboardFilesOf },
        writes: [DATA, '/tmp'],
        drain: seconds(10),
        priority: 'batch',
      },
      health: { kind: 'http', path: '/api/health', port: port(GRAFANA.port), client: 'wget', startsWithin: seconds(120), published: false },
      watched: { metrics: [{ kind: 'pods', port: 'http' }] },
      floor: floor('200Mi', 'estimated: what kube-prometheus gives it'),
    });
  }
}
