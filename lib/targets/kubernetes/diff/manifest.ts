/** An object of Kubernetes, as it stands in a manifest. What is below `metadata` may be anything: somebody may have edited the file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** Which object. Two objects of one API group, kind, namespace and name are the same one. */
export interface Ref {
  readonly kind: string;
  readonly name: string;
  /** @default - it belongs to no namespace, or to the one that is applied to */
  readonly namespace?: string;
}
