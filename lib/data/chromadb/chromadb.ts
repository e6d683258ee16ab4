import type { Construct } from 'constructs';
import type { Hazard } from '../../model/hazard';
import type { Members } from '../../model/members';
import { disk, files, type Probe } from '../../model/pod';
import { floor, Service, type ServiceProps } from '../../model/service';
import { configurable } from '../../model/setting';
import type { MemberSize } from '../../model/size';
import { members } from '../../model/workload';
import { flag, formerly } from '../../shape/values';
import { seconds } from '../../units/duration';
import { port } from '../../units/port';
import { EVERYWHERE } from '../uvicorn';
import logConfig from './log_config.yml';

/**
 * The release, its paths and its folder go together. It serves clients such as 0.5.23. Clients from 1.0 on need a server from 1.0 on: this
 * one refuses each new collection of theirs (run with 1.3.7: `KeyError('_type')`).
 */
const RELEASE = { heartbeat: '/api/v2/heartbeat', data: '/data' };

/** Chroma as a server: a vector database. */
export class ChromaDb extends Service {
  readonly kind = 'chromadb';

  /**
   * @param known.hazards what is wrong with the way in which the application uses it. @default - nothing
   * @param known.unchecked a sentence on what it means for the application that the published file checks its health nowhere. @default - nothing
   */
  constructor(scope: Construct, { hazards, unchecked }: Pick<ServiceProps, 'hazards'> & { readonly unchecked?: string } = {}) {
    super(scope, 'chromadb', {
      image: 'chromadb/chroma',
      release: { tag: '0.6.3' },
      ports: { http: { container: 8000, laptop: 8007, opened: false } },
      // The image has neither curl, wget nor Python, but bash (chroma-cookbook #150).
      health: { kind: 'http', path: RELEASE.heartbeat, port: port(8000), client: 'bash', startsWithin: seconds(60), published: false },
      configurable: configurable({
        laptop: { healthcheck: formerly('switches.chromadbHealthcheck', asked(unchecked)) },
        follow: ({ healthcheck }) => ({ asked: healthcheck }),
      }),
      // The published file mounts the volume where images before 1.0 stored; later ones store in /data.
      persists: [
        {
          holds: 'the vectors of the Chroma server',
          unset: '/data',
          path: '/data',
          through: { volume: 'chromadb-data', told: { variable: 'PERSIST_DIRECTORY', argument: '--path', stores: 'IS_PERSISTENT' } },
        },
      ],
      workload: members({ leader: { by: 'first', hazard: SINGLE_WRITER }, of: membersOf }),
      hazards,
      floor: floor(
        '256Mi',
        '85 MiB idle, 99 MiB with 1,000 vectors of 384 dimensions, measured with 0.6.3; 150 MiB more of its libraries stay mapped',
      ),
    });
  }
}

const asked = (unchecked?: string) =>
  flag(
    [
      'Gives it a health check. The published file has none.',
      ...(unchecked === undefined ? [] : [unchecked]),
      'Off because it assumes an image that has bash and the v2 API.',
    ].join(' '),
  );

export const SINGLE_WRITER = {
  code: 'chromadb-single-writer',
  what: 'its replicas share nothing, so only the first one answers; the others are spares with empty disks',
  consequence: 'while the first one moves, nobody answers; if its disk is lost, the vectors are lost, however many spares there are',
  wayOut: "snapshots of the first one's volume; or one replica, which is as available",
  evidence:
    'each server keeps SQLite and an index in files of its own (chroma-core/chroma); with a round-robin over three servers, two reads of three would find nothing',
} as const satisfies Hazard;

const heartbeat = (every: number, failures: number): Probe => ({
  ask: { path: RELEASE.heartbeat, port: 'http' },
  every: seconds(every),
  timeout: seconds(5),
  failures,
});

/** Not the image's entry point, whose logs go to a file in the image. */
const membersOf = ({ volume }: MemberSize): Members<never> => ({
  mounts: [
    { at: RELEASE.data, volume: disk('data', volume) },
    {
      at: '/etc/chroma',
      volume: { kind: 'files', name: 'configuration', sources: [files('configuration', { 'log_config.yml': logConfig })] },
    },
  ],
  containers: [
    {
      name: 'chromadb',
      command: [
        ...(['uvicorn', 'chromadb.app:app', '--workers', '1', '--host', EVERYWHERE, '--port', '8000', '--proxy-headers'] as const),
        ...['--log-config', '/etc/chroma/log_config.yml', '--timeout-keep-alive', '30'],
      ],
      environment: {
        IS_PERSISTENT: '1',
        PERSIST_DIRECTORY: RELEASE.data,
        ALLOW_RESET: 'False',
        ANONYMIZED_TELEMETRY: 'False',
      },
      ports: ['http'],
      probes: { startup: heartbeat(5, 60), liveness: heartbeat(20, 3), readiness: heartbeat(10, 3) },
    },
  ],
  grace: seconds(60),
});
