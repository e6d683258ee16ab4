import type { Instead } from '../model/store';
import { oneOf } from '../shape/values';

/** Where a service keeps what it has in a database. @param what that is, in the user's words */
export const databaseOf = (what: string) =>
  oneOf(['sqlite', 'postgres'], `Where it keeps ${what}: its own file, or the PostgreSQL of the data tier.`);

/** What a profile says to have a database that all replicas share. */
export const IN_POSTGRES: Instead = { key: 'database', value: 'postgres' };
