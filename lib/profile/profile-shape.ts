import type * as v from 'valibot';

/** What every profile says, whatever its target. */
export interface ProfileValues {
  /** The name of its target. */
  readonly target: string;
  /** Findings that it accepts, each with the reason. */
  readonly accept: Readonly<Record<string, string>>;
  /** What it says of services, by their short names. */
  readonly services: Readonly<Record<string, unknown>>;
}

/** A place where a profile says something that has no effect, because of what it turns off. */
export interface Needless {
  readonly path: readonly string[];
  /** Why it is refused where the profile says it itself, which is seldom asked. @default - its schema says so */
  readonly why?: () => string;
}

/** What the profiles of one target look like. */
export interface ProfileShape {
  /** What `target` says in such a profile. */
  readonly name: string;
  /** What messages call such a profile: `laptop` makes "a laptop profile". */
  readonly word: string;
  /** What may stand in it. It is made when it is asked for: a profile of another target rarely needs it. */
  schema(): v.GenericSchema<unknown, ProfileValues>;
  /**
   * Where a profile speaks of what it turns off. Whoever turns a part off that another profile has need not take away as well what that one
   * says of it.
   *
   * @param written the profile as it stands, without its units read
   * @default - nothing can be turned off
   */
  needless?(written: unknown): readonly Needless[];
  /** Where secrets are, for somebody who writes one into a profile. */
  readonly secretsAt: string;
  /** Why it has no key of some names that profiles of other targets have, where that helps. @default - nothing helps */
  readonly lacks?: Readonly<Record<string, string>>;
  /** Why it takes no value that profiles of other targets take, by that value. @default - nothing helps */
  readonly refuses?: Readonly<Record<string, string>>;
}
