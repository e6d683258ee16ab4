import { type BucketProps, bucketAnnotations, bucketDestinations, bucketKeys } from './bucket';
import type { Credentials } from './credentials';
import type { Destination } from './destination';
import type { Environment } from './environment';
import { secretKey } from './secret';
import type { Server } from './server';

/** Where a service keeps something, and everything that follows from it. */
export interface Store {
  /** What a cluster tells its image. On a laptop the published file does. */
  readonly environment: Environment;
  readonly reaches: readonly Destination[];
  /** Whether all replicas of a service see the same content. */
  readonly shared: boolean;
  /** What a profile says of the service to have one that is shared. @default - it is shared, or there is none */
  readonly instead?: Instead;
  /** How the service's account is told who it is elsewhere. @default - nobody else needs to know */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
}

/** A key beside the size of a service, and what it would have to hold. */
export interface Instead {
  readonly key: string;
  readonly value: string;
}

/** A database, whose schema somebody has to migrate. */
export interface Database extends Store {
  /** What is in it, in the user's words. @default - nothing: today's image only wants to have one */
  readonly holds?: string;
  /** Each replica's own file, migrated by the replica; or a server's database, migrated once, by its owner. */
  readonly migrates:
    | { readonly by: 'each-replica' }
    | { readonly by: 'owner'; readonly server: Server; readonly name: string; readonly user: Credentials; readonly owner: Credentials };
}

/** A file in the service's own `/data`. @param holds - nothing, if today's image writes nothing to it */
export const sqliteFile = (name: string, { holds, instead }: Pick<Database, 'holds' | 'instead'> = {}): Database => ({
  holds,
  instead,
  environment: { DATABASE_URL: `sqlite+aiosqlite:////data/${name}` },
  reaches: [],
  shared: false,
  migrates: { by: 'each-replica' },
});

/**
 * A database of the service's own on the data tier's PostgreSQL. The URL carries no credentials: Alembic prints it, and a `%` in
 * a password would break it; the driver reads PGUSER and PGPASSWORD (run with asyncpg). No PGSSLMODE: the data tier's server has no
 * certificate, and `require` would refuse it; by itself the driver takes TLS from whoever offers it.
 */
export function postgresDatabase(server: Server, service: string, name: string): Database {
  const user = credentials(`${service}-database`, `reads and writes the database ${name}`);
  const owner = credentials(`${service}-database-owner`, `owns the database ${name} and migrates it`);
  return {
    environment: { DATABASE_URL: `postgresql+asyncpg://${server.name}:${server.ports[0]?.cluster}/${name}`, ...asEnvironment(user) },
    reaches: [],
    shared: true,
    migrates: { by: 'owner', server, name, user, owner },
  };
}

/** Connections that a process opens at most: what its images' SQLAlchemy does unless it is told otherwise, and nothing tells it. */
export const POOL = { size: 5, overflow: 10 };

/** As PostgreSQL's clients read them. */
export const asEnvironment = ({ username, password }: Credentials): Environment => ({ PGUSER: username, PGPASSWORD: password });

const credentials = (secret: string, role: string): Credentials => ({
  username: secretKey(secret, 'username', { holds: `the role that ${role}`, rotation: ROTATE_ROLE }),
  password: secretKey(secret, 'password', { holds: `the password of the role that ${role}`, rotation: ROTATE_ROLE }),
});

const ROTATE_ROLE =
  'write a second name and its password, run the bootstrap again, restart the consumers, then drop the first role (docs/runbooks/rotate-password.md)';

/** A folder in the service's own `/data`. */
export const localFolder = (instead: Instead): Store => ({
  environment: { STORAGE_PROVIDER: 'local', STORAGE_LOCAL_PATH: '/data/uploads' },
  reaches: [],
  shared: false,
  instead,
});

/** A bucket of an object store. */
export const bucketStore = (service: string, bucket: BucketProps): Store => ({
  environment: {
    STORAGE_PROVIDER: 's3',
    S3_BUCKET_NAME: bucket.name,
    S3_REGION: bucket.region,
    ...(bucket.endpoint === undefined ? {} : { S3_ENDPOINT_URL: bucket.endpoint }),
    ...bucketKeys(`${service}-bucket`, bucket),
  },
  reaches: bucketDestinations(bucket),
  shared: true,
  accountAnnotations: bucketAnnotations(bucket),
});
