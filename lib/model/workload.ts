import type * as v from 'valibot';
import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { Command } from './command';
import type { Explanations } from './explanation';
import type { Hazard } from './hazard';
import type { Members, SharedDatabase } from './members';
import type { Configuration } from './site';
import type { MemberSize } from './size';

/**
 * How the pods of a service run. A property that only one kind of workload has is in the branch of that kind, so that no service can set a
 * property without effect. The profile says how many pods run.
 */
export type Workload = Interchangeable | Exclusive | MembersWorkload | PerNode;

/** Replicas that are alike, if they share what they store in. */
export interface Interchangeable extends Runs {
  readonly role: 'interchangeable';
  /** The defect that makes replicas differ: each answers from its own data. @default - they do not differ */
  readonly divergent?: Hazard;
  /** Whether the autoscaler removes replicas slowly, because a new one takes long to start. @default - it removes them quickly */
  readonly scalesDown?: 'slowly';
  /** Whether clients get the address of each replica, to try another one if one fails. @default - they get one address for all */
  readonly foundSingly?: true;
}

/** One pod. It ends before the next one starts. */
export interface Exclusive extends Runs {
  readonly role: 'exclusive';
  /** Why a second one would do harm. */
  readonly because: string;
}

/** One pod on each node. */
export interface PerNode extends Runs {
  readonly role: 'perNode';
}

/** Members: each pod has its own name, address and disk. */
export interface MembersWorkload {
  readonly role: 'members';
  /** Further entries of their section in a profile. An entry `replicas` replaces the usual one. */
  readonly options: v.ObjectEntries;
  /** The description of that section. */
  readonly says: string;
  /** Rules between the values of that section. */
  readonly rules: readonly v.RawCheckAction<MemberSize>[];
  /** The findings that `of` can remark, explained. */
  readonly findings: Explanations;
  readonly leader: Leader;
  /** Whether each member has an address that stays when its pod moves, so that a failover need not wait for the DNS. @default - names only */
  readonly addresses?: 'each';
  /** The parts of their pods. */
  readonly of: (size: MemberSize, databases: readonly SharedDatabase[]) => Members;
}

/** Which member answers clients. */
export type Leader =
  /** Always the first one. Members share nothing, so the others are spares, as the hazard says. */
  | { readonly by: 'first'; readonly hazard: Hazard }
  /** The one that they elect. They label the pods: `leads` is the value of the leader, `follows` that of the others. */
  | { readonly by: 'label'; readonly label: string; readonly leads: string; readonly follows: string }
  /** The one that they elect. Another service is their proxy and finds it. */
  | { readonly by: 'proxy' };

interface MembersProps<Options extends v.ObjectEntries, Findings extends Explanations>
  extends Pick<MembersWorkload, 'leader' | 'addresses'> {
  /** @default - nothing besides */
  readonly options?: Options;
  /** @default - "Size of each member." */
  readonly says?: string;
  /** @default - none */
  readonly rules?: readonly v.RawCheckAction<SizeWith<Options>>[];
  /** The findings that `of` can remark, explained. @default - none */
  readonly findings?: Findings;
  readonly of: (size: SizeWith<Options>, databases: readonly SharedDatabase[]) => Members<keyof NoInfer<Findings> & string>;
}

/** What a profile says of members: their size, and their service's own options. */
export type SizeWith<Options extends v.ObjectEntries> = Omit<MemberSize, keyof Options> &
  v.InferOutput<v.StrictObjectSchema<Options, undefined>>;

/** A workload of members. `of` and `rules` get the options with their types. */
export const members = <
  const Options extends v.ObjectEntries = Record<never, never>,
  Findings extends Explanations = Record<never, never>,
>({
  options,
  says = 'Size of each member.',
  rules = [],
  findings,
  of,
  ...rest
}: MembersProps<Options, Findings>): MembersWorkload => ({
  role: 'members',
  options: options ?? {},
  says,
  findings: findings ?? {},
  rules: rules as unknown as MembersWorkload['rules'],
  of: of as unknown as MembersWorkload['of'],
  ...rest,
});

/** How one container runs the service's image. */
export interface Runs {
  /** The command, which may depend on the memory limit. */
  readonly command: Command | ((limit: Memory) => Command);
  /** Migrates the schema of its database. @default - it has no database */
  readonly migration?: Migration;
  /** Folders that it writes to, whose content may be lost with its pod. @default - none */
  readonly writes?: readonly string[];
  /** How long it may take to finish its requests after SIGTERM. */
  readonly drain: Duration;
  /** Configuration files by their absolute path. @default - none */
  readonly configuration?: Configuration;
  readonly priority: Priority;
}

/** Which pods run first when there is no room for all. */
export type Priority = (typeof PRIORITIES)[number];
export const PRIORITIES = ['data', 'edge', 'core', 'batch'] as const;

/** Commands for the schema of a database. Both log what they wait for, and accept the schema of a newer image. */
export interface Migration {
  /** Waits for the database and migrates the schema. Fails if the database keeps refusing its user. */
  readonly upgrade: Command;
  /** Waits until the schema is migrated. Fails as `upgrade` does. */
  readonly wait: Command;
}

/** How one container runs the service's image; undefined for members, which list their own containers. */
export const runsOf = (workload: Workload): Exclude<Workload, MembersWorkload> | undefined =>
  'command' in workload ? workload : undefined;
