import type { Explanations } from '../model/explanation';

/** Codes that are looked for in the same profiles. */
export interface Chapter {
  readonly title: string;
  readonly explanations: Explanations;
  /** Codes of former releases by which nothing was ever found. @default - there are none */
  readonly gone?: readonly string[];
  /** Nothing but a comparison with a base file finds them. @default false */
  readonly compared?: boolean;
}
