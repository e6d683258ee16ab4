import { type Client, postgresDatabase } from '../data/postgres/database';
import type { Server } from '../model/server';
import type { Database, Instead } from '../model/store';
import { oneOf } from '../shape/values';

/** Where a service keeps what it has in a database. @param what that is, in the user's words */
export const databaseOf = (what: string) =>
  oneOf(['sqlite', 'postgres'], `Where it keeps ${what}: its own file, or the PostgreSQL of the data tier.`);

/** What a profile says to have a database that all replicas share. */
export const IN_POSTGRES: Instead = { key: 'database', value: 'postgres' };

const VARIABLE = 'DATABASE_URL';

/** A file in the service's own `/data`. @param holds - nothing, if today's image writes nothing to it */
export const sqliteFile = (name: string, { holds, instead }: Pick<Database, 'holds' | 'instead'> = {}): Database => ({
  holds,
  where: [VARIABLE],
  instead,
  environment: { [VARIABLE]: `sqlite+aiosqlite:////data/${name}` },
  reaches: [],
  shared: false,
  migrates: { by: 'each-replica' },
});

/** By default SQLAlchemy opens five connections, and up to ten more when these are in use. The images set nothing else. */
const SQLALCHEMY: Client = { variable: VARIABLE, scheme: 'postgresql+asyncpg', connections: 5 + 10 };

/** A database of the service's own on the data tier's PostgreSQL. @param holds what is in it, in the user's words */
export const inPostgres = (server: Server, service: string, name: string, holds: string): Database => ({
  ...postgresDatabase(server, service, name, SQLALCHEMY),
  holds,
});
