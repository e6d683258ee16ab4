import type { Memory } from '../units/memory';

/** How much data a service that keeps all of it in memory can hold. An upgrade needs both numbers: it may hold less than before. */
export interface Stored {
  readonly most: Memory;
  /** The same in releases of this program before 0.2.0. */
  readonly formerly: Memory;
}
