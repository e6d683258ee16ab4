import type { Platform } from '../../../model/platform';
import { portsWith, type ServicePort } from '../../../model/server';
import type { EndsTls, Service } from '../../../model/service';
import type { DnsLabel } from '../../../units/name';

/** A port of a Service, and the port of its pods that it leads to. */
export interface Served {
  readonly number: number;
  readonly port: ServicePort;
}

/** How a service ends TLS itself with a platform; undefined if it does not. */
export const endsTls = ({ exposed }: Service, { ingress }: Platform): EndsTls | undefined =>
  ingress === 'direct' ? exposed?.direct : undefined;

/** The ports of the Service that clients use. A load balancer has those of a browser, and no others. */
export function servedPorts(service: Service, platform: Platform): readonly Served[] {
  const ports = portsWith(service, platform).filter(({ inner }) => !inner);
  const direct = endsTls(service, platform);
  if (direct === undefined) return ports.map((port) => ({ number: port.cluster, port }));
  const numbers = { [direct.ports.http]: 80, [direct.ports.https]: 443 };
  return ports.flatMap((port) => {
    const number = numbers[port.name];
    return number === undefined ? [] : [{ number, port }];
  });
}

/** The name of that Service: of the service that this one is the proxy of, or its own; undefined if a proxy has its name. */
export const servedName = ({ name, proxiesFor, workload }: Service): DnsLabel | undefined =>
  'leader' in workload && workload.leader.by === 'proxy' ? undefined : (proxiesFor?.name ?? name);
