import type { Configured } from '../../../model/configured';
import type { Destination } from '../../../model/destination';
import { type Members, reachesOf } from '../../../model/members';
import { reachedWith } from '../../../model/pod';
import type { Service } from '../../../model/service';
import { type Around, runsOf } from '../../../model/workload';
import type { Problem, Source } from '../../../problem';
import type { ClusterProfile } from '../schema/cluster';

interface Sized {
  readonly service: Service;
  readonly configured: Pick<Configured, 'reaches'>;
  readonly members?: Members;
  /** @default - nothing is known that its pods could depend on */
  readonly around?: Around;
}

/** The services that use the API of the cluster. */
export const askingTheApi = <One extends Sized>(services: readonly One[]): readonly One[] =>
  services.filter((sized) => destinationsOf(sized).some(({ kind }) => kind === 'cluster-api'));

/** Everything that the pods of a service connect to besides services. */
export const destinationsOf = ({ service, configured, members, around }: Sized): readonly Destination[] => [
  ...configured.reaches,
  ...(around === undefined ? [] : (runsOf(service.workload)?.reaches?.(around) ?? [])),
  ...(members === undefined ? reachedWith(runsOf(service.workload)?.rights ?? []) : reachesOf(members)),
];

/** What a service needs and the profile leaves out. Only the parts of its pods tell whether a service needs it. */
export function missingFrom(
  { apiServer, sourceAt }: Pick<ClusterProfile, 'apiServer'> & { readonly sourceAt: (path: readonly string[]) => Source },
  services: readonly Sized[],
): readonly Problem[] {
  const asking = askingTheApi(services).map(({ service: { kind } }) => `services.${kind}`);
  return apiServer !== undefined || asking.length === 0
    ? []
    : [
        {
          source: sourceAt(['apiServer']),
          path: 'apiServer',
          message: `expected where the API server answers, which ${asking.join(', ')} ${asking.length === 1 ? 'asks' : 'ask'}, got nothing`,
        },
      ];
}
