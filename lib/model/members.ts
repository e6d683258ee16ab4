import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { Chore } from './chore';
import type { Command } from './command';
import type { Credentials } from './credentials';
import type { Destination } from './destination';
import type { Environment } from './environment';
import type { Remark } from './remark';
import type { Configuration } from './site';
import type { Amounts } from './size';
import type { Tool } from './tool';

/** Copies that are not alike: each has a name, an address and a disk in `/data` of its own, and they know one another. */
export interface Members {
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
  /** What their service has to say of the size that a profile gives them. @default - nothing */
  readonly remarks?: readonly Remark[];
}

/** A file on a member's disk, with addresses and names: all its containers have it in the place of the cluster's own. */
export interface HostsFile {
  /** Its path on the disk. */
  readonly file: string;
  /** Writes it, and ends, before the other containers start. */
  readonly writtenBy: Pick<MemberContainer, 'name' | 'command' | 'environment' | 'size'>;
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
  /** What it asks for and may take. @default - the size of the service */
  readonly size?: Amounts;
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
