import type { Members, SharedDatabase } from '../../../model/members';
import type { Server } from '../../../model/server';
import type { Service } from '../../../model/service';
import { POOL } from '../../../model/store';
import type { ClusterSize } from '../schema/cluster-size';
import { mostCopies } from './copies';
import { endingAtOnce, SURGE } from './rollout';

interface Sized {
  readonly service: Service;
  readonly size: ClusterSize;
}

/** Gives those whose copies are not alike their members. */
export const withMembers = (services: readonly Sized[]): readonly (Sized & { readonly members?: Members })[] =>
  services.map((sized) => ({ ...sized, members: membersOf(sized, services) }));

function membersOf({ service, size }: Sized, all: readonly Sized[]): Members | undefined {
  const { workload } = service;
  if (workload.role !== 'members') return undefined;
  switch (size.kind) {
    case 'copies':
      return undefined;
    case 'ordinal':
      return workload.kind === size.kind ? workload.of() : undefined;
    case 'sentinel':
      return workload.kind === size.kind ? workload.of(size) : undefined;
    case 'patroni':
      return workload.kind === size.kind ? workload.of(size, databasesOn(service, all)) : undefined;
  }
}

/** The databases that services keep on a server, in their order. */
export const databasesOn = (server: Server, services: readonly Sized[]): readonly SharedDatabase[] =>
  services.flatMap(({ service, size }) => {
    const { migrates } = service.database ?? {};
    if (migrates?.by !== 'owner' || migrates.server !== server) return [];
    const { name, user, owner } = migrates;
    return [{ name, user, owner, connections: poolsOf(service, size) }];
  });

/** Every copy that can exist at once has a pool: those of the autoscaler's maximum, a rollout's new one, and the old ones that are ending. */
const poolsOf = (service: Service, { copies }: ClusterSize): number =>
  (mostCopies(copies) + SURGE + endingAtOnce(service, copies)) * (POOL.size + POOL.overflow);
