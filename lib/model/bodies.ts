import { Memory } from '../units/memory';

/** How much larger a form is than the file in it. */
const FORM = Memory.ofMebibytes(3);

/** The largest body of a request. @param file the largest file that is accepted */
export const largestBody = (file: Memory): Memory => file.plus(FORM);

/** The memory and disk of a process that holds whole request bodies. */
export interface HeldBodies {
  /** Its memory without any request body. */
  readonly atRest: Memory;
  /** How many copies of each body it holds in memory. */
  readonly times: number;
  /** Whether it also writes each body to its temporary folder. @default false */
  readonly onDisk?: boolean;
  /** The largest file with which the floor of the service was measured, and how many times its size the service took. */
  readonly measured: { readonly with: Memory; readonly times: number };
}
