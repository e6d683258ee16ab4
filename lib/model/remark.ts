import type { Hazard } from './hazard';

/** What a role or a service finds in the size that a profile gives it. */
export type Remark<Code extends string = string> = {
  readonly severity: 'error' | 'warning';
  /** The path of the value that it is about, below the service's section of the profile. Empty: the whole section. */
  readonly at: readonly string[];
} & (
  | { readonly hazard: Hazard }
  | {
      /** The code that `accept` in a profile uses. The role or the service explains it. */
      readonly code: Code;
      readonly message: string;
      /** Why it matters, what to do, and the evidence. @default - the message says it all */
      readonly background?: { readonly consequence: string; readonly wayOut: string; readonly evidence: string };
    }
);
