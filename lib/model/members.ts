import type { Credentials } from './credentials';
import type { Destination } from './destination';
import type { Pod } from './pod';
import type { Remark } from './remark';
import type { Task } from './task';

/** Pods that are told apart: each has a name, an address and disks of its own. `Code` is what their service can find. */
export interface Members<Code extends string = string> extends Pod {
  /** @default - nothing but one another, and the API of the cluster where they have rights in it */
  readonly reaches?: readonly Destination[];
  /** By which their account has rights elsewhere. @default - none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tasks?: readonly Task[];
  /** What their service has to say of the size that a profile gives them. @default - nothing */
  readonly remarks?: readonly Remark<Code>[];
}

/** A database that a service keeps on a server of the data tier, as the server has to know of it. */
export interface SharedDatabase {
  readonly name: string;
  /** Who reads and writes rows. */
  readonly user: Credentials;
  /** Who owns it and migrates it. */
  readonly owner: Credentials;
  /** How many connections its service can have open at once. */
  readonly connections: number;
}

/** Everything that members connect to besides one another. */
export const reachesOf = ({ rights = [], reaches = [] }: Members): readonly Destination[] => [
  ...(rights.length === 0 ? [] : [{ kind: 'cluster-api' } as const]),
  ...reaches,
];
