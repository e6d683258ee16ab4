import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import type { RoleCode } from './findings';

/** Data of the user's in a folder that is empty in every new pod. @param wayOut what to do about it */
export const lostWithPod = (
  { service, size }: { readonly service: Service; readonly size: { readonly volume?: object } },
  wayOut = 'give one copy a volume, or a backing that is shared',
): readonly Remark<RoleCode>[] => {
  const lost = size.volume === undefined ? keptBy(service) : [];
  if (lost.length === 0) return [];
  return [
    {
      code: 'lost-with-its-pod',
      severity: 'error',
      at: [],
      message: `${lost.join(' and ')} of each copy are gone when its pod is replaced: ${wayOut}`,
    },
  ];
};

/** What a service keeps for itself: its database, and folders that it is told of. A model can be had again. */
const keptBy = ({ database, model, persists, environment }: Service): readonly string[] => [
  ...(database?.shared === false && database.holds !== undefined ? [database.holds] : []),
  ...persists
    .filter(({ through }) => 'variable' in through && through.variable in environment && !(through.variable in (model?.environment ?? {})))
    .map(({ holds }) => holds),
];
