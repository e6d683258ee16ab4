import type { Cpu } from '../units/cpu';
import type { Memory } from '../units/memory';
import type { ObjectName } from '../units/name';

/** What a container asks for and may take. */
export interface Amounts {
  readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory: { readonly request: Memory; readonly limit: Memory };
}

/** What a profile says of a disk. */
export interface VolumeSize {
  readonly size: Memory;
  /** The StorageClass. @default - the cluster's own choice */
  readonly class?: ObjectName;
}

/** What every profile says of members, whatever else their service wants to know. */
export interface MemberSize extends Amounts {
  readonly replicas: number;
  readonly volume: VolumeSize;
}
