import type { Hazard } from './hazard';

/** What roles and services can find in a size, by the names that `accept` in a profile uses. */
export const REMARK_CODES = [
  'connections-exceed-memory',
  'data-exceeds-memory',
  'lost-with-its-pod',
  'no-export',
  'no-failover',
  'no-point-in-time-recovery',
] as const;

/** Something that a role or a service says of the size that a profile gives it. */
export type Remark = {
  readonly severity: 'error' | 'warning';
  /** Which value it is about: its path below the service's section of the profile. Empty: the whole section. */
  readonly at: readonly string[];
} & (
  | { readonly hazard: Hazard }
  | {
      readonly code: (typeof REMARK_CODES)[number];
      readonly message: string;
      /** Why it matters, what to do about it, and where that is known from. @default - the message says it all */
      readonly background?: { readonly consequence: string; readonly wayOut: string; readonly evidence: string };
    }
);
