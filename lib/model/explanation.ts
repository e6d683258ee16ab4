/** What the documents say of a finding's code. Code is in backticks; keys of a profile are written with their path. */
export interface Explanation {
  /** What the finding states. */
  readonly means: string;
  /** What happens if it stays. */
  readonly matters: string;
  /** What to do. */
  readonly wayOut: string;
  /** The code that it had before. @default - it has always had this one */
  readonly formerly?: string;
  /** Why the profiles that come with this program have it nevertheless. @default - they do not have it */
  readonly shipped?: string;
}

/** Codes with their explanations. A code without one does not compile. */
export type Explanations = Readonly<Record<string, Explanation>>;
