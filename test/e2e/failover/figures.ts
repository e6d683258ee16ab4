import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FAULTS } from '../platform/faults';
import type { Seen } from '../platform/watch';
import { CHECKOUT } from '../support/checkout';

/** What a fault cost a client that wrote all the time. */
interface Fault {
  readonly fault: string;
  /** What the test did. */
  readonly done: string;
  /** For how long no write succeeded. */
  readonly seconds: number;
}

export interface RedisFault extends Fault {
  /** Which try, where the test tried more than once. @default 1 */
  readonly attempt?: number;
  /** The vote by which the Sentinels agreed on another master. */
  readonly vote: 'first' | 'second' | 'none';
  /** For how many seconds two masters could be reached. */
  readonly overlap: number;
  /** Numbers of writes: acknowledged at once, confirmed by one replica, by two. */
  readonly acknowledged: readonly number[];
  /** Those of them that were gone afterwards. */
  readonly lost: readonly number[];
}

export interface PostgresFault extends Fault {
  /** Numbers of writes. */
  readonly acknowledged: number;
  readonly lost: number;
}

export interface StoreFault extends PostgresFault {
  /** How many lines are there twice: those that were sent again because their answer was lost. */
  readonly doubled: number;
}

/** What a fault cost the shipper of the logs. */
export interface ShipperFault {
  readonly fault: string;
  /** What the test did. */
  readonly done: string;
  /** How many lines were written. */
  readonly lines: number;
  readonly lost: number;
  /** How many came a second time. */
  readonly doubled: number;
  /** From the end of the fault until every line had arrived. */
  readonly seconds: number;
  /** The most that it took, in MiB: memory of its own; the same with pages of files, which the kernel takes back; its folder on the node. */
  readonly memory: number;
  readonly resident: number;
  readonly disk: number;
}

/** Two restores of PostgreSQL from its archive. */
export interface Restore {
  /** To a moment: numbers of writes that were acknowledged before it. */
  readonly moment: { readonly acknowledged: number; readonly lost: number };
  /** To the end of the archive: for how many seconds at the end it lacks the writes. */
  readonly end: { readonly seconds: number };
}

/** Which alerts fired, by the suite. */
export type Alerts = { readonly [S in keyof typeof FAULTS as `alerts-of-${S}`]: { readonly on: string; readonly faults: readonly Seen[] } };

/** What was measured, each part by one suite, on a day as `2026-11-27`. */
export interface Figures extends Alerts {
  readonly redis: { readonly on: string; readonly faults: readonly RedisFault[] };
  readonly postgres: { readonly on: string; readonly faults: readonly PostgresFault[] };
  readonly restore: { readonly on: string } & Restore;
  readonly opensearch: { readonly on: string; readonly faults: readonly StoreFault[] };
  /** `limit`: the memory that its container may take, in MiB. */
  readonly shipper: { readonly on: string; readonly limit: number; readonly faults: readonly ShipperFault[] };
}

export type Part = keyof Figures;

/** The suite that measures each part, as `--testPathPatterns` takes it. */
export const SUITES: Readonly<Record<Part, string>> = {
  redis: 'redis/failover',
  postgres: 'postgres/failover',
  restore: 'postgres/databases',
  opensearch: 'opensearch/store',
  shipper: 'platform/shipper',
  'alerts-of-redis': 'redis/failover',
  'alerts-of-worker': 'redis/worker',
  'alerts-of-memory': 'redis/memory',
  'alerts-of-databases': 'postgres/databases',
  'alerts-of-postgres': 'postgres/failover',
  'alerts-of-notifications': 'platform/notifications',
  'alerts-of-edge': 'edge/direct',
};

/** Where the suites leave what they measured. `npm run failover:docs` takes it from there. */
export const RUNS = join(CHECKOUT, 'build/failover');

/** Deletes what an earlier run left: a run that does not come to its end leaves nothing that could be taken for its figures. */
export const forget = (part: Part): void => rmSync(join(RUNS, `${part}.json`), { force: true });

/** Keeps what was measured, with numbers of one decimal. */
export function record<P extends Part>(part: P, measured: Omit<Figures[P], 'on'>): void {
  const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);
  keep(`${part}.json`, `${JSON.stringify({ on: new Date().toISOString().slice(0, 10), ...measured }, rounded, 2)}\n`);
  process.stdout.write(`figures: build/failover/${part}.json\n`);
}

/** Keeps a file, for whoever wants to see afterwards what happened. */
export function keep(file: string, text: string): void {
  mkdirSync(RUNS, { recursive: true });
  writeFileSync(join(RUNS, file), text);
}
