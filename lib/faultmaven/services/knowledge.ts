import type { Construct } from 'constructs';
import type { ChromaDb } from '../../data/chromadb/chromadb';
import { cpuLimit } from '../../model/environment';
import type { Model } from '../../model/model';
import { floor, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import type { Database } from '../../model/store';
import { seconds } from '../../units/duration';
import { alembic } from '../alembic/alembic';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';

export interface KnowledgeNeeds {
  readonly chromadb: ChromaDb;
  readonly database: Database;
  readonly model: Model;
}

/** Knowledge base: documents, their embeddings and the search over them. */
export class Knowledge extends Service {
  readonly kind = 'knowledge';

  constructor(scope: Construct, { chromadb, database, model }: KnowledgeNeeds) {
    super(scope, 'fm-knowledge-service', {
      image: faultmavenImage('fm-knowledge-service'),
      release: { tag: 'sha-daa9b55f34adab89ff639bde5826300b4f13cdec' },
      ports: httpPort(8004),
      declares: [chromadb],
      workload: uvicorn('knowledge_service.main:app', { migration: alembic, scalesDown: 'slowly', divergent: SPLIT }),
      environment: { CHROMA_PERSIST_DIR: '/data/chroma', OMP_NUM_THREADS: cpuLimit },
      database,
      model,
      configurable: configurable(SETTINGS),
      // It answers only when the embedding model is downloaded and loaded, and nobody while it embeds a document (estimated).
      health: healthEndpoint({ startsWithin: 300, busyFor: seconds(20) }),
      writes: ['/data', '/tmp'],
      persists: [
        { holds: 'vectors', unset: '/app/data/chroma', path: '/data/chroma', through: { variable: 'CHROMA_PERSIST_DIR' } },
        { holds: 'the model cache', unset: '/root/.cache/huggingface', path: '/data/hf', through: { variable: 'HF_HOME' } },
      ],
      // As in case: ./data belongs to whoever started Docker.
      capabilities: ['DAC_OVERRIDE'],
      hazards: [database.migrates.by === 'owner' ? CREATE_FAILS_ON_POSTGRES : CREATE_FAILS],
      floor: floor(
        '1Gi',
        'torch and a MiniLM-shaped model: 506 MiB loaded and 653 MB after one batch, measured; with a larger batch and Chroma 0.8 to 1 GB, estimated',
      ),
    });
  }
}

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
    'none in configuration: wait for an image whose start-up hooks run and that takes times into PostgreSQL, which refuses an aware one for a naive column (backing.knowledge: sqlite has only the first defect)',
  evidence: `${CREATE_FAILS.evidence}, database/models.py`,
} as const satisfies KnownHazard;

export const SPLIT = {
  code: 'knowledge-split',
  severity: { cluster: 'error' },
  what: 'each copy has a vector store of its own inside its own process, which has a single writer',
  consequence: 'a document is found only when the search happens to reach the copy that took it',
  wayOut: 'one copy on a volume, as in the profile cluster-released-images',
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
