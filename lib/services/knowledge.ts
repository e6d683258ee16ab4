import type { Construct } from 'constructs';
import { exclusive, floor, Service } from '../service';
import type { ChromaDb } from './chromadb';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';

/** Knowledge base: documents, their embeddings and the search over them. */
export class Knowledge extends Service {
  readonly kind = 'knowledge';

  constructor(scope: Construct, { chromadb }: { chromadb: ChromaDb }) {
    super(scope, 'fm-knowledge-service', {
      image: faultmavenImage('fm-knowledge-service'),
      ports: httpPort(8004),
      declares: [chromadb],
      // It answers only when the embedding model is downloaded and loaded.
      health: healthEndpoint({ startsWithin: 300 }),
      writes: ['/data', '/tmp'],
      persists: [
        { holds: 'vectors', unset: '/app/data/chroma', path: '/data/chroma', through: { variable: 'CHROMA_PERSIST_DIR' } },
        { holds: 'the model cache', unset: '/root/.cache/huggingface', path: '/data/hf', through: { variable: 'HF_HOME' } },
      ],
      // As in case: ./data belongs to whoever started Docker.
      capabilities: ['DAC_OVERRIDE'],
      replication: exclusive('an embedded Chroma store has a single writer'),
      hazards: [
        {
          code: 'knowledge-create-fails',
          what: 'creating a document answers 500, and searching finds nothing',
          consequence: 'the knowledge base cannot be filled with the released image',
          wayOut: 'none in configuration: wait for an image whose start-up hooks run',
          evidence: 'run: fm-knowledge-service at daa9b55: main.py',
        },
      ],
      floor: floor(
        '1Gi',
        'torch and a MiniLM-shaped model: 653 MB after one batch, measured; with Chroma and FastAPI 0.8 to 1 GB, estimated',
      ),
    });
  }
}
