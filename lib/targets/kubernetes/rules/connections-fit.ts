import type { ClusterRule } from '../../../checks/rule';
import { connectionsOf } from '../../../model/members';
import { databasesOn } from '../plan/members';

/** A database server whose connections, all open at once, would take more memory than it may have: it would be killed under load. */
export const connectionsFit: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service, size }) => {
    const { workload } = service;
    if (workload.role !== 'members' || workload.kind !== 'patroni' || size.kind !== 'patroni') return [];
    const { shared, each, reserve, copying } = workload.budget;
    const connections = connectionsOf(databasesOn(service, services), reserve);
    const [common, one] = [shared(size.memory.limit), each(size.memory.limit)];
    const beside = size.backup === undefined ? [] : [copying];
    const needed = beside.reduce((sum, memory) => sum.plus(memory), common.plus(one.times(connections)));
    if (!needed.exceeds(size.memory.limit)) return [];
    return [
      {
        code: 'connections-exceed-memory',
        severity: 'error' as const,
        subject: service.kind,
        message: `${common} shared + ${connections} connections × ${one}${beside.map((memory) => ` + ${memory} for a copy`).join('')} = ${needed}, more than its memory limit of ${size.memory.limit}: raise the limit, or lower the most copies of its services`,
        source: profile.sourceAt(['services', service.kind, 'memory', 'limit']),
      },
    ];
  });
