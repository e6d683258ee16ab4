import type { Service } from '../../lib/model/service';
import { configurable } from '../../lib/model/setting';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { seconds } from '../../lib/units/duration';
import { Memory } from '../../lib/units/memory';
import { clusterOver } from './plans';
import { testService } from './services';

const measured = { with: Memory.parse('50Mi'), times: 2 };
const serving = { role: 'interchangeable', writes: ['/tmp'], command: ['serve'], drain: seconds(30), priority: 'core' } as const;

/** One that users reach, one that passes bodies on, and one that keeps them in a folder and takes files of 50 MiB: the last two hold bodies. */
const services: readonly Service[] = [
  testService('door', { exposed: { ownPaths: [] }, ports: { http: { container: 80 } }, workload: serving }),
  testService('passer', { bodies: { atRest: Memory.parse('64Mi'), times: 2, measured }, workload: serving }),
  testService('keeper', {
    bodies: { atRest: Memory.parse('164Mi'), times: 2, onDisk: true, measured },
    configurable: configurable({ follow: () => ({ largestUpload: Memory.parse('50Mi') }) }),
    workload: serving,
  }),
];

const size = (replicas: number, limit: string): string =>
  `{ replicas: ${replicas}, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: ${limit} } }`;

/** Their plan: two doors, three of each other, with 1 GiB for those that pass on and 2 GiB for those that keep. */
export const uploadsPlan = (assignments: readonly string[] = []): ClusterPlan =>
  clusterOver(
    services,
    `images: { door: "1", passer: "1", keeper: "1" }
ingress: { host: a.acme.net, className: traefik, tlsSecret: tls, namespace: traefik }
services: { door: ${size(2, '256Mi')}, passer: ${size(3, '1Gi')}, keeper: ${size(3, '2Gi')} }
`,
    assignments,
  );
