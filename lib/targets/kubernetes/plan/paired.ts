import type { Configuration, Configured } from '../../../model/configured';
import type { SharedDatabase } from '../../../model/members';
import type { Server } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Around } from '../../../model/workload';
import type { Paired, Sized } from '../../../roles/role';
import { podsOf, sizedFrom } from '../../../roles/roles';
import type { ClusterSize } from '../schema/cluster-service';
import { endingAtOnce, SURGE } from './rollout';

/**
 * Every service with its role, and with the parts of its pods if its workload lists them.
 *
 * @param nodes on how many of them pods on each node run, if the profile says it
 */
export function paired(
  services: readonly { readonly service: Service; readonly size: ClusterSize; readonly configured: Configured }[],
  nodes: number | undefined,
  around: Around,
): readonly (Sized & { readonly size: Configuration })[] {
  // The size was read with the shape of this role. A profile with a pod on each node has to say how many nodes there are.
  const pairs = services.map(
    ({ service, ...more }) =>
      ({ role: service.workload.role, service, workload: service.workload, ...more, around, nodes }) as Paired & { size: Configuration },
  );
  const databases = databasesIn(pairs);
  return pairs.map((pair) => sizedFrom(pair, databases.get(pair.service) ?? []) as Sized & { size: Configuration });
}

/** The databases that services keep on each server, in their order. */
function databasesIn(pairs: readonly Paired[]): ReadonlyMap<Server, readonly SharedDatabase[]> {
  const all = new Map<Server, SharedDatabase[]>();
  for (const pair of pairs) {
    const { migrates } = pair.configured.database ?? {};
    if (migrates?.by !== 'owner') continue;
    const { server, name, user, owner, connections } = migrates;
    const ofServer = all.get(server) ?? [];
    ofServer.push({ name, user, owner, connections: connections * replicasAtOnce(pair) });
    all.set(server, ofServer);
  }
  return all;
}

/** How many replicas can have connections at once: those of the autoscaler's maximum, a rollout's new one, and the old ones that are ending. */
const replicasAtOnce = (pair: Paired): number => podsOf(pair).most + SURGE + endingAtOnce(pair);
