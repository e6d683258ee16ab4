/** Something wrong with a released image that no file of ours can mend. */
export interface Hazard<Code extends string = string> extends HazardTexts {
  /** The name that `accept` in a profile uses. */
  readonly code: Code;
  /** How bad it is where many depend on it. On a laptop every hazard is a warning. @default - a warning there too */
  readonly severity?: { readonly cluster: 'error' };
  /** What is otherwise where a cluster's files mend a part of it. @default - nothing */
  readonly inCluster?: Partial<HazardTexts>;
  readonly evidence: string;
}

interface HazardTexts {
  readonly what: string;
  readonly consequence: string;
  readonly wayOut: string;
}
