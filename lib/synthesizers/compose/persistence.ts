import type { PersistentFolder } from '../../service/service';
import type { ComposeService, Concern } from './compose-service';

/** Moves data out of the container: into `/data`, which the published file mounts, or onto a volume that it declares. */
export const persistence: Concern = ({ service }, { switches }) => {
  if (!switches.persist) return {};
  const environment = Object.fromEntries(service.persists.flatMap(variableOf));
  const volumes = service.persists.flatMap(volumeOf);
  return { environment: orAbsent(environment), volumes: volumes.length > 0 ? volumes : undefined };
};

const variableOf = ({ through, path }: PersistentFolder): [string, string][] => ('variable' in through ? [[through.variable, path]] : []);

const volumeOf = ({ through, path }: PersistentFolder): string[] => ('volume' in through ? [`${through.volume}:${path}`] : []);

const orAbsent = (environment: Record<string, string>): ComposeService['environment'] =>
  Object.keys(environment).length > 0 ? environment : undefined;
