/** What a code of a finding says, whatever it is found in. Code spans stand in backticks; keys of a profile are written with their path. */
export interface Explanation {
  /** What is the case. */
  readonly means: string;
  /** What happens if nobody does anything about it. */
  readonly matters: string;
  /** What to do. */
  readonly wayOut: string;
  /** Why the profiles that come with this program have it all the same. @default - they have not */
  readonly shipped?: string;
}

/** Codes, each with what it says: one that is not explained cannot be written. */
export type Explanations = Readonly<Record<string, Explanation>>;
