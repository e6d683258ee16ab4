import type { Construct } from 'constructs';
import { membersOf as everyMember, namespace, ownAddress } from '../../../model/environment';
import type { Explanations } from '../../../model/explanation';
import type { Members } from '../../../model/members';
import { askedAt, disk, files, type Mount } from '../../../model/pod';
import type { SecretKey } from '../../../model/secret';
import type { Server } from '../../../model/server';
import { floor, Service } from '../../../model/service';
import type { VolumeSize } from '../../../model/size';
import { fill } from '../../../model/template';
import { type Around, members } from '../../../model/workload';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import { grafanaAt } from '../grafana/shown';
import { part } from '../part';
import { rulesOf } from '../rules/of-site';
import { receiverDestinations, receiverFiles } from './receivers';
import { alertmanagerYml } from './routing';
import { alertmanagerRules } from './rules';
import start from './start.sh';

const LISTENS = 9093;
const GOSSIP = 9094;
const FOLDER = '/etc/alertmanager';
const SECRETS = '/etc/receivers';

/** Sends each notification once: its members tell one another what they have sent and what is silenced. */
export class Alertmanager extends Service {
  readonly kind = 'alertmanager';

  constructor(scope: Construct) {
    super(scope, 'alertmanager', {
      ...part({
        replicas: 3,
        cpu: { request: 0.05, limit: 0.25 },
        memory: { request: '128Mi', limit: '128Mi' },
        volume: { size: '1Gi' },
      }),
      image: 'prom/alertmanager',
      release: { tag: 'v0.35.0', caveat: UNASKED },
      ports: {
        http: { container: LISTENS, opened: false },
        // Small messages are datagrams, large ones connections.
        gossip: { container: GOSSIP, opened: false, inner: true, datagrams: true },
      },
      workload: members({
        leader: { by: 'nobody', connected: true },
        withoutOne: 'the others notify, once of each alert',
        findings: FINDINGS,
        of: ({ volume }, _, around) => membersOf(this, volume, around),
      }),
      health: { kind: 'http', path: '/-/healthy', port: port(LISTENS), client: 'wget', startsWithin: seconds(60), published: false },
      watched: {
        metrics: [{ kind: 'pods', port: 'http' }],
        rules: alertmanagerRules,
      },
      floor: floor('64Mi', 'built from the same source, as one of three: 38 MiB, measured'),
    });
  }
}

const FINDINGS = {
  'alerts-reach-nobody': {
    means: 'Alerts fire, and the profile names nobody who is told.',
    matters: 'Somebody has to look at Prometheus to see them.',
    wayOut: 'Give `monitoring.receivers.critical` a channel.',
  },
} as const satisfies Explanations;

const membersOf = (
  alertmanager: Server,
  volume: VolumeSize,
  { monitoring: { receivers = {} }, clusterDomain }: Around,
): Members<keyof typeof FINDINGS> => ({
  mounts: [
    { at: '/data', volume: disk('data', volume) },
    {
      at: FOLDER,
      volume: {
        kind: 'files',
        name: 'configuration',
        sources: [
          files('configuration', {
            'alertmanager.yml': (site) =>
              alertmanagerYml({
                alerts: rulesOf(site).groups.flatMap(({ rules }) => rules.alerts),
                receivers,
                secrets: SECRETS,
                grafana: grafanaAt(site),
              }),
            'start.sh': fill(start, { configuration: `${FOLDER}/alertmanager.yml`, http: LISTENS, gossip: GOSSIP }),
          }),
        ],
      },
    },
    ...secretsOf(receiverFiles(receivers)),
  ],
  containers: [
    {
      name: 'alertmanager',
      command: ['sh', `${FOLDER}/start.sh`],
      environment: { POD_ADDRESS: ownAddress, DEPLOYMENT: namespace, MEMBERS: everyMember(alertmanager) },
      ports: ['http', 'gossip'],
      probes: { startup: asked('/-/healthy', 5, 12), liveness: asked('/-/healthy', 20, 3), readiness: asked('/-/ready', 10, 3) },
    },
  ],
  grace: seconds(60),
  reaches: receiverDestinations(receivers, clusterDomain),
  remarks:
    receivers.critical === undefined
      ? [
          {
            code: 'alerts-reach-nobody',
            severity: 'warning',
            at: [],
            message: 'nobody is told of its alerts. Give monitoring.receivers.critical a channel',
          },
        ]
      : [],
});

/** What proves to receivers who notifies them, as files; nothing where they ask for nothing. */
const secretsOf = (files: Readonly<Record<string, SecretKey>>): readonly Mount[] =>
  Object.keys(files).length === 0
    ? []
    : [{ at: SECRETS, volume: { kind: 'files', name: 'receivers', sources: [{ kind: 'secret', files }] } }];

const asked = askedAt('http');
