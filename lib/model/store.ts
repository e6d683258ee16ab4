import type { Credentials } from './credentials';
import type { Destination } from './destination';
import type { Environment } from './environment';
import type { Server } from './server';

/** A place where a service stores something, with what follows from it. */
export interface Store {
  /** What is in it, in the user's words. @default - nothing of the user's */
  readonly holds?: string;
  /** Those of its variables that say where it is: another value is another store. @default - none do */
  readonly where?: readonly string[];
  /** The variables that a cluster sets. On a laptop the published Compose file sets them. */
  readonly environment: Environment;
  readonly reaches: readonly Destination[];
  /** Whether all replicas of a service see the same content. */
  readonly shared: boolean;
  /** The entry of a profile that would make it shared. @default - it is shared, or cannot be */
  readonly instead?: Instead;
  /** Annotations that give the service's account its rights in the store. @default - none are needed */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
}

/** A key of a service's section in a profile, and the value that it would need. */
export interface Instead {
  readonly key: string;
  readonly value: string;
}

/** A database, whose schema somebody has to migrate. An image may need one, and store nothing in it. */
export interface Database extends Store {
  /** Each replica's own file, migrated by the replica; or a server's database, migrated once, by its owner. */
  readonly migrates:
    | { readonly by: 'each-replica' }
    | {
        readonly by: 'owner';
        readonly server: Server;
        readonly name: string;
        readonly user: Credentials;
        readonly owner: Credentials;
        /** What the migration is told instead of what the image is: who its owner is. */
        readonly environment: Environment;
        /** How many connections each replica opens at most. */
        readonly connections: number;
      };
}
