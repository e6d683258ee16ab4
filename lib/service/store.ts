import { port } from '../units/port';
import type { Destination } from './destination';
import type { Environment } from './environment';
import { RESTART_CONSUMERS, secretKey } from './secret';

/** Where a service keeps something, and everything that follows from it. */
export interface Store {
  readonly environment: Environment;
  readonly reaches: readonly Destination[];
  /** Whether all copies of a service see the same content. */
  readonly shared: boolean;
  /** How the service's account is told who it is elsewhere. @default - nobody else needs to know */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
}

/** A database, whose schema somebody has to migrate. */
export interface Database extends Store {
  /** Each copy's own file, migrated by the copy; or a server's database, migrated once, by its owner. */
  readonly migrates: { readonly by: 'each-copy' } | { readonly by: 'owner'; readonly credentials: Environment };
}

/** A file in the service's own `/data`. */
export const sqliteFile = (name: string): Database => ({
  environment: { DATABASE_URL: `sqlite+aiosqlite:////data/${name}` },
  reaches: [],
  shared: false,
  migrates: { by: 'each-copy' },
});

/** The Service behind which the data tier's PostgreSQL primary answers. */
const POSTGRES = { host: 'postgres', port: port(5432) };

/**
 * A database of the service's own on the data tier's PostgreSQL. The URL carries no credentials: Alembic prints it, and a `%` in
 * a password would break it; the driver reads PGUSER and PGPASSWORD (run with asyncpg).
 */
export const postgresDatabase = (service: string, database: string): Database => ({
  environment: {
    DATABASE_URL: `postgresql+asyncpg://${POSTGRES.host}:${POSTGRES.port}/${database}`,
    ...credentials(`${service}-database`, `reads and writes the database ${database}`),
  },
  reaches: [{ kind: 'postgres', ...POSTGRES }],
  shared: true,
  migrates: { by: 'owner', credentials: credentials(`${service}-database-owner`, `owns the database ${database} and migrates it`) },
});

const credentials = (secret: string, role: string): Environment => ({
  PGUSER: secretKey(secret, 'username', { holds: `the role that ${role}`, rotation: ROTATE_ROLE }),
  PGPASSWORD: secretKey(secret, 'password', { holds: `the password of the role that ${role}`, rotation: ROTATE_ROLE }),
});

const ROTATE_ROLE = 'create a second role, write its name and password, restart the consumers, then drop the first role';

/** A folder in the service's own `/data`. */
export const localFolder: Store = {
  environment: { STORAGE_PROVIDER: 'local', STORAGE_LOCAL_PATH: '/data/uploads' },
  reaches: [],
  shared: false,
};

/** A bucket of an object store. */
export interface BucketProps {
  readonly name: string;
  readonly region: string;
  /** @default - the provider's own for the region */
  readonly endpoint?: string;
  /** Networks and port of a store that has no public address. @default - public addresses over HTTPS */
  readonly networks?: readonly string[];
  /** Keys in a Secret, or an annotation by which the service's account has rights of its own. */
  readonly keys: 'secret' | { readonly annotation: { readonly key: string; readonly value: string } };
}

export const bucket = (service: string, { name, region, endpoint, networks, keys }: BucketProps): Store => ({
  environment: {
    STORAGE_PROVIDER: 's3',
    S3_BUCKET_NAME: name,
    S3_REGION: region,
    ...(endpoint === undefined ? {} : { S3_ENDPOINT_URL: endpoint }),
    ...(keys === 'secret' ? bucketKeys(`${service}-bucket`, name) : {}),
  },
  reaches: [
    networks === undefined
      ? { kind: 'internet', why: `the bucket ${name}` }
      : { kind: 'networks', cidrs: networks, port: portOf(endpoint), why: `the bucket ${name}` },
  ],
  shared: true,
  accountAnnotations: keys === 'secret' ? undefined : { [keys.annotation.key]: keys.annotation.value },
});

const bucketKeys = (secret: string, name: string): Environment => ({
  AWS_ACCESS_KEY_ID: secretKey(secret, 'access-key-id', { holds: `the key that may use the bucket ${name}`, rotation: RESTART_CONSUMERS }),
  AWS_SECRET_ACCESS_KEY: secretKey(secret, 'secret-access-key', { holds: 'the secret half of that key', rotation: RESTART_CONSUMERS }),
});

const portOf = (endpoint: string | undefined) => {
  const url = new URL(endpoint ?? 'https://public');
  return port(Number(url.port) || (url.protocol === 'http:' ? 80 : 443));
};
