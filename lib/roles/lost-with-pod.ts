import { type Has, programTells } from '../model/configured';
import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import type { RoleCode } from './findings';

interface Sized extends Has<'database' | 'model' | 'parts'> {
  readonly service: Service;
  readonly size: { readonly volume?: object };
}

/** Data of the user's in a folder that is empty in every new pod. @param wayOut what to do about it, besides sharing a database. @default - nothing */
export const lostWithPod = (sized: Sized, wayOut?: string): readonly Remark<RoleCode>[] => {
  const lost = sized.size.volume === undefined ? keptBy(sized) : [];
  if (lost.length === 0) return [];
  return [
    {
      code: 'lost-with-its-pod',
      severity: 'error',
      at: [],
      message: `${lost.join(' and ')} of each replica are gone when its pod is replaced${[...(wayOut === undefined ? [] : [wayOut]), ...shared(sized)].map((way, nth) => `${nth === 0 ? ': ' : ', or '}${way}`).join('')}`,
    },
  ];
};

/** What to do where the role has disks. */
export const GIVE_A_VOLUME = 'give one replica a volume';

/** What a service keeps for itself: its database, and folders that it is told of. A model can be had again. */
function keptBy({ service: { persists }, configured }: Sized): readonly string[] {
  const { database, model } = configured;
  const environment = programTells({ configured });
  return [
    ...(database?.shared === false && database.holds !== undefined ? [database.holds] : []),
    ...persists
      .filter(
        ({ through }) => 'variable' in through && through.variable in environment && !(through.variable in (model?.environment ?? {})),
      )
      .map(({ holds }) => holds),
  ];
}

/** What to say instead, where a database that all replicas share would do. */
const shared = ({ service: { kind }, configured: { database } }: Sized): readonly string[] =>
  database?.instead === undefined || database.holds === undefined
    ? []
    : [`say services.${kind}.${database.instead.key}: ${database.instead.value}`];
