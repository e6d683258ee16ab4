import type { Hazard } from './hazard';

/** Something that a role or a service says of the size that a profile gives it. */
export type Remark<Code extends string = string> = {
  readonly severity: 'error' | 'warning';
  /** Which value it is about: its path below the service's section of the profile. Empty: the whole section. */
  readonly at: readonly string[];
} & (
  | { readonly hazard: Hazard }
  | {
      /** What `accept` in a profile names: one of those that the role or the service explains. */
      readonly code: Code;
      readonly message: string;
      /** Why it matters, what to do about it, and where that is known from. @default - the message says it all */
      readonly background?: { readonly consequence: string; readonly wayOut: string; readonly evidence: string };
    }
);
