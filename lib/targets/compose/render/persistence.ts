import type { Concern } from './compose-service';

/** Moves data out of the container onto a volume that the published file declares. (`/data` it mounts itself: variables lead there.) */
export const persistence: Concern = ({ service }, { switches }) => {
  const volumes = service.persists.flatMap(({ through, path }) => ('volume' in through ? [`${through.volume}:${path}`] : []));
  return switches.persist && volumes.length > 0 ? { volumes } : {};
};
