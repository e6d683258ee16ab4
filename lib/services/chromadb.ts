import type { Construct } from 'constructs';
import { floor, Service } from '../service/service';
import { seconds } from '../units/duration';
import { port } from '../units/port';

/** The vector database server of the published Compose file. */
export class ChromaDb extends Service {
  readonly kind = 'chromadb';

  constructor(scope: Construct) {
    super(scope, 'chromadb', {
      image: 'chromadb/chroma',
      ports: { http: { container: 8000, laptop: 8007, opened: false } },
      // The image has neither curl, wget nor Python, but bash (chroma-cookbook #150).
      health: { kind: 'http', path: '/api/v2/heartbeat', port: port(8000), client: 'bash', startsWithin: seconds(60), published: false },
      // The published file mounts the volume where images before 1.0 stored; later ones store in /data.
      persists: [{ holds: 'the vectors of the Chroma server', unset: '/data', path: '/data', through: { volume: 'chromadb-data' } }],
      replication: { kind: 'ordinal' },
      hazards: [
        {
          code: 'chromadb-unused',
          what: 'no service ever contacts the Chroma server',
          consequence: 'its memory is spent on an idle container, and its volume stays empty',
          wayOut: 'leave it; an image of knowledge that reads CHROMADB_HOST would use it',
          evidence: 'run: fm-knowledge-service at daa9b55: vectordb/factory.py opens a store of its own inside its own process',
        },
      ],
      floor: floor(
        '256Mi',
        '85 MiB idle, 99 MiB with 1,000 vectors of 384 dimensions, measured with 0.6.3; 150 MiB more of its libraries stay mapped',
      ),
    });
  }
}
