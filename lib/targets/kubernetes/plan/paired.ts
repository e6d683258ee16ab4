import type { Configuration, Configured } from '../../../model/configured';
import type { SharedDatabase } from '../../../model/members';
import type { Server } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Paired, Sized } from '../../../roles/role';
import { podsOf, sizedFrom } from '../../../roles/roles';
import type { ClusterSize } from '../schema/cluster-service';
import { endingAtOnce, SURGE } from './rollout';

/** Every service with its role, and with the parts of its pods if its workload lists them. @param nodes their number, if the profile says it */
export function paired(
  services: readonly { readonly service: Service; readonly size: ClusterSize; readonly configured: Configured }[],
  nodes: number | undefined,
): readonly (Sized & { readonly size: Configuration })[] {
  // The size was read with the shape of this role. A profile with a pod on each node has to say how many nodes there are.
  const pairs = services.map(
    ({ service, ...more }) =>
      ({ role: service.workload.role, service, workload: service.workload, ...more, nodes }) as Paired & { size: Configuration },
  );
  return pairs.map((pair) => sizedFrom(pair, databasesOn(pair.service, pairs)) as Sized & { size: Configuration });
}

/** The databases that services keep on a server, in their order. */
const databasesOn = (server: Server, pairs: readonly Paired[]): readonly SharedDatabase[] =>
  pairs.flatMap((pair) => {
    const { migrates } = pair.configured.database ?? {};
    if (migrates?.by !== 'owner' || migrates.server !== server) return [];
    const { name, user, owner, connections } = migrates;
    return [{ name, user, owner, connections: connections * replicasAtOnce(pair) }];
  });

/** How many replicas can have connections at once: those of the autoscaler's maximum, a rollout's new one, and the old ones that are ending. */
const replicasAtOnce = (pair: Paired): number => podsOf(pair).most + SURGE + endingAtOnce(pair);
