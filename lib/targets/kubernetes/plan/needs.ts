import type { Configured } from '../../../model/configured';
import { type Members, reachesOf } from '../../../model/members';
import type { Service } from '../../../model/service';
import type { Problem, Source } from '../../../problem';
import type { ClusterProfile } from '../schema/cluster';

interface Sized {
  readonly service: Service;
  readonly configured: Pick<Configured, 'reaches'>;
  readonly members?: Members;
}

/** Those that ask the API of the cluster. */
export const askingTheApi = <One extends Sized>(services: readonly One[]): readonly One[] =>
  services.filter(({ configured, members }) =>
    [...configured.reaches, ...(members === undefined ? [] : reachesOf(members))].some(({ kind }) => kind === 'cluster-api'),
  );

/** What the profile leaves out although one of these services needs it, which shows only once it is known what their pods are made of. */
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
