import type { Plan } from '../plan/plan';

/** A file that a synthesizer renders, complete, in memory. */
export interface OutputFile {
  /** Its name in the output folder, which has no folders of its own. */
  readonly path: string;
  readonly content: string;
}

/** Turns a plan into files. Pure, and it cannot fail. `header` is the line that every file starts with, as a comment. */
export type SynthesizerOf<P extends Plan> = (plan: P, header: string) => readonly OutputFile[];
