import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../../plan/plan';
import type { Server } from '../../service/server';
import { asEnvironment } from '../../service/store';
import { containerOf, podBasics } from './container';
import { jobOf } from './job';
import { labelsOf, metadataOf } from './metadata';
import { priorityClass } from './pod-metadata';
import type { Cluster } from './site';
import { type Volumes, volumesOf } from './volumes';
import { PULL_POLICY, waived } from './waivers';

/** What the pods of a migration are there for. */
export const MIGRATION = 'migration';

/**
 * What a pod does about its schema before it serves: waits until somebody has migrated it, or migrates a file of its own.
 * Nothing then depends on the order in which objects are created.
 */
export function schemaContainers(sized: ClusterSized, cluster: Cluster, volumes: Volumes): k8s.Container[] | undefined {
  const { service, size } = sized;
  const { database, serving } = service;
  if (database === undefined || serving?.migration === undefined) return undefined;
  const { upgrade, isCurrent } = serving.migration;
  const basics = { image: service, environment: service.environment, amounts: size };
  return [
    database.migrates.by === 'each-copy'
      ? containerOf({ ...basics, name: 'migrate', command: upgrade }, cluster, volumes)
      : containerOf(
          { ...basics, name: 'wait-for-schema', command: ['sh', '-c', `until ${isCurrent}; do sleep 3; done`] },
          cluster,
          volumes,
        ),
  ];
}

/** The Job that migrates a database on a server, as its owner. */
export function migrationJobOf(sized: ClusterSized, cluster: Cluster): object[] {
  const { service, size } = sized;
  const { database, serving } = service;
  if (database?.migrates.by !== 'owner' || serving?.migration === undefined) return [];
  const { server, owner } = database.migrates;
  const volumes = volumesOf(sized, false);
  const command = `${waitFor(server)}exec ${serving.migration.upgrade.join(' ')}`;
  const environment = { ...service.environment, ...asEnvironment(owner) };
  return [
    jobOf(
      { ...metadataOf(service, cluster, `${service.name}-migrate`, MIGRATION), annotations: waived([PULL_POLICY]) },
      {
        metadata: {
          labels: labelsOf(service, cluster, MIGRATION),
          annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
        },
        spec: {
          ...podBasics(service.name, cluster),
          priorityClassName: priorityClass(serving.priority),
          restartPolicy: 'OnFailure',
          containers: [
            containerOf({ name: 'migrate', image: service, command: ['sh', '-c', command], environment, amounts: size }, cluster, volumes),
          ],
          volumes: volumes.volumes,
        },
      },
    ),
  ];
}

/** Shell that waits until a server accepts connections. */
const waitFor = ({ name, ports }: Server): string =>
  `until python -c "import socket; socket.create_connection(('${name}', ${ports[0]?.cluster}), 5)"; do sleep 3; done; `;
