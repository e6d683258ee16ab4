import type * as v from 'valibot';
import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { Command, ContainerCommand } from './command';
import type { Destination } from './destination';
import type { Explanations } from './explanation';
import type { Failover, SilentLoss } from './failover';
import type { Hazard } from './hazard';
import type { Logging } from './logging';
import type { Members, SharedDatabase } from './members';
import type { Monitoring } from './monitoring';
import type { Platform } from './platform';
import type { Container, PodUser, Right } from './pod';
import type { SecretKey } from './secret';
import type { Configuration, Site } from './site';
import type { MemberSize } from './size';
import type { Home } from './whereabouts';

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
  /** Folders of its node that it reads, by the path under which its container has them. @default - none */
  readonly reads?: Readonly<Record<string, string>>;
  /**
   * The path under which its container has a folder of its node that is its own: it may write there, and the next pod on that node finds what
   * is there. @default - it has none
   */
  readonly keeps?: string;
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
  /** How many members have to run for the others to work. @default - one does by itself */
  readonly working?: (size: MemberSize) => number;
  /** What the loss of a member costs. @default - it was not measured: no other member takes its place */
  readonly failover?: Failover;
  /** What the loss of a machine costs. @default - the same as when the one that leads is killed */
  readonly silent?: SilentLoss;
  /** What it is like while one is away, where that was not measured, in words: `the others notify`. @default - the others answer */
  readonly withoutOne?: string;
  /** Whether each member has an address that stays when its pod moves, so that a failover need not wait for the DNS. @default - names only */
  readonly addresses?: 'each';
  /** The parts of their pods. */
  readonly of: (size: MemberSize, databases: readonly SharedDatabase[], around: Around) => Members;
}

/** What a profile says around the services, as far as their pods may depend on it. */
export interface Around extends Home {
  readonly platform: Platform;
  readonly monitoring: Monitoring;
  readonly logging: Logging;
}

/** Which member answers clients. */
export type Leader =
  /** Always the first one. Members share nothing, so the others are spares, as the hazard says. */
  | { readonly by: 'first'; readonly hazard: Hazard }
  /** The one that they elect. They label the pods: `leads` is the value of the leader, `follows` that of the others. */
  | { readonly by: 'label'; readonly label: string; readonly leads: string; readonly follows: string }
  /** The one that they elect. Another service is their proxy and finds it. */
  | { readonly by: 'proxy' }
  /** Any of them: nobody leads. `connected`: whether they tell one another what they know. */
  | { readonly by: 'nobody'; readonly connected: boolean };

interface MembersProps<Options extends v.ObjectEntries, Findings extends Explanations>
  extends Pick<MembersWorkload, 'leader' | 'addresses' | 'failover' | 'silent' | 'withoutOne'> {
  /** @default - nothing besides */
  readonly options?: Options;
  /** @default - "Size of each member." */
  readonly says?: string;
  /** @default - none */
  readonly rules?: readonly v.RawCheckAction<SizeWith<Options>>[];
  /** The findings that `of` can remark, explained. @default - none */
  readonly findings?: Findings;
  readonly of: (size: SizeWith<Options>, databases: readonly SharedDatabase[], around: Around) => Members<keyof NoInfer<Findings> & string>;
  /** How many members have to run for the others to work. @default - one does by itself */
  readonly working?: (size: SizeWith<Options>) => number;
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
  working,
  of,
  ...rest
}: MembersProps<Options, Findings>): MembersWorkload => ({
  role: 'members',
  options: options ?? {},
  says,
  findings: findings ?? {},
  rules: rules as unknown as MembersWorkload['rules'],
  working: working as unknown as MembersWorkload['working'],
  of: of as unknown as MembersWorkload['of'],
  ...rest,
});

/** How one container runs the service's image. */
export interface Runs {
  /** The command, which may depend on the memory limit and on what a cluster's profile says around the service. */
  readonly command: ContainerCommand | ((limit: Memory, around: Around) => ContainerCommand);
  /** Migrates the schema of its database. @default - it has no database */
  readonly migration?: Migration;
  /** Folders that it writes to, whose content may be lost with its pod. @default - none */
  readonly writes?: readonly string[];
  /** Whether it may end before its clients know: they ask again by themselves, and its image has no program to wait with. @default - it waits */
  readonly endsAtOnce?: true;
  /** How long it may take to finish its requests after SIGTERM. */
  readonly drain: Duration;
  /** Configuration files by their absolute path. @default - none */
  readonly configuration?: Configuration;
  /** Folders with configuration files, by their absolute paths, where the site says which files there are. @default - none */
  readonly folders?: Readonly<Record<string, (site: Site) => Readonly<Record<string, string>>>>;
  /** Containers that run beside it in each of its pods, which may depend on what a cluster's profile says around it. @default - none */
  readonly beside?: (around: Around) => readonly Container[];
  /** Files with values of Secrets, by their folders, which may depend on what a cluster's profile says around it. @default - none */
  readonly credentials?: (around: Around) => Readonly<Record<string, Readonly<Record<string, SecretKey>>>>;
  /** What it connects to, as far as that depends on what a cluster's profile says around it. @default - nothing besides */
  readonly reaches?: (around: Around) => readonly Destination[];
  /** What is lost because it is away, besides requests that it was answering. @default - nothing: it does it when it is back */
  readonly loses?: LostMeanwhile;
  /** The user and group that its image needs. @default - those of the target */
  readonly user?: PodUser;
  /** What it may do with the API of its cluster. @default - nothing */
  readonly rights?: readonly Right[];
  readonly priority: Priority;
}

/** What nobody does in the place of a service that is away, so that it is lost. */
export interface LostMeanwhile {
  readonly what: string;
  /** Whether a container that is started again in its pod loses it, or only a new pod does. */
  readonly with: 'container' | 'pod';
}

/** Which pods run first when there is no room for all. */
export type Priority = keyof typeof PRIORITIES;

/** The priorities, the highest first, each with what it is for. */
export const PRIORITIES = {
  data: 'what other services keep their data in',
  edge: 'what users come to, and what each of their requests needs',
  core: 'the other services',
  batch: 'background work',
} as const;

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
