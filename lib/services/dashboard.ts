import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import { seconds } from '../units/duration';
import { port } from '../units/port';
import { faultmavenImage } from './fastapi';

/** The web page for the knowledge base: static files behind nginx. The browser calls the gateway; the container calls nobody. */
export class Dashboard extends Service {
  readonly kind = 'dashboard';

  constructor(scope: Construct) {
    super(scope, 'fm-dashboard', {
      image: faultmavenImage('faultmaven-dashboard'),
      ports: { http: { container: 80, laptop: 3000 } },
      health: { kind: 'http', path: '/', port: port(80), client: 'wget', startsWithin: seconds(60), published: true },
      writes: ['/usr/share/nginx/html', '/var/cache/nginx', '/run'],
      // nginx binds port 80, gives its cache folders to the user nginx and runs its workers as that user.
      capabilities: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
      replication: interchangeable(),
      hazards: [
        {
          code: 'dashboard-routes-missing',
          what: 'the dashboard ignores VITE_API_URL and calls routes that the gateway does not have',
          consequence: 'it works from this machine only (http://127.0.0.1:8090), and its knowledge base pages answer 404',
          wayOut: 'none in configuration',
          evidence: 'read in faultmaven-dashboard at 095a3fa: index.html, src/config.ts',
        },
      ],
      floor: floor(
        '32Mi',
        'nginx with eight workers serving static files: 12 MiB, killed below 10 MiB, measured; and the wget of its health check',
      ),
    });
  }
}
