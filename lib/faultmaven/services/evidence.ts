import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { Postgres } from '../../data/postgres/postgres';
import { allowedOrigins, onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import { configurable } from '../../model/setting';
import { choice } from '../../shape/choice';
import { bucket } from '../../shape/cluster-values';
import { expecting, formerly, section } from '../../shape/values';
import { Memory } from '../../units/memory';
import { alembic } from '../alembic/alembic';
import { databaseOf, IN_POSTGRES, inPostgres, sqliteFile } from '../database';
import { faultmavenImage, healthEndpoint, httpPort, uvicorn } from '../fastapi';
import { bucketStore, localFolder } from '../files';
import type { KnownHazard } from '../hazard-code';
import { MEASURED } from '../held';

/** What its code takes where nobody says otherwise. */
const LARGEST_FILE = Memory.parse('50Mi');

const UPLOADS = 'uploads';
const METADATA = 'what is known of uploads';

/** Uploaded evidence and its metadata. */
export class Evidence extends Service {
  readonly kind = 'evidence';

  constructor(scope: Construct, { postgres }: { postgres: Postgres }) {
    super(scope, 'fm-evidence-service', {
      image: faultmavenImage('fm-evidence-service'),
      release: { tag: 'sha-0fd132e7d767223d91e22d2b34eb7f3f16aeb75b' },
      ports: httpPort(8005),
      workload: uvicorn('evidence_service.main:app', { migration: alembic, writes: ['/data', '/tmp'] }),
      variables: onlyIn('cluster', { CORS_ORIGINS: allowedOrigins('json') }),
      configurable: configurable({
        settings: SETTINGS,
        cluster: { database: formerly('backing.evidence', databaseOf('its metadata')), files: formerly('backing.files', FILES) },
        follow: ({ settings: { maxFileSize = LARGEST_FILE }, database, files = 'local' }) => ({
          database:
            database === 'postgres'
              ? inPostgres(postgres, 'fm-evidence-service', 'fm_evidence', METADATA)
              : sqliteFile('evidence-service.db', { holds: METADATA, instead: IN_POSTGRES }),
          files:
            files === 'local'
              ? localFolder(UPLOADS, { key: 'files', value: 'a bucket' })
              : bucketStore(UPLOADS, 'fm-evidence-service', files.bucket),
          largestUpload: maxFileSize,
        }),
      }),
      health: healthEndpoint(),
      persists: [{ holds: UPLOADS, unset: '/app/data/uploads', path: '/data/uploads', through: { variable: 'STORAGE_LOCAL_PATH' } }],
      // As in case: ./data belongs to whoever started Docker.
      capabilities: ['DAC_OVERRIDE'],
      // One, four and eight uploads of 50 MB at once into a folder: 152, 303 and 507 MiB, measured; another copy for those into a bucket.
      bodies: { atRest: Memory.ofMebibytes(160), times: 2, onDisk: true, measured: MEASURED },
      hazards: [DETAILS_FAIL, DOWNLOADS_HELD],
      floor: floor(
        '320Mi',
        'uploads of 50 MB, one at a time, again and again: 131 MiB at the peak; with a download after each 318 MiB at the peak of five rounds, killed at 256 MiB in the third and at 288 MiB in the fifth, measured; side by side they take more',
      ),
    });
  }
}

export const DETAILS_FAIL = {
  code: 'evidence-details-fail',
  what: 'GET /evidence/{id} answers 500: it reads the user of a file, which is not stored',
  consequence:
    'the details of a file cannot be seen; lists and downloads work. After five such answers in a row the gateway treats evidence as down, and answers 503 for half a minute',
  wayOut: 'none in configuration',
  evidence: 'read in fm-evidence-service at 0fd132e: models/requests.py reads user_id, which models/evidence.py does not have',
} as const satisfies KnownHazard;

export const DOWNLOADS_HELD = {
  code: 'downloads-held',
  what: "a downloaded file stays in memory until Python's garbage collector runs; with few line breaks in the files that takes about 20 downloads",
  consequence:
    'downloads of images or archives of 50 MB, one after the other, take up to 1.1 GiB; under a smaller limit the service is killed during a download, which is lost',
  wayOut:
    'services.evidence.memory.limit: 1280Mi if files of that size are downloaded often; with less, a killed service is back within seconds',
  evidence:
    'run: fm-evidence-service at 0fd132e: 80 downloads of 50 MB without line breaks reached 1083 MiB; with a collection every two seconds, or with lines as in a log, it stayed at 125 MiB',
} as const satisfies KnownHazard;

const SETTINGS = {
  maxFileSize: {
    kind: 'memory',
    variable: 'MAX_FILE_SIZE_MB',
    least: Memory.parse('1Mi'),
    most: Memory.parse('1Gi'),
    says: 'The largest file that it takes. The limit of the edge follows, and so does the least memory of services that hold files. Left out: 50Mi.',
  },
  fileTypes: {
    kind: 'texts',
    variable: 'ALLOWED_FILE_TYPES',
    pattern: /^\.[a-z0-9]{1,15}$/,
    expected: 'an ending in lower case such as .log',
    what: 'endings',
    says: 'Files that it takes, by the endings of their names. Left out: logs, texts, images, PDF, JSON, Word, CSV and XML.',
  },
} as const;

const FILES = v.pipe(
  choice(
    [v.literal('local'), section({ bucket: bucket('The bucket of uploads.') }, 'Uploads go to a bucket, which all replicas share.')],
    expecting('local, or a map of bucket'),
  ),
  v.description('Where uploads are: a folder of each replica, or a bucket.'),
);
