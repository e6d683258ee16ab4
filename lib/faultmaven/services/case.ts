import type { Construct } from 'constructs';
import type { Postgres } from '../../data/postgres/postgres';
import { onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import { formerly, oneOf } from '../../shape/values';
import { alembic } from '../alembic/alembic';
import { inPostgres, sqliteFile } from '../database';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import type { KnownHazard } from '../hazard-code';
import { logLevel } from '../log-level';

const CASES = 'cases';

/** Troubleshooting cases, their hypotheses and solutions. */
export class Case extends Service {
  readonly kind = 'case';

  constructor(scope: Construct, { postgres }: { postgres: Postgres }) {
    super(scope, 'fm-case-service', {
      image: faultmavenImage('fm-case-service'),
      release: { tag: 'sha-9fb2148b4fd2e41313e554caf019863d3f0798d3' },
      ports: httpPort(8003),
      workload: uvicorn('case_service.main:app', { migration: alembic, writes: ['/data', '/tmp'], divergent: SPLIT }),
      configurable: configurable({
        settings: { logLevel },
        cluster: {
          storage: formerly('backing.caseStorage', oneOf(['memory', 'postgres'], "Where cases are. Today's image works with memory only.")),
        },
        follow: ({ storage }) =>
          storage === 'postgres'
            ? {
                variables: onlyIn('cluster', { CASE_STORAGE_TYPE: 'postgres' }),
                database: inPostgres(postgres, 'fm-case-service', 'fm_case', CASES),
                hazards: [POSTGRES_BROKEN],
              }
            : {
                variables: onlyIn('cluster', { CASE_STORAGE_TYPE: 'inmemory' }),
                database: sqliteFile('case-service.db'),
                hazards: [IN_MEMORY],
              },
      }),
      health: healthEndpoint(),
      // ./data belongs to whoever started Docker; root without this capability cannot write there.
      capabilities: ['DAC_OVERRIDE'],
      hazards: [SUMMARY_FAILS],
      floor: floor(
        '128Mi',
        '64 MiB idle and 66 to 73 MiB after load, 81 MiB while its health check runs, measured; its cases stay in memory on top',
      ),
    });
  }
}

const EVIDENCE = 'run: fm-case-service at 9fb2148: api/routes/cases.py, alembic/versions';

export const IN_MEMORY = {
  code: 'cases-in-memory',
  inMemory: CASES,
  severity: { cluster: 'error' },
  what: 'cases live in the memory of the process',
  consequence: 'every restart, OOM kill or new limit loses all of them; the SQLite file holds only empty tables',
  wayOut: 'none with the released image: its PostgreSQL store answers every create with 500',
  evidence: EVIDENCE,
} as const satisfies KnownHazard;

export const POSTGRES_BROKEN = {
  code: 'cases-on-postgres-fail',
  severity: { cluster: 'error' },
  what: 'the released image cannot keep cases in PostgreSQL: its migration fails, and without it every create answers 500',
  consequence: 'the service does not start, or stores nothing',
  wayOut: 'services.case.storage: memory, which loses cases at every restart, until an image is released that works',
  evidence: EVIDENCE,
} as const satisfies KnownHazard;

export const SUMMARY_FAILS = {
  code: 'case-summary-fails',
  what: 'GET /cases/analytics/summary answers 500',
  consequence:
    'there is no summary over all cases. After five such answers in a row the gateway treats the case service as down, and answers 503 for half a minute',
  wayOut: 'none in configuration: ask for single cases',
  evidence: 'read in fm-case-service at 9fb2148: core/case_manager.py takes the pair that the repository answers for a list of cases',
} as const satisfies KnownHazard;

export const SPLIT = {
  code: 'cases-split',
  severity: { cluster: 'error' },
  what: 'each replica keeps cases of its own in its memory',
  consequence: 'a case is found only when its request happens to reach the replica that made it',
  wayOut: 'one replica, as in the profile cluster-released-images',
  evidence: EVIDENCE,
} as const satisfies KnownHazard;
