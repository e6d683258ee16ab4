import type { Construct } from 'constructs';
import { exclusive, floor, Service } from '../service';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';

/** Troubleshooting cases, their hypotheses and solutions. */
export class Case extends Service {
  readonly kind = 'case';

  constructor(scope: Construct) {
    super(scope, 'fm-case-service', {
      image: faultmavenImage('fm-case-service'),
      ports: httpPort(8003),
      health: healthEndpoint(),
      writes: ['/data'],
      // ./data belongs to whoever started Docker; root without this capability cannot write there.
      capabilities: ['DAC_OVERRIDE'],
      replication: exclusive('cases live in the memory of one process'),
      hazards: [
        {
          code: 'cases-in-memory',
          what: 'cases live in the memory of the process',
          consequence: 'every restart, OOM kill or new limit loses all of them; the SQLite file holds only empty tables',
          wayOut: 'none with the released image: its PostgreSQL store answers every create with 500',
          evidence: 'run: fm-case-service at 9fb2148: api/routes/cases.py, alembic/versions',
        },
      ],
      floor: floor('128Mi', '73 MiB under load, 81 MiB while its health check runs, measured; its cases stay in memory on top'),
    });
  }
}
