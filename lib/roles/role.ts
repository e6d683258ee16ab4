import type * as v from 'valibot';
import type { Configured } from '../model/configured';
import type { Explanations } from '../model/explanation';
import type { Failover, SilentLoss } from '../model/failover';
import type { Members, SharedDatabase } from '../model/members';
import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import type { Amounts, MemberSize, VolumeSize } from '../model/size';
import type { Around, Workload } from '../model/workload';
import type { Memory } from '../units/memory';
import type { ReplicaCount } from './interchangeable/replicas';
import type { Scaling } from './interchangeable/scaling';
import type { Spread } from './spread';

export type Role = Workload['role'];

export type WorkloadOf<R extends Role> = Extract<Workload, { readonly role: R }>;

/** The disruption budget in a profile. */
interface Draining {
  readonly minAvailable?: number;
  readonly unhealthy?: 'evict' | 'keep';
}

/** The size of pods that all come from one template. */
interface Template extends Amounts {
  readonly scratch?: Memory;
  readonly volume?: VolumeSize;
}

/** Sizes in a cluster's profile, of the roles that have more than a template has. */
interface Sizes {
  readonly interchangeable: Template & Draining & { readonly replicas: ReplicaCount; readonly scaling?: Scaling };
  readonly exclusive: Template & { readonly replicas: 1 };
  readonly members: MemberSize & Draining & { readonly scratch?: Memory; readonly zones: 'preferred' | 'required' };
}

export type SizeOf<R extends Role> = R extends keyof Sizes ? Sizes[R] : Template;

/** A service with a size of its role. */
export type PairedOf<R extends Role> = {
  readonly role: R;
  readonly service: Service;
  readonly workload: WorkloadOf<R>;
  readonly size: SizeOf<R>;
  readonly configured: Configured;
  /** What the profile says around it. */
  readonly around: Around;
} & (R extends 'perNode' ? { /** How many there are at most. */ readonly nodes: number } : unknown);

/** The same, with the parts of its pods if the workload lists them. */
export type SizedOf<R extends Role> = PairedOf<R> &
  (R extends 'members' ? { readonly members: Members } : { readonly members?: undefined });

/** A service of any role with its size. */
export type Paired = { readonly [R in Role]: PairedOf<R> }[Role];
export type Sized = { readonly [R in Role]: SizedOf<R> }[Role];

/** What is known of a role, for any target. */
export interface RoleOf<R extends Role> {
  /**
   * The size of a service in a cluster's profile.
   *
   * @param own what the service itself lets a profile say
   */
  readonly shape: (
    service: Pick<Service, 'floor'> & { readonly workload: WorkloadOf<R> },
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
  /** The disruption budget if more than one pod runs; undefined if there is none. */
  readonly draining: (size: SizeOf<R>) => Required<Draining> | undefined;
  /** Findings in its size. */
  readonly remarks: (sized: SizedOf<R>) => readonly Remark[];
  /** Whether a rollout starts new pods beside old ones. @default - an old one ends before a new one starts */
  readonly startsBeside?: (paired: PairedOf<R>) => boolean;
  /** Whether the pods elect the one that answers. @default - nobody does */
  readonly elects?: (workload: WorkloadOf<R>) => boolean;
  /** How many pods have to run for the others to work. @default - one does by itself */
  readonly working?: (paired: PairedOf<R>) => number;
  /** What the loss of a pod costs, as it was measured. @default - it was not */
  readonly failover?: (workload: WorkloadOf<R>) => Failover | undefined;
  /** What the loss of a machine costs, where that is another thing. @default - it is none */
  readonly silent?: (workload: WorkloadOf<R>) => SilentLoss | undefined;
  /** What it is like while one of several pods is away, as the service says it. @default - it says nothing */
  readonly withoutOne?: (workload: WorkloadOf<R>) => string | undefined;
  /** Whether the first pod alone answers, always. @default - any does */
  readonly firstLeads?: (workload: WorkloadOf<R>) => boolean;
  /** The parts of its pods, if the workload lists them. @default - one container with the image of the service */
  readonly members?: (paired: PairedOf<R>, databases: readonly SharedDatabase[]) => Members;
  /** The names of its pods, in their order. @default - they have no fixed names */
  readonly names?: (paired: PairedOf<R>) => readonly string[];
  /** Whether each of these names needs an address that stays when the pod moves. @default - none does */
  readonly steadyAddresses?: (workload: WorkloadOf<R>) => boolean;
  /** Whether its pods connect to one another. @default - they do not */
  readonly connected?: (workload: WorkloadOf<R>) => boolean;
  /** Why a second pod would do harm. @default - it would not */
  readonly whyOnlyOne?: (workload: WorkloadOf<R>) => string;
  /** The findings that the workload itself can have, explained. @default - none */
  readonly findings?: (workload: WorkloadOf<R>) => Explanations;
}
