import type { Credentials } from './credentials';
import type { Destination } from './destination';
import type { Environment } from './environment';
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
