import { type Construct, RootConstruct } from 'constructs';
import { floor, Service } from '../lib/model/service';
import { run } from '../lib/run';
import { targets } from '../lib/targets/targets';
import { seconds } from '../lib/units/duration';
import { dnsLabel } from '../lib/units/name';
import { port } from '../lib/units/port';

/** The program over as many services as the variable SERVICES says, each like an ordinary one of the catalogue. */
class Synthetic extends Service {
  constructor(
    scope: Construct,
    readonly kind: string,
    calls: readonly Service[],
  ) {
    super(scope, `fm-${kind}-service`, {
      image: `ghcr.io/faultmaven/fm-${kind}-service`,
      ports: { http: { container: 8000, laptop: 8001 } },
      calls,
      workload: { role: 'interchangeable', command: ['serve'], drain: seconds(30), priority: 'core' },
      health: { kind: 'http', path: '/health', port: port(8000), client: 'python', startsWithin: seconds(60), published: true },
      floor: floor('64Mi', 'a benchmark'),
    });
  }
}

const scope = new RootConstruct();
const services: Service[] = [];
for (let n = 0; n < Number(process.env.SERVICES ?? 12); n += 1) services.push(new Synthetic(scope, `s${n}`, services.slice(-1)));

void run({
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  root: process.cwd(),
  application: {
    name: dnsLabel('synthetic'),
    title: 'Synthetic',
    services,
    examples: { laptop: 'laptop', toFit: 'laptop', cluster: 'cluster', change: 'version="1.30"' },
  },
  targets,
  stdout: process.stdout,
  stderr: process.stderr,
}).then((code) => {
  process.exitCode = code;
});
