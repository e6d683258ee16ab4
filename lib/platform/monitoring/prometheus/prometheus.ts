import type { Construct } from 'constructs';
import { ownName } from '../../../model/environment';
import type { Members } from '../../../model/members';
import type { Metrics } from '../../../model/metrics';
import type { RemoteWrite } from '../../../model/monitoring';
import { askedAt, disk, type FilesSource, files, type Mount } from '../../../model/pod';
import { RESTART_CONSUMERS, secretKey } from '../../../model/secret';
import { portNamed, type Server } from '../../../model/server';
import { floor, Service } from '../../../model/service';
import type { Site } from '../../../model/site';
import type { MemberSize } from '../../../model/size';
import { destinationAt } from '../../../model/whereabouts';
import { type Around, members } from '../../../model/workload';
import { rule } from '../../../shape/rule';
import { seconds } from '../../../units/duration';
import { Memory } from '../../../units/memory';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import type { Alertmanager } from '../alertmanager/alertmanager';
import type { Blackbox } from '../blackbox/blackbox';
import { MONITORING } from '../dashboards/boards';
import { grafanaAt } from '../grafana/shown';
import { part } from '../part';
import { rulesOf } from '../rules/of-site';
import { rulesFile } from '../rules/rules-file';
import { prometheusYml } from './configuration';
import { prometheusRules } from './rules';
import { ANY_CERTIFICATE_MODULE, FRONT_DOOR_MODULE, type ScrapedMetrics, type Scraping } from './scraping';

const LISTENS = 9090;
const FOLDER = '/etc/prometheus';
const SECRETS = '/etc/remote-write';
const LEAST_DISK = Memory.parse('1Gi');

interface Partners {
  readonly alertmanager: Alertmanager;
  readonly blackbox: Blackbox;
}

/** Two that know nothing of one another: both scrape everything, and both send every alert. */
export class Prometheus extends Service {
  readonly kind = 'prometheus';

  constructor(scope: Construct, partners: Partners) {
    super(scope, 'prometheus', {
      ...part({
        replicas: 2,
        cpu: { request: 0.25, limit: 1 },
        memory: { request: '1280Mi', limit: '1280Mi' },
        volume: { size: '20Gi' },
      }),
      image: 'prom/prometheus',
      release: { tag: 'v3.16.0', caveat: UNASKED },
      ports: { http: { container: LISTENS, opened: false } },
      calls: [partners.alertmanager, partners.blackbox],
      watches: 'metrics',
      workload: members({
        rules: [
          rule<MemberSize>(['volume'], ({ volume: { size } }, at) => {
            if (LEAST_DISK.exceeds(size))
              at(`expected at least ${LEAST_DISK}: two hours of series stay in its log, got ${size}`, 'volume', 'size');
          }),
        ],
        leader: { by: 'nobody', connected: false },
        withoutOne: 'the others scrape everything and send every alert; its own series have a gap',
        of: (size, _, around) => membersOf(partners, size, around),
      }),
      watched: {
        metrics: [{ kind: 'pods', port: 'http' }],
        rules: prometheusRules,
        dashboards: [{ board: MONITORING, json: () => require('./prometheus.board.json') }],
        // It maps its blocks, which the kernel then keeps for as long as there is room.
        caches: 'maps',
      },
      health: { kind: 'http', path: '/-/healthy', port: port(LISTENS), client: 'wget', startsWithin: seconds(900), published: false },
      floor: floor(
        '512Mi',
        'built from the same source, with 40,000 series every ten seconds for four minutes: 205 MiB, measured; queries come on top',
      ),
    });
  }
}

const membersOf = (partners: Partners, { volume, memory }: MemberSize, { monitoring, clusterDomain }: Around): Members<never> => {
  const { remoteWrite } = monitoring;
  const texts = files('configuration', {
    'prometheus.yml': (site) =>
      prometheusYml({
        deployment: site.namespaces[0] ?? '',
        // A block that is made of smaller ones stands beside them for a while, and can be a tenth of all. VolumeNearlyFull fires at 80 %.
        retention: { days: monitoring.retentionDays, size: volume.size.fraction(13, 20) },
        ...scrapedAt(site),
        frontDoorModule: monitoring.frontDoor === 'any' ? ANY_CERTIFICATE_MODULE : FRONT_DOOR_MODULE,
        blackbox: addressOf(partners.blackbox, 'http', site),
        alertmanagers: site.membersOf(partners.alertmanager).map((name) => `${name}:${portNamed(partners.alertmanager, 'http').cluster}`),
        nodes: site.platform.owner,
        namespaces: site.namespaces,
        rules: `${FOLDER}/*.rules.yml`,
        secrets: SECRETS,
        remoteWrite,
      }),
    'services.rules.yml': (site) => rulesFile(rulesOf(site).groups, grafanaAt(site).url),
  });
  // Rules and targets follow from everything that runs. Members that restarted with each change would read their logs first, and leave gaps.
  const configuration: FilesSource = { ...texts, stays: 'read again' };
  return {
    mounts: [
      { at: '/data', volume: disk('data', volume) },
      { at: FOLDER, volume: { kind: 'files', name: 'configuration', sources: [configuration] } },
      ...(remoteWrite === undefined ? [] : credentialsFor(remoteWrite)),
    ],
    containers: [
      {
        name: 'prometheus',
        command: [
          'prometheus',
          `--config.file=${FOLDER}/prometheus.yml`,
          '--config.auto-reload',
          '--storage.tsdb.path=/data',
          `--web.listen-address=:${LISTENS}`,
          // Links in notifications lead here. Nobody reaches it but by port-forward, and then it is this address for either member.
          `--web.external-url=http://localhost:${LISTENS}`,
          // Each sample of a query takes 16 bytes. A query that would take more than a quarter of the memory fails instead.
          `--query.max-samples=${memory.limit.fraction(1, 4).bytes / 16}`,
        ],
        environment: { POD_NAME: ownName },
        ports: ['http'],
        probes: {
          // It reads its log first, which after a crash takes minutes.
          startup: asked('/-/ready', 10, 90),
          liveness: asked('/-/healthy', 20, 3),
          readiness: asked('/-/ready', 10, 3),
        },
      },
    ],
    rights: [{ kind: 'find-pods' }, { kind: 'read-nodes' }],
    grace: seconds(120),
    reaches: remoteWrite === undefined ? [] : [destinationAt(remoteWrite, clusterDomain, 'the store that gets all series as well')],
  };
};

const asked = askedAt('http');

const credential = (key: string, holds: string) => secretKey('prometheus-remote-write', key, { holds, rotation: RESTART_CONSUMERS });

/** The Secret with which it proves who it is to the store, as files. */
function credentialsFor({ credentials }: RemoteWrite): readonly Mount[] {
  const as = (sources: readonly [FilesSource]): readonly Mount[] => [
    { at: SECRETS, volume: { kind: 'files', name: 'remote-write', sources } },
  ];
  switch (credentials) {
    case 'basic':
      return as([
        {
          kind: 'secret',
          files: {
            username: credential('username', 'the user who may write series into the store outside'),
            password: credential('password', "that user's password"),
          },
        },
      ]);
    case 'bearer':
      return as([
        { kind: 'secret', files: { token: credential('token', 'the token with which series are written into the store outside') } },
      ]);
    case 'none':
      return [];
  }
}

const addressOf = (server: Server, name: string, { nameOf }: Site): string => `${nameOf(server)}:${portNamed(server, name).cluster}`;

/** Everything that is scraped and asked, as the site has it. */
export function scrapedAt(site: Site): Pick<Scraping, 'scraped' | 'hosts'> {
  const all = new Map(site.monitored.map(({ about }) => [about.server, about]));
  const lookedUp = (metrics: Metrics, server: Server): readonly ScrapedMetrics[] => {
    if (metrics.kind === 'pods') return [metrics];
    const about = all.get(metrics.about);
    return about === undefined ? [] : [{ ...metrics, about, address: addressOf(server, metrics.port, site) }];
  };
  return {
    scraped: site.monitored.map(({ about, metrics }) => ({ ...about, metrics: metrics.flatMap((one) => lookedUp(one, about.server)) })),
    hosts: site.monitored.flatMap(({ about: { doors = [], server, namespace } }) => doors.map((door) => ({ ...door, server, namespace }))),
  };
}
