import type { Construct } from 'constructs';
import { allowedOrigins } from '../service/environment';
import { floor, interchangeable, Service } from '../service/service';
import type { Database, Store } from '../service/store';
import { alembic, faultmavenImage, healthEndpoint, httpPort, uvicorn } from './fastapi';

/** Uploaded evidence and its metadata. */
export class Evidence extends Service {
  readonly kind = 'evidence';

  constructor(scope: Construct, { database, files }: { database: Database; files: Store }) {
    super(scope, 'fm-evidence-service', {
      image: faultmavenImage('fm-evidence-service'),
      release: { tag: 'sha-0fd132e7d767223d91e22d2b34eb7f3f16aeb75b' },
      ports: httpPort(8005),
      serving: uvicorn('evidence_service.main:app', { migration: alembic }),
      environment: { CORS_ORIGINS: allowedOrigins('json') },
      database,
      files,
      health: healthEndpoint(),
      writes: ['/data', '/tmp'],
      persists: [{ holds: 'uploads', unset: '/app/data/uploads', path: '/data/uploads', through: { variable: 'STORAGE_LOCAL_PATH' } }],
      // As in case: ./data belongs to whoever started Docker.
      capabilities: ['DAC_OVERRIDE'],
      replication: interchangeable(),
      floor: floor('160Mi', '88 MiB idle, 141 MiB with one upload of 50 MB, measured; each further one at a time takes as much again'),
    });
  }
}
