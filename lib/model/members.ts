import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { BucketProps } from './bucket';
import type { Chore } from './chore';
import type { Command } from './command';
import type { Credentials } from './credentials';
import type { Destination } from './destination';
import type { Environment } from './environment';
import type { Configuration } from './site';
import type { Tool } from './tool';

/** Copies that are not alike: each has a name, an address and a disk in `/data` of its own, and they know one another. */
export interface Members {
  /** The first has the size of the service; one beside it has the size that a profile calls `sidecar`. */
  readonly containers: readonly [MemberContainer, ...MemberContainer[]];
  readonly configuration: MembersConfiguration;
  /** How long one may take to hand over and to end. */
  readonly grace: Duration;
  /** By which its containers find names without asking the DNS. @default - they ask it */
  readonly hosts?: HostsFile;
  /** As whom the image's programs have to run. @default - as anybody */
  readonly user?: { readonly uid: number; readonly gid: number; readonly because: string };
  /** What processes of a container share in `/dev/shm`. It counts as memory. @default - what the container runtime gives */
  readonly sharedMemory?: Memory;
  /** @default - nothing but one another */
  readonly reaches?: readonly Destination[];
  /** By which their account has rights elsewhere. @default - none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly chores?: readonly Chore[];
}

/** A file on a member's disk, with addresses and names: all its containers have it in the place of the cluster's own. */
export interface HostsFile {
  /** Its path on the disk. */
  readonly file: string;
  /** Writes it, and ends, before the other containers start. */
  readonly writtenBy: Pick<MemberContainer, 'name' | 'command' | 'environment'>;
}

/** Files in a folder that all containers see, or all chores. */
export interface MembersConfiguration {
  readonly folder: string;
  readonly files: Configuration;
  /** Files that only a new cluster reads: a change of them leaves the running members alone. @default - none */
  readonly initial?: Configuration;
  /** Files that only chores read. @default - none */
  readonly forChores?: Configuration;
}

export interface MemberContainer {
  readonly name: string;
  /** @default - the image of the service */
  readonly image?: Tool;
  readonly command: Command;
  readonly environment: Environment;
  /** Names of the service's ports on which it listens. */
  readonly ports: readonly string[];
  readonly probes: { readonly startup: Probe; readonly liveness: Probe; readonly readiness: Probe };
  /** Run before the container is told to stop; it is told when this has ended. @default - it is told at once */
  readonly preStop?: Command;
}

/** A question that is asked again and again. */
export interface Probe {
  readonly ask: { readonly command: Command } | { readonly path: string; readonly port: string };
  readonly every: Duration;
  readonly timeout: Duration;
  /** How often in a row it may fail before something is done. */
  readonly failures: number;
}

/** What a profile says of members that elect their primary by Redis Sentinel. */
export interface SentinelSettings {
  readonly copies: number;
  readonly memory: { readonly limit: Memory };
  /** Sentinels that have to agree that the primary is gone. @default - most of them */
  readonly quorum?: number;
  /** Whether a primary without any replica refuses writes. */
  readonly splitBrainGuard: boolean;
  /** What it may store. @default - what its memory limit leaves room for */
  readonly maxmemory?: Memory;
  /** @default - none is made */
  readonly export?: BackupSettings;
}

/** What a profile says of members that elect their primary by Patroni. */
export interface PatroniSettings {
  readonly copies: number;
  readonly memory: { readonly limit: Memory };
  readonly volume: { readonly size: Memory };
  /** Seconds, all three: how long a primary holds its lock, how often it looks, how long it tries again. */
  readonly ttl: number;
  readonly loopWait: number;
  readonly retryTimeout: number;
  /** @default - there is no way back to a point in time */
  readonly backup?: BackupSettings;
}

/** Where copies of the data go, when, and how many of them stay. */
export interface BackupSettings {
  readonly bucket: BucketProps;
  /** Five fields of cron, in UTC. */
  readonly schedule: string;
  /** How many stay. */
  readonly keep: number;
}

/** Connections that a server has to stand: those of all its clients at once, and those that it keeps for itself. */
export const connectionsOf = (databases: readonly SharedDatabase[], reserve: number): number =>
  databases.reduce((sum, { connections }) => sum + connections, reserve);

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
