import type { Plan } from '../plan/plan';

/** A file that a synthesizer renders, complete, in memory. */
export interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly content: string;
  /** The objects in it, where it holds any. */
  readonly objects?: readonly { readonly kind: string; readonly name: string; readonly service?: string }[];
}

/** Turns a plan into files. Pure, and it cannot fail. `header` are lines that every file starts with, as comments. */
export type SynthesizerOf<P extends Plan> = (plan: P, header: readonly string[]) => readonly OutputFile[];
