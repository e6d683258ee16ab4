/**
 * What is replaced in each record. The expressions hold for RE2, in which the collector runs them, and for JavaScript, in which a test does:
 * they have no assertion about what stands around, no reference to a group, and say by `anyCase` that letters of either case are meant.
 */
export interface Mask {
  /** What it is called in the collector's configuration. */
  readonly name: string;
  readonly pattern: string;
  /** Whether letters of either case are meant. @default - as they are written */
  readonly anyCase?: true;
  /** What stands there instead: `$1` is what the first group has found. */
  readonly by: string;
  /**
   * Texts of which a record has one wherever the expression finds something. A record with none of them is not searched, which takes most of
   * the time. @default - every record is searched
   */
  readonly has?: readonly string[];
}

/** What stands where a credential was. */
export const MASKED = '***';

/** The expression of a mask in the notation of RE2. */
export const expressionOf = ({ pattern, anyCase }: Pick<Mask, 'pattern' | 'anyCase'>): string => `${anyCase ? '(?i)' : ''}${pattern}`;
