import { type Configured, configured } from '../../../model/configured';
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

/** Everything that is lost when an override takes the place of another. @param plan of the later one. @default - the profile is gone */
export function lostBetween(then: string, now: string, services: readonly Service[], plan: ComposePlan | undefined): readonly Lost[] {
  return recreated(services, then, now).flatMap(({ service, inside, elsewhere, differs }): readonly Lost[] => {
    const { hazards, database, files } = configurationOf(service, plan);
    const inMemory = hazards.flatMap((hazard) => hazard.inMemory ?? []);
    const known = [...[...inside, ...elsewhere].map((folder) => folder.holds), ...inMemory];
    const moved = [database, files].flatMap((store): readonly Moved[] => {
      const variables = (store?.where ?? []).filter(differs);
      return store?.holds === undefined || known.includes(store.holds) || variables.length === 0 ? [] : [{ holds: store.holds, variables }];
    });
    const holds = [...known, ...moved.map((one) => one.holds)];
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
          ...moved.map((one) => `it looks elsewhere for ${one.holds}: other values of ${inWords(one.variables, 'and')}`),
        ],
        ways: [
          ...copiesOut(service, inside),
          ...elsewhere.map(
            ({ path, unset, holds: what }) =>
              `leave switches.persist on; or copy ${what} out first (${cp} ${service.name}:${path}/. DIR) and back afterwards (${cp} DIR/. ${service.name}:${unset})`,
          ),
          ...moved.map((one) => `copy ${one.holds} to the new place first; what the old one holds stays there, and nobody reads it`),
          ...(inMemory.length === 0 ? [] : [`${inWords(inMemory, 'and')} cannot be copied: do it when they may go`]),
        ],
      },
    ];
  });
}

/** Data that a service looks for elsewhere, because variables say so. */
interface Moved {
  readonly holds: string;
  readonly variables: readonly string[];
}

/** On a laptop no profile chooses stores: what a service without a size has is what every service has. */
const configurationOf = (service: Service, plan: ComposePlan | undefined): Configured<string> =>
  plan?.services.find((one) => one.service === service)?.configured ?? configured({ service, size: {} }, { where: 'laptop' });

const placeOf = ({ path, through }: PersistentFolder): string => ('volume' in through ? `the volume ${through.volume}` : `.${path}`);

/** Where a folder is kept by a variable, it has a place beside the Compose file from then on; a volume has none there. */
function copiesOut({ name }: Service, folders: readonly PersistentFolder[]): readonly string[] {
  if (folders.length === 0) return [];
  const copies = folders.map(
    ({ unset, path, through }) => `docker compose cp ${name}:${unset}/. ${'volume' in through ? 'DIR' : `.${path}`}`,
  );
  return [`copy it out first: ${copies.join(' && ')}; with switches.persist it stays from then on`];
}
