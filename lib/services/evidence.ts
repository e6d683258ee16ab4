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
      floor: floor('160Mi', '88 MiB idle, 141 MiB with one upload of 50 MB, measured; each further one at a time takes as much again'),
    });
  }
}
