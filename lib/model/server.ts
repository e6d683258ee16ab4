import type { DnsLabel } from '../units/name';
import type { Port } from '../units/port';

/** Something that accepts connections under a name of its own. */
export interface Server {
  /** The short name that a profile uses. */
  readonly kind: string;
  readonly name: DnsLabel;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly name: DnsLabel;
  readonly container: Port;
  readonly laptop?: Port;
  readonly cluster: Port;
  readonly opened: boolean;
  /** Whether it is for its own members, and for whoever looks after them, only. */
  readonly inner: boolean;
}
