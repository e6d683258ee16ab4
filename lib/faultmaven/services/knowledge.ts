import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { ChromaDb } from '../../data/chromadb/chromadb';
import type { Postgres } from '../../data/postgres/postgres';
import { cpuLimit, onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import { choice } from '../../shape/choice';
import { namedObject } from '../../shape/cluster-values';
import { expecting, formerly, section, text } from '../../shape/values';
import { seconds } from '../../units/duration';
import { alembic } from '../alembic/alembic';
import { databaseOf, IN_POSTGRES, inPostgres, sqliteFile } from '../database';
import { modelFromHub, modelInImage, modelOnVolume } from '../embedding-model';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';

const DOCUMENTS = 'documents';

/** Knowledge base: documents, their embeddings and the search over them. */
export class Knowledge extends Service {
  readonly kind = 'knowledge';

  constructor(scope: Construct, { chromadb, postgres }: { chromadb: ChromaDb; postgres: Postgres }) {
    super(scope, 'fm-knowledge-service', {
      image: faultmavenImage('fm-knowledge-service'),
      release: { tag: 'sha-daa9b55f34adab89ff639bde5826300b4f13cdec' },
      ports: httpPort(8004),
      declares: [chromadb],
      workload: uvicorn('knowledge_service.main:app', {
        migration: alembic,
        writes: ['/data', '/tmp'],
        scalesDown: 'slowly',
        divergent: SPLIT,
      }),
      variables: onlyIn('cluster', { CHROMA_PERSIST_DIR: '/data/chroma', OMP_NUM_THREADS: cpuLimit }),
      configurable: configurable({
        settings: SETTINGS,
        cluster: { database: formerly('backing.knowledge', databaseOf('its documents')), model: formerly('backing.model', MODEL) },
        follow: ({ database, model = 'hub' }) => ({
          database:
            database === 'postgres'
              ? inPostgres(postgres, 'fm-knowledge-service', 'fm_knowledge', DOCUMENTS)
              : sqliteFile('knowledge-service.db', { holds: DOCUMENTS, instead: IN_POSTGRES }),
          model:
            model === 'hub'
              ? modelFromHub({ key: 'model', value: 'a volume or an image' })
              : 'volume' in model
                ? modelOnVolume(model.volume, ['model', 'volume'])
                : modelInImage(model.image),
          hazards: [database === 'postgres' ? CREATE_FAILS_ON_POSTGRES : CREATE_FAILS],
        }),
      }),
      // It answers only after the embedding model is downloaded and loaded, and not while it embeds a document (estimated).
      health: healthEndpoint({ startsWithin: 300, busyFor: seconds(20) }),
      persists: [
        { holds: 'vectors', unset: '/app/data/chroma', path: '/data/chroma', through: { variable: 'CHROMA_PERSIST_DIR' } },
        { holds: 'the model cache', unset: '/root/.cache/huggingface', path: '/data/hf', through: { variable: 'HF_HOME' } },
      ],
      // As in case: ./data belongs to whoever started Docker.
      capabilities: ['DAC_OVERRIDE'],
      floor: floor(
        '1Gi',
        'torch and a MiniLM-shaped model: 506 MiB loaded and 653 MB after one batch, measured; with a larger batch and Chroma 0.8 to 1 GB, estimated',
      ),
    });
  }
}

/**
 * What is wrong with the Chroma server, since knowledge alone is meant to ask it. The release of the server fits the client that knowledge
 * locks (0.5.23), but the released image was probably built with 1.3.7. Neither ever asks it.
 */
export const CHROMADB_UNUSED = {
  code: 'chromadb-unused',
  what: 'no service ever contacts the Chroma server',
  consequence: 'its memory is spent on an idle container, and its volume stays empty',
  wayOut:
    'leave it; an image of knowledge that reads CHROMADB_HOST would use it. The server has to fit its client: 0.6.3 serves client 0.5.23 but not 1.3.7; a server from 1.0 on serves 1.3.7 but not 0.5.23 (run)',
  evidence: 'run: fm-knowledge-service at daa9b55: vectordb/factory.py opens a store of its own inside its own process',
  unused: true,
} as const satisfies KnownHazard;

export const CREATE_FAILS = {
  code: 'knowledge-create-fails',
  what: 'creating a document answers 500, and searching finds nothing',
  consequence: 'the knowledge base cannot be filled with the released image',
  wayOut: 'none in configuration: wait for an image whose start-up hooks run',
  evidence: 'run: fm-knowledge-service at daa9b55: main.py',
} as const satisfies KnownHazard;

const CREATE_FAILS_ON_POSTGRES = {
  ...CREATE_FAILS,
  wayOut:
    'none in configuration: wait for an image whose start-up hooks run, and whose times fit PostgreSQL, which rejects timestamps with a zone for columns without one (services.knowledge.database: sqlite has only the first defect)',
  evidence: `${CREATE_FAILS.evidence}, database/models.py`,
} as const satisfies KnownHazard;

export const SPLIT = {
  code: 'knowledge-split',
  severity: { cluster: 'error' },
  what: 'each replica has a vector store of its own inside its own process, which has a single writer',
  consequence: 'a document is found only when the search happens to reach the replica that took it',
  wayOut: 'one replica on a volume, as in the profile cluster-released-images',
  evidence: 'run: fm-knowledge-service at daa9b55: vectordb/factory.py',
} as const satisfies KnownHazard;

const SETTINGS = {
  embeddingModel: {
    kind: 'text',
    variable: 'EMBEDDING_MODEL',
    pattern: /^[A-Za-z0-9][\w.-]{0,95}(\/[A-Za-z0-9][\w.-]{0,95})?$/,
    expected: 'the name of a model such as all-MiniLM-L6-v2 or owner/name',
    says: 'Which model embeds documents: one of 384 dimensions, which the code relies on. Left out: all-MiniLM-L6-v2.',
  },
} as const;

/** Not below what every pod covers with an empty folder or gets from the kernel. */
const MODEL_FOLDER = /^(?=.{2,200}$)(?!\/(tmp|data|dev|proc|sys|run|etc)(\/|$))(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/;

const MODEL = v.pipe(
  choice(
    [
      v.literal('hub'),
      section({ volume: namedObject('A claim with the model in it, which all replicas can read.') }, 'The model lies on a volume.'),
      section(
        { image: text(MODEL_FOLDER, 'a folder of the image such as /models', 'Its folder in the image.') },
        'The image carries the model.',
      ),
    ],
    expecting('hub, or a map of volume or image'),
  ),
  v.description('Where the embedding model comes from. With hub, a new replica cannot start while the hub is unreachable.'),
);
