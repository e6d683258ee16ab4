import type { Construct } from 'constructs';
import { floor, Service } from '../../model/service';
import type { Site } from '../../model/site';
import { seconds } from '../../units/duration';
import { port } from '../../units/port';
import { faultmavenImage } from '../fastapi';
import type { KnownHazard } from '../hazard-code';
import { listening, nginx } from '../nginx/nginx';

/** The port in a cluster, where nginx does not run as root. */
const UNPRIVILEGED_PORT = 8080;

/** The web page for the knowledge base: static files behind nginx. The browser calls the gateway; the container calls nobody. */
export class Dashboard extends Service {
  readonly kind = 'dashboard';

  constructor(scope: Construct) {
    super(scope, 'fm-dashboard', {
      image: faultmavenImage('faultmaven-dashboard'),
      release: { tag: '0.1.0', caveat: 'its pipeline pushes versions of its tags; latest is made for another API' },
      ports: { http: { container: 80, laptop: 3000, cluster: UNPRIVILEGED_PORT } },
      // Not the image's entry point, whose hooks write into the image.
      workload: {
        role: 'interchangeable',
        foundSingly: true,
        ...nginx('/etc/nginx/conf.d/default.conf', page),
        writes: ['/var/cache/nginx', '/run'],
        drain: seconds(10),
        priority: 'edge',
      },
      health: { kind: 'http', path: '/', port: port(80), client: 'wget', startsWithin: seconds(60), published: true },
      // nginx binds port 80, gives its cache folders to the user nginx and runs its workers as that user.
      capabilities: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
      hazards: [ROUTES_MISSING],
      floor: floor(
        '32Mi',
        'nginx with eight workers serving static files: 12 MiB, killed below 10 MiB, measured; and the wget of its health check',
      ),
    });
  }
}

export const ROUTES_MISSING = {
  code: 'dashboard-routes-missing',
  what: 'the dashboard ignores VITE_API_URL and calls routes that the gateway does not have',
  consequence: 'it works from this machine only (http://127.0.0.1:8090), and its knowledge base pages answer 404',
  wayOut: 'none in configuration',
  inCluster: {
    what: 'the dashboard calls routes that the gateway does not have',
    consequence: 'its knowledge base pages answer 404',
  },
  evidence: 'read in faultmaven-dashboard at 095a3fa: index.html, src/config.ts',
} as const satisfies KnownHazard;

/** The page is told where its API is by a script that its index.html no longer loads (commit 0b95d5b), so the server adds it. */
const page = ({ host, hosts }: Site): string => `server {
  ${listening(UNPRIVILEGED_PORT).join('\n  ')}
  root /usr/share/nginx/html;
  index index.html;
  large_client_header_buffers 2 48k; # room for the session of a login, as in the edge

  location = /health {
    access_log off;
    default_type text/plain;
    return 200 "ok\\n";
  }
  location = /config.js {
    default_type application/javascript;
    add_header Cache-Control no-store;
    return 200 'window.ENV = { API_URL: "https://${hosts.length > 1 ? '$host' : host}" };\\n';
  }
  # 404 for a script of an earlier build, not the page.
  location /assets/ {
    try_files $uri =404;
  }
  location / {
    sub_filter '</head>' '<script src="/config.js"></script></head>';
    sub_filter_once on;
    try_files $uri $uri/ /index.html;
  }
}
`;
