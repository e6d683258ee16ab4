import type * as v from 'valibot';
import type { Configured } from '../model/configured';
import type { Explanations } from '../model/explanation';
import type { Members, SharedDatabase } from '../model/members';
import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import type { Amounts, MemberSize, VolumeSize } from '../model/size';
import type { Workload } from '../model/workload';
import type { Memory } from '../units/memory';
import type { ReplicaCount } from './interchangeable/replicas';
import type { Scaling } from './interchangeable/scaling';
import type { Spread } from './spread';

export type Role = Workload['role'];

export type WorkloadOf<R extends Role> = Extract<Workload, { readonly role: R }>;

/** What a profile says while nodes are drained. */
interface Draining {
  readonly minAvailable?: number;
  readonly unhealthy?: 'evict' | 'keep';
}

/** What a profile says of pods that all come from one template. */
interface Template extends Amounts {
  readonly scratch?: Memory;
  readonly volume?: VolumeSize;
}

/** What a cluster's profile says of the size of a service, of roles in which it says more than of a template. */
interface Sizes {
  readonly interchangeable: Template & Draining & { readonly replicas: ReplicaCount; readonly scaling?: Scaling };
  readonly exclusive: Template & { readonly replicas: 1 };
  readonly members: MemberSize & Draining & { readonly scratch?: Memory; readonly zones: 'preferred' | 'required' };
}

export type SizeOf<R extends Role> = R extends keyof Sizes ? Sizes[R] : Template;

/** A service with its size, which is one of its role. */
export type PairedOf<R extends Role> = {
  readonly role: R;
  readonly service: Service;
  readonly workload: WorkloadOf<R>;
  readonly size: SizeOf<R>;
  readonly configured: Configured;
} & (R extends 'perNode' ? { /** How many there are at most. */ readonly nodes: number } : unknown);

/** The same with what its pods are made of, where its service says that. */
export type SizedOf<R extends Role> = PairedOf<R> &
  (R extends 'members' ? { readonly members: Members } : { readonly members?: undefined });

/** A service of any role with its size. */
export type Paired = { readonly [R in Role]: PairedOf<R> }[Role];
export type Sized = { readonly [R in Role]: SizedOf<R> }[Role];

/** What is known of a role without knowing any target. */
export interface RoleOf<R extends Role> {
  /**
   * The size of a service in a cluster's profile.
   *
   * @param own what the service itself lets a profile say
   */
  readonly shape: (
    service: Pick<Service, 'floor' | 'writes'> & { readonly workload: WorkloadOf<R> },
    own: v.ObjectEntries,
  ) => v.GenericSchema<unknown, SizeOf<R>>;
  /** How many pods run when nobody uses it, and at most. */
  readonly pods: (paired: PairedOf<R>) => { readonly least: number; readonly most: number };
  /** The value of a profile that says how many run at most: its path below the service's section, or the number of nodes. */
  readonly countedBy: (size: SizeOf<R>) => readonly string[] | 'nodes';
  /** Where its pods run in relation to each other. */
  readonly spread: (size: SizeOf<R>) => Spread;
  /** How its pods use nodes: several may share one; each has one that no other of them has; or there is one on each. */
  readonly nodes: 'shared' | 'one for each pod' | 'one pod on each';
  /** What stays up while nodes are drained where more than one pod runs; undefined where nothing has to. */
  readonly draining: (size: SizeOf<R>) => Required<Draining> | undefined;
  /** What is to be said of its size. */
  readonly remarks: (sized: SizedOf<R>) => readonly Remark[];
  /** What its pods are made of, where the workload says that. @default - the image of the service, once */
  readonly members?: (paired: PairedOf<R>, databases: readonly SharedDatabase[]) => Members;
  /** What its pods are called, in their order. @default - nobody tells them apart */
  readonly names?: (paired: PairedOf<R>) => readonly string[];
  /** Whether each of these names needs an address that stays the same while the pod moves. @default - none does */
  readonly steadyAddresses?: (workload: WorkloadOf<R>) => boolean;
  /** Whether its pods connect to one another. @default - they do not */
  readonly connected?: (workload: WorkloadOf<R>) => boolean;
  /** Why a second pod would do harm. @default - it would not */
  readonly whyOnlyOne?: (workload: WorkloadOf<R>) => string;
  /** What the workload can find in the size that a profile gives it, explained. @default - nothing */
  readonly findings?: (workload: WorkloadOf<R>) => Explanations;
}
