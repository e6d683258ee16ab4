import type { Source } from '../problem';

/** Something that a user should know before applying what was generated. */
export interface Finding<Code extends string = string> {
  /** What `accept` in a profile names. */
  readonly code: Code;
  /** An error writes nothing until it is accepted; a warning is shown. */
  readonly severity: 'error' | 'warning';
  /** The service or the part of the profile that it is about. */
  readonly subject: string;
  readonly message: string;
  /** How it is said once of several subjects: what holds for each, and what is particular to this one. @default - by its message */
  readonly alike?: { readonly message: string; readonly particular?: string };
  /** Why it matters, what to do about it, and where that is known from. @default - the message says it all */
  readonly background?: Background;
  /** Its place in the profile or in the base file. @default - it has none */
  readonly source?: Source;
  /** An error of this sort means that the plan is larger than the machine. @default - not about size */
  readonly tooLarge?: boolean;
  /** The reason with which the profile accepts it. @default - not accepted */
  readonly accepted?: string;
}

export interface Background {
  readonly consequence: string;
  readonly wayOut: string;
  readonly evidence: string;
}

/** What still counts. */
export const open = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ accepted }) => accepted === undefined);

/** A finding as a line of an index: what tells it from others, and whether it counts. */
export const indexed = ({ accepted, severity, code, subject }: Finding): string =>
  [...(accepted === undefined ? [] : ['accepted']), severity, code, subject].join(' ');
