import type { DnsLabel } from '../units/name';

/**
 * A group of services of the platform that runs apart from the application: in a cluster, in a namespace of its own with its own quota and
 * its own rules for pods.
 */
export interface Compartment {
  /** What its namespace is called after that of the application: `monitoring`. */
  readonly name: DnsLabel;
  /** What its pods may do: what those of the application may, or anything, such as reading folders of their node. */
  readonly pods: 'restricted' | 'privileged';
}
