import type { Construct } from 'constructs';
import { floor, Service } from '../../../model/service';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import { partOfNode } from '../part';

const LISTENS = 9100;

/** What it looks at. Figures of the network would be those of its own pod. */
const COLLECTORS = [
  'cpu',
  'diskstats',
  'filefd',
  'filesystem',
  'loadavg',
  'meminfo',
  'pressure',
  'stat',
  'time',
  'timex',
  'uname',
  'vmstat',
] as const;

/** Disks of pods are the kubelet's to tell, and what is in memory fills no disk. */
const NO_DISK =
  '^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tmpfs|tracefs)$';
const NO_PLACE = '^/(dev|proc|run|sys|var/lib/(containerd|docker|kubelet)/.+)($|/)';

/** Tells how the node is that it runs on: what its processes and its disks take. It reads folders of the node, and changes none. */
export class NodeExporter extends Service {
  readonly kind = 'node-exporter';

  constructor(scope: Construct) {
    super(scope, 'node-exporter', {
      ...partOfNode({ cpu: { request: 0.02, limit: 0.2 }, memory: { request: '64Mi', limit: '64Mi' } }),
      image: 'quay.io/prometheus/node-exporter',
      release: { tag: 'v1.12.1', caveat: UNASKED },
      ports: { http: { container: LISTENS, opened: false } },
      workload: {
        role: 'perNode',
        reads: { '/host/proc': '/proc', '/host/sys': '/sys', '/host/root': '/' },
        loses: { what: 'figures of its node of that time', with: 'container' },
        command: [
          'node_exporter',
          `--web.listen-address=:${LISTENS}`,
          '--path.procfs=/host/proc',
          '--path.sysfs=/host/sys',
          '--path.rootfs=/host/root',
          '--collector.disable-defaults',
          ...COLLECTORS.map((name) => `--collector.${name}`),
          `--collector.filesystem.fs-types-exclude=${NO_DISK}`,
          `--collector.filesystem.mount-points-exclude=${NO_PLACE}`,
        ],
        drain: seconds(5),
        // It asks for next to nothing, and a full node is the one that has to be looked at.
        priority: 'data',
      },
      health: { kind: 'http', path: '/', port: port(LISTENS), client: 'wget', startsWithin: seconds(30), published: false },
      watched: { metrics: [{ kind: 'pods', port: 'http' }] },
      floor: floor('32Mi', 'built from the same source, version 1.12.1: 21 MiB, measured'),
    });
  }
}
