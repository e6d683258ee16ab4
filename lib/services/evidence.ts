import type { Construct } from 'constructs';
import { allowedOrigins } from '../service/environment';
import { floor, interchangeable, Service } from '../service/service';
import type { Database, Store } from '../service/store';
import { Memory } from '../units/memory';
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
      floor: floor(
        '320Mi',
        'one upload and one download of 50 MB, again and again, one at a time: killed at 256 MiB in the third cycle, three survived at 288 MiB, measured; two uploads side by side take more',
      ),
      departure: {
        planned: Memory.parse('256Mi'),
        because:
          'it holds whole files: with uploads and downloads of 50 MB, one at a time, it is killed at 256 MB in the third cycle (measured)',
      },
    });
  }
}
