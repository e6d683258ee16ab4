import { type Exporter, postgresExporter } from '../platform/exporters';
import { Watch } from '../platform/watch';
import type { PatroniCluster } from './cluster';

const MONITOR = { name: 'monitor', password: 'monitors' };
const EXPORTER = 'postgres-exporter';

/**
 * Watches PostgreSQL as the generated monitoring does: Patroni itself, and an exporter for each member. (Debian's exporter cannot be asked
 * about several.)
 */
export async function watchedPostgres(cluster: PatroniCluster): Promise<Watch> {
  // What monitor.sql grants.
  await (await cluster.leader()).sql(
    `create role ${MONITOR.name} login password '${MONITOR.password}' in role pg_monitor; grant connect on database postgres to ${MONITOR.name}`,
  );
  const exporters = new Map<string, Exporter>();
  for (const { name, pod } of cluster.members)
    exporters.set(name, await postgresExporter(`${pod.host.address}:5432`, MONITOR.name, MONITOR.password));
  return Watch.start({
    services: ['postgres'],
    asked: { [EXPORTER]: '' },
    places: cluster.members.flatMap(({ name: pod, pod: { host } }) => [
      { pod, container: 'postgres', port: 'patroni', address: `${host.address}:8008` },
      { pod, container: 'postgres', port: 'postgres', address: `${host.address}:5432` },
    ]),
    adapted: {
      [`${EXPORTER}/postgres`]: {
        path: '/metrics',
        relabeling: [...exporters].map(([pod, { address }]) => ({
          source_labels: ['pod'],
          regex: pod,
          target_label: '__address__',
          replacement: address,
        })),
      },
    },
    exporters: [...exporters.values()],
  });
}
