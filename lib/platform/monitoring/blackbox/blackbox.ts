import type { Construct } from 'constructs';
import { floor, Service } from '../../../model/service';
import { fill } from '../../../model/template';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import { part } from '../part';
import { ANY_CERTIFICATE_MODULE, FRONT_DOOR_MODULE, HEALTH_MODULE, ROUTE_MODULE } from '../prometheus/scraping';
import configuration from './blackbox.yml';

const LISTENS = 9115;
const FILE = '/etc/blackbox/blackbox.yml';

/** blackbox.yml: how URLs are asked. */
export const blackboxYml = (): string =>
  fill(configuration, { health: HEALTH_MODULE, route: ROUTE_MODULE, frontDoor: FRONT_DOOR_MODULE, anyCertificate: ANY_CERTIFICATE_MODULE });

/** Asks URLs, as clients do. */
export class Blackbox extends Service {
  readonly kind = 'blackbox';

  constructor(scope: Construct) {
    super(scope, 'blackbox', {
      ...part({ replicas: 2, cpu: { request: 0.02, limit: 0.2 }, memory: { request: '64Mi', limit: '64Mi' } }),
      image: 'prom/blackbox-exporter',
      release: { tag: 'v0.28.0', caveat: UNASKED },
      ports: { http: { container: LISTENS, opened: false } },
      workload: {
        role: 'interchangeable',
        command: ['blackbox_exporter', `--config.file=${FILE}`, `--web.listen-address=:${LISTENS}`],
        configuration: { [FILE]: blackboxYml() },
        drain: seconds(10),
        // Alerts need its figures most when a loss has left too little room for all pods.
        priority: 'core',
      },
      health: { kind: 'http', path: '/-/healthy', port: port(LISTENS), client: 'wget', startsWithin: seconds(30), published: false },
      watches: 'health',
      watched: { metrics: [{ kind: 'pods', port: 'http' }] },
      floor: floor('32Mi', 'an exporter of Debian, version 0.23: 14 MiB, measured'),
    });
  }
}
