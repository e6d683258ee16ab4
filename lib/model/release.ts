/** A build of an image that, as far as its pipeline tells, was pushed. No registry could be asked. */
export interface Release {
  readonly tag: string;
  /** Why it may be absent all the same. */
  readonly caveat?: string;
}
