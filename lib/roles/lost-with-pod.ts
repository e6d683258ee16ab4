import { type Has, programTells } from '../model/configured';
import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import { inWords } from '../text';
import type { RoleCode } from './findings';

interface Sized extends Has<'database' | 'model' | 'parts'> {
  readonly service: Service;
  readonly size: { readonly volume?: object };
}

/** Reports the user's data in a folder that is empty in every new pod. @param wayOut a way out besides a shared database. @default - there is none */
export const lostWithPod = (sized: Sized, wayOut?: string): readonly Remark<RoleCode>[] => {
  const lost = sized.size.volume === undefined ? ownFilesOf(sized).map(({ holds }) => holds) : [];
  if (lost.length === 0) return [];
  return [
    {
      code: 'lost-with-its-pod',
      severity: 'error',
      at: [],
      message: `${inWords(lost, 'and')} of each replica are gone when its pod is replaced${[...(wayOut === undefined ? [] : [wayOut]), ...shared(sized)].map((way, nth) => `${nth === 0 ? ': ' : ', or '}${way}`).join('')}`,
    },
  ];
};

/** The way out of roles whose pods can have a disk. */
export const GIVE_A_VOLUME = 'give one replica a volume';

/** Data in files of a service's own, and the variables that say where. */
export interface OwnFiles {
  readonly holds: string;
  readonly where: readonly string[];
}

/** What a service stores in its pod: its database, and folders that variables name. A model does not count: it can be downloaded again. */
export function ownFilesOf({ service: { persists }, configured }: Pick<Sized, 'service' | 'configured'>): readonly OwnFiles[] {
  const { database, model } = configured;
  const environment = programTells({ configured });
  return [
    ...(database?.shared === false && database.holds !== undefined ? [{ holds: database.holds, where: database.where ?? [] }] : []),
    ...persists.flatMap(({ through, holds }) =>
      'variable' in through && through.variable in environment && !(through.variable in (model?.environment ?? {}))
        ? [{ holds, where: [through.variable] }]
        : [],
    ),
  ];
}

/** The way out by a database that all replicas share, if the service can have one. */
const shared = ({ service: { kind }, configured: { database } }: Sized): readonly string[] =>
  database?.instead === undefined || database.holds === undefined
    ? []
    : [`say services.${kind}.${database.instead.key}: ${database.instead.value}`];
