import type { DnsLabel } from '../units/name';
import type { Port } from '../units/port';

/** Anything that accepts connections under its own name. */
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
  /** Whether only its own members, its proxy and its tasks connect to it. */
  readonly inner: boolean;
}
