import type { Cpu } from '../units/cpu';
import type { Memory } from '../units/memory';
import type { ObjectName } from '../units/name';

/** The requests and limits of a container. */
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

/** The size of members that every profile gives, besides the options of their service. */
export interface MemberSize extends Amounts {
  readonly replicas: number;
  readonly volume: VolumeSize;
}
