import type { Concern } from './compose-service';

/** Publishes on 127.0.0.1 what the published file opens to the whole network. */
export const ports: Concern = ({ service }, { switches }) =>
  switches.loopbackPorts && service.ports.some(({ opened }) => opened)
    ? { ports: service.ports.flatMap(({ laptop, container }) => (laptop === undefined ? [] : `127.0.0.1:${laptop}:${container}`)) }
    : {};
