import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { Command } from './command';
import type { Hazard } from './hazard';
import type { Members, PatroniSettings, SentinelSettings, SharedDatabase } from './members';
import type { Configuration } from './site';

/**
 * How the pods of a service relate to one another. What only one kind of workload has stands in its branch, so that nothing can be said
 * that would have no effect. How many pods run is the profile's choice.
 */
export type Workload = Interchangeable | Exclusive | MembersWorkload;

/** Replicas that are alike, as long as what they store in is shared. */
export interface Interchangeable extends Runs {
  readonly role: 'interchangeable';
  /** What is wrong with more than one replica: each keeps data of its own and answers from it. @default - they are one service */
  readonly divergent?: Hazard;
  /** Whether replicas are given up reluctantly, because each new one is long in coming. @default 'quickly' */
  readonly scalesDown?: 'slowly';
  /** Whether clients find each replica at its own address, to try another one where one fails. @default - at one address for all */
  readonly foundSingly?: true;
}

/** One pod, which ends before its successor starts. */
export interface Exclusive extends Runs {
  readonly role: 'exclusive';
  /** Why a second one would do harm. */
  readonly because: string;
}

/** Pods that are told apart: each has a name, an address and a disk of its own. */
export type MembersWorkload = { readonly role: 'members' } & (
  | { readonly kind: 'ordinal'; readonly of: () => Members; readonly hazard: Hazard }
  | { readonly kind: 'sentinel'; readonly of: (settings: SentinelSettings) => Members }
  | {
      readonly kind: 'patroni';
      readonly of: (settings: PatroniSettings, databases: readonly SharedDatabase[]) => Members;
      readonly budget: ConnectionBudget;
    }
);

/** How one container runs the service's image. */
export interface Runs {
  /** What is run, which may depend on how much memory it may take. */
  readonly command: Command | ((limit: Memory) => Command);
  /** Brings the schema of its database to the image's head. @default - it has no database */
  readonly migration?: Migration;
  /** How long it may take to finish what it has begun when it is told to stop. */
  readonly drain: Duration;
  /** Configuration files by their absolute path. @default - none */
  readonly configuration?: Configuration;
  readonly priority: Priority;
}

/** How urgent it is that something runs when not everything can. */
export type Priority = (typeof PRIORITIES)[number];
export const PRIORITIES = ['data', 'edge', 'core', 'batch'] as const;

/** Commands that look at the schema of a database, and say what they wait for. A newer image's schema is good enough for both. */
export interface Migration {
  /** Waits for the database and brings the schema to the image's head. Fails after a while in which the database refuses its user. */
  readonly upgrade: Command;
  /** Waits until somebody has brought the schema there. Fails as `upgrade` does. */
  readonly wait: Command;
}

/** What connections cost a database server. */
export interface ConnectionBudget {
  /** What all connections share, of a memory limit. */
  readonly shared: (limit: Memory) => Memory;
  /** What each connection takes besides, under a memory limit. */
  readonly each: (limit: Memory) => Memory;
  /** Connections that are kept for administration, replication and chores. */
  readonly reserve: number;
  /** What making a copy of everything takes besides, where the profile has a bucket for it. */
  readonly copying: Memory;
}

/** How the service's image is run in one container; undefined for members, whose pods have containers of their own. */
export const runsOf = (workload: Workload): Exclude<Workload, MembersWorkload> | undefined =>
  workload.role === 'members' ? undefined : workload;
