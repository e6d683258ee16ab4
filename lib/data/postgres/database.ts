import type { Credentials } from '../../model/credentials';
import type { Environment } from '../../model/environment';
import { secretKey } from '../../model/secret';
import type { Server } from '../../model/server';
import type { Database } from '../../model/store';

/** How a service's code reaches a database. */
export interface Client {
  /** The variable that it reads the URL of the database from. */
  readonly variable: string;
  /** What the URL begins with: the name of its driver, such as `postgresql+asyncpg`. */
  readonly scheme: string;
  /** How many connections a replica opens at most. */
  readonly connections: number;
}

/**
 * A database of the service's own on a PostgreSQL. The URL carries no credentials: Alembic prints it, and a `%` in a password would break
 * it; PostgreSQL's clients read PGUSER and PGPASSWORD (run with asyncpg). No PGSSLMODE: the data tier's server has no certificate, and
 * `require` would refuse it; by itself asyncpg takes TLS from whoever offers it.
 */
export function postgresDatabase(server: Server, service: string, name: string, { variable, scheme, connections }: Client): Database {
  const user = credentials(`${service}-database`, `reads and writes the database ${name}`);
  const owner = credentials(`${service}-database-owner`, `owns the database ${name} and migrates it`);
  return {
    where: [variable],
    environment: { [variable]: `${scheme}://${server.name}:${server.ports[0]?.cluster}/${name}`, ...asEnvironment(user) },
    reaches: [],
    shared: true,
    migrates: { by: 'owner', server, name, user, owner, environment: asEnvironment(owner), connections },
  };
}

/** As PostgreSQL's clients read them. */
const asEnvironment = ({ username, password }: Credentials): Environment => ({ PGUSER: username, PGPASSWORD: password });

const credentials = (secret: string, role: string): Credentials => ({
  username: secretKey(secret, 'username', { holds: `the role that ${role}`, rotation: ROTATE_ROLE }),
  password: secretKey(secret, 'password', { holds: `the password of the role that ${role}`, rotation: ROTATE_ROLE }),
});

const ROTATE_ROLE =
  'write a second name and its password, run the bootstrap again, restart the consumers, then drop the first role (docs/runbooks/rotate-password.md)';
