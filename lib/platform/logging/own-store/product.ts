import type { Environment } from '../../../model/environment';
import type { Failover, SilentLoss } from '../../../model/failover';
import type { Probe } from '../../../model/pod';
import type { Release } from '../../../model/release';
import type { SecretKey } from '../../../model/secret';
import type { Making, OwnStoreKind, StoreRole, StoreUser } from './users';

/** The ports of each member: where it is asked, and where members speak to one another. */
export const LISTENS = { http: 9200, transport: 9300 } as const;

/** What one program that stores lines has of its own. */
export interface StoreProduct {
  readonly kind: OwnStoreKind;
  readonly image: string;
  readonly release: Release;
  /** What of it no test has run. @default - nothing that matters */
  readonly unproved?: string;
  /** The memory of each member where a profile says nothing. */
  readonly memory: string;
  readonly floor: readonly [least: string, ground: string];
  /** The program that starts a member, in the folder `bin` of its image. */
  readonly program: string;
  /** The variable from which that program reads options of Java. */
  readonly optionsIn: string;
  /** What was measured of a lost member. @default - nothing */
  readonly failover?: Failover;
  /**
   * What the loss of a machine costs. Members give up one that does not answer after three checks of 10 s with a second between them
   * (`cluster.fault_detection`, as the stores have it by default: shorter ones take a member that is busy for a lost one). If it led, they wait
   * so twice: they elect another one, and that one checks anew. Until then a write waits for the copy that the lost one has.
   */
  readonly silent: SilentLoss;
  /** What it calls the role of a member that may lead, in the names of settings too. */
  readonly leading: string;
  /** Its own settings, after those that both stores have. */
  readonly settings: string;
  /** Further files of each member. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** The script that puts `/config` together before a start. */
  readonly prepare: string;
  /** Variables of that script. @default - none */
  readonly preparing?: Environment;
  /** What asks whether a member answers, whoever asks. */
  readonly alive: (folders: Folders, http: number) => Probe['ask'];
  /** The path that answers with success when users are let in, and whether one of them has to ask. */
  readonly admits: { readonly path: string; readonly user?: StoreUser };
  /** What was signed for members: the name in its certificate, or a comma and more of it. */
  readonly certificate: string;
  /** How the Job of the setup proves that it may do everything: a shell function `credentials`, with what it needs. */
  readonly superuser: {
    readonly script: (tls: string) => string;
    readonly tls: Readonly<Record<string, SecretKey>>;
    readonly environment: Environment;
  };
  readonly users: Readonly<Record<'metrics' | 'retention', StoreUser>> & Readonly<Record<string, StoreUser>>;
  /** Roles of ours that none of them has, for users whom people make. @default - none */
  readonly furtherRoles?: readonly StoreRole[];
  readonly making: Making;
  /** The paths that the Job of the setup asks, the name that it gives the template of our streams, and the parts of its script. */
  readonly setup: { readonly answers: string; readonly roles: string; readonly template: string; readonly users: string };
  /** A part of the script of the retention: what the program does not mend itself, mended before anything else. @default - nothing */
  readonly mending?: string;
}

/** Where a member has things. */
export interface Folders {
  /** Where its image has everything. */
  readonly home: string;
  /** Where our own files are. */
  readonly folder: string;
}

/** Where a member of a product has things. */
export const foldersOf = (kind: OwnStoreKind): Folders => ({ home: `/usr/share/${kind}`, folder: `/etc/${kind}` });

/** The container that asks a store for its state. It runs in the namespace of the store. */
export const exporterOf = (kind: OwnStoreKind): string =>
  ({ opensearch: 'log-store-exporter', elasticsearch: 'elasticsearch-exporter' })[kind];
