/** A build of an image that was pushed according to its pipeline. It was not looked up in a registry. */
export interface Release {
  readonly tag: string;
  /** Why it may not exist. */
  readonly caveat?: string;
}
