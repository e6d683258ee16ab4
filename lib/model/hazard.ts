/** A defect of a released image that no generated file can mend. */
export interface Hazard<Code extends string = string> extends HazardTexts {
  /** The name that `accept` in a profile uses. */
  readonly code: Code;
  /** Its severity in a cluster. On a laptop every hazard is a warning. @default - a warning in a cluster too */
  readonly severity?: { readonly cluster: 'error' };
  /** Texts that differ in a cluster, because its files mend a part of the defect. @default - none differ */
  readonly inCluster?: Partial<HazardTexts>;
  readonly evidence: string;
  /** Whether nothing ever asks the service, so that nobody notices if it is away. @default - something does */
  readonly unused?: true;
  /** What a process keeps in its memory alone, so that it goes with the process: `cases`. @default - nothing */
  readonly inMemory?: string;
}

interface HazardTexts {
  readonly what: string;
  readonly consequence: string;
  readonly wayOut: string;
}
