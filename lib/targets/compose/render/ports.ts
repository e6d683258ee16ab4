import type { Concern } from './compose-service';

/** Publishes every port on 127.0.0.1, whatever the base file opens: some published files opened more than today's. */
export const ports: Concern = ({ service }, { switches }) => {
  const published = service.ports.flatMap(({ laptop, container }) => (laptop === undefined ? [] : `127.0.0.1:${laptop}:${container}`));
  return switches.loopbackPorts && published.length > 0 ? { ports: published } : {};
};
