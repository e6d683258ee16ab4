import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';

/** Uploaded evidence and its metadata. */
export class Evidence extends Service {
  readonly kind = 'evidence';

  constructor(scope: Construct) {
    super(scope, 'fm-evidence-service', {
      image: faultmavenImage('fm-evidence-service'),
      ports: httpPort(8005),
      health: healthEndpoint(),
      writes: ['/data', '/tmp'],
      persists: [{ holds: 'uploads', unset: '/app/data/uploads', path: '/data/uploads', through: { variable: 'STORAGE_LOCAL_PATH' } }],
      // As in case: ./data belongs to whoever started Docker.
      capabilities: ['DAC_OVERRIDE'],
      replication: interchangeable('a shared database and a bucket'),
      floor: floor('160Mi', 'idle 72 MB measured (contract §9); reads a whole upload of up to 50 MB into memory'),
    });
  }
}
