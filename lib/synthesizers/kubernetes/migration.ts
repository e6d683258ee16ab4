import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { digestOf } from '../../digest';
import type { ClusterPlan, ClusterSized } from '../../plan/plan';
import type { Destination } from '../../service/destination';
import { containerBasics, podBasics } from './container';
import { environmentOf } from './environment';
import { labelsOf, metadataOf } from './metadata';
import { type Volumes, volumesOf } from './volumes';
import { PULL_POLICY, waived } from './waivers';

/**
 * What a pod does about its schema before it serves: waits until somebody has migrated it, or migrates a file of its own.
 * Nothing then depends on the order in which objects are created.
 */
export function schemaContainers(sized: ClusterSized, profile: ClusterPlan['profile'], volumes: Volumes): k8s.Container[] | undefined {
  const { database, serving } = sized.service;
  if (database === undefined || serving?.migration === undefined) return undefined;
  const { upgrade, isCurrent } = serving.migration;
  const own = database.migrates.by === 'each-copy';
  const name = own ? 'migrate' : 'wait-for-schema';
  return [
    {
      ...containerBasics(sized, profile, volumes),
      env: environmentOf(sized.service.environment, name, profile),
      name,
      command: own ? [...upgrade] : ['sh', '-c', `until ${isCurrent}; do sleep 3; done`],
    },
  ];
}

/** How often a migration is tried again once the database answers. */
const RETRIES = 20;

/**
 * The Job that migrates a database on a server, as its owner. Its name follows from its content: another image or another database
 * is another Job, and applying the same one again changes nothing. It has no TTL, or the next apply would run it again.
 */
export function migrationJobOf(sized: ClusterSized, profile: ClusterPlan['profile']): object[] {
  const { service } = sized;
  const { database, serving } = service;
  if (database?.migrates.by !== 'owner' || serving?.migration === undefined) return [];
  const volumes = volumesOf({ ...sized, size: { ...sized.size, volume: undefined } });
  const template: k8s.PodTemplateSpec = {
    metadata: {
      labels: labelsOf(service, profile, 'migration'),
      annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
    },
    spec: {
      ...podBasics(service.name, profile),
      priorityClassName: `faultmaven-${serving.priority}`,
      restartPolicy: 'OnFailure',
      containers: [
        {
          ...containerBasics(sized, profile, volumes),
          env: environmentOf({ ...service.environment, ...database.migrates.credentials }, 'migrate', profile),
          name: 'migrate',
          command: ['sh', '-c', `${waitFor(database.reaches)}exec ${serving.migration.upgrade.join(' ')}`],
        },
      ],
      volumes: volumes.volumes,
    },
  };
  const name = `${service.name}-migrate-${digestOf(template).slice(0, 8)}`;
  return [
    k8s.KubeJob.manifest({
      metadata: { ...metadataOf(service, profile, name, 'migration'), annotations: waived([PULL_POLICY]) },
      spec: { backoffLimit: RETRIES, template },
    }),
  ];
}

/** Shell that waits until a server accepts connections. */
const waitFor = (reaches: readonly Destination[]): string =>
  reaches
    .flatMap((destination) => (destination.kind === 'postgres' ? destination : []))
    .map(({ host, port }) => `until python -c "import socket; socket.create_connection(('${host}', ${port}), 5)"; do sleep 3; done; `)
    .join('');
