import type { ClusterRule } from '../../../checks/rule';
import type { Service } from '../../../model/service';

/** Data of the user's in a folder that is empty in every new pod. */
export const lostWithPod: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service, size }) => {
    const lost = size.kind === 'copies' && size.volume === undefined ? keptBy(service) : [];
    if (lost.length === 0) return [];
    return [
      {
        code: 'lost-with-its-pod',
        severity: 'error' as const,
        subject: service.kind,
        message: `${lost.join(' and ')} of each copy are gone when its pod is replaced: give one copy a volume, or a backing that is shared`,
        source: profile.sourceAt(['services', service.kind]),
      },
    ];
  });

/** What a service keeps for itself: its database, and folders that it is told of. A model can be had again. */
const keptBy = ({ database, model, persists, environment }: Service): readonly string[] => [
  ...(database?.shared === false && database.holds !== undefined ? [database.holds] : []),
  ...persists
    .filter(({ through }) => 'variable' in through && through.variable in environment && !(through.variable in (model?.environment ?? {})))
    .map(({ holds }) => holds),
];
