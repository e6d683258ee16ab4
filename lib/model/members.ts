import type { Credentials } from './credentials';
import type { Destination } from './destination';
import { type Pod, reachedWith } from './pod';
import type { Remark } from './remark';
import type { Stored } from './stored';
import type { Task } from './task';

/** Pods of a StatefulSet: each has a name, an address and disks of its own. `Code` names the findings of their service. */
export interface Members<Code extends string = string> extends Pod {
  /** @default - only one another, and the API of the cluster if they have rights in it */
  readonly reaches?: readonly Destination[];
  /** Annotations that give their account rights outside the cluster. @default - none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tasks?: readonly Task[];
  /** How much data each can hold. @default - they do not keep all data in memory */
  readonly stored?: Stored;
  /** Settings in their files that follow from sizes, for whoever asks why one changed. @default - none */
  readonly derived?: readonly DerivedSetting[];
  /** On how many of them each part of the data is. @default - on all */
  readonly copies?: number;
  /** What is lost when one of them is away, at their size. @default - what its failover says */
  readonly lostWithOne?: string;
  /** What their service finds in the size that a profile gives them. @default - nothing */
  readonly remarks?: readonly Remark<Code>[];
}

/** A setting in a configuration file whose value follows from sizes in the profile. */
export interface DerivedSetting {
  /** As the file calls it. */
  readonly setting: string;
  /** From the memory limit of each member, from the size of its disk, or from how many replicas its clients may have. */
  readonly from: 'memory limit' | 'disk' | 'clients';
}

/** A database of a service on a server of the data tier: what the server has to know to create it. */
export interface SharedDatabase {
  readonly name: string;
  /** The role that reads and writes rows. */
  readonly user: Credentials;
  /** The role that owns the schema and migrates it. */
  readonly owner: Credentials;
  /** How many connections its service can have open at once. */
  readonly connections: number;
}

/** Everything that members connect to besides one another. */
export const reachesOf = ({ rights = [], reaches = [] }: Members): readonly Destination[] => [...reachedWith(rights), ...reaches];
