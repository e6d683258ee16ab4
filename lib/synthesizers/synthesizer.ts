import type { Plan } from '../plan';

/** A file that a synthesizer renders, complete, in memory. */
export interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

/** Turns a plan into files. Pure, and it cannot fail. `header` are lines that every file starts with, as comments. */
export type Synthesizer = (plan: Plan, header: readonly string[]) => readonly OutputFile[];
