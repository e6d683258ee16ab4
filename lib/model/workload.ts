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
 * How the pods of a service relate to one another. What only one kind of workload has stands in its branch, so that nothing can be said
 * that would have no effect. How many pods run is the profile's choice.
 */
export type Workload = Interchangeable | Exclusive | MembersWorkload | PerNode;

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

/** One pod on each node. */
export interface PerNode extends Runs {
  readonly role: 'perNode';
}

/** Pods that are told apart: each has a name, an address and a disk of its own. */
export interface MembersWorkload {
  readonly role: 'members';
  /** What a profile may say of them beside their size, or says of their number in another way: entries of its shape. */
  readonly options: v.ObjectEntries;
  /** What the section of a profile says of itself. */
  readonly says: string;
  /** What holds between the values of a profile. */
  readonly rules: readonly v.RawCheckAction<MemberSize>[];
  /** What its service can find in the size that a profile gives them. */
  readonly findings: Explanations;
  readonly leader: Leader;
  /** Whether each has an address that stays the same while it moves: a change of who leads must then not wait for the DNS. @default - names alone */
  readonly addresses?: 'each';
  /** What their pods are made of. */
  readonly of: (size: MemberSize, databases: readonly SharedDatabase[]) => Members;
}

/** Which member answers clients. */
export type Leader =
  /** The first, always. They share nothing, so the others are spares, which is what the hazard says. */
  | { readonly by: 'first'; readonly hazard: Hazard }
  /** The one that they agree on: they say so with a label of their pods, and who follows, with another value of it. */
  | { readonly by: 'label'; readonly label: string; readonly leads: string; readonly follows: string }
  /** The one that they agree on: another service finds it, and passes connections on. */
  | { readonly by: 'proxy' };

interface MembersProps<Options extends v.ObjectEntries, Findings extends Explanations>
  extends Pick<MembersWorkload, 'leader' | 'addresses'> {
  /** @default - nothing besides */
  readonly options?: Options;
  /** @default - "Size of each member." */
  readonly says?: string;
  /** @default - none */
  readonly rules?: readonly v.RawCheckAction<SizeWith<Options>>[];
  /** What `of` can remark on, explained. @default - nothing */
  readonly findings?: Findings;
  readonly of: (size: SizeWith<Options>, databases: readonly SharedDatabase[]) => Members<keyof NoInfer<Findings> & string>;
}

/** What a profile says of members: their size, and their service's own options. */
export type SizeWith<Options extends v.ObjectEntries> = Omit<MemberSize, keyof Options> &
  v.InferOutput<v.StrictObjectSchema<Options, undefined>>;

/** Members whose options have their own types where something is made of them. */
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

/** How the service's image is run in one container; undefined for members, whose pods have containers of their own. */
export const runsOf = (workload: Workload): Exclude<Workload, MembersWorkload> | undefined =>
  'command' in workload ? workload : undefined;
