import type { DnsLabel } from '../units/name';
import type { Port } from '../units/port';
import type { Compartment } from './compartment';
import type { Platform } from './platform';

/** Anything that accepts connections under its own name. */
export interface Server {
  /** The short name that a profile uses. */
  readonly kind: string;
  readonly name: DnsLabel;
  readonly ports: readonly ServicePort[];
  /** @default - it runs beside the services of the application */
  readonly compartment?: Compartment;
}

export interface ServicePort {
  readonly name: DnsLabel;
  readonly container: Port;
  readonly laptop?: Port;
  readonly cluster: Port;
  readonly opened: boolean;
  /** Whether only its own members, its proxy and its tasks connect to it. */
  readonly inner: boolean;
  /** With which platform it listens there. @default - with any */
  readonly onlyWith?: (platform: Platform) => boolean;
  /** Whether it takes datagrams as well. */
  readonly datagrams: boolean;
}

/** @throws RangeError if it has no such port */
export function portNamed({ name, ports }: Pick<Server, 'name' | 'ports'>, wanted: string): ServicePort {
  const found = ports.find((one) => one.name === wanted);
  if (found === undefined) throw new RangeError(`${name} has no port "${wanted}": ${ports.map((one) => one.name).join(', ')}`);
  return found;
}

/** The ports on which a server listens with a platform. */
export const portsWith = ({ ports }: Pick<Server, 'ports'>, platform: Platform): readonly ServicePort[] =>
  ports.filter(({ onlyWith }) => onlyWith?.(platform) ?? true);
