import type { PersistentFolder, Service } from '../../../model/service';
import { inWords } from '../../../text';
import { recreated } from '../base-file/recreated';
import type { ComposePlan } from '../plan/plan';

/** What a service keeps that is lost or not found when its container is recreated. */
export interface Lost {
  readonly service: Service;
  readonly holds: readonly string[];
  readonly what: readonly string[];
  readonly ways: readonly string[];
}

/** Everything that is lost when an override takes the place of another. @param plan of the later one. @default - only what is always so is known */
export function lostBetween(then: string, now: string, services: readonly Service[], plan: ComposePlan | undefined): readonly Lost[] {
  return recreated(services, then, now).flatMap(({ service, inside, elsewhere }): readonly Lost[] => {
    const hazards = plan?.services.find((one) => one.service === service)?.configured.hazards ?? service.hazards;
    const inMemory = hazards.flatMap((hazard) => hazard.inMemory ?? []);
    const holds = [...[...inside, ...elsewhere].map((folder) => folder.holds), ...inMemory];
    if (holds.length === 0) return [];
    const cp = 'docker compose cp';
    return [
      {
        service,
        holds,
        what: [
          ...(inside.length === 0
            ? []
            : [`its container is recreated, which destroys what it keeps inside: ${inside.map((folder) => folder.holds).join(', ')}`]),
          ...(inMemory.length === 0 ? [] : [`its container is recreated, which destroys what it keeps in memory: ${inMemory.join(', ')}`]),
          ...elsewhere.map((folder) => `it no longer finds ${folder.holds}, which stay in ${placeOf(folder)}`),
        ],
        ways: [
          ...copiesOut(service, inside),
          ...elsewhere.map(
            ({ path, unset, holds: what }) =>
              `leave switches.persist on; or copy ${what} out first (${cp} ${service.name}:${path}/. DIR) and back afterwards (${cp} DIR/. ${service.name}:${unset})`,
          ),
          ...(inMemory.length === 0 ? [] : [`${inWords(inMemory, 'and')} cannot be copied: do it when they may go`]),
        ],
      },
    ];
  });
}

const placeOf = ({ path, through }: PersistentFolder): string => ('volume' in through ? `the volume ${through.volume}` : `.${path}`);

/** Where a folder is kept by a variable, it has a place beside the Compose file from then on; a volume has none there. */
function copiesOut({ name }: Service, folders: readonly PersistentFolder[]): readonly string[] {
  if (folders.length === 0) return [];
  const copies = folders.map(
    ({ unset, path, through }) => `docker compose cp ${name}:${unset}/. ${'volume' in through ? 'DIR' : `.${path}`}`,
  );
  return [`copy it out first: ${copies.join(' && ')}; with switches.persist it stays from then on`];
}
