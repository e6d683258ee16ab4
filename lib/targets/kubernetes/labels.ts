/** The labels that this program gives its objects and looks for. */
export const LABEL = {
  /** Of which service an object is. */
  name: 'app.kubernetes.io/name',
  /** Of which part of a service, or of which compartment. */
  component: 'app.kubernetes.io/component',
  /**
   * Argo CD before 3.0 takes an object for a part of the Application that this label names, in any namespace, and prunes it if that
   * Application does not have it. Somebody else's Application may have the name of a service, such as cart.
   */
  instance: 'app.kubernetes.io/instance',
  version: 'app.kubernetes.io/version',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

/** What objects have as `LABEL.managedBy`. */
export const MANAGER = 'faultmaven-infra';

/** The label with its own name that Kubernetes gives each namespace. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
