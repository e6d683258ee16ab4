import { release, totalmem } from 'node:os';
import { Memory } from './units/memory';

/** The machine on which this program runs, where the user's browser and editor are as well. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** The version of its kernel, as the operating system says it. */
  readonly kernel: string;
  readonly memory: Memory;
}

/** What this machine says of itself. */
export const thisHost = (): Host => ({ platform: process.platform, kernel: release(), memory: Memory.ofBytes(totalmem()) });
