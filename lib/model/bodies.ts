import { Memory } from '../units/memory';

/** What a form adds to its file. */
const FORM = Memory.ofMebibytes(3);

/** The largest body of a request, where no larger file than this is taken. */
export const largestBody = (file: Memory): Memory => file.plus(FORM);

/** What the bodies of requests cost a process that holds them whole. */
export interface HeldBodies {
  /** What it takes without any. */
  readonly atRest: Memory;
  /** How many times it holds each in memory. */
  readonly times: number;
  /** Whether each lies in its temporary folder besides. @default false */
  readonly onDisk?: boolean;
  /** The largest file with which the floor of the service was measured, and how often it held that file. */
  readonly measured: { readonly with: Memory; readonly times: number };
}
